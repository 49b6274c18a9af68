// Prose of an issue goes in, its words come out as plain characters, each with its place in the file. Stands apart because
// Markdown's escapes and line ends make the two differ.
import type { PhrasingContent, RootContent } from 'mdast';
import type { Block } from '../model/block.ts';

export interface Paragraph {
  readonly text: string;
  /** The place in the file of every UTF-16 unit of `text`. */
  readonly offsets: readonly number[];
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
  const pieces = children.flatMap((child) => piecesOf(child, source));
  return {
    text: pieces.map(({ text }) => text).join(''),
    offsets: pieces.flatMap(({ offsets }) => offsets),
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

type Piece = Pick<Paragraph, 'text' | 'offsets'>;

function piecesOf(node: PhrasingContent, source: string): readonly Piece[] {
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? start;
  if (node.type === 'text') return [{ text: node.value, offsets: offsetsOf(node.value, source, start, end) }];
  if (node.type === 'break') return [{ text: '\n', offsets: [start] }];
  // Code stands for itself: whatever marks are in it, they are not the sentence's.
  if (node.type === 'inlineCode') return [{ text: 'x', offsets: [start] }];
  return 'children' in node ? node.children.flatMap((child) => piecesOf(child, source)) : [];
}

function offsetsOf(value: string, source: string, start: number, end: number): readonly number[] {
  const written = source.slice(start, end);
  // What was read off the front of a text node (an attribution) leaves the rest at its end.
  let at = written.endsWith(value) ? end - value.length : start;
  return [...value].flatMap((letter) => {
    const found = source.slice(at, at + MAX_SKIPPED).indexOf(letter);
    const offset = found < 0 ? at : at + found;
    at = Math.min(offset + letter.length, end);
    return Array.from({ length: letter.length }, (_, unit) => offset + unit);
  });
}
