// An issue as it was read, in whatever dialect → the same as a draft, which the one writer sets in the house format. What is read of it
// then is the issue again: ids, headlines, reports, dates and blocks.
import type { Nodes } from 'mdast';
import { toString as plainTextOf } from 'mdast-util-to-string';
import type { Block } from '../model/block.ts';
import type { DraftEntry, DraftIssue, DraftReport, DraftSection, MarkdownBlock } from '../model/draft.ts';
import type { Entry, Listing, LiveEntry, Report } from '../model/entry.ts';
import type { Issue, Section, Silence } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import {
  type ListSigns,
  markdownOfNode,
  markdownOfPhrasing,
  markdownOfWords,
  text,
} from './markdown-of-nodes.ts';
import { nodeOfBlock } from './nodes-of-block.ts';

interface Scene {
  readonly issue: Issue;
  /** Those that are not written yet. */
  readonly silences: Silence[];
}

export function draftOfIssue(issue: Issue, newsletter: Newsletter): DraftIssue {
  const scene: Scene = { issue, silences: issue.silences.toSorted((a, b) => a.line - b.line) };
  const { number, slug, date, title, subject, preheader, tags, isDraft, frontMatter } = issue;
  const usualTitle = (newsletter.issueTitle ?? 'Newsletter No. {number}').replace('{number}', String(number));
  const { language, timeZone, liveOrder, live } = frontMatter.fields;
  const lead = blocksOf(issue.lead, scene);
  const sections = issue.sections.map((section, nth) => draftSection(section, nth, scene, lead));
  return {
    ...(number === undefined ? { slugWords: slug.replace(/^\d{4}-\d{2}-\d{2}-?/u, '') } : { number }),
    date,
    ...(number !== undefined && title === usualTitle ? {} : { title }),
    ...(subject === `${newsletter.title}: ${title}` ? {} : { subject }),
    ...(preheader === undefined ? {} : { preheader }),
    ...(language === undefined ? {} : { language: issue.language }),
    ...(timeZone === undefined ? {} : { timeZone: issue.timeZone }),
    ...(liveOrder === undefined || issue.liveOrder === undefined ? {} : { liveOrder: issue.liveOrder }),
    ...(live === undefined || issue.isLiveEnded !== true ? {} : { isLiveEnded: true as const }),
    tags,
    ...(isDraft ? { isDraft } : {}),
    lead,
    sections,
  };
}

/** What silences a rule in a heading stands at the end of what is above the heading: in `above` where nothing of the section is. */
function draftSection(section: Section, nth: number, scene: Scene, above: MarkdownBlock[]): DraftSection {
  const { kind, heading, headingPosition, entries } = section;
  const before = silencesUpTo(headingPosition?.start.line ?? 0, scene);
  if (nth === 0) above.push(...before);
  // What a line across set apart has no heading, and in the house format only that line.
  const isApart = nth > 0 && headingPosition === undefined;
  const body = [...(isApart ? ['***'] : []), ...blocksOf(section.body, scene)];
  let last = body;
  const drafts = entries.map((entry): DraftEntry => {
    last.push(...silencesUpTo(entry.headlinePosition.start.line, scene));
    const draft = draftEntry(entry, kind, scene);
    last = draft.last;
    return draft.entry;
  });
  return { kind, ...(headingPosition === undefined ? {} : { heading }), body, entries: drafts };
}

interface DraftWithEnd {
  readonly entry: DraftEntry;
  /** The blocks at whose end something may be added. */
  readonly last: MarkdownBlock[];
}

function draftEntry(entry: Entry, kind: Section['kind'], scene: Scene): DraftWithEnd {
  const { url, language, tags } = entry;
  if (entry.kind === 'listing' && kind === 'interest') {
    const body = bodyOfListing(entry, scene);
    return {
      entry: {
        headline: '',
        headlineMarkdown: '',
        ...(language === undefined ? {} : { language }),
        tags,
        body,
        reports: [],
      },
      last: body,
    };
  }
  const body = entry.kind === 'listing' ? bodyOfListing(entry, scene) : blocksOf(entry.body, scene);
  const reports = entry.kind === 'item' ? entry.reports.map((report) => draftReport(report, scene)) : [];
  if (entry.kind === 'live') body.push(...creditLines(entry, body, scene));
  const last = (reports.at(-1)?.body as MarkdownBlock[] | undefined) ?? body;
  return {
    entry: {
      ...headlineOf(entry),
      ...(kind === 'interest' ? { isHeaded: true as const } : {}),
      ...(url === undefined ? {} : { url }),
      ...(entry.kind === 'item' && entry.label !== undefined ? { label: entry.label } : {}),
      ...(entry.kind === 'live' ? momentOf(entry, scene) : {}),
      ...(entry.kind === 'event' && entry.when !== undefined ? { when: entry.when.written } : {}),
      ...(entry.kind === 'event' && entry.where !== undefined ? { where: entry.where.written } : {}),
      ...(language === undefined ? {} : { language }),
      tags,
      body,
      reports,
    },
    last,
  };
}

/** The sentence "Disclaimer: …" stands where it stood: in the paragraph before it, or alone. */
function bodyOfListing(entry: Listing, scene: Scene): MarkdownBlock[] {
  const { disclaimer } = entry;
  if (disclaimer === undefined) return blocksOf(entry.body, scene);
  const at = entry.body.findIndex(({ position }) => offsetOf(position) > offsetOf(disclaimer.position));
  const [above, below] = at < 0 ? [entry.body, []] : [entry.body.slice(0, at), entry.body.slice(at)];
  const last = above.at(-1);
  const gap = last === undefined ? undefined : gapBetween(disclaimer, last, scene.issue);
  const [before, own] = [blocksOf(above, scene), blocksOf([disclaimer], scene)];
  const isJoined = gap !== undefined && own.length === 1;
  const joined = isJoined
    ? [...before.slice(0, -1), `${before.at(-1) ?? ''}${gap}${own[0] ?? ''}`]
    : [...before, ...own];
  return [...joined, ...blocksOf(below, scene)];
}

function offsetOf({ start }: Block['position']): number {
  return start.offset ?? 0;
}

function headlineOf({ headline, headlineChildren, url }: Entry) {
  const words = headlineChildren
    .map((child) => plainTextOf(child))
    .join('')
    .replace(/\s+/gu, ' ')
    .trim();
  // The words "Video:" of an event stand before its headline, in which they are kept.
  const before = headline.endsWith(words) ? headline.slice(0, headline.length - words.length) : '';
  return { headline, headlineMarkdown: `${before}${markdownOfWords(headlineChildren, url !== undefined)}` };
}

function momentOf(entry: LiveEntry, scene: Scene) {
  const isInHeading = stampOf(entry, scene) === undefined;
  return {
    ...(entry.atAsWritten === undefined || !isInHeading ? {} : { at: entry.atAsWritten }),
    ...(entry.isMoment === true ? { isKey: true as const } : {}),
  };
}

/** The moment that some systems print behind the byline, where the heading has none. */
function stampOf({ atAsWritten, byline, headlinePosition }: LiveEntry, { issue }: Scene): string | undefined {
  if (atAsWritten === undefined || byline === undefined) return undefined;
  const typedAt = ({ start, end }: LiveEntry['position']) => issue.text.slice(start.offset, end.offset);
  const isThere =
    typedAt(byline.position).includes(atAsWritten) && !typedAt(headlinePosition).includes(atAsWritten);
  return isThere ? atAsWritten : undefined;
}

/** Who wrote an entry, and the agency that it rests on: behind its last sentence, or on a line of its own. */
function creditLines(entry: LiveEntry, body: MarkdownBlock[], scene: Scene): readonly MarkdownBlock[] {
  const { byline, credit } = entry;
  const lines: MarkdownBlock[] = [];
  if (credit !== undefined) {
    const mark = `[${credit.source.written === '' ? 'Source: ' : credit.source.written}]`;
    const closing = entry.body.at(-1);
    const isParagraph = closing?.kind === 'prose' && closing.node.type === 'paragraph';
    if (isParagraph) body.push(`${body.pop() ?? ''} ${mark}`);
    else lines.push(mark);
  }
  if (byline !== undefined) {
    const by = markdownOfPhrasing([text(`by ${byline.authors.join(', ')}`)]);
    const edited = byline.editors.length === 0 ? '' : `, edited by ${byline.editors.join(', ')}`;
    const stamp = stampOf(entry, scene);
    lines.push(`${by}${edited}${stamp === undefined ? '' : ` ${stamp}`}`);
  }
  return lines;
}

function draftReport(report: Report, scene: Scene): DraftReport {
  const { issue } = scene;
  const { source, verb, date, dateAsWritten, url, position } = report;
  const attribution = attributionOf(report, issue);
  const [first] = report.body;
  const gap = first === undefined ? undefined : gapBetween(report, first, issue);
  const opening: MarkdownBlock[] = [...silencesUpTo(position.start.line, scene)];
  const blocks = blocksOf(report.body, scene);
  const [begun, ...rest] = blocks;
  const isBefore = (first?.position.start.offset ?? Infinity) < (position.start.offset ?? 0);
  const joined =
    begun === undefined || gap === undefined
      ? [attribution, ...blocks]
      : [isBefore ? `${begun}${gap}${attribution}` : `${attribution}${gap}${begun}`, ...rest];
  return {
    source: source.written,
    ...(verb === undefined ? {} : { verb }),
    ...(dateAsWritten === undefined ? {} : { date: date ?? { asWritten: dateAsWritten } }),
    ...(url === undefined ? {} : { url }),
    opening: [...opening, joined[0] ?? attribution].join('\n\n'),
    body: joined.slice(1),
  };
}

/** What divides an attribution (or a disclaimer) from the words in its paragraph; undefined where they are paragraphs of their own. */
function gapBetween(
  { position }: Pick<Report, 'position'>,
  { position: at }: Block,
  { text: file }: Issue,
): string | undefined {
  const isBefore = (at.start.offset ?? 0) < (position.start.offset ?? 0);
  const between = isBefore
    ? file.slice(at.end.offset, position.start.offset)
    : file.slice(position.end.offset, at.start.offset);
  if (/[^\s*_~]/u.test(between) || /(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/u.test(between)) return undefined;
  return /[\r\n]/u.test(between) ? '\n' : ' ';
}

/** As it stood, with the link that stood in it. */
function attributionOf({ attribution, position, url }: Report, issue: Issue): MarkdownBlock {
  const link = linkInside(issue.tree, position.start.offset ?? 0, position.end.offset ?? 0);
  const words = link === undefined ? '' : plainTextOf(link).replace(/\s+/gu, ' ').trim();
  const at = words === '' ? -1 : attribution.indexOf(words);
  if (url === undefined || at < 0) return markdownOfPhrasing([text(attribution)]);
  return markdownOfPhrasing([
    text(attribution.slice(0, at)),
    { type: 'link', url, children: [text(words)] },
    text(attribution.slice(at + words.length)),
  ]);
}

function linkInside(node: Nodes, start: number, end: number): Nodes | undefined {
  const [from, to] = [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
  if (node.position !== undefined && (to <= start || from >= end)) return undefined;
  if (node.type === 'link' || node.type === 'linkReference')
    return from >= start && to <= end ? node : undefined;
  if (!('children' in node)) return undefined;
  for (const child of node.children) {
    const found = linkInside(child, start, end);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Lists that follow one another begin with other signs each. */
function blocksOf(blocks: readonly Block[], scene: Scene): MarkdownBlock[] {
  let signs: ListSigns = 'other';
  let wasList = false;
  return blocks.flatMap((block) => {
    const node = nodeOfBlock(block, scene.issue.text);
    const isList = node.type === 'list';
    signs = isList && wasList && signs === 'usual' ? 'other' : 'usual';
    wasList = isList;
    return [...silencesUpTo(block.position.start.line, scene), markdownOfNode(node, signs)];
  });
}

/** As comments, each of which speaks of the line below it. */
function silencesUpTo(line: number, { silences }: Scene): MarkdownBlock[] {
  const count = silences.findIndex((silence) => silence.line > line);
  return silences
    .splice(0, count < 0 ? silences.length : count)
    .map(({ ruleIds, reason }) => `<!-- on purpose: ${ruleIds.join(', ')} (${reason}) -->`);
}
