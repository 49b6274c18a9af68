// A line of an old newsletter goes in, the first attribution in it comes out with what stands before and behind: a headline that was run into
// it (`Troops leave the northAP reports (3 May): …`), or earlier sentences of the same paragraph. The attribution itself is read by the reading of
// attributions; here it is only found.

import type { AttributionAsRead } from '../attribution-as-read.ts';
import { cutName, type NameContext } from './cut-name.ts';

export interface FoundAttribution {
  /** What stands before it in its own sentence: a headline, "Meanwhile", or nothing. */
  readonly before: string;
  /** Whole sentences before that. */
  readonly sentences: string;
  readonly source: string;
  readonly isKnown: boolean;
  /** Where the name begins is a guess. */
  readonly isGuess: boolean;
  readonly verb?: string;
  readonly dateAsWritten?: string;
  /** Where the name begins. */
  readonly start: number;
  /** What the source tells. */
  readonly rest: string;
  /** The sentence goes on behind the source, so its words stay as they are. */
  readonly staysInWords: boolean;
}

const REPORTING = 'reports|report s|report|reported|writes|write|wrote|adds|add|blogs|blog';
/** Square ones only around a day: editors put their own words into them. */
const BRACKET = /\(([^()]{2,40})\)|\[([^[\]]{3,40})\]/gu;
const COLON = /^\s?:/u;
const VERB_BEHIND = new RegExp(`^,?\\s{1,3}((?:${REPORTING}))\\s?:`, 'iu');
/** `The Guardian (3 May) reports that …`: of somebody whom we know the colon may be missing. */
const VERB_GOES_ON = new RegExp(`^,?\\s{1,3}(${REPORTING})(?=\\s(?:that|on|how|the|an?)\\s)`, 'iu');
const VERB_AT_END = new RegExp(
  `(?<=[\\s!])((?:${REPORTING})(?:\\s(?:for|in|on)\\s\\p{Lu}[^():.]{1,50})?)$`,
  'iu',
);
const UNDATED = new RegExp(`(?<=\\s)(${REPORTING})\\s?:(?=\\s|["“]|$)`, 'giu');
/** A sentence ends, and another begins. "U.S. Army" is no end. */
const BOUNDARY =
  /(?:(?<=[\p{Ll}\p{N})]{2})[.?!…]["”’)]{0,2}|(?<=\p{Ll}["”’)])[.?!…]|(?<=\p{Lu}{2})[.?])\s{1,3}(?=["“‘'[(]?[\p{Lu}\p{N}])/gu;
/** `Ada Lind in The Tide (3 May): …`. */
const PERSON_IN = /^(\p{Lu}[\p{L}.’'-]{1,30}(?:\s\p{Lu}[\p{L}.’'-]{0,30}){1,3})\sin$/u;
/** `Reuters, 3 May: …`. */
const WITH_COMMA = /^(\p{Lu}[^,:()]{1,60}),\s([^:()]{3,30}):\s/u;
const NO_NAME =
  /^(?:he|she|it|they|we|i|you|who|this|that|these|those|there|one|and|but|as|in|on|at|the|a|an|his|her|their)$/iu;
const MAX_LOOK_BACK = 400;
const MAX_NAME_AND_VERB = 120;
/** A paragraph of a newsletter is far shorter; behind this nobody is looked for. */
const MAX_LINE = 20_000;

export function findAttribution(text: string, context: NameContext): FoundAttribution | undefined {
  if (!text.includes(':') && !text.includes('(') && !text.includes('[') && !/^(?:this, )?from /iu.test(text))
    return undefined;
  const own = /^(?:this,?\s{1,3})?from\s/iu.test(text)
    ? context.reading.readAttribution(text.slice(0, MAX_LINE))
    : undefined;
  if (own?.isKnown === true && own.start === 0) return asWords(text, own);
  const head = text.slice(0, MAX_LINE);
  // Each finds them in order, and only the first is wanted.
  const [ofDay] = dated(head, context);
  const [ofVerb] = undated(head, context);
  const places = [ofDay, ofVerb, ...publications(head, context), ...withComma(head, context)].filter(
    (one) => one !== undefined,
  );
  const first = places.sort((a, b) => a.start - b.start)[0];
  return first === undefined || text.length <= MAX_LINE
    ? first
    : { ...first, rest: first.rest + text.slice(MAX_LINE) };
}

/** `“…” (Press Association, 9th April)`, known or not. */
export function findClosing(
  text: string,
  context: NameContext,
): (AttributionAsRead & { readonly words: string }) | undefined {
  const tail = text.slice(-200);
  const read = context.reading.readClosing(tail);
  const from = text.length - tail.length;
  if (read !== undefined) return { ...read, words: text.slice(0, from + read.start).trim() };
  const match = /(?<=["”’.]\s)\((\p{Lu}[^(),]{2,60}),\s([^(),]{3,40})\)\.?$/u.exec(tail);
  const [, source = '', dateAsWritten = ''] = match ?? [];
  if (match === null || context.reading.readDay(dateAsWritten) === undefined) return undefined;
  const start = from + match.index;
  return {
    source,
    dateAsWritten,
    isKnown: false,
    start,
    end: text.length,
    words: text.slice(0, start).trim(),
  };
}

function asWords(text: string, read: AttributionAsRead): FoundAttribution {
  return {
    before: '',
    sentences: '',
    source: read.source,
    isKnown: true,
    isGuess: false,
    ...(read.verb === undefined ? {} : { verb: read.verb }),
    ...(read.dateAsWritten === undefined ? {} : { dateAsWritten: read.dateAsWritten }),
    start: 0,
    rest: text,
    staysInWords: true,
  };
}

/** `AP report (3 January):`, `Al Jazeera (1st June) reports:`, `Democracy Now! spoke by phone to the head of the team (8 April):`. */
function* dated(text: string, context: NameContext): Generator<FoundAttribution> {
  for (const bracket of text.matchAll(BRACKET)) {
    const [whole, round, square] = bracket;
    const written = round ?? square ?? '';
    if (!/\d/u.test(written)) continue;
    const isDay = context.reading.readDay(written) !== undefined;
    if (square !== undefined && !isDay) continue;
    const behind = text.slice(bracket.index + whole.length, bracket.index + whole.length + 40);
    const before = text.slice(0, bracket.index).trimEnd();
    const verbBehind = VERB_BEHIND.exec(behind);
    const colon = COLON.exec(behind);
    const end = bracket.index + whole.length + (verbBehind?.[0].length ?? colon?.[0].length ?? 0);
    const common = { text, end, dateAsWritten: written.trim() };
    const sentenceGoesOn = verbBehind === null && isDay ? VERB_GOES_ON.exec(behind) : null;
    if (sentenceGoesOn !== null) {
      const [said, verb = ''] = sentenceGoesOn;
      const place = { ...common, end: bracket.index + whole.length + said.length, phrase: before, verb };
      const made = make(place, context);
      if (made?.isKnown === true) yield made;
      continue;
    }
    if (verbBehind !== null) {
      const made = make({ ...common, phrase: before, verb: verbBehind[1] ?? '' }, context);
      if (made !== undefined) yield made;
      continue;
    }
    const verb = VERB_AT_END.exec(before.slice(-80))?.[1];
    if (verb !== undefined && (colon !== null || isDay)) {
      const made = make(
        { ...common, phrase: before.slice(0, before.length - verb.length).trimEnd(), verb },
        context,
      );
      if (made !== undefined && (colon !== null || made.isKnown)) {
        yield made;
        continue;
      }
    }
    if (colon !== null && isDay) {
      const made = withAnyVerb(text, before, context);
      if (made !== undefined) yield made;
    }
  }
}

/** `BBC reports:`. */
function* undated(text: string, context: NameContext): Generator<FoundAttribution> {
  for (const match of text.matchAll(UNDATED)) {
    const phrase = text.slice(0, match.index).trimEnd();
    if (phrase.endsWith(')')) continue;
    const made = make({ text, end: match.index + match[0].length, phrase, verb: match[1] ?? '' }, context);
    if (made !== undefined && (made.isKnown || (made.start === 0 && made.source.split(' ').length <= 4)))
      yield made;
  }
}

/** `In The Independent (28 June), Patrick Cockburn …`, at the beginning. */
function publications(text: string, context: NameContext): readonly FoundAttribution[] {
  const match = /^in\s([^():]{2,90})\(([^():]{3,40})\),?\s/iu.exec(text);
  const [whole, name = '', dateAsWritten = ''] = match ?? [];
  if (whole === undefined || context.reading.readDay(dateAsWritten) === undefined) return [];
  const read = context.reading.readAttribution(text);
  if (read?.isKnown === true) return [asWords(text, read)];
  const source = name.trim();
  if (!/^(?:the )?\p{Lu}/iu.test(source) || source.split(' ').length > 6) return [];
  return [
    {
      ...asWords(text, { source, isKnown: false, dateAsWritten, start: 0, end: 0 }),
      isKnown: false,
      rest: text.slice(whole.length).trim(),
      staysInWords: false,
    },
  ];
}

/** Of somebody whom we know: it may be any sentence. */
function withComma(text: string, { reading }: NameContext): readonly FoundAttribution[] {
  const [whole, source = '', dateAsWritten = ''] = WITH_COMMA.exec(text) ?? [];
  if (whole === undefined || reading.findSource(source) === undefined) return [];
  if (reading.readDay(dateAsWritten) === undefined) return [];
  const read = { source, isKnown: true, dateAsWritten, start: 0, end: whole.length };
  return [{ ...asWords(text, read), rest: text.slice(whole.length).trim(), staysInWords: false }];
}

interface Place {
  readonly text: string;
  /** Everything before the verb, or before the day where the verb stands behind it. */
  readonly phrase: string;
  readonly verb: string;
  readonly dateAsWritten?: string;
  readonly end: number;
}

function make(
  { text, phrase, verb, dateAsWritten, end }: Place,
  context: NameContext,
): FoundAttribution | undefined {
  const sentence = startOfSentence(phrase);
  if (sentence === undefined) return undefined;
  const words = phrase.slice(sentence);
  const cut = cutName(words, context);
  if (cut === undefined) return undefined;
  const source = words
    .slice(cut.start)
    .trim()
    .replace(/^["“‘']/u, '');
  if (NO_NAME.test(source) || !hasEvenMarks(text.slice(0, sentence + cut.start))) return undefined;
  return {
    ...partsBefore(text, sentence, sentence + cut.start),
    source,
    isKnown: cut.isKnown,
    isGuess: cut.isGuess,
    verb,
    ...(dateAsWritten === undefined ? {} : { dateAsWritten }),
    // A stop where the colon should be.
    rest: text
      .slice(end)
      .replace(/^[.,;]\s/u, '')
      .trim(),
    staysInWords: false,
  };
}

function withAnyVerb(text: string, before: string, context: NameContext): FoundAttribution | undefined {
  const sentence = startOfSentence(before);
  if (sentence === undefined) return undefined;
  const words = before.slice(sentence);
  for (const { index } of words.matchAll(/\S+/gu)) {
    // With its verb a name is no longer than this.
    if (index > 0 && words.length - index > MAX_NAME_AND_VERB) continue;
    const at = sentence + index;
    const read = context.reading.readAttribution(text.slice(at, at + 300));
    if (read === undefined || read.start !== 0 || (read.verb === undefined && !read.isKnown)) continue;
    if ((!read.isKnown && index > 0) || !hasEvenMarks(text.slice(0, at))) continue;
    const { source, verb, dateAsWritten, isKnown } = read;
    const before = text.slice(sentence, at).trim();
    const person = verb === undefined ? PERSON_IN.exec(before)?.[1] : undefined;
    return {
      ...partsBefore(text, sentence, person === undefined ? at : sentence),
      source,
      isKnown,
      isGuess: false,
      ...(verb === undefined ? {} : { verb }),
      ...(dateAsWritten === undefined ? {} : { dateAsWritten }),
      rest: `${person === undefined ? '' : `${person}: `}${text.slice(at + read.end).trim()}`,
      staysInWords: false,
    };
  }
  return undefined;
}

function partsBefore(text: string, sentence: number, start: number) {
  return { start, before: text.slice(sentence, start).trim(), sentences: text.slice(0, sentence).trim() };
}

/** Undefined where it begins further away than any headline is long. */
function startOfSentence(phrase: string): number | undefined {
  const from = Math.max(0, phrase.length - MAX_LOOK_BACK);
  let start = from === 0 ? 0 : undefined;
  for (const boundary of phrase.slice(from).matchAll(BOUNDARY))
    start = from + boundary.index + boundary[0].length;
  return start;
}

/** False inside a quotation: who reports there is somebody's own words. */
function hasEvenMarks(words: string): boolean {
  const count = (mark: RegExp): number => words.match(mark)?.length ?? 0;
  // ’ is an apostrophe too.
  if (words.lastIndexOf('‘') > words.lastIndexOf('’')) return false;
  return count(/"/gu) % 2 === 0 && count(/“/gu) <= count(/”/gu) && count(/«/gu) <= count(/»/gu);
}
