// A text as it came in goes in; the same with one kind of line end, without invisible characters and with those mended that were read in a
// wrong encoding comes out. Stands apart because everything behind it trusts that a blank is a blank.
import type { OldTextReading } from './old-text.ts';

export interface Mended {
  readonly text: string;
  /** `Ê → ` for every kind of slip that was mended, once. */
  readonly mends: readonly string[];
}

const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: pages were parted by them
const LINE_END = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/gu;
const BLANK = /[\t\u00a0\u2000-\u200a\u202f\u3000]/gu;
const REFERENCE =
  /&(?:amp|quot|nbsp|apos|lsquo|rsquo|ldquo|rdquo|ndash|mdash|hellip|#39|#8217|#8220|#8221);/gu;
const MEANT: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  nbsp: ' ',
  apos: "'",
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  '#39': "'",
  '#8217': '’',
  '#8220': '“',
  '#8221': '”',
};

export function mendCharacters(text: string, misDecoded: OldTextReading['misDecoded']): Mended {
  const mends = new Set<string>();
  // U+0085 may be an ellipsis that was read wrongly: a letter stands before it.
  const decoded = decode(text, misDecoded, mends);
  const plain = decoded
    .replace(LINE_END, '\n')
    .replace(INVISIBLE, '')
    .replace(BLANK, ' ')
    .replace(REFERENCE, (written) => {
      const meant = MEANT[written.slice(1, -1)] ?? written;
      mends.add(`${written} → ${meant}`);
      return meant;
    });
  return { text: plain, mends: [...mends] };
}

function decode(text: string, misDecoded: OldTextReading['misDecoded'], mends: Set<string>): string {
  if (!/[\u0080-\u009f\u00a1-\u00ff\u0152-\u02dc\u2013-\u20ac\u2122]|\?\p{Ll}/u.test(text)) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, meant } of misDecoded(text)) {
    if (meant === undefined) continue;
    mends.add(`${text.slice(start, end)} → ${meant}`);
    pieces.push(text.slice(at, start), meant);
    at = end;
  }
  return [...pieces, text.slice(at)].join('');
}
