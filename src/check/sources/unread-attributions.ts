// An item goes in; what looks like an attribution and was not read as one comes out: at the beginning of a paragraph, in a form that
// nobody expected, or in the midst of one. Only names of sources.yaml count, so that no sentence is mistaken for one.
import type { Block } from '../../model/block.ts';
import type { Item } from '../../model/entry.ts';
import { nearestNames } from '../../model/nearest-names.ts';
import type { Source } from '../../model/source.ts';
import { isDayInWords } from '../dates/date-form.ts';
import { type Paragraph, paragraphOf } from '../words/paragraph-text.ts';
import { type Spelling, spellingsOf } from './known-attributions.ts';

export interface UnreadBeginning {
  /** As it stands, up to its last sign. */
  readonly written: string;
  readonly expected: string;
  /** True where nothing else can be meant. */
  readonly isCertain: boolean;
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
}

export interface UnreadInside {
  readonly written: string;
  /** Offsets in the file: where the name begins, a link around it included, and where the colon ends. */
  readonly start: number;
  readonly end: number;
  readonly isAtLineStart: boolean;
}

const MAX_HEAD = 170;
const REPORTING = ['report', 'reports', 'report s', 'write', 'writes', 'add', 'adds', 'blog', 'blogs'];
const SAYING = [
  'say',
  'says',
  'quote',
  'quotes',
  'note',
  'notes',
  'argue',
  'argues',
  'warn',
  'warns',
  'find',
  'finds',
  'claim',
  'claims',
];
const SECOND_VERBS: ReadonlySet<string> = new Set([...REPORTING, ...SAYING]);
/** `reprots (3 May):`, `reports (3 May).` */
const VERB_AND_BRACKET = /^ ([\p{L} ]{3,14}?) ?\(([^()]{3,40})\) ?([.;:])(?=\s)/u;
/** `, 3 May:`, ` reports on 3 May:`, ` reports, 3 May:`. */
const BARE_DAY = /^(?:,| (\p{L}{3,8}(?: s)?)(?:,| on(?: the)?)) ([\p{L}\p{N}, ]{3,30}?) ?:(?=\s)/u;
/** `(Press Association, 9 April)` and what may close it. */
const ALL_IN_BRACKETS = /^, ?([^()]{3,40})\)[.:;]?(?=\s)/u;
const DAY_AND_COLON = /\(([^()\n]{3,40})\) ?:(?=\s|$)/gu;
/** More in one paragraph are no paragraph any more. */
const MAX_INSIDE = 30;
const MAX_QUOTATION = 2_000;
/** A name of eight words and a verb. */
const MAX_LOOK_BACK = 110;
const SENTENCE_END = /[.!?…]["”’»)]?\s/gu;
const ENDS_SENTENCE = /[.!?…]["”’»)]?$/u;
const LINK_SIGNS = /[[*_]/u;

/** In the order of the text. */
export function unreadBeginnings(
  item: Item,
  text: string,
  sources: readonly Source[],
): readonly UnreadBeginning[] {
  const blocks = [
    ...item.body,
    ...item.reports.flatMap(({ body, position }) =>
      body.filter((block) => !followsOnLine(block, position.end.offset ?? 0, text)),
    ),
  ];
  return blocks.flatMap((block) => {
    const paragraph = plainParagraph(block, text);
    // Most paragraphs name no day where an attribution has it.
    const head = paragraph?.text.slice(0, MAX_HEAD) ?? '';
    if (paragraph === undefined || !/\d/u.test(head)) return [];
    const found = unreadBeginning(head, sources);
    if (found === undefined) return [];
    const [start, end] = [paragraph.offsetAt(0), paragraph.offsetAt(found.length - 1) + 1];
    // Markup in it would be lost.
    const isCertain = found.isCertain && end - start === found.length;
    return [{ written: head.slice(0, found.length), expected: found.expected, isCertain, start, end }];
  });
}

/** Second attributions that did not begin a paragraph of their own. */
export function unreadInside(
  item: Item,
  text: string,
  spellings: () => readonly Spelling[],
): readonly UnreadInside[] {
  return item.reports
    .flatMap(({ body }) => body)
    .flatMap((block) => {
      const paragraph = plainParagraph(block, text);
      if (paragraph === undefined || !paragraph.text.includes(')')) return [];
      const brackets = [...paragraph.text.matchAll(DAY_AND_COLON)].slice(0, MAX_INSIDE);
      return brackets.flatMap((match): readonly UnreadInside[] =>
        isDayInWords(match[1] ?? '') ? insideAt(paragraph, match, text, spellings) : [],
      );
    });
}

interface Beginning {
  /** In the paragraph's text. */
  readonly length: number;
  readonly expected: string;
  readonly isCertain: boolean;
}

function unreadBeginning(head: string, sources: readonly Source[]): Beginning | undefined {
  const opening = head.startsWith('(') ? 1 : 0;
  const known = spellingsOf(sources).find(
    ({ spelling }) =>
      head.startsWith(spelling, opening) && !/[\p{L}\p{N}]/u.test(head.charAt(opening + spelling.length)),
  );
  if (known === undefined) return undefined;
  const own = sources.find(({ name }) => name === known.name)?.verb;
  const from = opening + known.spelling.length;
  const behind = head.slice(from);
  const beginning = (
    length: number,
    verb: string | undefined,
    day: string,
    isCertain: boolean,
  ): Beginning => ({
    length: from + length,
    expected: `${known.spelling} ${verb ?? own ?? 'reports'} (${day.trim()}):`,
    isCertain: isCertain && (verb ?? own) !== undefined,
  });
  if (opening === 1) {
    const [whole = '', day = ''] = ALL_IN_BRACKETS.exec(behind) ?? [];
    return isDayInWords(day) ? beginning(whole.length, undefined, day, true) : undefined;
  }
  const [bracketed = '', verb = '', dayInBracket = '', sign] = VERB_AND_BRACKET.exec(behind) ?? [];
  if (isDayInWords(dayInBracket)) {
    const isKnownVerb = REPORTING.includes(verb.toLowerCase());
    if (sign !== ':') return isKnownVerb ? beginning(bracketed.length, verb, dayInBracket, true) : undefined;
    const meant = isKnownVerb ? verb : meantVerb(verb);
    return meant === undefined
      ? undefined
      : beginning(bracketed.length, own ?? meant, dayInBracket, own !== undefined);
  }
  const [bare = '', bareVerb, day = ''] = BARE_DAY.exec(behind) ?? [];
  if (!isDayInWords(day) || (bareVerb !== undefined && !REPORTING.includes(bareVerb.toLowerCase())))
    return undefined;
  return beginning(bare.length, bareVerb, day, true);
}

/** `reprots`, `rep orts`, `reports` with a letter too many. */
function meantVerb(written: string): string | undefined {
  const word = written.replaceAll(' ', '').toLowerCase();
  return word.startsWith('reporte') ? undefined : nearestNames(word, ['reports', 'report'])[0];
}

function insideAt(
  { text: words, offsetAt }: Paragraph,
  match: RegExpExecArray,
  text: string,
  spellings: () => readonly Spelling[],
): readonly UnreadInside[] {
  const from = Math.max(0, match.index - MAX_LOOK_BACK);
  const before = words.slice(from, match.index).trimEnd();
  const sentence = from + beginOfSentence(before);
  const phrase = words.slice(sentence, from + before.length);
  const lineStart = words.lastIndexOf('\n', sentence);
  const isAtLineStart = lineStart >= 0 && words.slice(lineStart, sentence).trim() === '';
  // At the beginning of a paragraph it is read, or `unreadBeginnings` tells of it; in a sentence it is part of that.
  if (!ENDS_SENTENCE.test(words.slice(Math.max(0, sentence - 8), sentence).trimEnd())) return [];
  const known = spellings().find(({ spelling }) => phrase.startsWith(`${spelling} `));
  const verb = known === undefined ? '' : phrase.slice(known.spelling.length + 1);
  if (!SECOND_VERBS.has(verb.toLowerCase())) return [];
  if (isInQuotation(words.slice(Math.max(0, sentence - MAX_QUOTATION), sentence))) return [];
  let start = offsetAt(sentence);
  while (LINK_SIGNS.test(text.charAt(start - 1))) start -= 1;
  const end = offsetAt(match.index + match[0].length - 1) + 1;
  return [{ written: `${phrase} ${match[0]}`, start, end, isAtLineStart }];
}

/** Index behind the last end of a line or of a sentence. */
function beginOfSentence(words: string): number {
  const line = words.lastIndexOf('\n') + 1;
  const ends = [...words.slice(line).matchAll(SENTENCE_END)].map((end) => line + end.index + end[0].length);
  return ends.at(-1) ?? line;
}

/** True behind a mark that nothing has closed yet. Curly marks tell their side, straight ones only their number. */
function isInQuotation(words: string): boolean {
  let depth = 0;
  let straight = 0;
  for (const sign of words) {
    if (sign === '“' || sign === '«' || sign === '„') depth += 1;
    else if (sign === '”' || sign === '»') depth = Math.max(0, depth - 1);
    else if (sign === '"') straight += 1;
  }
  return depth > 0 || straight % 2 === 1;
}

/** A paragraph of running text; quotations, lists, pictures and notes are none. */
function plainParagraph(block: Block, text: string): Paragraph | undefined {
  return block.kind === 'prose' && block.node.type === 'paragraph'
    ? paragraphOf(block.node.children, text)
    : undefined;
}

/** True for what stands in one paragraph with the attribution that ends at `end`. */
function followsOnLine({ position }: Block, end: number, text: string): boolean {
  const between = text.slice(end, position.start.offset);
  return !/\n[ \t\r]*\n/u.test(between);
}
