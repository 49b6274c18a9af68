// In: the inline nodes of a paragraph. Out: the same, cut in two, trimmed or split into lines, every piece with its own place
// in the file. The format reads a paragraph by its words (an attribution, a signature, a credit) and must leave what remains
// as it was typed: links, emphasis and places included.
import type { Link, PhrasingContent, Text } from 'mdast';
import { endOf, type PlaceFinder, startOf } from './place-finder.ts';

/** What the cuts need to know of the file. */
export interface SourceText {
  readonly text: string;
  readonly placeAt: PlaceFinder;
}

/** The words of inline nodes. A cut is made at an index of this text; pictures and comments take no room in it. */
export function wordsOf(nodes: readonly PhrasingContent[]): string {
  let words = '';
  for (const node of nodes) words += wordsOfOne(node);
  return words;
}

/** The nodes before and from `index` of their words on. */
export function cutAt(
  nodes: readonly PhrasingContent[],
  index: number,
  source: SourceText,
): [PhrasingContent[], PhrasingContent[]] {
  const before: PhrasingContent[] = [];
  let left = index;
  for (const [nth, node] of nodes.entries()) {
    const { length } = wordsOfOne(node);
    if (left > 0 && length <= left) {
      before.push(node);
      left -= length;
      continue;
    }
    if (left <= 0) return [before, nodes.slice(nth)];
    const [head, tail] = cutOne(node, left, source);
    return [
      [...before, head],
      [tail, ...nodes.slice(nth + 1)],
    ];
  }
  return [before, []];
}

/** Without blanks and line ends at both ends, those inside emphasis and links included. */
export function trimPhrasing(nodes: readonly PhrasingContent[], source: SourceText): PhrasingContent[] {
  return trimEnd(trimStart(nodes, source), source);
}

export interface Line {
  readonly nodes: readonly PhrasingContent[];
  readonly words: string;
  /** Index of the line in the words of the whole paragraph. */
  readonly at: number;
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
}

/** One entry per typed line; a node that runs over several lines (emphasis, a link) stays whole in the line where it begins. */
export function linesOf(nodes: readonly PhrasingContent[], source: SourceText): Line[] {
  const lines: PhrasingContent[][] = [[]];
  for (const node of nodes) {
    if (node.type === 'break') {
      lines.push([]);
      continue;
    }
    if (node.type !== 'text' || !/[\r\n]/u.test(node.value)) {
      lines.at(-1)?.push(node);
      continue;
    }
    for (const [nth, piece] of splitAtLineEnds(node, source).entries()) {
      if (nth > 0) lines.push([]);
      if (piece.value !== '') lines.at(-1)?.push(piece);
    }
  }
  const all = wordsOf(nodes);
  let cursor = 0;
  return lines
    .map((line) => trimPhrasing(line, source))
    .filter((line) => line.length > 0)
    .map((line) => {
      const words = wordsOf(line);
      const at = all.indexOf(words, cursor);
      cursor = at + words.length;
      return { nodes: line, words, at, start: startOf(line[0] ?? {}), end: endOf(line.at(-1) ?? {}) };
    });
}

/** True when a cut-out string of these nodes would lose an address. */
export function holdsLinks(nodes: readonly PhrasingContent[]): boolean {
  return nodes.some(
    (node) =>
      node.type === 'link' || node.type === 'image' || ('children' in node && holdsLinks(node.children)),
  );
}

/** Every link at any depth, in order. */
export function linksOf(nodes: readonly PhrasingContent[]): Link[] {
  return nodes.flatMap((node) => {
    if (node.type === 'link') return [node];
    return 'children' in node ? linksOf(node.children) : [];
  });
}

/** True when words made of these nodes would miss a picture. */
export function holdsImages(nodes: readonly PhrasingContent[]): boolean {
  return nodes.some((node) => node.type === 'image' || ('children' in node && holdsImages(node.children)));
}

function trimStart(nodes: readonly PhrasingContent[], source: SourceText): PhrasingContent[] {
  for (const [nth, node] of nodes.entries()) {
    if (node.type === 'break') continue;
    if (node.type === 'text') {
      const blanks = node.value.length - node.value.trimStart().length;
      if (blanks === node.value.length) continue;
      return [blanks === 0 ? node : cutText(node, blanks, source)[1], ...nodes.slice(nth + 1)];
    }
    if (!('children' in node)) return nodes.slice(nth);
    const children = trimStart(node.children, source);
    if (children.length === 0) continue;
    return [withChildren(node, children), ...nodes.slice(nth + 1)];
  }
  return [];
}

function trimEnd(nodes: readonly PhrasingContent[], source: SourceText): PhrasingContent[] {
  for (const [nth, node] of [...nodes.entries()].reverse()) {
    if (node.type === 'break') continue;
    const before = nodes.slice(0, nth);
    if (node.type === 'text') {
      const { length } = node.value.trimEnd();
      if (length === 0) continue;
      return [...before, length === node.value.length ? node : cutText(node, length, source)[0]];
    }
    if (!('children' in node)) return [...before, node];
    const children = trimEnd(node.children, source);
    if (children.length === 0) continue;
    return [...before, withChildren(node, children)];
  }
  return [];
}

/** Its place stays: the marks around the children are part of it. */
function withChildren<Node extends PhrasingContent & { children: readonly PhrasingContent[] }>(
  node: Node,
  children: PhrasingContent[],
): Node {
  const isSame =
    children.length === node.children.length && children.every((child, nth) => child === node.children[nth]);
  return isSame ? node : { ...node, children };
}

function wordsOfOne(node: PhrasingContent): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  if (node.type === 'break') return '\n';
  return 'children' in node ? wordsOf(node.children) : '';
}

function cutOne(
  node: PhrasingContent,
  index: number,
  source: SourceText,
): [PhrasingContent, PhrasingContent] {
  if (node.type === 'text') return cutText(node, index, source);
  if (node.type === 'inlineCode') {
    const at =
      startOf(node) + Math.max(0, source.text.slice(startOf(node), endOf(node)).indexOf(node.value)) + index;
    return [
      { ...node, value: node.value.slice(0, index), position: source.placeAt(startOf(node), at) },
      { ...node, value: node.value.slice(index), position: source.placeAt(at, endOf(node)) },
    ];
  }
  if (!('children' in node)) return [node, { type: 'text', value: '' }];
  const [head, tail] = cutAt(node.children, index, source);
  const at = startOf(tail[0] ?? {});
  return [
    { ...node, children: head, position: source.placeAt(startOf(node), at) } as PhrasingContent,
    { ...node, children: tail, position: source.placeAt(at, endOf(node)) } as PhrasingContent,
  ];
}

function cutText(node: Text, index: number, source: SourceText): [Text, Text] {
  const [at = endOf(node)] = offsetsOf(node, [index], source.text);
  return [
    { ...node, value: node.value.slice(0, index), position: source.placeAt(startOf(node), at) },
    { ...node, value: node.value.slice(index), position: source.placeAt(at, endOf(node)) },
  ];
}

/** The lines of a text node, the ends left out. */
function splitAtLineEnds(node: Text, source: SourceText): Text[] {
  const ends = [...node.value.matchAll(/\r\n?|\n/gu)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  const cuts = [0, ...ends.flat(), node.value.length];
  const offsets = offsetsOf(node, cuts, source.text);
  const pieces: Text[] = [];
  for (let nth = 0; nth < cuts.length; nth += 2) {
    const position = source.placeAt(offsets[nth] ?? startOf(node), offsets[nth + 1] ?? endOf(node));
    pieces.push({ ...node, value: node.value.slice(cuts[nth], cuts[nth + 1]), position });
  }
  return pieces;
}

/**
 * Where the characters at `indices` (ascending) of a text node stand in the file. They differ where the writer escaped something
 * (`\*`, `&amp;`) and where a line begins with blanks or a quotation's `>`, none of which are in the node.
 */
function offsetsOf(node: Text, indices: readonly number[], text: string): number[] {
  const start = startOf(node);
  const end = endOf(node);
  const { value } = node;
  const furthest = indices.at(-1) ?? 0;
  if (text.startsWith(value.slice(0, furthest), start)) return indices.map((index) => start + index);
  const offsets: number[] = [];
  let at = start;
  let nth = 0;
  for (const index of indices) {
    while (nth < index && at < end) {
      const width = widthInFile(value, nth, text, at, end);
      nth += width.characters;
      at += width.length;
    }
    offsets.push(Math.min(at, end));
  }
  return offsets;
}

/** How many characters of the file, from `at` on, stand for how many of `value`, from `nth` on. */
function widthInFile(
  value: string,
  nth: number,
  text: string,
  at: number,
  end: number,
): { characters: number; length: number } {
  const wanted = value[nth];
  if (wanted === '\n' || wanted === '\r') {
    let to = at;
    while (to < end && /[ \t\\]/u.test(text[to] ?? '')) to += 1;
    to += 1;
    const isEndOfLine = wanted === '\n' || value[nth + 1] !== '\n';
    if (isEndOfLine)
      while (to < end && text[to] !== value[nth + 1] && /[ \t>]/u.test(text[to] ?? '')) to += 1;
    return { characters: 1, length: to - at };
  }
  const reference =
    text[at] === '&' ? /^&(?:#\w{1,8}|\w{2,31});/u.exec(text.slice(at, at + 34))?.[0] : undefined;
  // "&amp;" stands for "&"; only in what was never Markdown (HTML shown as typed) does it stand for itself.
  if (reference !== undefined && !value.startsWith(reference, nth)) {
    return { characters: /[\ud800-\udbff]/u.test(wanted ?? '') ? 2 : 1, length: reference.length };
  }
  // A backslash that stands for itself has one of its own before it, too.
  if (text[at] === '\\' && text[at + 1] === wanted && (wanted === '\\' || text[at] !== wanted))
    return { characters: 1, length: 2 };
  return { characters: 1, length: 1 };
}
