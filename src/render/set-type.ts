// What a compositor does to typed text: real quotation marks, dashes and ellipses where the editor typed the plain ones.
// Text of one block goes in piece by piece, so that a quotation may open in one node of the tree and close in another.
// Addresses, and marks that are already the right ones, stay as they are.

import { type Direction, directionOfLanguage } from '../model/direction.ts';
import { mainLanguage } from '../model/main-language.ts';

/** Opening and closing marks, outer and inner. */
interface Marks {
  readonly outer: readonly [string, string];
  readonly inner: readonly [string, string];
}

const ENGLISH: Marks = { outer: ['“', '”'], inner: ['‘', '’'] };
const MARKS: Readonly<Record<string, Marks>> = {
  ar: { outer: ['«', '»'], inner: ['‹', '›'] },
  de: { outer: ['„', '“'], inner: ['‚', '‘'] },
  es: { outer: ['«', '»'], inner: ['“', '”'] },
  fa: { outer: ['«', '»'], inner: ['‹', '›'] },
  fr: { outer: ['«\u202f', '\u202f»'], inner: ['“', '”'] },
  it: { outer: ['«', '»'], inner: ['“', '”'] },
};

const ADDRESS = /(?:https?:\/\/|www\.|mailto:)\S+|(?<!\S)[^\s@]+@[\w-]+(?:\.[\w-]+)+/giu;
/** Without one of these there is none; that is found out at a tenth of the cost. */
const ADDRESS_SIGN = /[@:]|www\./iu;
const OPENS_AFTER = /[\s([{\-–—/“‘„‚«‹\u202f"']/u;
const IN_HEBREW = /^\p{Script=Hebrew}{2}(?!\p{L})/u;

/** Sets the pieces of one block, in the order in which they stand. `language` is BCP 47. */
export function typesetter(language: string): (piece: string) => string {
  const marks = MARKS[mainLanguage(language)] ?? ENGLISH;
  let before = '';
  return (piece) => {
    let result = '';
    let from = 0;
    for (const address of ADDRESS_SIGN.test(piece) ? piece.matchAll(ADDRESS) : []) {
      result += setWords(piece.slice(from, address.index), before || lastOf(result), marks) + address[0];
      before = '';
      from = address.index + address[0].length;
    }
    result += setWords(piece.slice(from), result === '' ? before : lastOf(result), marks);
    before = lastOf(result) || before;
    return result;
  };
}

/** The language whose marks a text takes: its own, unless it runs the other way and nothing says what it is. */
export function typeLanguage(language: string, direction: Direction): string {
  const own = directions.get(language) ?? knownDirection(language);
  directions.set(language, own);
  if (own === direction) return language;
  return direction === 'rtl' ? 'ar' : 'en';
}

/** Asking the machine's tables takes longer than setting a paragraph. */
const directions = new Map<string, Direction>();

function knownDirection(language: string): Direction {
  try {
    return directionOfLanguage(language);
  } catch {
    return 'ltr'; // No tag at all, which the proofreader reports: no reason not to print.
  }
}

/** One whole text. */
export function setType(text: string, language: string): string {
  return typesetter(language)(text);
}

function setWords(text: string, before: string, marks: Marks): string {
  if (!/["'.-]/u.test(text)) return text;
  const dashed = text
    .replace(/\.{3}/gu, '…')
    .replace(/(?<=\s)(?:--?)(?=\s)/gu, '–')
    .replace(/(?<![-<!])---(?![->])/gu, '—')
    .replace(/(?<=[\p{L}\p{N},"'”’])--(?=[\p{L}\p{N}"'“‘])/gu, '—');
  return dashed.replace(/["']/gu, (mark, offset: number) => {
    const previous = offset === 0 ? before : dashed.charAt(offset - 1);
    const next = dashed.charAt(offset + 1);
    // A word shortened in Hebrew has its own mark, before its last letter.
    if (mark === '"' && IN_HEBREW.test(previous + dashed.slice(offset + 1, offset + 3))) return '\u05f4';
    const isOpening = previous === '' || OPENS_AFTER.test(previous);
    if (mark === '"') return isOpening && next !== ' ' ? marks.outer[0] : marks.outer[1];
    // An apostrophe inside a word, or before a shortened year: it's, the '90s.
    if (!isOpening && /\p{L}|\p{N}/u.test(next)) return '’';
    if (isOpening && /\d/u.test(next)) return '’';
    // At the end of a piece it opens what the next one holds, a link perhaps.
    if (isOpening && next !== ' ') return marks.inner[0];
    return /\p{L}|\p{N}/u.test(previous) && marks.inner[1] !== '’' && next === '' ? '’' : marks.inner[1];
  });
}

function lastOf(text: string): string {
  return text.slice(-1);
}
