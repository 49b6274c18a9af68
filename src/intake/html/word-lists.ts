// Word's lists, which are no lists in its HTML.
import type { Element } from 'hast';
import type { List, ListItem, RootContent } from 'mdast';
import { styleOf, textOf } from './looks-of.ts';

/** Word's lists are paragraphs with a bullet typed in front. */
export function isWordBullet(element: Element): boolean {
  return (
    element.tagName === 'p' &&
    (/\bMsoListParagraph/u.test(textOf(element, 'className')) || /mso-list:l\d/u.test(styleOf(element)))
  );
}

/** To the list at the end, or to a new one. */
export function addBullet(out: RootContent[], item: ListItem): void {
  if (item.children.length === 0) return;
  const last = out.at(-1);
  if (last?.type === 'list') last.children.push(item);
  else out.push({ type: 'list', ordered: false, spread: false, children: [item] } satisfies List);
}
