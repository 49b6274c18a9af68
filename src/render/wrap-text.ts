// Breaks text into lines for the plain-text mail, measured in columns of a fixed-width screen: wide characters take two,
// marks that sit on a letter none. An address is never broken; one that is longer than the line stands on a line of its own.

/** The measure of the plain-text edition. */
export const TEXT_COLUMNS = 72;

const WIDE =
  /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60]/u;
const NO_WIDTH = /^[\p{M}\p{Cf}]/u;
/** Letters and punctuation of which each takes one column: most texts need no closer look. */
const NARROW = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027]*$/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that the text takes. */
export function columnsOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) columns += columnsOfGrapheme(segment);
  return columns;
}

/**
 * The text in lines of at most `TEXT_COLUMNS`, joined by `\n`. The first line begins with `first`, all others with `rest`
 * (indents, bullets, in ASCII). `\n` in the text is a line break that the editor made.
 */
export function wrapText(text: string, first = '', rest = first): string {
  const lines: string[] = [];
  let prefix = first;
  for (const row of text.split('\n')) {
    let line = '';
    let columns = 0;
    for (const word of row.split(/[ \t]+/u).filter((each) => each !== '')) {
      const width = columnsOf(word);
      if (line !== '' && prefix.length + columns + 1 + width > TEXT_COLUMNS) {
        lines.push(prefix + line);
        prefix = rest;
        line = '';
      }
      const pieces = line === '' ? breakWord(word, width, TEXT_COLUMNS - prefix.length) : [word];
      for (const piece of pieces.slice(0, -1)) {
        lines.push(prefix + piece);
        prefix = rest;
      }
      const last = pieces.at(-1) ?? '';
      columns = line === '' ? columnsOf(last) : columns + 1 + width;
      line += (line === '' ? '' : ' ') + last;
    }
    lines.push(prefix + line);
    prefix = rest;
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** A word that no line can hold is cut, unless it is an address. */
function breakWord(word: string, width: number, room: number): string[] {
  if (width <= room || word.includes('://') || word.includes('@')) return [word];
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
