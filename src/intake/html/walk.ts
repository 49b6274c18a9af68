// What every reader of a part of a page is given: the way to read what is inside, the place to put what cannot be carried, and what was
// handed in. Nothing outside this folder sees it.
import type { Element, ElementContent, RootContent as HtmlNode } from 'hast';
import type { RootContent } from 'mdast';
import type { NoteBook } from '../note-book.ts';
import type { Marks, Run } from './runs.ts';

export interface HtmlSettings {
  /** Absolute: where the page stood. Links and pictures without a host are below it. */
  readonly base?: string;
  /** What only tracks readers or passes them on, taken off. */
  readonly cleanUrl: (url: string) => string;
  /** Characters that were read in a wrong encoding, put right. */
  readonly mendText: (text: string) => string;
}

export interface Walk {
  readonly settings: HtmlSettings;
  readonly notes: NoteBook;
  /** Blocks of what is inside an element. */
  blocksOf(nodes: readonly (HtmlNode | ElementContent)[], marks: Marks): RootContent[];
  /** Runs alone, of something that is no block: a caption, a cell. */
  runsOf(nodes: readonly (HtmlNode | ElementContent)[], marks: Marks): readonly Run[];
}

/** All words inside, on one line. */
export function wordsOf(node: HtmlNode | ElementContent): string {
  const words: string[] = [];
  const waiting: (HtmlNode | ElementContent)[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.type === 'text') words.push(next.value);
    if (next.type !== 'element' || UNREAD.has(next.tagName)) continue;
    if (!INLINE.has(next.tagName)) words.push(' ');
    for (const child of next.children.toReversed()) waiting.push(child);
  }
  return words.join('').replace(/\s+/gu, ' ').trim();
}

const UNREAD = new Set(['script', 'style', 'template']);
const INLINE = new Set(
  'a abbr b big cite code em font i kbd mark q s samp small span strong sub sup tt u'.split(' '),
);

/** All elements below, in order. */
export function elementsIn(nodes: readonly (HtmlNode | ElementContent)[]): readonly Element[] {
  return nodes.flatMap((node) => (node.type === 'element' ? [node, ...elementsIn(node.children)] : []));
}

/** Absolute, and clean; undefined for what leads nowhere, and for what is no address. */
export function addressOf(written: string, { base, cleanUrl }: HtmlSettings): string | undefined {
  const trimmed = written.replace(/[\t\n\r]/gu, '').trim();
  if (trimmed === '' || trimmed.startsWith('#')) return undefined;
  const url = URL.parse(trimmed, base);
  if (url === null || !/^(?:https?|mailto|ftp):$/u.test(url.protocol)) return undefined;
  // As it was written, where it can be read by itself: an escape more or less is another address to some servers.
  const absolute = /^https?:\/\/[^\s<>"]+$/iu.test(trimmed) ? trimmed : url.href;
  return url.protocol.startsWith('http') ? cleanUrl(absolute) : absolute;
}
