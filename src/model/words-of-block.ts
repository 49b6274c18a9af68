// A block goes in, its words come out, if it is prose: to tell a text that is printed around every issue from an issue's own.
import { toString as plainTextOf } from 'mdast-util-to-string';
import type { Block } from './block.ts';

/** Empty for pictures and the like. */
export function wordsOfBlock(block: Block): string {
  return block.kind === 'prose' ? plainTextOf(block.node) : '';
}
