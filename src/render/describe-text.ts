// An issue → what the templates of the plain-text mail are given: paragraphs that know their bullets and indents, and after
// each entry the addresses that its numbers stand for.
import type { Definition, PhrasingContent } from 'mdast';
import type { Block, Picture } from '../model/block.ts';
import { formatDate, formatDay } from '../model/calendar.ts';
import type { Entry, LiveEntry, Report } from '../model/entry.ts';
import type { Issue, Section } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { Say } from '../model/words.ts';
import { bodyOf, ownUrlOf } from './describe-entry.ts';
import { arrangeSection, type LiveShare, momentsOf } from './describe-live.ts';
import { safeUrl } from './safe-url.ts';
import { setType, typeLanguage } from './set-type.ts';
import type { TextParagraph } from './template-helpers.ts';
import {
  createLinkList,
  type Label,
  type LinkList,
  paragraph,
  textOfBlock,
  textOfPhrasing,
  withNumber,
} from './text-of-prose.ts';

export type TextView = Readonly<Record<string, unknown>>;

interface TextScope {
  readonly language: string;
  readonly definitions: readonly Definition[];
  readonly links: LinkList;
  /** In the issue's own language, whatever the block's is. */
  readonly label: Label;
  /** Spaces before every line. */
  readonly indent: number;
}

/** Lead, sections and the newsletter's standing texts, each with its links; numbers run on from one to the next. */
export function describeTextIssue(
  issue: Issue,
  { boilerplate, language }: Newsletter,
  {
    definitions,
    say,
    share,
  }: { readonly definitions: readonly Definition[]; readonly say: Say; readonly share: LiveShare },
): TextView {
  const label: Label = (key, values) => say(issue.language, key, values);
  const scope: TextScope = {
    language: issue.language,
    definitions,
    links: createLinkList(),
    label,
    indent: 0,
  };
  const lead = describeBlocks(issue.lead, scope);
  const leadLinks = scope.links.take();
  const sections = issue.sections.map((section) => describeSection(section, issue, scope, share));
  const standing = describeBlocks([...boilerplate.subscribe, ...boilerplate.disclaimer], {
    ...scope,
    language,
  });
  return { lead, leadLinks, sections, standing, standingLinks: scope.links.take() };
}

function describeSection(written: Section, issue: Issue, scope: TextScope, share: LiveShare): TextView {
  let day = '';
  const section = arrangeSection(written, 'newest-last', share);
  const body = describeBlocks(section.body, scope);
  return {
    moments: momentsOf(written, issue, 'newest-last', share).map(({ day, time, text }) => {
      const when = [day, time].filter((part) => part !== '').join(`${scope.label('comma')} `);
      return { line: when === '' ? text : `${when}: ${text}` };
    }),
    leftOut: written.entries.length - section.entries.length,
    total: written.entries.length,
    heading: setType(section.heading, scope.language),
    blocks: body,
    links: scope.links.take(),
    entries: section.entries.map((entry) => {
      const own = entry.kind === 'live' ? (entry.localDate ?? day) : day;
      const view = describeEntry(entry, issue, { ...scope, indent: 2 }, own !== day);
      day = own;
      return view;
    }),
  };
}

function describeEntry(entry: Entry, issue: Issue, outer: TextScope, isDayShown: boolean): TextView {
  const scope: TextScope = {
    ...outer,
    language: typeLanguage(entry.language ?? outer.language, entry.direction),
  };
  // A listing's own words carry its link; everywhere else the headline's is named where the account of it ends.
  const lead = entry.kind === 'listing' ? undefined : entry.url;
  const hasReports = entry.kind === 'item' && entry.reports.length > 0;
  const bodyUrl = hasReports ? undefined : lead;
  const view = {
    kind: entry.kind,
    headline:
      bodyUrl === undefined || entry.body.some(carriesNumber)
        ? setType(entry.headline, scope.language)
        : withNumber(setType(entry.headline, scope.language), scope.links.number(bodyUrl)),
    blocks: describeBlocks(
      bodyOf(entry),
      entry.kind === 'listing' ? { ...scope, indent: 0 } : scope,
      bodyUrl,
    ),
    reports:
      entry.kind === 'item'
        ? entry.reports.map((report, index) =>
            index === 0 && lead !== undefined
              ? describeReport(report, { url: lead, sourceUrl: ownUrlOf(report, entry) }, scope)
              : describeReport(report, { url: report.url }, scope),
          )
        : [],
    label: entry.kind === 'item' ? (entry.label ?? '') : '',
    tags: entry.tags.join(', '),
    // Nothing but a headline: its address stands below it as below any text.
    isBare: entry.kind === 'item' && entry.reports.length === 0 && bodyOf(entry).length === 0,
    ...(entry.kind === 'live' && {
      ...momentOf(entry, issue, isDayShown),
      authors: (entry.byline?.authors ?? []).join(', '),
      editors: (entry.byline?.editors ?? []).join(', '),
      credit: entry.credit?.source.written ?? '',
    }),
    ...(entry.kind === 'event' && {
      when: setType(entry.when?.written ?? '', scope.language),
      where: setType(entry.where?.written ?? '', scope.language),
    }),
  };
  return { ...view, links: scope.links.take() };
}

/** `30 December, 16:40`, the day only where it changes; the day alone where no time is known. */
function momentOf(entry: LiveEntry, issue: Issue, isDayShown: boolean): { moment: string } {
  const day = entry.localDate === undefined ? '' : formatDay(entry.localDate, issue.language);
  if (day === '') return { moment: entry.atAsWritten ?? entry.localTime ?? '' };
  if (entry.localTime === undefined) return { moment: day };
  return { moment: isDayShown ? `${day}, ${entry.localTime}` : entry.localTime };
}

/** The number of `sourceUrl`, where the source's name leads elsewhere than the headline, stands behind the attribution. */
function describeReport(
  report: Report,
  { url, sourceUrl }: { url: string | undefined; sourceUrl?: string | undefined },
  scope: TextScope,
): TextView {
  const hasPlace = report.body.some(carriesNumber);
  const attribution = withNumber(
    report.attribution.replace(/(?<!\s)\s*\n\s*/gu, ', ').trim(),
    scope.links.number(sourceUrl),
  );
  return {
    attribution: hasPlace ? attribution : withNumber(attribution, scope.links.number(url)),
    blocks: describeBlocks(report.body, scope, hasPlace ? url : undefined),
  };
}

/** @param url Its number stands behind the last paragraph. */
function describeBlocks(blocks: readonly Block[], scope: TextScope, url?: string): readonly TextView[] {
  const last = url === undefined ? -1 : blocks.findLastIndex(carriesNumber);
  return blocks.map((block, index) => {
    const view = describeBlock(block, scope);
    if (index !== last) return view;
    const paragraphs = view['paragraphs'] as readonly TextParagraph[];
    const closing = paragraphs.at(-1) ?? paragraph('');
    const number = scope.links.number(url);
    return {
      ...view,
      paragraphs: [...paragraphs.slice(0, -1), { ...closing, text: withNumber(closing.text, number) }],
    };
  });
}

function carriesNumber(block: Block): boolean {
  return block.kind === 'prose' && (block.node.type === 'paragraph' || block.node.type === 'list');
}

function describeBlock(block: Block, outer: TextScope): TextView {
  const scope: TextScope = {
    ...outer,
    language: typeLanguage(block.language ?? outer.language, block.direction),
  };
  const { kind } = block;
  const { indent } = scope;
  const words = (nodes: readonly PhrasingContent[]) => textOfPhrasing(nodes, scope);
  switch (kind) {
    case 'prose':
      return { kind, indent, paragraphs: textOfBlock(block.node, scope) };
    case 'quote': {
      const blocks = block.children.map((child) => describeBlock(child, { ...scope, indent: indent + 4 }));
      return { kind, indent, blocks: signed(blocks, words(block.speaker ?? [])) };
    }
    case 'picture':
      return { kind, indent, ...describePicture(block, scope) };
    case 'gallery':
      return { kind, indent, pictures: block.pictures.map((picture) => describePicture(picture, scope)) };
    case 'video': {
      const { channel, host } = block;
      const isBoth = channel !== undefined && host !== undefined;
      const by = isBoth ? `${channel} ${scope.label('via', { host })}` : (channel ?? host ?? '');
      return {
        kind,
        indent,
        title: setType(block.title, scope.language),
        by,
        number: mark(scope.links.number(block.url)),
        caption: words(block.caption),
      };
    }
    case 'note':
      return {
        kind,
        indent,
        note: block.note,
        date: block.date === undefined ? (block.dateAsWritten ?? '') : formatDate(block.date, scope.language),
        text: words(block.children),
      };
  }
}

/** The speaker stands close under the last words. */
function signed(blocks: readonly TextView[], speaker: string): readonly TextView[] {
  const last = blocks.at(-1);
  if (speaker === '' || last?.['kind'] !== 'prose') return blocks;
  const signature: TextParagraph = { ...paragraph(`— ${speaker}`), isTight: true };
  const paragraphs = [...(last['paragraphs'] as readonly TextParagraph[]), signature];
  return [...blocks.slice(0, -1), { ...last, paragraphs }];
}

/** `Cranes at dusk — Cranes idle on New Year’s Eve. M. Okoro`, and a number where the picture is elsewhere. */
function describePicture(picture: Picture, scope: TextScope): { picture: string; number: string } {
  const caption = textOfPhrasing(picture.caption, scope).replace(/\n/gu, ' ');
  const alt = setType(picture.alt, scope.language);
  const said = alt === caption ? caption : [alt, caption].filter((text) => text !== '').join(' — ');
  const credit = picture.credit ?? '';
  const closed = credit === '' || said === '' || /[.!?…]["”’»]?$/u.test(said) ? said : `${said}.`;
  return {
    picture: [closed, credit].filter((text) => text !== '').join(' '),
    number: safeUrl(picture.url) === undefined ? '' : mark(scope.links.number(picture.url)),
  };
}

function mark(number: number | undefined): string {
  return number === undefined ? '' : `[${number}]`;
}
