// In: the text of an issue. Out: its Markdown tree, every node with its place in that text. The one home of unified and
// remark: nothing else in the program parses Markdown, and nothing parses it twice.
import type { Nodes, Root } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { type Excess, findMarkdownExcess, MAX_NESTING } from './guard-markdown.ts';
import { createPlaceFinder, startOf } from './place-finder.ts';

/** CommonMark alone: the format needs nothing of GFM, which would double the time. */
const processor = unified().use(remarkParse).freeze();

/**
 * `root` has no children when there is an `excess`: such a text is not parsed at all.
 *
 * @param startsAt Where the Markdown begins in `text`; what stands before it (the front matter) is not read.
 */
export function readMarkdown(text: string, startsAt = 0): { root: Root; excess?: Excess } {
  const excess = findMarkdownExcess(text.slice(startsAt));
  if (excess !== undefined) return { root: emptyRoot(text), excess: { ...excess, at: excess.at + startsAt } };
  // Blanks in place of the front matter (and of a byte-order mark, which the parser would drop) keep every offset right: as many
  // as the character has units, two for an emoji.
  const blanked =
    text.slice(0, startsAt).replace(/[^\r\n]/gu, ({ length }) => ' '.repeat(length)) + text.slice(startsAt);
  const root = processor.parse(blanked);
  const deep = findDeepNode(root);
  if (deep === undefined) return { root };
  return {
    root: emptyRoot(text),
    excess: {
      ruleId: 'nesting',
      reason: `Unexpected nesting, expected at most ${MAX_NESTING} levels`,
      note: 'The whole text is shown without headings, links and pictures until this is mended. Take away signs such as * _ [ ] that are too many here.',
      at: startOf(deep),
    },
  };
}

function emptyRoot(text: string): Root {
  return { type: 'root', children: [], position: createPlaceFinder(text)(0, text.length) };
}

/** A node deeper than the stages after this one should have to go. With a list of what is left, for recursion is the danger. */
function findDeepNode(root: Root): Nodes | undefined {
  const waiting: { node: Nodes; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    // A list is two levels in the tree, the list and its entry, and one to the writer.
    if (depth > 2 * MAX_NESTING + 4) return node;
    if ('children' in node)
      for (const child of node.children) waiting.push({ node: child, depth: depth + 1 });
  }
  return undefined;
}
