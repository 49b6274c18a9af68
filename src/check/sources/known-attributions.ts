// A text as typed and the sources of `sources.yaml` go in; every attribution in it whose source is known comes out, wherever it
// stands, and those of others where they begin a line. The reading finds attributions at the beginning of a paragraph; here are found those that other words have run into.
import type { Source } from '../../model/source.ts';

export interface KnownAttribution {
  /** As written, with its article: "The BBC". */
  readonly written: string;
  /** The source's own name. */
  readonly name: string;
  /** Empty in "In The Tide (3 May), a pilot writes". */
  readonly verb: string;
  readonly hasDate: boolean;
  /** False for a name that only its place shows to be a source's. */
  readonly isKnown: boolean;
  /** Where the name begins in the text (a link around it included) and where the attribution ends, its colon included. */
  readonly start: number;
  readonly end: number;
}

export interface Spelling {
  readonly spelling: string;
  readonly name: string;
}

/** `(3 January)`, `(Friday 8 October 2004)`. */
const BRACKET = /\(([^()]{3,40})\)/gu;
const FIGURE = /\d/u;
const MONTH = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d[./-]\d/iu;
/** The verbs with which an item may begin. Whoever "adds" goes on with a story that is told already. */
const VERBS = ['report s', 'reports', 'report', 'reported', 'writes', 'write', 'blogs', 'blog'];
const VERB_AND_COLON = /\b(report s|reports|report|writes|write|blogs|blog)[ ]?:(?=\s|$|["“])/giu;
const MAX_UNKNOWN_WORDS = 4;
/** Of what stands before the day, and of the day. */
const MAX_HEAD = 72;
const MAX_DATE = 40;
const COLON = /^[ ]?:/u;
const MAX_NAME_CHARACTERS = 90;

/** As long as the list of sources is. */
const REMEMBERED = new WeakMap<readonly Source[], readonly Spelling[]>();

/** Every spelling of every source, the longest first: "The Daily Star (Lebanon)" before "The Daily Star". */
export function spellingsOf(sources: readonly Source[]): readonly Spelling[] {
  const known = REMEMBERED.get(sources);
  if (known !== undefined) return known;
  const made = collectSpellings(sources);
  REMEMBERED.set(sources, made);
  return made;
}

function collectSpellings(sources: readonly Source[]): readonly Spelling[] {
  return sources
    .flatMap(({ name, variants, qualifier }) => [
      ...(qualifier === undefined ? [] : [{ spelling: `${name} (${qualifier})`, name }]),
      ...[name, ...variants].map((spelling) => ({ spelling, name })),
    ])
    .filter(({ spelling }) => spelling !== '')
    .sort((a, b) => b.spelling.length - a.spelling.length);
}

/** In the order of the text. */
export function knownAttributions(text: string, spellings: readonly Spelling[]): readonly KnownAttribution[] {
  if (!text.includes(':')) return [];
  const known = [...dated(text, spellings), ...undated(text, spellings), ...publications(text, spellings)];
  const unknown = unknownNames(text).filter((one) => !known.some(({ end }) => end === one.end));
  return [...known, ...unknown].sort((a, b) => a.start - b.start);
}

/** So far before the day's bracket a name and its verb are looked for. */
const MAX_BEFORE_DAY = 160;

/** `AP report (3 January):` and `Al Jazeera (1st June) reports:`. */
function dated(text: string, spellings: readonly Spelling[]): readonly KnownAttribution[] {
  return [...text.matchAll(BRACKET)].flatMap((bracket): readonly KnownAttribution[] => {
    if (!isDate(bracket[1] ?? '')) return [];
    const from = Math.max(0, bracket.index - MAX_BEFORE_DAY);
    const before = text.slice(from, bracket.index).trimEnd();
    const behind = bracket.index + bracket[0].length;
    const verb = verbBesideDay(before, text.slice(behind, behind + 12));
    if (verb === undefined) return [];
    const named = nameAtEnd(verb.nameAndBefore, spellings);
    if (named === undefined) return [];
    const [start, end] = [from + named.start, behind + verb.length];
    return [{ ...named, start, verb: verb.written, hasDate: true, isKnown: true, end }];
  });
}

/** @returns `length` of what stands between the day's bracket and the end of the colon. */
function verbBesideDay(
  before: string,
  after: string,
): { written: string; nameAndBefore: string; length: number } | undefined {
  const colon = COLON.exec(after.slice(0, 2));
  if (colon !== null) {
    const written = verbAtEnd(before);
    if (written === undefined) return undefined;
    return { written, nameAndBefore: before.slice(0, -written.length).trimEnd(), length: colon[0].length };
  }
  const match = /^\s([\p{L} ]{4,9}):/u.exec(after);
  const written = match?.[1]?.trim() ?? '';
  if (match === null || !VERBS.includes(written.toLowerCase())) return undefined;
  return { written, nameAndBefore: before, length: match[0].length };
}

/** `BBC reports:`. */
function undated(text: string, spellings: readonly Spelling[]): readonly KnownAttribution[] {
  return [...text.matchAll(VERB_AND_COLON)].flatMap((match): readonly KnownAttribution[] => {
    const from = Math.max(0, match.index - MAX_NAME_CHARACTERS);
    const before = text.slice(from, match.index);
    if (before.trimEnd() === before || before.trimEnd().endsWith(')')) return [];
    const named = nameAtEnd(before.trimEnd(), spellings);
    if (named === undefined) return [];
    const [end, verb] = [match.index + match[0].length, match[1] ?? ''];
    return [{ ...named, start: from + named.start, verb, hasDate: false, isKnown: true, end }];
  });
}

/** `In The Independent (28 June), Patrick Cockburn …`, at the beginning of a line. */
function publications(text: string, spellings: readonly Spelling[]): readonly KnownAttribution[] {
  return lineHeads(text).flatMap(({ before, sign, start, end }): readonly KnownAttribution[] => {
    const written = before.slice('In '.length).trim();
    const known = spellings.find(({ spelling }) => written === spelling || written === `The ${spelling}`);
    if (!before.startsWith('In ') || sign !== ',' || known === undefined) return [];
    return [{ written, name: known.name, verb: '', hasDate: true, isKnown: true, start, end }];
  });
}

/** `Evening Lantern reports (3 January):`, at the beginning of a line. */
function unknownNames(text: string): readonly KnownAttribution[] {
  return lineHeads(text).flatMap(({ before, sign, start, end }): readonly KnownAttribution[] => {
    const verb = sign === ':' && /^\p{Lu}/u.test(before) ? verbAtEnd(before) : undefined;
    const written = verb === undefined ? '' : before.slice(0, -verb.length).trimEnd();
    // Of more words the first may be a headline's.
    if (verb === undefined || written === '' || written.split(' ').length > MAX_UNKNOWN_WORDS) return [];
    return [{ written, name: written, verb, hasDate: true, isKnown: false, start, end }];
  });
}

/** Lines that begin with some words and a day in brackets; `sign` stands right behind it. */
function lineHeads(text: string) {
  let at = 0;
  return text.split('\n').flatMap((line) => {
    const start = at;
    at += line.length + 1;
    const open = line.slice(0, MAX_HEAD).indexOf('(');
    const close = open < 0 ? -1 : line.slice(0, open + MAX_DATE + 2).indexOf(')', open);
    const before = line.slice(0, Math.max(0, open)).trimEnd();
    if (close < 0 || before.includes(':') || !isDate(line.slice(open + 1, close))) return [];
    return [{ before, sign: line.charAt(close + 1), start, end: start + close + 2 }];
  });
}

function isDate(words: string): boolean {
  return FIGURE.test(words) && MONTH.test(words);
}

function verbAtEnd(text: string): string | undefined {
  const lower = text.slice(-12).toLowerCase();
  const verb = VERBS.find((one) => lower.endsWith(one));
  if (verb === undefined || /[\p{L}\p{N}]/u.test(text.charAt(text.length - verb.length - 1)))
    return undefined;
  return text.slice(-verb.length);
}

function nameAtEnd(
  text: string,
  spellings: readonly Spelling[],
): Pick<KnownAttribution, 'written' | 'name' | 'start'> | undefined {
  // `[AP](https://…) report`.
  const link = text.endsWith(')') ? /\[([^[\]\n]{1,90})\]\([^()\s]{1,300}\)$/u.exec(text.slice(-400)) : null;
  if (link !== null) {
    const written = link[1] ?? '';
    const known = spellings.find(({ spelling }) => written === spelling || written === `The ${spelling}`);
    return known === undefined
      ? undefined
      : { written, name: known.name, start: text.length - link[0].length };
  }
  const known = spellings.find(({ spelling }) => text.endsWith(spelling));
  if (known === undefined) return undefined;
  const at = text.length - known.spelling.length;
  const start = text.slice(0, at).endsWith('The ') ? at - 4 : at;
  return { written: text.slice(start), name: known.name, start };
}
