// A headline goes in, the words by which it is compared with others come out: without capitals and accents, without the small
// words that any headline has. Scripts that put no blanks between words are cut into pairs of signs.
import { FUNCTION_WORDS } from '../words/common-words.ts';

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** Most headlines of most archives: folded without a look at what other letters are made of. */
const PLAIN = /^[ -~]*$/u;

/** Sorted, each once. Where all are small words, all of them. */
export function headlineWords(headline: string): readonly string[] {
  const words = foldedWords(headline).flatMap((word) => (UNSPACED.test(word) ? pairsOf(word) : [word]));
  const telling = words.filter((word) => !FUNCTION_WORDS.has(word));
  return [...new Set(telling.length > 0 ? telling : words)].sort();
}

/** How much of both sets of words (sorted, each once) is common to both (Jaccard): 1 for the same, 0 for nothing. */
export function sharedPart(a: readonly string[], b: readonly string[]): number {
  let [shared, i, j] = [0, 0, 0];
  for (; i < a.length && j < b.length; ) {
    const [left = '', right = ''] = [a[i], b[j]];
    if (left === right) shared += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  const all = a.length + b.length - shared;
  return all === 0 ? 0 : shared / all;
}

/** In small letters, with every word of `headlineWords` in it; undefined where other letters than those of ASCII have to be looked at. */
export function plainFold(text: string): string | undefined {
  return PLAIN.test(text) ? text.replaceAll("'", '').toLowerCase() : undefined;
}

function foldedWords(text: string): readonly string[] {
  const plain = plainFold(text);
  if (plain !== undefined) return plain.match(/[a-z0-9]+/gu) ?? [];
  // An apostrophe belongs to its word: "port's" and "ports" are near enough to be one.
  const folded = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/gu, '')
    .toLowerCase();
  return folded.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

function pairsOf(word: string): readonly string[] {
  const signs = [...word];
  return signs.length < 2 ? signs : signs.slice(1).map((sign, index) => `${signs[index]}${sign}`);
}
