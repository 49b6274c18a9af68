// What a filled template gives → what goes out: no control characters, no spaces at line ends, no empty lines but those that
// were asked for. Templates may then be written for whoever reads them.
import { GAP } from './template-helpers.ts';

/** No spaces at line ends, no empty lines. Code keeps its own: its line breaks are written as `&#10;`. */
export function tidy(html: string): string {
  return withoutEndSpaces(printable(html).replaceAll(GAP, ''))
    .replace(/\n\s*\n/gu, '\n')
    .trim();
}

/** Line by line, which costs a tenth of an expression that has to look at each of them. */
function withoutEndSpaces(text: string): string {
  if (/[\u2028\u2029]/u.test(text)) return text.replace(LINE_END_SPACES, '');
  return text
    .split('\n')
    .map((line) => {
      let end = line.length;
      while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end -= 1;
      return end === line.length ? line : line.slice(0, end);
    })
    .join('\n');
}

/** From where they begin: asking at each space anew would take time by the square of their number. */
const LINE_END_SPACES = /(?<![ \t])[ \t]+$/gmu;

/** Neither HTML nor mail may hold control characters, but for line breaks and the mark that templates use for a gap. */
function printable(text: string): string {
  return text.replace(/\t/gu, '  ').replace(CONTROLS, '');
}

/** U+000A is a line break, U+000C the gap (template-helpers.ts). */
const CONTROLS = /[^\P{Cc}\n\f]/gu;

/** No spaces at line ends; at most one empty line, and two where a template put a gap. Ends in one line break. */
export function tidyText(text: string): string {
  return `${withoutEndSpaces(printable(text))
    .replace(/\n{3,}/gu, '\n\n')
    .split(GAP)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n\n')}\n`;
}
