// Words of others go in, Markdown that says just these words comes out, and back. Headlines and excerpts come from the web: whatever they
// hold must stay words, in a CommonMark reader and on a code host that makes links of bare addresses and formulas of dollar signs.
import { oneLine } from '../one-line.ts';

/** What means something anywhere in a line. */
const MARKS = /[\\`*_[\]<>~$|]/gu;
/** `&amp;`, `&#38;`: only what is an entity. */
const ENTITY = /&(?=#?\w{1,40};)/gu;
/** Bare addresses, which code hosts turn into links. */
const BARE = /:(?=\/\/)|(?<=www)\.|@/giu;
/** What means something at the beginning of a line: headings, lists, rules, quotes. */
const FIRST = /^(?:[#+=-]|(\d{1,9})(?=[.)]))/u;

/** For the inside of a line. */
export function asWords(text: string): string {
  return oneLine(text).replace(ENTITY, '&amp;').replace(MARKS, '\\$&').replace(BARE, '\\$&');
}

/** For a line of its own. */
export function asLineOfWords(text: string): string {
  return asWords(text).replace(FIRST, (first, figures?: string) =>
    figures === undefined ? `\\${first}` : `&#${figures.codePointAt(0)};${figures.slice(1)}`,
  );
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  middot: '·',
};

/** What the Markdown of one line says, where it has no marks but escapes. */
export function wordsIn(markdown: string): string {
  return markdown.replace(
    /\\([!-/:-@[-`{-~])|&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,8}));/gu,
    (whole, escaped?: string, figures?: string, hex?: string, name = '') => {
      if (escaped !== undefined) return escaped;
      const code = figures === undefined ? Number.parseInt(hex ?? '', 16) : Number(figures);
      if (Number.isNaN(code)) return NAMED[name] ?? whole;
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
