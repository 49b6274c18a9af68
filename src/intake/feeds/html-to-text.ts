// HTML of a feed goes in, its words come out on one line. Feeds put whole pages into a summary and half a tag into a title: read in one pass,
// whatever it is, without a tree.
import { decodeHTML } from 'entities';
import { oneLine } from '../inbox/plain-words.ts';

/** What is between these is no text. */
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'svg', 'math', 'head', 'title']);
/** Inside a line: the letters before and behind belong together. */
const INLINE = new Set(
  'a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s samp small span strong sub sup tt u var wbr'.split(
    ' ',
  ),
);
/** Nobody's summary is longer; what comes behind it would be cut off anyway. */
const MOST_HTML = 200_000;
const LONGEST_TAG = 4000;

export function htmlToText(html: string): string {
  const parts: string[] = [];
  const text = html.slice(0, MOST_HTML);
  // Letter by letter, for some letters of other scripts are longer in lower case.
  const lower = text.replace(/[A-Z]+/gu, (letters) => letters.toLowerCase());
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('<', at);
    parts.push(text.slice(at, open < 0 ? undefined : open));
    if (open < 0) break;
    if (text.startsWith('<!--', open)) {
      at = behind(text, '-->', open + 4);
      continue;
    }
    const [, slash, name] =
      /^<(\/?)([a-zA-Z][\w:-]{0,30})(?=[\s/>])/u.exec(text.slice(open, open + 40)) ?? [];
    const isDeclaration = /^<[!?]/u.test(text.slice(open, open + 2));
    const end = name === undefined && !isDeclaration ? -1 : tagEnd(text, open);
    if (end < 0) {
      parts.push('<');
      at = open + 1;
      continue;
    }
    const tag = name?.toLowerCase() ?? '!';
    if (!INLINE.has(tag)) parts.push(' ');
    const close = slash === '' && SILENT.has(tag) ? lower.indexOf(`</${tag}`, end) : -1;
    at = close < 0 ? end : behind(text, '>', close);
  }
  return decoded(parts.join(''));
}

/** Escapes alone: a `<` of plain text stays what it is. */
export function decoded(text: string): string {
  return oneLine(decodeHTML(text));
}

/** Behind its `>`, which may stand inside quotes too; -1 where there is none. */
function tagEnd(text: string, open: number): number {
  const limit = Math.min(text.length, open + LONGEST_TAG);
  let quote = '';
  for (let at = open + 1; at < limit; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if ((sign === '"' || sign === "'") && text[at - 1] === '=') quote = sign;
    else if (sign === '>') return at + 1;
  }
  const close = text.indexOf('>', open);
  return close < 0 || close >= limit ? -1 : close + 1;
}

function behind(text: string, sign: string, from: number): number {
  const found = text.indexOf(sign, from);
  return found < 0 ? text.length : found + sign.length;
}
