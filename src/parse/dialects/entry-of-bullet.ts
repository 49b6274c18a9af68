// In: an entry of a list. Out: the story that it is: `* [Title](url) – words`. One whose link stands inside a sentence, or that has none,
// is a line of a listing, which is shown whole.
import type { List, ListItem, RootContent } from 'mdast';
import type { Dialect } from '../../model/dialect.ts';
import { linksOf, type SourceText } from '../cut-phrasing.ts';
import type { OutlineEntry } from '../outline-issue.ts';
import { endOf, startOf } from '../place-finder.ts';
import { entryOfBold } from './entry-of-bold.ts';
import { linkIn } from './headings.ts';
import { openWithLink } from './open-with-link.ts';

export function entryOfBullet(item: ListItem, dialect: Dialect, source: SourceText): OutlineEntry[] {
  const [first, ...others] = item.children;
  if (first === undefined) return [];
  const nodes: RootContent[] = others;
  if (first.type === 'paragraph') {
    const bold = dialect === 'bold-lead' ? entryOfBold(first, source) : undefined;
    if (bold !== undefined) return [{ ...bold, nodes: [...bold.nodes, ...nodes] }];
    const opening = openWithLink(first, source);
    if (opening !== undefined) {
      const { heading, label, rest } = opening;
      return [
        {
          heading,
          nodes: [...(rest === undefined ? [] : [rest]), ...nodes],
          ...(label === undefined ? {} : { foreign: { label } }),
        },
      ];
    }
  }
  // The listing reads its own words; the heading only says where it begins.
  const position = source.placeAt(startOf(item), endOf(item));
  return [
    { heading: { type: 'heading', depth: 3, children: [], position }, nodes: [], foreign: { listing: item } },
  ];
}

/** Neither pictures nor a table of contents; outside `bullets` only where every entry begins as a story does. */
export function isListOfEntries(list: List, dialect: Dialect): boolean {
  const firsts = list.children.map(({ children }) =>
    children[0]?.type === 'paragraph' ? children[0].children : [],
  );
  if (firsts.some(([first]) => first?.type === 'image')) return false;
  const links = firsts.flatMap(linksOf);
  if (links.length > 0 && links.every(({ url }) => url.startsWith('#'))) return false;
  if (dialect === 'bullets') return true;
  return firsts.every(([first]) => {
    if (first === undefined) return false;
    return linkIn(first) !== undefined || (dialect === 'bold-lead' && first.type === 'strong');
  });
}
