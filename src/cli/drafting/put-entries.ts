// Entries into an issue's file: each into its section and its place, in one write that no other save is lost by. That all else is read as it
// was, and each new entry as it was meant, is seen by reading the text again.
import type { Settings } from '../../compile-settings.ts';
import type { House } from '../../intake/house.ts';
import { isSection, placeItem } from '../../intake/place-entry.ts';
import { writeEntry } from '../../intake/write-entry.ts';
import type { IsoDate } from '../../model/calendar.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { DraftEntry } from '../../model/draft.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Issue, IssueFile, SectionKind } from '../../model/issue.ts';
import { findSection } from '../../model/section-names.ts';
import { parseIssue } from '../../parse/parse-issue.ts';
import { changeIssue } from '../live/change-issue.ts';

export interface EntryToPut {
  readonly entry: DraftEntry;
  /** Heading of its section; absent: nobody knows it, and it stands in the first. */
  readonly section?: string;
}

export interface PutEntry {
  readonly headline: string;
  /** Of the section; empty where there is none. */
  readonly section: string;
  /** In the file as it is now. */
  readonly line: number;
}

export interface PutEntries {
  readonly entries: readonly PutEntry[];
  readonly text: string;
}

/** @throws BroadsideError USAGE where words of an entry would become something else */
export function withEntries(
  file: IssueFile,
  toPut: readonly EntryToPut[],
  settings: Settings,
  house: House,
): PutEntries {
  const order = settings.newsletter.sectionOrder;
  let value = file.value;
  const headings: string[] = [];
  for (const { entry, section: wanted } of toPut) {
    const before = parseIssue({ ...file, value }, settings).issue;
    const section = wanted ?? usualSection(before, settings);
    const kind = kindOf(before, section, settings);
    const [report] = entry.reports;
    const date: IsoDate | undefined = typeof report?.date === 'string' ? report.date : undefined;
    const markdown = writeEntry(kind === 'interest' ? asBullet(entry) : entry, kind, before, house);
    const placed = placeItem(
      before,
      { markdown, ...(date === undefined ? {} : { date }), ...(section === undefined ? {} : { section }) },
      order,
    );
    const after = parseIssue({ ...file, value: placed.text }, settings).issue;
    if (countOfEntries(after) !== countOfEntries(before) + 1) throw unfit(file.path, entry.headline);
    value = placed.text;
    headings.push(placed.heading);
  }
  const { issue } = parseIssue({ ...file, value }, settings);
  const entries = toPut.map(({ entry }, nth) => ({
    headline: entry.headline,
    section: headings[nth] ?? '',
    line: lineOf(issue, entry),
  }));
  return { entries, text: value };
}

/** In a draft anything may be unfinished; in an issue that is none, no error is brought in. */
export async function putEntries(
  { root, path, isDraft }: { readonly root: string; readonly path: string; readonly isDraft: boolean },
  toPut: readonly EntryToPut[],
  settings: Settings,
  house: House,
): Promise<PutEntries> {
  const changed = await changeIssue({ root, path, settings, isAllowed: () => isDraft }, (file) =>
    withEntries(file, toPut, settings, house),
  );
  if (!changed.isWritten) throw unfinished(path, changed.fresh);
  return changed.change;
}

/** Where an issue has no section of items yet, the newsletter's first; else it is found when the item is placed. */
function usualSection({ sections }: Issue, { newsletter }: Settings): string | undefined {
  if (sections.some(({ kind }) => kind === 'items')) return undefined;
  return newsletter.sectionOrder.find(({ kind }) => kind === 'items')?.name;
}

function kindOf(issue: Issue, wanted: string | undefined, { newsletter }: Settings): SectionKind {
  if (wanted === undefined) return 'items';
  const order = newsletter.sectionOrder;
  const standing = issue.sections.find(({ heading }) => isSection(heading, wanted, order));
  const kind = standing?.kind ?? findSection(wanted, order)?.kind ?? 'items';
  if (kind === 'items' || kind === 'interest') return kind;
  throw new BroadsideError('USAGE', `The section "${wanted}" holds no stories`, {
    hint: 'Name one of items with --section, or "Of interest to readers".',
  });
}

/** `- [Headline](https://…), Harbour Post. What it says.` */
function asBullet({ headline, url, reports }: DraftEntry): DraftEntry {
  const [report] = reports;
  const said = (report?.body ?? []).filter((block) => !/^\[\w+\?\]$/u.test(block)).join(' ');
  const source = report?.source === undefined ? '.' : `, ${report.source}.`;
  return {
    headline,
    ...(url === undefined ? {} : { url }),
    tags: [],
    body: [`${source}${said === '' ? '' : ` ${said}`}`],
    reports: [],
  };
}

function countOfEntries({ sections }: Issue): number {
  return sections.reduce((sum, { entries }) => sum + entries.length, 0);
}

function lineOf({ sections }: Issue, { url, headline }: DraftEntry): number {
  const all = sections.flatMap(({ entries }) => entries);
  const found =
    all.find((entry) => entry.url === url && url !== undefined) ??
    all.find((entry) => entry.headline === headline);
  return found?.headlinePosition.start.line ?? 1;
}

function unfit(path: string, headline: string): BroadsideError {
  return new BroadsideError('USAGE', `"${headline}" cannot be put into ${path} as one item`, {
    place: path,
    hint: 'Nothing was written. Words that you wrote below it in the inbox may hold a heading (#); or this issue is not in the house format, the only one in which items are written.',
  });
}

function unfinished(path: string, fresh: readonly Diagnostic[]): BroadsideError {
  const [first] = fresh.filter(({ severity }) => severity === 'error');
  return new BroadsideError(
    'USAGE',
    `${path} is no draft, and the item is not finished: ${first?.reason ?? ''}`,
    {
      place: path,
      hint: 'Nothing was written. Write "draft: true" into its head, or let the item go into a draft.',
    },
  );
}
