// HTML of a feed or of a value in a page goes in, its words come out on one line. Feeds put whole pages into a summary and half a tag into a title:
// read in one pass, whatever it is, without a tree.
import { decodeHTML } from 'entities';
import { oneLine } from './one-line.ts';

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
/** With a name and an attribute: no words look so. */
const HALF_TAG = /^<[a-zA-Z][\w:-]{0,30}\s{1,20}[\w:-]{1,30}=/u;

export function htmlToText(html: string): string {
  const parts: string[] = [];
  const text = html.slice(0, MOST_HTML);
  // Letter by letter, for some letters of other scripts are longer in lower case.
  const lower = text.replace(/[A-Z]+/gu, (letters) => letters.toLowerCase());
  /** Of the next one: where none is near, a tag has no end, and a thousand half tags need not be looked through one by one. */
  let close = text.indexOf('>');
  /** Of silent ones: looking for their ends again at each would take the square of the length. */
  const unclosed = new Set<string>();
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
    if (close < open && close >= 0) close = text.indexOf('>', open);
    const isTag = (name !== undefined || isDeclaration) && close >= 0 && close < open + LONGEST_TAG;
    const end = isTag ? tagEnd(text, open) : -1;
    if (end < 0) {
      // The last one of a text that was cut somewhere.
      if (close < 0 && text.length - open < LONGEST_TAG && HALF_TAG.test(text.slice(open, open + 90))) break;
      parts.push('<');
      at = open + 1;
      continue;
    }
    const tag = name?.toLowerCase() ?? '!';
    if (!INLINE.has(tag)) parts.push(' ');
    at = end;
    if (slash !== '' || !SILENT.has(tag) || unclosed.has(tag)) continue;
    const silentEnd = lower.indexOf(`</${tag}`, end);
    if (silentEnd < 0) unclosed.add(tag);
    else at = behind(text, '>', silentEnd);
  }
  return decoded(parts.join(''));
}

/** Escapes alone: a `<` of plain text stays what it is. */
export function decoded(text: string): string {
  return oneLine(decodeHTML(text));
}

/** Behind its `>`, which may stand inside quotes too. There is one. */
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
  return text.indexOf('>', open) + 1;
}

function behind(text: string, sign: string, from: number): number {
  const found = text.indexOf(sign, from);
  return found < 0 ? text.length : found + sign.length;
}
