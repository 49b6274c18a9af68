// In: the blocks of a live entry. Out: the agency that it rests on (`[AFP]` or `[Source: AFP]` at the end, `… via Reuters`,
// `Reuters - …` at the beginning), and the blocks without it.
import type { Paragraph } from 'mdast';
import type { Block, Prose } from '../model/block.ts';
import type { Credit } from '../model/entry.ts';
import { cutAt, holdsLinks, trimPhrasing, wordsOf } from './cut-phrasing.ts';
import { endOf, startOf } from './place-finder.ts';
import type { Reading } from './reading.ts';
import type { SourceIndex } from './source-index.ts';

/** `name` stands from `start` to `end` in the words of its paragraph. */
interface Found {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The last paragraph is asked first: that is where a credit belongs. */
export function takeCredit(
  blocks: readonly Block[],
  reading: Reading,
): { blocks: readonly Block[]; credit?: Credit } {
  const paragraphs = blocks.filter(isParagraph).reverse();
  const [last] = paragraphs;
  for (const block of paragraphs) {
    const found = knownTail(wordsOf(block.node.children), reading.sources);
    if (found !== undefined) return cut(blocks, block, found, reading);
  }
  const unknown = last === undefined ? undefined : bracketTail(wordsOf(last.node.children));
  if (last !== undefined && unknown !== undefined && looksLikeName(unknown.name))
    return cut(blocks, last, unknown, reading);
  const first = paragraphs.at(-1);
  const prefix = first === undefined ? undefined : knownPrefix(wordsOf(first.node.children), reading.sources);
  return first === undefined || prefix === undefined ? { blocks } : cut(blocks, first, prefix, reading);
}

function isParagraph(block: Block): block is Prose & { node: Paragraph } {
  return block.kind === 'prose' && block.node.type === 'paragraph';
}

/** `[AFP]`, `[Source: AFP]`; with nothing in it after "Source:" the name is empty. */
function bracketTail(words: string): Found | undefined {
  const match = /\[([^[\]\n]{1,60})\]\.?\s*$/u.exec(words.slice(-80));
  if (match === null) return undefined;
  const start = Math.max(0, words.length - 80) + match.index;
  return { name: (match[1] ?? '').replace(/^source:\s*/iu, '').trim(), start, end: words.length };
}

function knownTail(words: string, sources: SourceIndex): Found | undefined {
  const bracket = bracketTail(words);
  if (bracket !== undefined && sources.find(bracket.name) !== undefined) return bracket;
  // Only behind the end of a sentence: inside one, the words would miss it.
  const via = /(?:^|[.!?…"”’)\]]\s+)\(?(via\s([^.()\n]{1,60}))\)?\.?$/iu.exec(words.slice(-90).trimEnd());
  const name = (via?.[2] ?? '').trim();
  if (via === null || sources.find(name) === undefined) return undefined;
  const at = Math.max(0, words.length - 90) + via.index + via[0].lastIndexOf(via[1] ?? '');
  return { name, start: words[at - 1] === '(' ? at - 1 : at, end: words.length };
}

function knownPrefix(words: string, sources: SourceIndex): Found | undefined {
  const match = /^(\S[^\n–—]{1,59}?)\s{1,4}(?:--?|[–—])\s+/u.exec(words.trimStart());
  if (match === null || sources.find(match[1] ?? '') === undefined) return undefined;
  const indent = words.length - words.trimStart().length;
  return { name: match[1] ?? '', start: 0, end: indent + match[0].length };
}

/** `[sic]` and `[more to follow]` are no names; `[Harbour Post]` and the empty `[Source: ]` are. */
function looksLikeName(name: string): boolean {
  return (
    name === '' ||
    (/^\p{Lu}/u.test(name) &&
      name.split(/\s+/u).length <= 5 &&
      !/^(?:update|correction)\b/iu.test(name) &&
      name.length > 1)
  );
}

function cut(blocks: readonly Block[], block: Prose & { node: Paragraph }, found: Found, reading: Reading) {
  const [before, from] = cutAt(block.node.children, found.start, reading);
  const [taken, after] = cutAt(from, found.end - found.start, reading);
  const mark = trimPhrasing(taken, reading);
  if (holdsLinks(mark)) return { blocks };
  const children = trimPhrasing([...before, ...after], reading);
  const [first, last] = [children[0], children.at(-1)];
  const rest: Block[] =
    first === undefined || last === undefined
      ? []
      : [
          {
            ...block,
            node: { ...block.node, children, position: reading.placeAt(startOf(first), endOf(last)) },
            position: reading.placeAt(startOf(first), endOf(last)),
          },
        ];
  const credit: Credit = {
    source: reading.sources.nameOf(found.name),
    position: reading.placeAt(startOf(mark[0] ?? block.node), endOf(mark.at(-1) ?? block.node)),
  };
  return { blocks: blocks.flatMap((one) => (one === block ? rest : [one])), credit };
}
