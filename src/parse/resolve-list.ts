// In: a list of an issue, its entries already resolved. Out: the list, or, where Markdown would change the numbers that were typed
// (`2003. The year …`, 3. followed by 5.), paragraphs that keep them.
import type { List, ListItem, PhrasingContent } from 'mdast';
import { endOf, startOf } from './place-finder.ts';
import { type ResolveScene, shorten, textAsTyped } from './text-as-typed.ts';

type Shown = List | ListItem['children'][number];

export function resolveList(list: List, scene: ResolveScene): Shown[] {
  const { children } = list;
  if (list.ordered !== true) return [list];
  const first = list.start ?? 1;
  const typed = children.map(
    (item) => /^\d+/u.exec(scene.text.slice(startOf(item), startOf(item) + 10))?.[0] ?? '',
  );
  const isCounted = typed.every(
    (number, index) => Number(number) === first + index && String(Number(number)) === number,
  );
  const isRepeated = typed.every((number) => number === String(first)) && first <= 1;
  if (first < LOWEST_SENTENCE_NUMBER && (isCounted || isRepeated)) return [list];
  if (first < LOWEST_SENTENCE_NUMBER) {
    scene.diagnostics.push({
      ruleId: 'markdown-lost',
      severity: 'warning',
      path: scene.path,
      place: scene.placeAt(startOf(list), startOf(list) + (typed[0] ?? '').length),
      reason: `Unexpected numbers ${shorten(typed.join(', '))} in a list, expected ${first}, ${first + 1}, ${first + 2} and so on`,
      actual: typed.join(', '),
      note: 'Markdown counts lists by itself and would change your numbers, so they are shown as plain text. Number the list without gaps, or write a backslash before each stop: 5\\.',
    });
  }
  return children.flatMap((item) => withNumber(item, scene));
}

/** As in check: lists begin with small numbers, sentences with years and counts. */
const LOWEST_SENTENCE_NUMBER = 100;

/** The entry's paragraphs, the first with its number in front, as typed. */
function withNumber(item: ListItem, scene: ResolveScene): ListItem['children'] {
  const start = startOf(item);
  const marker = /^\d+[.)][ \t]*/u.exec(scene.text.slice(start, endOf(item)))?.[0] ?? '';
  const number: PhrasingContent = textAsTyped(start, start + marker.length, scene);
  const [first, ...rest] = item.children;
  if (first?.type === 'paragraph') {
    const place = scene.placeAt(start, endOf(first));
    return [{ ...first, children: [number, ...first.children], position: place }, ...rest];
  }
  return [
    { type: 'paragraph', children: [number], position: scene.placeAt(start, start + marker.length) },
    ...item.children,
  ];
}
