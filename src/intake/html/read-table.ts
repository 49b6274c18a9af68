// In: a table. Out: blocks. Mail programs lay pages out with tables, which are taken apart; what really is a table becomes a list with a
// line for each row, for the format has none.
import type { Element } from 'hast';
import type { List, ListItem, PhrasingContent, RootContent } from 'mdast';
import { styleOf, textOf } from './looks-of.ts';
import { type Marks, phrasingOf } from './runs.ts';
import { elementsIn, type Walk, wordsOf } from './walk.ts';

/** What makes a cell a part of a page and no figure or name. */
const BLOCKS = new Set(
  'table div p h1 h2 h3 h4 h5 h6 ul ol blockquote img iframe hr pre section article'.split(' '),
);
/** A cell of a table that is read as one is shorter. */
const MAX_CELL = 160;

export function readTable(table: Element, marks: Marks, walk: Walk): RootContent[] {
  const rows = rowsOf(table);
  const captions = table.children.filter((child) => child.type === 'element' && child.tagName === 'caption');
  const caption = captions.flatMap((child) => walk.blocksOf([child], marks));
  if (isLayout(table, rows))
    return [...caption, ...rows.flat().flatMap((cell) => walk.blocksOf(cell.children, marks))];
  walk.notes.add('changed', 'A table became a list with a line for each of its rows.', wordsOf(table));
  return [...caption, listOf(rows, marks, walk)];
}

function isLayout(table: Element, rows: readonly (readonly Element[])[]): boolean {
  const cells = rows.flat();
  if (/^(?:presentation|none)$/iu.test(textOf(table, 'role')) || cells.length < 2) return true;
  if (cells.some((cell) => elementsIn(cell.children).some(({ tagName }) => BLOCKS.has(tagName)))) {
    // A heading over its columns is never there for looks alone.
    return (
      !cells.some(({ tagName, children }) => tagName === 'th' && children.length > 0) || cells.some(isLong)
    );
  }
  if (rows.every((row) => row.length < 2) || rows.length < 2) return true;
  if (cells.some(({ tagName }) => tagName === 'th')) return false;
  return cells.some(isLong) || /(?:^|;)display:(?:block|inline)/u.test(styleOf(table));
}

function isLong(cell: Element): boolean {
  return wordsOf(cell).length > MAX_CELL;
}

/** `Port: Basra; Ships: 12` where the columns have names, else `Basra, 12`. */
function listOf(rows: readonly (readonly Element[])[], marks: Marks, walk: Walk): List {
  const [first = []] = rows;
  const hasHead = rows.length > 1 && first.length > 1 && first.every(({ tagName }) => tagName === 'th');
  const heads = hasHead ? first.map((cell) => wordsOf(cell).replace(/:$/u, '')) : [];
  const items = (hasHead ? rows.slice(1) : rows).flatMap((row): ListItem[] => {
    const parts = row.flatMap((cell, column): PhrasingContent[][] => {
      const words = phrasingOf(walk.runsOf(cell.children, marks));
      if (words.length === 0) return [];
      const head = heads[column] ?? '';
      return [head === '' ? words : [{ type: 'text', value: `${head}: ` }, ...words]];
    });
    if (parts.length === 0) return [];
    const between = hasHead ? '; ' : ', ';
    const children = parts.flatMap((part, index): PhrasingContent[] =>
      index === 0 ? part : [{ type: 'text', value: between }, ...part],
    );
    return [{ type: 'listItem', spread: false, children: [{ type: 'paragraph', children }] }];
  });
  return { type: 'list', ordered: false, spread: false, children: items };
}

/** Cells by row, those of tables inside left out. */
function rowsOf(table: Element): readonly (readonly Element[])[] {
  return table.children.flatMap((child): (readonly Element[])[] => {
    if (child.type !== 'element') return [];
    if (child.tagName === 'tr') return [cellsOf(child)];
    return /^t(?:head|body|foot)$/u.test(child.tagName) ? [...rowsOf(child)] : [];
  });
}

function cellsOf(row: Element): readonly Element[] {
  return row.children.filter(
    (child): child is Element => child.type === 'element' && /^t[dh]$/u.test(child.tagName),
  );
}
