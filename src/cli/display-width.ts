// A text goes in, the columns that it takes in a terminal come out, and the text as a terminal may show it. Stands apart because
// letters and columns differ: an accent takes none, a Chinese letter or an emoji two.

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** East Asian Wide and Fullwidth (Unicode Standard Annex 11), by script and block. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u;
const NARROW = /[\uff61-\uffdc]/u;
const NOTHING = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
/** Letters of scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** What would move the cursor, change colours or turn the direction of what follows. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const CONTROL_PICTURES = 0x2400;

export interface Grapheme {
  readonly text: string;
  readonly columns: 0 | 1 | 2;
}

export function graphemesOf(text: string): readonly Grapheme[] {
  return [...SEGMENTER.segment(text)].map(({ segment }) => ({ text: segment, columns: columnsOf(segment) }));
}

export function displayWidth(text: string): number {
  return graphemesOf(text).reduce((sum, { columns }) => sum + columns, 0);
}

/** As much of a text as `columns` hold; an ellipsis says that it was cut. */
export function cutShort(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let shown = '';
  let left = columns - 1;
  if (left < 0) return '';
  for (const { text: one, columns: width } of graphemesOf(text)) {
    if (width > left) break;
    shown += one;
    left -= width;
  }
  return `${shown}…`;
}

/** In lines of so many columns, broken between words; a longer word has a line of its own. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(`${last} ${word}`) <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

export function runsRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/** Character for character: a tab is a space, any other control a picture of it. */
export function harmless(text: string): string {
  return text.replace(CONTROLS, (control) => {
    if (control === '\t' || control === '\n') return ' ';
    const code = control.charCodeAt(0);
    return code < 32 ? String.fromCharCode(CONTROL_PICTURES + code) : '\ufffd';
  });
}

function columnsOf(grapheme: string): Grapheme['columns'] {
  if (NOTHING.test(grapheme)) return 0;
  return WIDE.test(grapheme) && !NARROW.test(grapheme) ? 2 : 1;
}
