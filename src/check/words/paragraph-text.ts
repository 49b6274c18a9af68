// Prose of an issue goes in, its words come out as plain characters, each with its place in the file. Stands apart because
// Markdown's escapes and line ends make the two differ.
import type { PhrasingContent, RootContent } from 'mdast';
import type { Block } from '../../model/block.ts';

export interface Paragraph {
  readonly text: string;
  /** Where the UTF-16 unit of `text` at `index` stands in the file. Asked of few: it takes a search. */
  readonly offsetAt: (index: number) => number;
  /** In a list, where what goes on need not begin anew. */
  readonly isLoose: boolean;
}

/** How far ahead the next letter is looked for, behind an escape or a line's mark of quotation. */
const MAX_SKIPPED = 12;

/** The paragraphs of running prose; quotations, pictures, films and notes are texts of their own. */
export function paragraphsOf(blocks: readonly Block[], source: string): readonly Paragraph[] {
  return blocks.flatMap((block) => (block.kind === 'prose' ? paragraphsOfNode(block.node, source) : []));
}

export function paragraphOf(children: readonly PhrasingContent[], source: string): Paragraph {
  const pieces = children.flatMap(piecesOf);
  const maps: OffsetMaps = new Map();
  return {
    text: pieces.map(({ text }) => text).join(''),
    offsetAt: (index) => offsetIn(pieces, source, index, maps),
    isLoose: false,
  };
}

function paragraphsOfNode(node: RootContent, source: string): readonly Paragraph[] {
  switch (node.type) {
    case 'paragraph':
    case 'heading':
      return [paragraphOf(node.children, source)];
    case 'blockquote':
      return node.children.flatMap((child) => paragraphsOfNode(child, source));
    case 'list':
      return node.children
        .flatMap((item) => item.children.flatMap((child) => paragraphsOfNode(child, source)))
        .map((paragraph) => ({ ...paragraph, isLoose: true }));
    default:
      return [];
  }
}

/** A run of characters that stands between two offsets of the file. */
interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Made for a piece when a place in it is asked for first. */
type OffsetMaps = Map<Piece, readonly number[]>;

function piecesOf(node: PhrasingContent): readonly Piece[] {
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? start;
  if (node.type === 'text') return [{ text: node.value, start, end }];
  if (node.type === 'break') return [{ text: '\n', start, end }];
  // Code stands for itself: whatever marks are in it, they are not the sentence's.
  if (node.type === 'inlineCode') return [{ text: 'x', start, end }];
  return 'children' in node ? node.children.flatMap(piecesOf) : [];
}

function offsetIn(pieces: readonly Piece[], source: string, index: number, maps: OffsetMaps): number {
  let left = index;
  for (const piece of pieces) {
    const { text, start, end } = piece;
    if (left < text.length) {
      const written = source.slice(start, end);
      // Most pieces are written as they read.
      if (written === text) return start + left;
      const offsets = maps.get(piece) ?? offsetsIn(text, written);
      maps.set(piece, offsets);
      return start + (offsets[left] ?? 0);
    }
    left -= text.length;
  }
  return pieces.at(-1)?.end ?? 0;
}

/** Where each unit of `text` stands in `written`, which may hold escapes and marks of quotation between them. */
function offsetsIn(text: string, written: string): readonly number[] {
  const offsets: number[] = [];
  let at = -1;
  for (let unit = 0; unit < text.length; unit += 1) {
    const found = written.slice(at + 1, at + 1 + MAX_SKIPPED).indexOf(text.charAt(unit));
    at = Math.min(at + 1 + Math.max(0, found), written.length - 1);
    offsets.push(Math.max(0, at));
  }
  return offsets;
}
