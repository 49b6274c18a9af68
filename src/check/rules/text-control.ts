// Characters that nobody sees and nobody meant: they come with text that is pasted from a PDF or a web page, and make a word
// unfindable, or turn a line round. Some of them are right in some scripts. The whole file is searched, not only its prose.
import { placeOf } from '../../model/place.ts';
import type { Finding, IssueRule } from '../rule.ts';

const NAMES: ReadonlyMap<string, string> = new Map([
  ['\u00ad', 'soft hyphen'],
  ['\u200b', 'blank without width'],
  ['\u200c', 'non-joiner'],
  ['\u200d', 'joiner'],
  ['\u200e', 'mark for left to right'],
  ['\u200f', 'mark for right to left'],
  ['\u061c', 'mark for right to left'],
  ['\u2028', 'line separator'],
  ['\u2029', 'paragraph separator'],
  ['\u2060', 'word joiner'],
  ['\ufeff', 'byte order mark'],
  ['\ufffc', 'place of a lost picture or object'],
]);
/** One list, so that a file without any of them is done with at once. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that this looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc\ue000-\uf8ff]/gu;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Scripts whose letters join, or that set no blanks between words. */
const JOINING =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
const EMOJI = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;
const BLANK_INSTEAD = new Set(['\u2028', '\u2029', '\u000b', '\u000c']);

export const textControl: IssueRule = {
  id: 'text-control',
  severity: 'warning',
  stage: 'issue',
  description: 'The text holds no character that cannot be seen, but for those that a script needs.',
  check: ({ text }) => {
    if (text.search(HIDDEN) < 0) return [];
    let start = 0;
    return text.split('\n').flatMap((line) => {
      const from = start;
      start += line.length + 1;
      return findingsIn(line, from, text);
    });
  },
};

function findingsIn(line: string, from: number, text: string): readonly Finding[] {
  // A mark at the very beginning tells programs how the file is encoded.
  const hits = [...line.matchAll(HIDDEN)].filter(({ index }) => from + index > 0);
  if (hits.length === 0) return [];
  const isTurned = RIGHT_TO_LEFT.test(line);
  const isEven = isTurned && isBalanced(line);
  const wrong = hits.filter(({ 0: character, index }) =>
    isWrong(character, index, { line, isTurned, isEven }),
  );
  return [...Map.groupBy(wrong, ([character]) => character)].map(([character, same]) =>
    toFinding(
      character,
      same.map(({ index }) => from + index),
      text,
      isTurned,
    ),
  );
}

interface Line {
  readonly line: string;
  /** True when some of its letters run from right to left. */
  readonly isTurned: boolean;
  readonly isEven: boolean;
}

function isWrong(character: string, index: number, { line, isTurned, isEven }: Line): boolean {
  const [before, after] = [line.slice(Math.max(0, index - 2), index), line.slice(index + 1, index + 3)];
  if (character === '\u200c' || character === '\u200b') return !JOINING.test(before + after);
  if (character === '\u200d')
    return !JOINING.test(before + after) && !(EMOJI.test(before) && EMOJI.test(after));
  if (character === '\u200e' || character === '\u200f' || character === '\u061c') return !isTurned;
  if (character === '\u202d' || character === '\u202e') return true;
  return !isDirectional(character) || !isTurned || !isEven;
}

/** Each stretch with its own direction ends on its line (Unicode UAX #9). */
function isBalanced(line: string): boolean {
  const embeddings = count(line, /[\u202a\u202b\u202d\u202e]/gu) - count(line, /\u202c/gu);
  const isolates = count(line, /[\u2066-\u2068]/gu) - count(line, /\u2069/gu);
  return embeddings === 0 && isolates === 0;
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

function toFinding(character: string, offsets: readonly number[], text: string, isTurned: boolean): Finding {
  const [first = 0] = offsets;
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const name =
    NAMES.get(character) ?? (isDirectional(character) ? 'sign that turns the line round' : nameOf(character));
  const replacement = BLANK_INSTEAD.has(character) ? ' ' : '';
  // Where both directions meet, or a letter of a special font stands, only a reader can tell what is lost.
  const isNoise = !/[\ue000-\uf8ff]/u.test(character) && !(isDirectional(character) && isTurned);
  return {
    reason: `Unexpected ${name} (${code})${offsets.length > 1 ? `, ${offsets.length} times in this line` : ''}, expected none`,
    place: placeOf(text, first, first + 1),
    actual: code,
    note: 'It cannot be seen, and came most likely with text that was pasted. Take it out: delete the words around it and type them again.',
    ...(isNoise && {
      fix: {
        title: replacement === '' ? 'Take it out' : 'Put a blank in its place',
        edits: offsets.map((at) => ({ start: at, end: at + 1, text: replacement })),
      },
    }),
  };
}

function isDirectional(character: string): boolean {
  return /[\u202a-\u202e\u2066-\u2069]/u.test(character);
}

function nameOf(character: string): string {
  return /[\ue000-\uf8ff]/u.test(character) ? 'character of a special font' : 'control character';
}
