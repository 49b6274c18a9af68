// An issue's tree goes in, every node of one type comes out, in the order of the text. Stands apart because most rules ask
// for links or for words, wherever they are.
import type { Nodes } from 'mdast';

export type NodeOfType<Type extends Nodes['type']> = Extract<Nodes, { type: Type }>;

/** Every node of that type at or below `root`. */
export function nodesOf<Type extends Nodes['type']>(root: Nodes, type: Type): readonly NodeOfType<Type>[] {
  const found: NodeOfType<Type>[] = [];
  // A list of what is still to be looked at instead of recursion: nesting is the editor's to choose.
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isOfType(node, type)) found.push(node);
    if ('children' in node) waiting.push(...node.children.toReversed());
  }
  return found;
}

function isOfType<Type extends Nodes['type']>(node: Nodes, type: Type): node is NodeOfType<Type> {
  return node.type === type;
}
