// A pasted issue goes in; every place comes out where a headline stands before an attribution without being a heading: on the
// line above it, in the same line, or stuck to the source's name. Stands apart because three rules share what is found: one tells
// of names that something is stuck to, one of plain headlines, and the one for unknown sources keeps silent about both.
import type { Issue } from '../../model/issue.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import type { Place } from '../../model/place.ts';
import type { Source } from '../../model/source.ts';
import { isAddressLine, type TypedLine, type TypedParagraph, typedParagraphs } from '../parts/typed-lines.ts';
import {
  type KnownAttribution,
  knownAttributions,
  type Spelling,
  spellingsOf,
} from '../sources/known-attributions.ts';
import { canBeHeadline, endsLikeHeadline, hasAllMarks, shownWords } from './likely-headline.ts';
import { plainSections } from './plain-sections.ts';

export interface RunIn {
  /** How the words and the attribution meet. `headless`: there are no words that could be a headline. */
  readonly form: 'stuck' | 'same-line' | 'next-line' | 'next-paragraph' | 'headless';
  readonly isInHeading: boolean;
  /** True where the words can only be the headline of an item that begins here; false where they stand below one already. */
  readonly beginsItem: boolean;
  /** True where there is only one way to cut. */
  readonly isCertain: boolean;
  /** True right below a section's bare name, which makes a gap by itself. */
  readonly isBelowSection: boolean;
  /** Of the words, in the file; a heading's signs left out. */
  readonly start: number;
  readonly end: number;
  readonly words: string;
  /** Of the attribution, in the file. */
  readonly attribution: KnownAttribution;
}

/** A line that was wrapped is nearly as long as a mail is wide (72 columns). */
const WRAPPED_LINE = 50;
const ENDS_SENTENCE = /[.!?…:"”’»)\]]$/u;

interface Context {
  readonly newsletter: Newsletter;
  readonly sources: readonly Source[];
}

/** Four rules ask in turn for the same issue, on every keystroke. */
const remembered = new WeakMap<
  Issue,
  { readonly sources: readonly Source[]; readonly runs: readonly RunIn[] }
>();

export function runInHeadlines(issue: Issue, context: Context): readonly RunIn[] {
  const known = remembered.get(issue);
  if (known?.sources === context.sources) return known.runs;
  const runs = findRunIns(issue, context);
  remembered.set(issue, { sources: context.sources, runs });
  return runs;
}

function findRunIns(issue: Issue, { newsletter, sources }: Context): readonly RunIn[] {
  const spellings = spellingsOf(sources);
  const paragraphs = typedParagraphs(issue).map((paragraph) => ({
    ...paragraph,
    attributions: attributionsAt(issue.text, paragraph.start, paragraph.end, spellings),
  }));
  const sections = new Set(plainSections(issue, newsletter, paragraphs).map(({ line }) => line.start));
  const scene: Scene = { issue, paragraphs, sections, ranges: rangesOf(issue) };
  const found = [...headings(issue, spellings)];
  for (const [nth, paragraph] of paragraphs.entries()) {
    for (const [index, attribution] of paragraph.attributions.entries()) {
      const from = paragraph.attributions[index - 1]?.end ?? paragraph.start;
      const run = insideParagraph(paragraph, nth, attribution, from, scene);
      if (run !== undefined) found.push(run);
      // Below a headline that is found here, it is that item's next report.
      else if (!found.some(({ isCertain, isInHeading }) => isCertain && !isInHeading))
        found.push(...headless(paragraph, attribution, scene));
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

interface Paragraph extends TypedParagraph {
  /** Places are those of the file. */
  readonly attributions: readonly KnownAttribution[];
}

interface Scene {
  readonly issue: Issue;
  readonly paragraphs: readonly Paragraph[];
  /** Offsets at which a section's bare name begins. */
  readonly sections: ReadonlySet<number>;
  readonly ranges: readonly Range[];
}

/** A stretch of the issue in which no headline can be missing, or only behind the first report. */
interface Range {
  readonly start: number;
  readonly end: number;
  readonly firstReport: number;
}

function rangesOf({ sections }: Issue): readonly Range[] {
  return sections.flatMap(({ kind, entries, position }): readonly Range[] => {
    if (kind !== 'items') return [rangeOf(position, Number.NaN)];
    return entries.map((entry) => {
      const report = entry.kind === 'item' ? entry.reports[0] : undefined;
      return rangeOf(entry.position, report?.position.start.offset ?? Number.POSITIVE_INFINITY);
    });
  });
}

function rangeOf({ start, end }: Place, firstReport: number): Range {
  return { start: start.offset ?? 0, end: end.offset ?? 0, firstReport };
}

function attributionsAt(
  text: string,
  start: number,
  end: number,
  spellings: readonly Spelling[],
): readonly KnownAttribution[] {
  return knownAttributions(text.slice(start, end), spellings).map((one) => ({
    ...one,
    start: one.start + start,
    end: one.end + start,
  }));
}

/** `### Troops leave the northAP reports (3 January): …`. */
function headings({ sections, text }: Issue, spellings: readonly Spelling[]): readonly RunIn[] {
  return sections.flatMap(({ kind, entries }) =>
    entries.flatMap((entry): readonly RunIn[] => {
      if (kind !== 'items' || entry.kind !== 'item') return [];
      const { start, end } = entry.headlinePosition;
      const signs = /^#{1,6}[ \t]+/u.exec(text.slice(start.offset, end.offset))?.[0].length ?? 0;
      if (signs === 0) return [];
      const from = (start.offset ?? 0) + signs;
      const [attribution] = attributionsAt(text, from, end.offset ?? from, spellings);
      if (attribution === undefined || attribution.start === from) return [];
      const run = runIn({ from, to: attribution.start, attribution, isWhole: true, beginsItem: true }, text);
      if (run === undefined) return [];
      // Where the item has its attribution as well, one of the two is not meant.
      const isCertain = run.isCertain && entry.reports.length === 0;
      return [{ ...run, isInHeading: true, beginsItem: false, isCertain }];
    }),
  );
}

function insideParagraph(
  paragraph: Paragraph,
  nth: number,
  attribution: KnownAttribution,
  from: number,
  { issue, paragraphs, sections, ranges }: Scene,
): RunIn | undefined {
  const { lines } = paragraph;
  if (!hasAllMarks(issue.text.slice(paragraph.start, attribution.start))) return undefined;
  const at = lines.findIndex(({ end }) => attribution.start < end);
  const isAtLineStart = lines[at]?.start === attribution.start;
  let last = isAtLineStart ? at - 1 : at;
  while (isAtLineStart && isAddressLine(lines[last]?.text ?? '')) last -= 1;
  if (last < 0) {
    const above = paragraphAbove(paragraphs, nth, issue.text);
    return above === undefined ? undefined : ownParagraph(above, attribution, { issue, sections, ranges });
  }
  const lastLine = lines[last];
  if (lastLine === undefined || (isAtLineStart && sections.has(lastLine.start))) return undefined;
  let first = last;
  while (first > 0 && !endsUnit(lines[first - 1], sections)) first -= 1;
  const above = lines.slice(first, last);
  const isWrapped = above.length < 3 && above.every(({ end, start }) => end - start >= WRAPPED_LINE);
  // Of several short lines only the last can be meant, and even that is not sure.
  const isWhole = isWrapped && (lines[first]?.start ?? 0) >= from;
  const start = (isWhole || !isAtLineStart ? lines[first] : lastLine)?.start ?? 0;
  if (start < from) return undefined;
  const to = isAtLineStart ? lastLine.end : attribution.start;
  const range = ranges.find((one) => one.start <= start && start < one.end);
  if (Number.isNaN(range?.firstReport)) return undefined;
  const beginsItem = range === undefined || range.firstReport < start;
  if (!beginsItem && isAtLineStart && at - 1 > last) return undefined;
  const run = runIn({ from: start, to, attribution, isWhole, beginsItem }, issue.text);
  const isBelowSection = sections.has(lines.findLast((line) => line.end < start)?.start ?? -1);
  return run === undefined ? undefined : { ...run, isBelowSection };
}

/** An attribution at the beginning of a line that no item holds. */
function headless({ lines }: Paragraph, attribution: KnownAttribution, { ranges }: Scene): readonly RunIn[] {
  const { start, hasDate } = attribution;
  const isAtLineStart = lines.some((line) => line.start === start);
  if (!hasDate || !isAtLineStart || ranges.some((one) => one.start <= start && start < one.end)) return [];
  const common = { isInHeading: false, beginsItem: true, isCertain: false, isBelowSection: false };
  return [{ form: 'headless', ...common, start, end: start, words: '', attribution }];
}

function endsUnit(line: TypedLine | undefined, sections: ReadonlySet<number>): boolean {
  return (
    line === undefined ||
    ENDS_SENTENCE.test(line.text) ||
    isAddressLine(line.text) ||
    sections.has(line.start)
  );
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly attribution: KnownAttribution;
  /** False where the words may begin earlier. */
  readonly isWhole: boolean;
  readonly beginsItem: boolean;
}

function runIn({ from, to, attribution, isWhole, beginsItem }: Cut, text: string): RunIn | undefined {
  const typed = text.slice(from, to);
  const words = shownWords(typed);
  const isSameLine = !text.slice(from + typed.trimEnd().length, attribution.start).includes('\n');
  const isStuck = to === attribution.start && /[\p{L}\p{N}.,!?"”’]$/u.test(typed);
  const form = isStuck ? 'stuck' : isSameLine ? 'same-line' : 'next-line';
  const isHeadline = canBeHeadline(words, form === 'next-line' ? 2 : 3);
  const common = {
    form,
    isInHeading: false,
    isBelowSection: false,
    beginsItem,
    start: from,
    end: from + typed.trimEnd().length,
    words,
    attribution,
  } as const;
  const isClean = form === 'next-line' || endsLikeHeadline(words, attribution.written, isStuck);
  if (isHeadline && (attribution.hasDate || form !== 'same-line')) {
    return { ...common, isCertain: isWhole && isClean && attribution.isKnown };
  }
  // Something is stuck to the name in any case; only "GlobalPost" may be a name of its own.
  const isSlip = isStuck && words.includes(' ') && /[\p{Ll}\p{N}.,!?]$/u.test(typed);
  if (!isSlip || !/^\p{Lu}/u.test(attribution.written)) return undefined;
  // Below a headline the words become a paragraph, which they can be whatever they are.
  return { ...common, isCertain: isWhole && isClean && !beginsItem };
}

/** The paragraph right above, paragraphs of nothing but an address passed over. */
function paragraphAbove(paragraphs: readonly Paragraph[], nth: number, text: string): Paragraph | undefined {
  let below = paragraphs[nth];
  for (let at = nth - 1; at >= 0; at -= 1) {
    const above = paragraphs[at];
    if (above === undefined || below === undefined) return undefined;
    if (text.slice(above.end, below.start).trim() !== '') return undefined;
    if (!above.lines.every((line) => isAddressLine(line.text))) return above;
    below = above;
  }
  return undefined;
}

function ownParagraph(
  { lines, start, end, attributions }: Paragraph,
  attribution: KnownAttribution,
  { issue, sections, ranges }: Omit<Scene, 'paragraphs'>,
): RunIn | undefined {
  const last = lines.findLastIndex(({ text }) => !isAddressLine(text));
  const to = lines[last]?.end ?? end;
  const from = sections.has(start) ? (lines[1]?.start ?? to) : start;
  const above = lines.slice(0, last).filter((line) => line.start >= from);
  const isOneLine = above.length < 3 && above.every((line) => line.end - line.start >= WRAPPED_LINE);
  if (!isOneLine || from >= to || attributions.length > 0) return undefined;
  const range = ranges.find((one) => one.start <= from && from < one.end);
  if (range !== undefined && !(range.firstReport < from)) return undefined;
  const words = shownWords(issue.text.slice(from, to));
  if (!canBeHeadline(words, 2)) return undefined;
  // Below another report the line may as well be that report's last, its stop forgotten.
  const isCertain = range === undefined && attribution.isKnown;
  return {
    form: 'next-paragraph',
    isInHeading: false,
    isBelowSection: from > start,
    beginsItem: true,
    isCertain,
    start: from,
    end: to,
    words,
    attribution,
  };
}
