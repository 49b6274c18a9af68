// In: a short Markdown text that is not an issue, such as the boilerplate in `newsletter.yaml`. Out: its blocks.

import { toString as plainTextOf } from 'mdast-util-to-string';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Block } from '../model/block.ts';
import { directionOf, directionOfLanguage } from '../model/direction.ts';

const processor = unified().use(remarkParse).freeze();

/** Places index `text` itself. */
export function parseMarkdownBlocks(text: string, options: { readonly language: string }): readonly Block[] {
  const root = processor.parse(text);
  return root.children.map((node) => ({
    kind: 'prose' as const,
    node,
    position: node.position ?? {
      start: { line: 1, column: 1, offset: 0 },
      end: { line: 1, column: 1, offset: 0 },
    },
    direction: directionOf(plainTextOf(node)) ?? directionOfLanguage(options.language),
  }));
}
