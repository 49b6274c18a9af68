// Running text is cut in two at a place in its words; marks and links that the cut goes through are on both sides.
import type { PhrasingContent } from 'mdast';
import { toString as plainTextOf } from 'mdast-util-to-string';

/** Words as they are read, a break as a line end. */
export function wordsOfPhrasing(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node): string => {
      if (node.type === 'break') return '\n';
      if (node.type === 'image') return '';
      return 'children' in node ? wordsOfPhrasing(node.children) : plainTextOf(node);
    })
    .join('');
}

/** @param at Index in `wordsOfPhrasing`. */
export function cutPhrasing(
  nodes: readonly PhrasingContent[],
  at: number,
): [PhrasingContent[], PhrasingContent[]] {
  const before: PhrasingContent[] = [];
  const after: PhrasingContent[] = [];
  let left = at;
  for (const node of nodes) {
    const { length } = wordsOfPhrasing([node]);
    if (left <= 0) after.push(node);
    else if (length <= left) before.push(node);
    else {
      const [head, tail] = cutNode(node, left);
      before.push(head);
      after.push(tail);
    }
    left -= length;
  }
  return [before, after];
}

function cutNode(node: PhrasingContent, at: number): [PhrasingContent, PhrasingContent] {
  if ('children' in node) {
    const [before, after] = cutPhrasing(node.children, at);
    return [
      { ...node, children: before } as PhrasingContent,
      { ...node, children: after } as PhrasingContent,
    ];
  }
  if (!('value' in node)) return [node, { type: 'text', value: '' }];
  return [
    { ...node, value: node.value.slice(0, at) } as PhrasingContent,
    { ...node, value: node.value.slice(at) } as PhrasingContent,
  ];
}

/** Without blanks, breaks and empty nodes at its ends. */
export function trimPhrasing(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return trimEnd(trimStart(nodes));
}

function trimStart(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const [first, ...rest] = nodes;
  if (first === undefined) return [];
  const trimmed = trimmedNode(first, trimStart, (text) => text.trimStart());
  return trimmed === undefined ? trimStart(rest) : [trimmed, ...rest];
}

function trimEnd(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const last = nodes.at(-1);
  if (last === undefined) return [];
  const trimmed = trimmedNode(last, trimEnd, (text) => text.trimEnd());
  return trimmed === undefined ? trimEnd(nodes.slice(0, -1)) : [...nodes.slice(0, -1), trimmed];
}

function trimmedNode(
  node: PhrasingContent,
  trim: (nodes: readonly PhrasingContent[]) => PhrasingContent[],
  trimText: (text: string) => string,
): PhrasingContent | undefined {
  if (node.type === 'break') return undefined;
  if (node.type === 'text') {
    const value = trimText(node.value);
    return value === '' ? undefined : { ...node, value };
  }
  if (!('children' in node)) return node;
  const children = trim(node.children);
  return children.length === 0 ? undefined : ({ ...node, children } as PhrasingContent);
}

/** Every link inside, in order. */
export function linksOfPhrasing(
  nodes: readonly PhrasingContent[],
): readonly { url: string; words: string }[] {
  return nodes.flatMap((node) => {
    if (node.type === 'link') return [{ url: node.url, words: wordsOfPhrasing(node.children) }];
    return 'children' in node ? linksOfPhrasing(node.children) : [];
  });
}

/** Links and bold taken off; what is slanted or code stays. */
export function plainPhrasing(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return nodes.flatMap((node): PhrasingContent[] => {
    if (node.type === 'link' || node.type === 'strong') return plainPhrasing(node.children);
    if (node.type === 'break') return [{ type: 'text', value: ' ' }];
    if (node.type === 'image') return [];
    return 'children' in node
      ? [{ ...node, children: plainPhrasing(node.children) } as PhrasingContent]
      : [node];
  });
}
