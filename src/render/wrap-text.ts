// Breaks text into lines for the plain-text mail, measured in columns of a fixed-width screen: wide characters take two,
// marks that sit on a letter none. An address is never broken; one that is longer than the line stands on a line of its own.

/** The measure of the plain-text edition. */
export const TEXT_COLUMNS = 72;

const WIDE =
  /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60]/u;
const NO_WIDTH = /^[\p{M}\p{Cf}]/u;
const ASCII = /^[\x20-\x7e]*$/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that the text takes. */
export function columnsOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) columns += columnsOfGrapheme(segment);
  return columns;
}

/**
 * The text in lines of at most `TEXT_COLUMNS`, joined by `\n`. The first line begins with `first`, all others with `rest`
 * (indents, bullets). `\n` in the text is a line break that the editor made.
 */
export function wrapText(text: string, first = '', rest = first): string {
  const lines: string[] = [];
  let prefix = first;
  for (const row of text.split('\n')) {
    let line = '';
    for (const word of row.split(/[ \t]+/u).filter((each) => each !== '')) {
      const room = TEXT_COLUMNS - columnsOf(prefix);
      if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > room) {
        lines.push(prefix + line);
        prefix = rest;
        line = '';
      }
      const pieces = line === '' ? breakWord(word, TEXT_COLUMNS - columnsOf(prefix)) : [word];
      for (const piece of pieces.slice(0, -1)) {
        lines.push(prefix + piece);
        prefix = rest;
      }
      line += (line === '' ? '' : ' ') + (pieces.at(-1) ?? '');
    }
    lines.push(prefix + line);
    prefix = rest;
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** A word that no line can hold is cut, unless it is an address. */
function breakWord(word: string, room: number): string[] {
  if (columnsOf(word) <= room || word.includes('://') || word.includes('@')) return [word];
  const pieces: string[] = [];
  let piece = '';
  let columns = 0;
  for (const { segment } of segmenter.segment(word)) {
    const width = columnsOfGrapheme(segment);
    if (columns + width > room) {
      pieces.push(piece);
      piece = '';
      columns = 0;
    }
    piece += segment;
    columns += width;
  }
  return [...pieces, piece];
}

function columnsOfGrapheme(grapheme: string): number {
  if (NO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}
