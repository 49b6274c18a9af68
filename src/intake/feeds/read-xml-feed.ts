// The XML of a feed goes in with a reader for each kind, its entries come out. Made harmless first: no document type, no character that XML
// forbids. Where the whole cannot be read, because it breaks off or a tag in a title is not closed, each entry is tried by itself.
import type { FeedRefusal, FeedText } from './feed-text.ts';

/** Throws at what is ill-formed. */
export type XmlReader = (xml: string) => FeedText;

type Kind = 'rss' | 'rdf' | 'atom';

/** Each is read by itself, which takes time. */
const MOST_SALVAGED = 200;
/** Longer feeds are whole archives. Of those the beginning and the end are read, for some have the newest last. */
export const MOST_READ = 2000;
/** A whole book, or pictures written out in letters: no news, and costly to read. */
const MOST_OF_ENTRY = 512 * 1024;
/** What stands before the root: declarations, comments, and now and then a warning of the server's program. */
const PROLOG_LENGTH = 20_000;

const ROOT = /<(?:[\w-]{1,20}:)?(rss|feed|rdf)(?=[\s>/])[^<>]{0,5000}>/iu;

/** Undefined where there is no root of a feed. */
export function readXmlFeed(
  text: string,
  readers: { readonly [kind in Kind]: XmlReader },
): FeedText | FeedRefusal | undefined {
  const xml = withoutForbidden(withoutDoctype(text));
  const root = ROOT.exec(xml.slice(0, PROLOG_LENGTH));
  if (root === null) return undefined;
  const name = root[1]?.toLowerCase();
  const kind: Kind = name === 'feed' ? 'atom' : name === 'rdf' ? 'rdf' : 'rss';
  const { own, elements } = shortened(xml.slice(root.index), kind);
  const read = readers[kind];
  const whole = tried(read, own);
  // A reader that stops at the first fault without a word would lose all that follows it.
  if (whole !== undefined && whole.entries.length >= Math.min(elements.found.length, MOST_SALVAGED)) {
    const isCut = !/<\/(?:[\w-]{1,20}:)?(?:rss|feed|rdf)\s*>/iu.test(own);
    const lostCount = elements.hugeCount;
    return isCut ? { ...whole, lostCount, fault: 'it breaks off before its end' } : { ...whole, lostCount };
  }
  return salvaged(own, kind, read, elements);
}

function tried(read: XmlReader, xml: string): FeedText | undefined {
  try {
    return read(xml);
  } catch (error) {
    // Its own errors are not exported as one class; a bug of ours would be one of JavaScript's.
    if (error instanceof TypeError || error instanceof ReferenceError) throw error;
    return undefined;
  }
}

function shortened(xml: string, kind: Kind): { readonly own: string; readonly elements: Elements } {
  const elements = entryElements(xml, kind);
  const { found, count, hugeCount, start, end } = elements;
  if (count === found.length && hugeCount === 0) return { own: xml, elements };
  return { own: xml.slice(0, start) + found.join('') + xml.slice(end), elements };
}

interface Elements {
  /** Whole ones, from start tag to end tag; of very many the first and the last. */
  readonly found: readonly string[];
  readonly count: number;
  /** Left out for their size. */
  readonly hugeCount: number;
  /** One began and had no end. */
  readonly isCut: boolean;
  /** Offset of the first, or the length. */
  readonly start: number;
  /** Behind the last. */
  readonly end: number;
}

function entryElements(xml: string, kind: Kind): Elements {
  const open = new RegExp(`<((?:[\\w-]{1,20}:)?${kind === 'atom' ? 'entry' : 'item'})(?=[\\s>])`, 'giu');
  const first: string[] = [];
  const last: string[] = [];
  let [start, end, count, hugeCount, isCut] = [xml.length, 0, 0, 0, false];
  for (let match = open.exec(xml); match !== null; match = open.exec(xml)) {
    start = Math.min(start, match.index);
    const behind = endTag(xml, match[1] ?? '', open.lastIndex);
    if (behind < 0) {
      isCut = true;
      break;
    }
    end = behind;
    open.lastIndex = behind;
    if (behind - match.index > MOST_OF_ENTRY) {
      hugeCount += 1;
      continue;
    }
    count += 1;
    const element = xml.slice(match.index, behind);
    if (first.length < MOST_READ / 2) first.push(element);
    else last[(count - 1) % (MOST_READ / 2)] = element;
  }
  // The last ones were put one over the other, in a ring.
  const turn = count > MOST_READ ? count % (MOST_READ / 2) : 0;
  return {
    found: [...first, ...last.slice(turn), ...last.slice(0, turn)],
    count,
    hugeCount,
    isCut,
    start,
    end,
  };
}

/** Behind `</name>`, whatever its capitals and the blanks in it. */
function endTag(xml: string, name: string, from: number): number {
  const close = new RegExp(`</${name}\\s{0,20}>`, 'giu');
  close.lastIndex = from;
  return close.exec(xml) === null ? -1 : close.lastIndex;
}

function salvaged(xml: string, kind: Kind, read: XmlReader, elements: Elements): FeedText | FeedRefusal {
  const root = ROOT.exec(xml)?.[0] ?? '';
  const rootName = /^<([\w:-]+)/u.exec(root)?.[1] ?? '';
  const head = headOf(xml.slice(root.length, elements.start), kind);
  const wrap = (element: string): string => {
    if (kind === 'atom') return `${root}${head}${element}</${rootName}>`;
    if (kind === 'rdf') return `${root}<channel>${head}</channel>${element}</${rootName}>`;
    return `${root}<channel>${head}${element}</channel></${rootName}>`;
  };
  const parts = elements.found
    .slice(0, MOST_SALVAGED)
    .map((element) => tried(read, wrap(element)) ?? tried(read, wrap(withTextAsText(element))));
  const good = parts.filter((part) => part !== undefined && part.entries.length > 0) as FeedText[];
  const [first] = good;
  if (first === undefined)
    return {
      refusal: elements.isCut
        ? 'it breaks off within its first entry'
        : elements.count === 0
          ? 'it is not well-formed, and there is no entry in it'
          : 'it is not well-formed, and no entry can be read',
    };
  const lostCount = elements.count - good.length + elements.hugeCount + Number(elements.isCut);
  return {
    ...first,
    entries: good.flatMap(({ entries }) => entries),
    lostCount,
    fault: elements.isCut ? 'it breaks off before its end' : 'it is not well-formed XML',
  };
}

/** What a feed says of itself, where that can be told apart: title, home page, language. */
function headOf(xml: string, kind: Kind): string {
  const names = kind === 'atom' ? ['title'] : ['title', 'link', 'language', 'dc:language'];
  return names
    .flatMap(
      (name) => new RegExp(`<${name}(?:\\s[^<>]{0,500})?>[^<]{0,2000}</${name}>`, 'iu').exec(xml)?.[0] ?? [],
    )
    .join('');
}

/** Elements whose text is often put in as it is, with all its tags and ampersands. */
const TEXTS =
  /<((?:content:)?(?:title|description|summary|content|encoded|category))(?=[\s>])[^<>]{0,500}>/giu;
const LOOSE_AMPERSAND = /&(?!#?\w{1,40};)/gu;

function withTextAsText(element: string): string {
  const parts: string[] = [];
  const unclosed = new Set<string>();
  const open = new RegExp(TEXTS);
  let from = 0;
  for (let match = open.exec(element); match !== null; match = open.exec(element)) {
    const [tag, name = ''] = match;
    const start = match.index + tag.length;
    const end = tag.endsWith('/>') || unclosed.has(name) ? -1 : element.indexOf(`</${name}`, start);
    if (end < 0) {
      unclosed.add(name);
      continue;
    }
    const text = element.slice(start, end);
    const isSafe = text.includes('<![CDATA[') || !/[<&]/u.test(text);
    parts.push(element.slice(from, start).replace(LOOSE_AMPERSAND, '&amp;'));
    parts.push(isSafe ? text : `<![CDATA[${text.replaceAll(']]>', ']]&gt;')}]]>`);
    from = end;
    open.lastIndex = end;
  }
  return parts.join('') + element.slice(from).replace(LOOSE_AMPERSAND, '&amp;');
}

/** With all that it declares: nobody's own entities are expanded, and nothing from elsewhere is asked for (fault test 17). */
function withoutDoctype(text: string): string {
  const open = /<!doctype\s/iu.exec(text.slice(0, PROLOG_LENGTH));
  const root = ROOT.exec(text.slice(0, PROLOG_LENGTH));
  if (open === null || (root !== null && root.index < open.index)) return text;
  let [at, depth, quote] = [open.index + 2, 0, ''];
  for (; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '<' && text.startsWith('<!--', at)) {
      const close = text.indexOf('-->', at);
      at = close < 0 ? text.length : close + 2;
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '[') depth += 1;
    else if (sign === ']') depth -= 1;
    else if (sign === '>' && depth <= 0) break;
  }
  return text.slice(0, open.index) + text.slice(at + 1);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that XML forbids (XML 1.0 §2.2)
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]+/gu;

function withoutForbidden(text: string): string {
  return text.toWellFormed().replace(FORBIDDEN, '');
}
