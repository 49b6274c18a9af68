// Where in an issue a new item belongs: in its section, before the first item that is older. Where the issue has no such section, in one of
// its own, in the newsletter's order. Nothing that stands there is touched.
import type { IsoDate } from '../model/calendar.ts';
import type { Issue, SectionKind } from '../model/issue.ts';
import type { SectionName } from '../model/newsletter.ts';
import { findSection, LAST_KINDS, plainHeading, rankOfSection } from '../model/section-names.ts';
import { cutIssue, type SectionStretch } from './cut-issue.ts';
import { escapeHeading } from './escape-markdown.ts';

export interface NewItem {
  readonly markdown: string;
  /** Of its first report. */
  readonly date?: IsoDate;
  /** Its heading; absent: the issue's first one of items. */
  readonly section?: string;
}

export interface PlacedItem {
  /** Of the whole file. */
  readonly text: string;
  /** As the issue has it; empty where it stands before all headings. */
  readonly heading: string;
}

export function placeItem(issue: Issue, item: NewItem, order: readonly SectionName[]): PlacedItem {
  const sections = cutIssue(issue);
  const found =
    item.section === undefined
      ? firstOfItems(sections)
      : sections.find(({ section }) => isSection(section.heading, item.section ?? '', order));
  if (found !== undefined) {
    const isBullet = found.section.kind === 'interest';
    const at = isBullet ? found.end : offsetIn(found, item.date);
    return { text: inserted(issue.text, at, item.markdown, isBullet), heading: found.section.heading };
  }
  if (item.section === undefined)
    return {
      text: inserted(issue.text, beforeLast(issue, sections, order), item.markdown, false),
      heading: '',
    };
  const heading = findSection(item.section, order)?.name ?? item.section;
  const block = `## ${escapeHeading(heading)}\n\n${item.markdown}`;
  return {
    text: inserted(issue.text, offsetOfSection(issue, heading, sections, order), block, false),
    heading,
  };
}

/** The names of a section are the same whichever of them is used. */
export function isSection(heading: string, wanted: string, order: readonly SectionName[]): boolean {
  if (plainHeading(heading) === plainHeading(wanted)) return true;
  const known = findSection(wanted, order);
  return known !== undefined && findSection(heading, order) === known;
}

function firstOfItems(sections: readonly SectionStretch[]): SectionStretch | undefined {
  return sections.find(({ section }) => section.kind === 'items');
}

/** Before the first that is older; an item without a day comes last, where it is in nobody's way. */
function offsetIn({ entries, end }: SectionStretch, date: IsoDate | undefined): number {
  if (date === undefined) return end;
  const older = entries.find(({ entry }) => {
    const first = entry.kind === 'item' ? entry.reports[0]?.date : undefined;
    return first !== undefined && first < date;
  });
  return older?.start ?? end;
}

function offsetOfSection(
  issue: Issue,
  heading: string,
  sections: readonly SectionStretch[],
  order: readonly SectionName[],
): number {
  const rank = rankOfSection(heading, kindOf(heading, order), order);
  if (rank === undefined) return beforeLast(issue, sections, order);
  const next = sections.find(
    ({ section }) => (rankOfSection(section.heading, section.kind, order) ?? -1) > rank,
  );
  return next?.start ?? issue.text.length;
}

/** Events and what is of interest end an issue. */
function beforeLast(
  issue: Issue,
  sections: readonly SectionStretch[],
  order: readonly SectionName[],
): number {
  const tail: readonly SectionKind[] = [...LAST_KINDS, 'statement'];
  const last = sections.find(({ section }) =>
    tail.includes(findSection(section.heading, order)?.kind ?? section.kind),
  );
  return last?.start ?? issue.text.length;
}

function kindOf(heading: string, order: readonly SectionName[]): SectionKind {
  return findSection(heading, order)?.kind ?? 'items';
}

/** An empty line before and behind, in the file's own line ends; bullets follow one another. */
function inserted(text: string, at: number, block: string, isBullet: boolean): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const above = text.slice(0, at);
  const below = text.slice(at);
  const ended = above === '' || /\n$/u.test(above) ? '' : lineEnd;
  const isInList = isBullet && endsInList(above);
  if (isInList) {
    const kept = above.trimEnd();
    const gap = above.slice(kept.length) || lineEnd;
    return `${kept}${lineEnd}${block.replaceAll('\n', lineEnd)}${gap}${below}`;
  }
  const gap = above === '' || /\n[ \t]*\r?\n$/u.test(above + ended) ? '' : lineEnd;
  const behind = below === '' ? lineEnd : `${lineEnd}${lineEnd}`;
  return above + ended + gap + block.replaceAll('\n', lineEnd) + behind + below;
}

/** Its last lines that hold anything are a bullet, or what is indented below one. */
function endsInList(text: string): boolean {
  const lines = text.slice(-4000).trimEnd().split('\n');
  const last = lines.findLast((line) => !/^[ \t]/u.test(line));
  return /^[-*+] /u.test(last ?? '');
}
