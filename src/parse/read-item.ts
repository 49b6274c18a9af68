// In: a `###` heading and what follows it. Out: the item: its headline and its reports, one for each source that is named.
// What stands before the first attribution is the item's own; everything after one belongs to its report.
import type { Heading, Paragraph, RootContent } from 'mdast';
import type { Block } from '../model/block.ts';
import type { Item, Report } from '../model/entry.ts';
import type { Attribution } from './attribution.ts';
import {
  cutAt,
  holdsImages,
  holdsLinks,
  type Line,
  linesOf,
  linksOf,
  trimPhrasing,
  wordsOf,
} from './cut-phrasing.ts';
import type { ForeignEntry } from './outline-issue.ts';
import { endOf, startOf } from './place-finder.ts';
import { readAttribution, readClosingAttribution, readRoundUpLines } from './read-attribution.ts';
import { notesOf, readBlocks } from './read-blocks.ts';
import { readDate, settleDate } from './read-date.ts';
import { takeEntryLines } from './read-entry-lines.ts';
import { readHeadline } from './read-headline.ts';
import { readTags } from './read-tags.ts';
import type { Reading } from './reading.ts';
import { reportLostLinks } from './report-lost-links.ts';

type Draft = { -readonly [Key in keyof Report]: Report[Key] } & { body: Block[] };

/** The entry without what only its neighbours decide: id and place. */
export function readItem(
  heading: Heading,
  nodes: readonly RootContent[],
  reading: Reading,
  foreign: ForeignEntry = {},
): Omit<Item, 'id' | 'position'> {
  const lines = takeEntryLines(nodes, { kind: 'item', takesStamp: false }, reading);
  const scope: Reading =
    lines.language === undefined ? reading : { ...reading, entryLanguage: lines.language };
  const headline = readHeadline(heading, scope);
  const isExpected = reading.isForeign !== true || foreign.isAttributed === true;
  const body: Block[] = [];
  const reports: Draft[] = [];
  for (const node of lines.nodes) {
    const isFirst = isExpected && reports.length === 0 && body.every(({ kind }) => kind !== 'prose');
    const begun =
      node.type === 'paragraph'
        ? readReport(node, { isFirst, reports, url: headline.url }, scope)
        : undefined;
    if (begun === undefined) (reports.at(-1)?.body ?? body).push(...readBlocks([node], scope));
    else if (begun !== 'dated') reports.push(begun);
  }
  return {
    kind: 'item',
    ...headline,
    ...(foreign.label === undefined ? {} : { label: foreign.label }),
    ...(lines.language === undefined ? {} : { language: lines.language }),
    tags: foreign.tags === undefined ? lines.tags : readTags([...foreign.tags, ...lines.tags].join(',')),
    body,
    reports,
    notes: notesOf([...body, ...reports.flatMap((report) => report.body)]),
  };
}

interface Situation {
  /** True as long as nothing but the headline (and pictures) stands above. */
  readonly isFirst: boolean;
  /** Those begun so far. */
  readonly reports: readonly Draft[];
  /** The headline's link. */
  readonly url: string | undefined;
}

/** The report that a paragraph begins; `dated` when the paragraph was the day of the report above; else undefined. */
function readReport(
  paragraph: Paragraph,
  situation: Situation,
  reading: Reading,
): Draft | 'dated' | undefined {
  const { isFirst, reports } = situation;
  const words = wordsOf(paragraph.children);
  const begin = (attribution: Attribution): Draft | undefined =>
    toReport(paragraph, attribution, situation, reading);

  const [firstChild] = paragraph.children;
  const linkedWords =
    firstChild?.type === 'link' && reading.isForeign !== true ? wordsOf(firstChild.children) : undefined;
  const clues = {
    sources: reading.sources,
    isFirst,
    language: reading.entryLanguage ?? reading.language,
    ...(linkedWords === undefined ? {} : { linkedWords }),
  };
  const attribution = readAttribution(words, clues) ?? readClosingAttribution(words, reading.sources);
  if (attribution !== undefined) return isCertain(attribution, reading) ? begin(attribution) : undefined;

  const above = reports.at(-1);
  if (isFirst && canBeRoundUp(words)) {
    const lines = linesOf(paragraph.children, reading);
    const roundUp = readRoundUpLines(
      lines.map((line) => line.words),
      reading.sources,
    );
    if (roundUp !== undefined)
      return begin({ ...roundUp, start: 0, end: endOfLines(lines, roundUp.lines, words) });
  } else if (
    above !== undefined &&
    isUndated(above) &&
    readDate(words, reading.language) !== undefined &&
    !holdsLinks(paragraph.children)
  ) {
    above.dateAsWritten = words.trim();
    above.attribution = `${above.attribution}\n${words.trim()}`;
    above.position = reading.placeAt(startOf(above), endOf(paragraph));
    Object.assign(above, dateOf(words, reading));
    return 'dated';
  }
  return undefined;
}

/** Where no source is asked for, "Team reports: …" is a sentence like others. */
function isCertain({ source, dateAsWritten }: Attribution, { isForeign, language }: Reading): boolean {
  return (
    isForeign !== true ||
    source.id !== undefined ||
    (dateAsWritten !== undefined && readDate(dateAsWritten, language) !== undefined)
  );
}

/** The two lines are short; a paragraph that begins with a long one need not be taken apart. */
function canBeRoundUp(words: string): boolean {
  return /^\s*[^\r\n]{1,100}(?:[\r\n]|$)/u.test(words);
}

/** A publisher on a line of its own, whose day may stand in the next paragraph. */
function isUndated(report: Draft): boolean {
  return (
    report.verb === undefined &&
    report.dateAsWritten === undefined &&
    report.body.length === 0 &&
    !report.attribution.endsWith(':')
  );
}

function toReport(
  paragraph: Paragraph,
  found: Attribution,
  situation: Situation,
  reading: Reading,
): Draft | undefined {
  const [before, from] = cutAt(paragraph.children, found.start, reading);
  const [taken, after] = cutAt(from, found.end - found.start, reading);
  const attribution = trimPhrasing(taken, reading);
  if (holdsImages(attribution)) return undefined;
  const links = linksOf(attribution);
  reportLostLinks(links, 'attribution', reading);
  const url = links[0]?.url ?? (situation.reports.length === 0 ? situation.url : undefined);
  const [first, last] = [attribution[0], attribution.at(-1)];
  return {
    source: found.source,
    ...(found.verb === undefined ? {} : { verb: found.verb }),
    ...dateOf(found.dateAsWritten, reading),
    ...(found.dateAsWritten === undefined ? {} : { dateAsWritten: found.dateAsWritten }),
    ...(url === undefined ? {} : { url }),
    attribution: wordsOf(attribution)
      .replace(/\r\n?/gu, '\n')
      .replace(/(?<![^\S\n])[^\S\n]*\n\s*/gu, found.verb === undefined ? '\n' : ' ')
      .trim(),
    position: reading.placeAt(startOf(first ?? paragraph), endOf(last ?? paragraph)),
    body: [before, after].flatMap((children) => bodyOf(paragraph, children, reading)),
  };
}

/** What stands beside the attribution in its paragraph, as a block with a place of its own. */
function bodyOf(paragraph: Paragraph, nodes: Paragraph['children'], reading: Reading): Block[] {
  const children = trimPhrasing(nodes, reading);
  const [first, last] = [children[0], children.at(-1)];
  if (first === undefined || last === undefined) return [];
  return readBlocks(
    [{ ...paragraph, children, position: reading.placeAt(startOf(first), endOf(last)) }],
    reading,
  );
}

function dateOf(written: string | undefined, reading: Reading): { date?: string } {
  const date =
    written === undefined
      ? undefined
      : settleDate(readDate(written, reading.entryLanguage ?? reading.language), reading.issueDate, 'past');
  return date === undefined ? {} : { date };
}

/** Index in the words at which the line after the first `count` begins. */
function endOfLines(lines: readonly Line[], count: number, words: string): number {
  return lines[count]?.at ?? words.length;
}
