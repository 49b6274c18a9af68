// The words that templates may use beyond Handlebars' own: addresses, dates, directions, and the fixed-width setting of the
// plain-text mail. Every helper is a plain function of what it is given. No field of a context may have a helper's name.
import type Handlebars from 'handlebars';
import { formatDate, formatDay } from '../model/calendar.ts';
import { safeUrlOrRelative } from './safe-url.ts';
import { columnsOf, TEXT_COLUMNS, wrapText } from './wrap-text.ts';

/** A piece of the plain-text mail that is broken into lines on its own. */
export interface TextParagraph {
  readonly text: string;
  /** What its first line begins with (`- `), and all others (two spaces). */
  readonly first: string;
  readonly rest: string;
  /** Code: its lines are the editor's. */
  readonly isVerbatim: boolean;
  /** Stands close to the one before it, as one entry of a list to the next. */
  readonly isTight: boolean;
}

/** Stands for two empty lines until the whole text is there. */
export const GAP = '\f';

export const templateHelpers: Handlebars.HelperDeclareSpec = {
  /** For every `href` and `src`: `javascript:` and its like become `#`. */
  safe: (url: unknown) => safeUrlOrRelative(String(url)) ?? '#',
  /** `2016-01-28` → "28 January 2016". */
  longDate: (date: unknown, language: unknown) => formatDate(String(date), String(language)),
  /** `2016-01-28` → "28 January". */
  shortDate: (date: unknown, language: unknown) => formatDay(String(date), String(language)),
  /** `https://www.example.org/a/b` → `www.example.org`. */
  hostOf: (url: unknown) => URL.parse(String(url))?.host ?? '',
  /** True when either is there. */
  any: (a: unknown, b: unknown) => Boolean(a) || Boolean(b),
  /** Pieces of text, one after the other. */
  join: (...pieces: unknown[]) => pieces.slice(0, -1).map(String).join(''),
  /** How many there are. */
  lengthOf: (list: unknown) => (Array.isArray(list) ? list.length : 0),
  /** From 0, 1, 2 to 1, 2, 3. */
  ordinal: (index: unknown) => Number(index) + 1,
  /** True when both are the same. */
  is: (a: unknown, b: unknown) => a === b,
  /** ` lang="ar" dir="rtl"`, or as much of it as there is. For use in a start tag, unescaped. */
  bidi: bidiAttributes,
  /** Of what stands in an entry that runs the other way than its page, and is the page's own: `rtl` → `ltr`. Empty stays empty. */
  opposite: (direction: unknown) => (direction === 'rtl' ? 'ltr' : direction === 'ltr' ? 'rtl' : ''),
  /** At most so many characters, cut at a space and closed by an ellipsis. */
  shorten: (text: unknown, most: unknown) => shorten(String(text), Number(most)),
  /** Invisible characters that keep a mail program from showing more than the preheader. */
  filler: (preheader: unknown) =>
    '&#847;&zwnj;&nbsp;'.repeat(Math.max(0, Math.ceil((140 - String(preheader).length) / 2))),
  /** Two empty lines, however many there are around it. */
  gap: () => GAP,
  caps: (text: unknown) => String(text).toUpperCase(),
  /** A line of one character, 72 columns. */
  rule: (character: unknown) => String(character).repeat(TEXT_COLUMNS),
  /** One text at the left edge, one at the right; on two lines where they do not fit on one. */
  spread: (left: unknown, right: unknown) => spread(String(left), String(right)),
  /** Broken into lines, each indented by so many spaces. */
  wrap: (text: unknown, indent: unknown) => wrapText(String(text), ' '.repeat(Number(indent))),
  /** The same, for a list of paragraphs. */
  setParagraphs: (paragraphs: unknown, indent: unknown) =>
    paragraphLines(paragraphs as readonly TextParagraph[], Number(indent)),
  /** `[3] https://…`; an address that the line cannot hold stands on its own. */
  linkLine: (number: unknown, url: unknown) => {
    const line = `[${String(number)}] ${String(url)}`;
    return columnsOf(line) <= TEXT_COLUMNS ? line : `[${String(number)}]\n${String(url)}`;
  },
};

export function bidiAttributes(direction: unknown, language: unknown): string {
  return attribute('lang', language) + attribute('dir', direction);
}

function attribute(name: string, value: unknown): string {
  return typeof value === 'string' && /^[\w-]+$/u.test(value) ? ` ${name}="${value}"` : '';
}

function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2)).trimEnd()}…`;
}

function spread(left: string, right: string): string {
  const gap = TEXT_COLUMNS - columnsOf(left) - columnsOf(right);
  return gap >= 2 ? `${left}${' '.repeat(gap)}${right}` : `${wrapText(left)}\n${wrapText(right)}`;
}

function paragraphLines(paragraphs: readonly TextParagraph[], indent: number): string {
  const margin = ' '.repeat(indent);
  return paragraphs
    .map(({ text, first, rest, isVerbatim, isTight }, index) => {
      const set = isVerbatim
        ? text.replace(/^/gmu, margin + rest)
        : wrapText(text, margin + first, margin + rest);
      return (index === 0 ? '' : isTight ? '\n' : '\n\n') + set;
    })
    .join('');
}
