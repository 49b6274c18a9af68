// A node of Markdown's tree → its Markdown, in the house's signs. Marks of the house's own (`[Update, …]`, `[Credit: …]`) stand in the
// tree as typed nodes, which get no backslashes.
import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';

/** Which signs a list begins with; the other ones where a list follows a list, or the two would be one. */
export type ListSigns = 'usual' | 'other';

const OPTIONS: Options = {
  emphasis: '*',
  strong: '*',
  fences: true,
  rule: '*',
  listItemIndent: 'one',
  handlers: { typed: ({ value }: { value: string }) => value } as Options['handlers'] & object,
};

/** Without blank lines around it. */
export function markdownOfNode(node: Nodes, signs: ListSigns = 'usual'): string {
  const bullets: Options =
    signs === 'usual' ? { bullet: '-', bulletOrdered: '.' } : { bullet: '*', bulletOrdered: ')', rule: '_' };
  const written = toMarkdown(withOwnLineEnds(node), { ...OPTIONS, ...bullets });
  let end = written.length;
  while (written[end - 1] === '\n') end -= 1;
  return written.slice(0, end);
}

/** Line ends of other systems are none to the library. */
function withOwnLineEnds<Node extends Nodes>(node: Node): Node {
  if ('children' in node) return { ...node, children: node.children.map(withOwnLineEnds) };
  return 'value' in node ? { ...node, value: node.value.replace(/\r\n?/gu, '\n') } : node;
}

export function markdownOfPhrasing(children: readonly PhrasingContent[]): string {
  return markdownOfNode({ type: 'paragraph', children: [...children] });
}

/** For the words of a heading, which are one line; `isLinked`: they will stand in the brackets of a link. */
export function markdownOfWords(children: readonly PhrasingContent[], isLinked: boolean): string {
  const line = children.map(onOneLine);
  if (!isLinked) return markdownOfNode({ type: 'heading', depth: 1, children: line }).replace(/^# ?/u, '');
  const link = markdownOfPhrasing([{ type: 'link', url: '#', children: line } as PhrasingContent]);
  return link.slice('['.length, -'](#)'.length);
}

function onOneLine(node: PhrasingContent): PhrasingContent {
  if (node.type === 'break') return text(' ');
  if (node.type === 'text')
    return {
      ...node,
      value: node.value
        .split(/[\r\n]/u)
        .map((line, nth) => (nth === 0 ? line : line.trimStart()))
        .join(' '),
    };
  return 'children' in node ? ({ ...node, children: node.children.map(onOneLine) } as PhrasingContent) : node;
}

/** Words that are Markdown already. */
export function typed(value: string): PhrasingContent {
  return { type: 'typed', value } as unknown as PhrasingContent;
}

export function text(value: string): PhrasingContent {
  return { type: 'text', value };
}

export function paragraph(children: readonly PhrasingContent[]): RootContent {
  return { type: 'paragraph', children: [...children] };
}
