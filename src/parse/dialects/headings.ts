// What every dialect makes headlines of: inline nodes that become a heading of their own, and links wherever they are wrapped.
import type { Heading, Link, PhrasingContent } from 'mdast';
import type { SourceText } from '../cut-phrasing.ts';
import { endOf, startOf } from '../place-finder.ts';

/** A heading of these words, standing where they stand. */
export function headingOf(
  children: readonly PhrasingContent[],
  depth: Heading['depth'],
  source: SourceText,
): Heading {
  const [first, last] = [children[0], children.at(-1)];
  return {
    type: 'heading',
    depth,
    children: [...children],
    position: source.placeAt(startOf(first ?? {}), endOf(last ?? {})),
  };
}

/** The link that a node is, inside bold or italics too: `**[Title](url)**`. */
export function linkIn(node: PhrasingContent): Link | undefined {
  if (node.type === 'link') return node.children.some(({ type }) => type === 'image') ? undefined : node;
  if (node.type !== 'strong' && node.type !== 'emphasis') return undefined;
  const [only, ...more] = node.children.filter((child) => child.type !== 'text' || child.value.trim() !== '');
  return only === undefined || more.length > 0 ? undefined : linkIn(only);
}

/** Nothing but one link, and signs that are no words: `🎉 [Title](url)`. */
export function isOneLink(children: readonly PhrasingContent[]): boolean {
  const links = children.filter((child) => linkIn(child) !== undefined);
  return (
    links.length === 1 &&
    children.every(
      (child) => links.includes(child) || (child.type === 'text' && !/[\p{L}]/u.test(child.value)),
    )
  );
}
