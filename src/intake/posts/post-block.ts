// One block of a post with what its looks tell: a heading, a bold line, a line that is one link. And a paragraph in which a headline and
// its text were only parted by a line end, cut in two.
import type { Paragraph, PhrasingContent, RootContent } from 'mdast';
import { toString as plainTextOf } from 'mdast-util-to-string';
import { cutPhrasing, linksOfPhrasing, trimPhrasing, wordsOfPhrasing } from './cut-phrasing.ts';
import type { PostHouse } from './post-house.ts';

export interface PostBlock {
  readonly node: RootContent;
  /** All of its words; in a paragraph a break is a line end. */
  readonly words: string;
  /** 1 to 6 of a heading. */
  readonly depth?: number;
  /** All of its words are bold. */
  readonly isBold: boolean;
  /** Of a link that has all of its words. */
  readonly wholeUrl?: string;
  /** Under which others may have linked to it. */
  readonly anchor?: string;
}

/** Longer ones are text, however bold. */
const MAX_HEADLINE = 240;

export function postBlocks(
  nodes: readonly RootContent[],
  anchors: ReadonlyMap<RootContent, string>,
  house: Pick<PostHouse, 'readAttribution'>,
): readonly PostBlock[] {
  return nodes.flatMap((node) => {
    const anchor = anchors.get(node);
    return linesApart(node, house).map((one, index) => blockOf(one, index === 0 ? anchor : undefined));
  });
}

export function blockOf(node: RootContent, anchor?: string): PostBlock {
  const named = anchor === undefined ? {} : { anchor };
  if (node.type !== 'paragraph' && node.type !== 'heading')
    return { node, words: plainTextOf(node), isBold: false, ...named };
  const words = wordsOfPhrasing(node.children);
  const links = linksOfPhrasing(node.children);
  const [link] = links;
  const isWhole = link !== undefined && links.length === 1 && letters(link.words) === letters(words);
  return {
    node,
    words,
    isBold: words.trim() !== '' && letters(wordsOfPhrasing(strongOf(node.children))) === letters(words),
    ...(node.type === 'heading' ? { depth: node.depth } : {}),
    ...(isWhole ? { wholeUrl: link.url } : {}),
    ...named,
  };
}

/** A line that may be a headline or the name of a section by its looks. */
export function looksLikeHeadline({ node, words, depth, isBold, wholeUrl }: PostBlock): boolean {
  if (words.length > MAX_HEADLINE || words.trim() === '' || holdsPicture(node)) return false;
  return depth !== undefined || ((isBold || wholeUrl !== undefined) && !words.includes('\n'));
}

export function holdsPicture(node: RootContent): boolean {
  return node.type === 'paragraph' && node.children[0]?.type === 'image';
}

/** A section, a headline and a line or two below: each costs a look through the whole paragraph. */
const MOST_APART = 100;

/**
 * `**Headline**⏎Reuters report (3 May): …` as two paragraphs, `**Section**⏎**Headline**⏎…` as three; and a bold or linked headline with its
 * attribution right behind it.
 */
function linesApart(node: RootContent, house: Pick<PostHouse, 'readAttribution'>): readonly RootContent[] {
  const [above, below]: [RootContent[], RootContent[]] = [[], []];
  let left = node;
  while (left.type === 'paragraph' && !holdsPicture(left) && above.length + below.length < MOST_APART) {
    const words = wordsOfPhrasing(left.children);
    const lineEnd = words.indexOf('\n');
    if (lineEnd <= 0) return [...above, ...attributionApart(left, words, house), ...below.reverse()];
    const [first, rest] = cutPhrasing(left.children, lineEnd);
    const headline = paragraphOf(first);
    if (looksLikeHeadline(blockOf(headline))) {
      above.push(headline);
      left = paragraphOf(rest);
      continue;
    }
    const [before, ending] = cutPhrasing(left.children, words.lastIndexOf('\n'));
    const tail = paragraphOf(ending);
    if (moreUrlOf(blockOf(tail)) === undefined) break;
    below.push(tail);
    left = paragraphOf(before);
  }
  return [...above, left, ...below.reverse()];
}

function paragraphOf(children: readonly PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children: trimPhrasing(children) };
}

/** A line of which the beginning is a headline, and the rest its attribution. */
function attributionApart(
  node: Paragraph,
  words: string,
  house: Pick<PostHouse, 'readAttribution'>,
): readonly RootContent[] {
  const lead = leadOf(node.children);
  if (lead === 0 || lead >= words.trimEnd().length) return [node];
  const behind = words.slice(lead);
  const found = house.readAttribution(behind, { isFirst: true });
  const isRunIn =
    found !== undefined && found.dateAsWritten !== undefined && behind.slice(0, found.start).trim() === '';
  if (!isRunIn) return [node];
  const [first, rest] = cutPhrasing(node.children, lead);
  return [paragraphOf(first), paragraphOf(rest)];
}

/** How many characters the bold or linked words take with which it begins. */
function leadOf(children: readonly PhrasingContent[]): number {
  let length = 0;
  for (const child of children) {
    if (child.type !== 'strong' && child.type !== 'link') break;
    length += wordsOfPhrasing([child]).length;
  }
  return length;
}

/** `More at: https://…`, `Full story`, an address alone: where the whole of a story is. */
const MORE =
  /^(?:(?:read|see)\s+)?(?:(?:the\s+)?(?:more|full|whole|rest|complete|original|entire)(?:\s+(?:of\s+)?(?:the\s+|this\s+)?(?:story|article|report|text|piece|post|here|at))*|link(?:\s+here)?|source|here|continue reading|click here)\b[\s:.…»→>-]*(?:at\b[\s:]*|here\b[\s:.]*)?/iu;
const ADDRESS = /^<?(https?:\/\/\S+?|www\.\S+?)>?\.?$/iu;

/** Undefined for anything else. */
export function moreUrlOf(block: PostBlock): string | undefined {
  if (block.node.type !== 'paragraph') return undefined;
  const words = block.words.trim();
  const links = linksOfPhrasing(block.node.children);
  if (links.length > 1) return undefined;
  const rest = words.replace(MORE, '').trim();
  const typed = ADDRESS.exec(rest)?.[1];
  if (links[0] !== undefined) {
    const isMore = rest === '' || ADDRESS.test(rest) || (words !== rest && rest === links[0].words.trim());
    return isMore ? links[0].url : undefined;
  }
  return typed === undefined ? undefined : typed.startsWith('www.') ? `http://${typed}` : typed;
}

function strongOf(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return nodes.flatMap((node): PhrasingContent[] => {
    if (node.type === 'strong') return [node];
    return 'children' in node ? strongOf(node.children) : [];
  });
}

/** Signs beside a link or bold words belong to neither. */
function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '');
}
