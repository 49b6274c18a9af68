// In: the words of a bullet, a line or a paragraph. Out: the story that they begin, where they begin with its link: the link as a headline,
// the words before it as a label, and what is left as text. Undefined where the link stands inside a sentence, which is not to be cut.
import type { Heading, Paragraph, PhrasingContent } from 'mdast';
import { cutAt, holdsImages, type SourceText, trimPhrasing, wordsOf } from '../cut-phrasing.ts';
import { endOf, startOf } from '../place-finder.ts';
import { headingOf, linkIn } from './headings.ts';

export interface Opening {
  readonly heading: Heading;
  readonly label?: string;
  /** What stands behind the headline; absent where nothing does. */
  readonly rest?: Paragraph;
}

/** `1.`, `1、`, `(1)`: how a list is numbered by hand. */
const NUMBER_BEFORE = /^\(?\d{1,3}[.)、:]?\)?$/u;
const LABEL_IN_BRACKETS = /^\[([^[\]]{1,30})\]$/u;
/** `Ports:`, `New in Ports –`. */
const LABEL_BEFORE = /^(\S.{0,39}?)\s?[:–—|·-]$/u;
const MAX_LABEL_WORDS = 5;
/** Between a headline and what is said of it. */
const SEPARATOR = /^\s*(?:[–—|·•:]|--?(?=\s)|[,.;](?=\s|$))\s*/u;
const ADDRESS = /^https?:\/\/\S+$/iu;
/** Behind a link these begin something of their own, whatever their case. */
const NOTE_BEHIND = /^\s*(?:[(（[]|(?:by|from|via)\s)/iu;

export function openWithLink(paragraph: Paragraph, source: SourceText): Opening | undefined {
  const children = trimPhrasing(paragraph.children, source);
  const at = children.findIndex((child) => linkIn(child) !== undefined);
  const link = children[at];
  if (link === undefined) return undefined;
  // "Cranes stop: <https://…>" has its address, and no headline, in the link.
  if (at > 0 && ADDRESS.test(wordsOf([link]))) return undefined;
  const before = readBefore(children.slice(0, at), source);
  if (before === undefined) return undefined;
  const after = readAfter(children.slice(at + 1), source);
  if (after === undefined) return undefined;
  const heading = headingOf([...before.signs, link], 3, source);
  return {
    heading,
    ...(before.label === undefined ? {} : { label: before.label }),
    ...(after.length === 0 ? {} : { rest: paragraphOf(after, source) }),
  };
}

/** A paragraph of these nodes, standing where they stand. */
export function paragraphOf(children: readonly PhrasingContent[], source: SourceText): Paragraph {
  const position = source.placeAt(startOf(children[0] ?? {}), endOf(children.at(-1) ?? {}));
  return { type: 'paragraph', children: [...children], position };
}

function readBefore(
  nodes: readonly PhrasingContent[],
  source: SourceText,
): { readonly label?: string; readonly signs: readonly PhrasingContent[] } | undefined {
  if (holdsImages(nodes)) return undefined;
  const kept = trimPhrasing(nodes, source);
  const words = wordsOf(kept).replace(/\s+/gu, ' ').trim();
  if (words === '' || NUMBER_BEFORE.test(words)) return { signs: [] };
  // "🎉": no words, and yet somebody put it there.
  if (!/[\p{L}\p{N}]/u.test(words)) return { signs: nodes };
  const [first, second] = kept;
  const isBold =
    first?.type === 'strong' && (second === undefined || /^[\s.:–—|·-]*$/u.test(wordsOf(kept.slice(1))));
  const label =
    (isBold ? labelOf(wordsOf([first])) : undefined) ??
    LABEL_IN_BRACKETS.exec(words)?.[1] ??
    LABEL_BEFORE.exec(words)?.[1];
  if (label === undefined || label.split(' ').length > MAX_LABEL_WORDS) return undefined;
  return { label: label.trim(), signs: [] };
}

/** Bold words without the stop that sets them off. */
export function labelOf(words: string): string {
  return words
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/\s?[.:–—-]$/u, '');
}

function readAfter(nodes: readonly PhrasingContent[], source: SourceText): PhrasingContent[] | undefined {
  const words = wordsOf(nodes);
  if (words.trim() === '') return trimPhrasing(nodes, source);
  const separator = SEPARATOR.exec(words)?.[0];
  if (separator !== undefined) return trimPhrasing(cutAt(nodes, separator.length, source)[1], source);
  const isBegun = /^\s*[\r\n]/u.test(words) || nodes[0]?.type === 'break' || NOTE_BEHIND.test(words);
  // A sentence that goes on behind its link would be torn in two.
  const goesOn = /^(?:\S|\s+\p{Ll})/u.test(words);
  return isBegun || !goesOn ? trimPhrasing(nodes, source) : undefined;
}
