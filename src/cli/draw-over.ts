// Lines that replace the lines drawn before them, as the bytes that a terminal wants for it (ECMA-48). Stands apart because a line that is
// wider than the terminal would take two rows, and the next drawing would leave the first of them behind.
import { graphemesOf } from './display-width.ts';

export interface Drawing {
  readonly codes: string;
  /** Rows that it takes on the screen. */
  readonly rows: number;
}

/** SGR, the only control sequence that our lines hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is a control sequence that this looks for
const SGR = /(\u001b\[[\d;]*m)/u;
const RESET = '\u001b[0m';

/**
 * @param rows Of the drawing before; the cursor stands at the end of its last one.
 * @param text One line or several; the empty text takes the drawing away.
 */
export function drawOver(rows: number, text: string, columns: number): Drawing {
  const up = rows > 1 ? `\u001b[${rows - 1}A` : '';
  const erased = rows > 0 ? `${up}\r\u001b[J` : '';
  if (text === '') return { codes: erased, rows: 0 };
  // The last column stays free: some terminals begin the next row as soon as it is filled.
  const lines = text.split('\n').map((line) => cutToWidth(line, columns - 1));
  return { codes: erased + lines.join('\n'), rows: lines.length };
}

/** The beginning of the line that fits; colours are kept, and ended where they are cut. */
function cutToWidth(line: string, columns: number): string {
  let left = columns;
  let shown = '';
  let isColoured = false;
  for (const part of line.split(SGR)) {
    if (SGR.test(part)) {
      shown += part;
      isColoured = true;
      continue;
    }
    for (const { text, columns: width } of graphemesOf(part)) {
      if (width > left) return isColoured ? shown + RESET : shown;
      shown += text;
      left -= width;
    }
  }
  return shown;
}
