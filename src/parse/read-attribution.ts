// In: the words of a paragraph. Out: the attribution with which it begins (or, rarely, ends): who reported, with which verb,
// on which day. All the forms that the printed newsletter used between 2004 and 2016 are read; which of them are good style
// is for the proofreader to say.
import { isBlank } from '../model/blanks.ts';
import type { SourceName } from '../model/source.ts';
import type { Attribution, AttributionClues, Found } from './attribution.ts';
import { isPronoun, readAnyVerb } from './read-any-verb.ts';
import { looksLikeDate, readDate } from './read-date.ts';
import type { SourceIndex } from './source-index.ts';

/** Verbs that only a report takes: an unknown name before one of them is a source. */
const REPORTING = 'report|reports|report s|reported|write|writes|wrote|add|adds|blog|blogs';
/** Verbs that anybody takes: only a known or linked name before one of them is a source. */
const SAYING =
  'say|says|said|note|notes|argue|argues|explain|explains|find|finds|claim|claims|warn|warns|ask|asks|tell|tells|quote|quotes|carry|carries|publish|publishes|reveal|reveals|comment|comments|spoke|speaks';
const STARTS_REPORTING = new RegExp(`^(?:${REPORTING})\\b`, 'iu');
const STARTS_VERB = new RegExp(`^(?:${REPORTING}|${SAYING})\\b`, 'iu');
const NAME_REPORTING = new RegExp(`^(.{1,90}?)\\s+((?:${REPORTING})\\b.*)$`, 'iu');
const NAME_SAYING = new RegExp(`^(.{1,90}?)\\s+((?:${SAYING})\\b.*)$`, 'iu');
/** "writes for CounterPunch"; with more words it is a sentence that goes on. With the day in brackets behind it, "spoke by phone to …". */
const MAX_VERB_WORDS = 3;
const MAX_VERB_WORDS_BEFORE_DAY = 10;
const MAX_ATTRIBUTION = 220;
const MAX_NAME = 90;

/** Undefined when the paragraph begins with none. */
export function readAttribution(words: string, clues: AttributionClues): Attribution | undefined {
  const lead = words.length - words.trimStart().length;
  const head = words.slice(lead, lead + MAX_ATTRIBUTION);
  const found =
    readWithColon(head, clues) ??
    readAnyVerb(head, clues) ??
    readWithoutColon(head, clues) ??
    readPublication(head, clues) ??
    readFrom(head, clues);
  if (found === undefined) return undefined;
  const blanks = /^\s*/u.exec(head.slice(found.end))?.[0].length ?? 0;
  return { ...found, start: lead, end: lead + found.end + blanks };
}

/** `“…” (Press Association, 9th April)`: the source after the quotation, where it must be known and the day readable. */
export function readClosingAttribution(words: string, sources: SourceIndex): Attribution | undefined {
  const match = /\(([^(),]{2,60}),\s*([^()]{3,40})\)\.?\s*$/u.exec(words.slice(-MAX_ATTRIBUTION));
  if (match === null) return undefined;
  const [, name = '', date = ''] = match;
  if (sources.find(name) === undefined || readDate(date) === undefined) return undefined;
  const start = Math.max(0, words.length - MAX_ATTRIBUTION) + match.index;
  return { source: sources.nameOf(name), dateAsWritten: date.trim(), start, end: words.length };
}

/** Publisher and day on lines of their own, as in a round-up. Undefined unless the first line can be a publisher's name. */
export function readRoundUpLines(
  lines: readonly string[],
  sources: SourceIndex,
): { source: SourceName; dateAsWritten?: string; lines: number } | undefined {
  const [first = '', second] = lines;
  const name = first.trim();
  const isKnown = sources.find(name) !== undefined;
  const hasDate = second !== undefined && (readDate(second) !== undefined || isBlank(second));
  const canBeName = name.length <= MAX_NAME && /^[\p{Lu}\p{Lo}\p{N}]/u.test(name) && !/[.!?;]$|:/u.test(name);
  if (hasDate && (isKnown || canBeName) && readDate(name) === undefined) {
    return { source: sources.nameOf(name), dateAsWritten: second.trim(), lines: 2 };
  }
  return isKnown && lines.length === 1 ? { source: sources.nameOf(name), lines: 1 } : undefined;
}

/** Everything up to the first colon that ends a word: `SOURCE VERB (DATE):`, `SOURCE (DATE) VERB:`, `In SOURCE (DATE), PERSON VERB:`. */
function readWithColon(head: string, clues: AttributionClues): Found | undefined {
  const end = endOfColon(head);
  if (end === undefined) return undefined;
  const phrase = head.slice(0, end - 1);
  const bracket = dateBracket(phrase, clues.sources);
  const before = bracket === undefined ? phrase : phrase.slice(0, bracket.start);
  const after = bracket === undefined ? '' : phrase.slice(bracket.end);
  const hasReadableDate = bracket !== undefined && looksLikeDate(bracket.words);
  const dated = bracket === undefined ? {} : { dateAsWritten: bracket.words.trim() };

  const inside = /^\s*in\s+(.+)$/isu.exec(before)?.[1];
  const speaker = /^,?\s*(.+)$/su.exec(after.trim())?.[1];
  if (
    inside !== undefined &&
    speaker !== undefined &&
    (hasReadableDate || clues.sources.find(inside) !== undefined)
  ) {
    const verb = splitAtVerb(speaker, clues)?.verb;
    const isWhole = verb !== undefined && countWords(verb) <= MAX_VERB_WORDS;
    return isWhole ? { source: clues.sources.nameOf(inside), verb, ...dated, end } : undefined;
  }
  // `Al-Jazeera (1st June) reports:` has the verb behind the day.
  const split = splitAtVerb(after.trim() === '' ? before : `${before.trimEnd()} ${after.trim()}`, clues);
  if (split === undefined) return undefined;
  const isDayLast = bracket !== undefined && after.trim() === '';
  if (countWords(split.verb) > (isDayLast ? MAX_VERB_WORDS_BEFORE_DAY : MAX_VERB_WORDS)) return undefined;
  if (!isLikely(split, clues, hasReadableDate, bracket !== undefined)) return undefined;
  return {
    source: clues.sources.nameOf(split.name),
    ...(split.verb === '' ? {} : { verb: split.verb }),
    ...dated,
    end,
  };
}

/** `Azzaman reports (3 May) that …`: known source, verb and readable day, but the colon was forgotten or is not wanted. */
function readWithoutColon(head: string, clues: AttributionClues): Found | undefined {
  const match = /^([^():]{2,90})\(([^():]{3,40})\):?,?(?=\s)/u.exec(head);
  if (match === null || readDate(match[2] ?? '') === undefined) return undefined;
  const split = splitAtVerb(match[1] ?? '', clues);
  if (split === undefined || split.verb === '' || !split.isKnown || !split.isReporting) return undefined;
  return {
    source: clues.sources.nameOf(split.name),
    verb: split.verb,
    dateAsWritten: (match[2] ?? '').trim(),
    end: match[0].length,
  };
}

/** `In The Independent (28 June), Patrick Cockburn argues that …`: the sentence runs on, so only the beginning is taken. */
function readPublication(head: string, { sources }: AttributionClues): Found | undefined {
  const match = /^in\s([^():]{2,90})\(([^():]{3,40})\),?(?=\s)/iu.exec(head);
  if (match === null || sources.find(match[1] ?? '') === undefined) return undefined;
  if (readDate(match[2] ?? '') === undefined) return undefined;
  return {
    source: sources.nameOf(match[1] ?? ''),
    dateAsWritten: (match[2] ?? '').trim(),
    end: match[0].length,
  };
}

/** `This, from Associated Press.`, `From The Guardian (3 May):` */
function readFrom(head: string, { sources }: AttributionClues): Found | undefined {
  const match = /^(?:this,?\s{1,3})?from\s([^():]{2,90}?)(?:\(([^():]{3,40})\)\s?)?[.:](?=\s|$)/iu.exec(head);
  if (match === null || sources.find(match[1] ?? '') === undefined) return undefined;
  return {
    source: sources.nameOf(match[1] ?? ''),
    ...(match[2] === undefined ? {} : { dateAsWritten: match[2].trim() }),
    end: match[0].length,
  };
}

/**
 * The end of the attribution's colon: the first outside brackets which a blank, a quotation mark or the end follows. Behind the
 * day's bracket the blank may have been forgotten.
 */
function endOfColon(head: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < head.length; at += 1) {
    const character = head[at];
    if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (
      character === ':' &&
      depth === 0 &&
      (/^(?:$|[\s"“”'‘’«(])/u.test(head.slice(at + 1, at + 2)) ||
        /^\):\p{L}/u.test(head.slice(at - 1, at + 2)))
    )
      return at + 1;
    // The end of a sentence before any colon: what follows is not an attribution any more. "U.S." and "!" in names are no end.
    else if (
      depth === 0 &&
      /^[.?]\s+["“‘«]?\p{Lu}/u.test(head.slice(at, at + 7)) &&
      /\p{Ll}{2}$/u.test(head.slice(0, at))
    )
      return undefined;
  }
  return undefined;
}

/** The brackets that hold the day: the last ones that look like it, or that stand at the end and are no part of a name. */
function dateBracket(phrase: string, sources: SourceIndex) {
  const brackets = [...phrase.matchAll(/\(([^()]*)\)/gu)].map((match) => ({
    words: match[1] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
  const dated = brackets.findLast(({ words }) => looksLikeDate(words));
  if (dated !== undefined) return dated;
  const last = brackets.at(-1);
  const isAtEnd = last !== undefined && phrase.slice(last.end).trim() === '';
  return isAtEnd && sources.find(phrase) === undefined ? last : undefined;
}

interface Split {
  readonly name: string;
  /** Empty when the name stands alone. */
  readonly verb: string;
  readonly isKnown: boolean;
  readonly isReporting: boolean;
}

/** Divides "Juan Cole writes for CounterPunch" into the name and the rest. */
function splitAtVerb(phrase: string, { sources, linkedWords }: AttributionClues): Split | undefined {
  const words = phrase.trim().replace(/\s+/gu, ' ');
  if (words === '' || words.length > 160) return undefined;
  const known = sources.nameAtStart(words) ?? linkedNameAtStart(words, linkedWords);
  if (known !== undefined) {
    const rest = words.slice(known.length).trim();
    const isReporting = STARTS_REPORTING.test(rest) || sources.verbs.some((verb) => rest === verb);
    // "Al Jazeera's Imran Khan" is somebody else; "Reuters, AP and AFP report" are several, of whom the first is named.
    const isVerb = rest === '' || isReporting || STARTS_VERB.test(rest);
    if (isVerb) return { name: known, verb: rest, isKnown: true, isReporting };
  }
  const reporting = NAME_REPORTING.exec(words);
  const match = reporting ?? NAME_SAYING.exec(words);
  if (match === null) return undefined;
  const [, name = '', rest = ''] = match;
  const isReporting = reporting !== null;
  const at = rest.search(/\bfor\s/iu);
  const publication = at < 0 ? undefined : rest.slice(at + 'for '.length).trim();
  const isPublicationKnown = publication !== undefined && sources.find(publication) !== undefined;
  if (sources.find(name) === undefined && isPublicationKnown) {
    return { name: publication, verb: rest, isKnown: true, isReporting };
  }
  return { name, verb: rest, isKnown: sources.find(name) !== undefined, isReporting };
}

/** A name that is a link is a source's, known or not: `[The Tide](…) adds`. */
function linkedNameAtStart(words: string, linkedWords: string | undefined): string | undefined {
  const linked = linkedWords?.trim().replace(/\s+/gu, ' ');
  return linked !== undefined && linked !== '' && words.startsWith(linked) ? linked : undefined;
}

function isLikely(split: Split, clues: AttributionClues, hasDate: boolean, hasBracket: boolean): boolean {
  if (isPronoun(split.name) || split.name.length > MAX_NAME) return false;
  const isLinked = clues.linkedWords?.includes(split.name) ?? false;
  if (split.isKnown || isLinked) return split.verb !== '' || clues.isFirst || hasDate;
  // What begins inside a quotation belongs to whoever is quoted.
  const canBeName =
    isBlank(split.name) || (/^[\p{Lu}\p{Lo}\p{N}]/u.test(split.name) && !hasOpenQuote(split.name));
  if (!canBeName || !split.isReporting) return false;
  return hasDate || hasBracket || (clues.isFirst && split.name.split(' ').length <= 5);
}

function hasOpenQuote(name: string): boolean {
  const count = (mark: RegExp) => name.match(mark)?.length ?? 0;
  return count(/"/gu) % 2 === 1 || count(/[“„«]/gu) > count(/[”»]/gu);
}

function countWords(text: string): number {
  return text === '' ? 0 : text.split(' ').length;
}
