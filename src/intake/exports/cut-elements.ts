// HTML and a question in, the HTML without the elements that the answer is yes for out: forms to subscribe, bars and footers that a program puts
// around what somebody wrote. It goes through the marks once and builds no tree; the rest stays letter for letter.
import { tagEnd } from '../tag-end.ts';
import { decodeEntities } from './decode-entities.ts';

export interface OpenTag {
  /** Lower case. */
  readonly name: string;
  /** As written, of the whole tag. */
  readonly text: string;
}

export interface Cut {
  readonly html: string;
  /** Those that were cut, whole, in order. */
  readonly cut: readonly string[];
}

const TAG_NAME = /^[a-z][a-z\d:-]{0,40}/iu;
/** What is in them is no markup, whatever it looks like (HTML Standard, "raw text"). */
const RAW = /^(?:script|style|textarea|title|xmp)$/u;
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/u;

/** @param isCutWhole Asked of each element that `isCut` names, with all that is in it. */
export function cutElements(
  html: string,
  isCut: (tag: OpenTag) => boolean,
  isCutWhole: (element: string) => boolean = () => true,
): Cut {
  const kept: string[] = [];
  const cut: string[] = [];
  /** Names of elements that do not end: looking for their ends again would take the square of the length. */
  const unclosed = new Set<string>();
  let asked = 0;
  let from = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at)) {
    const tag = tagAt(html, at);
    if (tag === undefined) {
      at = afterMark(html, at);
      continue;
    }
    const end = at + tag.text.length;
    if (asked > html.length * MOST_TIMES || !isCut(tag)) {
      at = afterTag(html, tag, end);
      continue;
    }
    const closing = VOID.test(tag.name) || unclosed.has(tag.name) ? end : endOf(html, tag.name, end);
    if (closing === undefined) unclosed.add(tag.name);
    const until = closing ?? end;
    asked += until - at;
    // Candidates within candidates: what was looked through many times over is kept as it is.
    if (asked > html.length * MOST_TIMES || !isCutWhole(html.slice(at, until))) {
      at = afterTag(html, tag, end);
      continue;
    }
    kept.push(html.slice(from, at));
    cut.push(html.slice(at, until));
    from = until;
    at = until;
  }
  kept.push(html.slice(from));
  return { html: kept.join(''), cut };
}

/** The first element for which it is yes, without its own tags; undefined where there is none, or it does not end. */
export function insideOf(html: string, isWanted: (tag: OpenTag) => boolean): string | undefined {
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at)) {
    const tag = tagAt(html, at);
    if (tag === undefined) {
      at = afterMark(html, at);
      continue;
    }
    const end = at + tag.text.length;
    if (isWanted(tag)) {
      const closing = endOf(html, tag.name, end);
      if (closing === undefined) return undefined;
      return html.slice(end, html.lastIndexOf('<', closing - 1));
    }
    at = afterTag(html, tag, end);
  }
  return undefined;
}

/** All opening tags, in order. */
export function* openTags(html: string): Generator<OpenTag> {
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at)) {
    const tag = tagAt(html, at);
    if (tag !== undefined) yield tag;
    at = tag === undefined ? afterMark(html, at) : afterTag(html, tag, at + tag.text.length);
  }
}

/** Of the whole text, in asking what is in elements that stand in each other. */
const MOST_TIMES = 50;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s{0,2}=\s{0,2}(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/gu;
const LONGEST_TAG = 16_384;

/** Unescaped as far as addresses and titles need it; '' where there is none. */
export function attributeOf(tag: string, name: string): string {
  for (const [, key = '', double, single, bare] of tag.slice(0, LONGEST_TAG).matchAll(ATTRIBUTE))
    if (key.toLowerCase() === name) return decodeEntities(double ?? single ?? bare ?? '');
  return '';
}

function tagAt(html: string, at: number): OpenTag | undefined {
  const name = TAG_NAME.exec(html.slice(at + 1, at + 43))?.[0];
  if (name === undefined) return undefined;
  return { name: name.toLowerCase(), text: html.slice(at, tagEnd(html, at)) };
}

/** Of an element without markup in it, its closing tag. */
function afterTag(html: string, { name }: OpenTag, end: number): number {
  return RAW.test(name) ? rawEnd(html, name, end) : end;
}

function rawEnd(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2))
    if (isClosing(html, at, name)) return at;
  return html.length;
}

/** A comment, a closing tag, a bare `<`. */
function afterMark(html: string, at: number): number {
  if (!html.startsWith('<!--', at)) return at + 1;
  const end = html.indexOf('-->', at + 4);
  return end === -1 ? html.length : end + 3;
}

/** Behind the closing tag that belongs to an element opened before `from`. */
function endOf(html: string, name: string, from: number): number | undefined {
  if (RAW.test(name)) return html.indexOf('>', rawEnd(html, name, from)) + 1 || html.length;
  let depth = 1;
  for (let at = html.indexOf('<', from); at !== -1; at = html.indexOf('<', at)) {
    if (isClosing(html, at, name)) {
      depth -= 1;
      const end = html.indexOf('>', at);
      if (depth === 0) return end === -1 ? html.length : end + 1;
      at += 1;
      continue;
    }
    const tag = tagAt(html, at);
    if (tag === undefined) {
      at = afterMark(html, at);
      continue;
    }
    if (tag.name === name && !tag.text.endsWith('/>')) depth += 1;
    at = afterTag(html, tag, at + tag.text.length);
  }
  return undefined;
}

function isClosing(html: string, at: number, name: string): boolean {
  if (html[at + 1] !== '/') return false;
  const end = at + 2 + name.length;
  return html.slice(at + 2, end).toLowerCase() === name && !/[\w:-]/u.test(html[end] ?? '');
}
