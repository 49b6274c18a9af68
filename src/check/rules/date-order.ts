// Some newsletters promise the newest report first. Whoever reads only the top of a section then misses nothing that is new. Only
// a newsletter that promises it (`itemOrder: newest-first` in newsletter.yaml) is held to it.
import { formatDate, type IsoDate } from '../../model/calendar.ts';
import type { Entry, Item } from '../../model/entry.ts';
import { outOfOrder } from '../dates/out-of-order.ts';
import type { Finding, IssueRule } from '../rule.ts';

export const dateOrder: IssueRule = {
  id: 'date-order',
  severity: 'warning',
  stage: 'issue',
  description:
    'Where newsletter.yaml says `itemOrder: newest-first`, the items of a section stand with the newest first.',
  check: (issue, { newsletter }) =>
    newsletter.itemOrder === 'newest-first'
      ? issue.sections.flatMap(({ entries }) => misplaced(entries.flatMap(datedItem), issue.language))
      : [],
};

interface DatedItem {
  readonly item: Item;
  readonly date: IsoDate;
}

/** By its first report: that is the one for which the item was taken in. */
function datedItem(entry: Entry): readonly DatedItem[] {
  const date = entry.kind === 'item' ? entry.reports[0]?.date : undefined;
  return entry.kind !== 'item' || date === undefined ? [] : [{ item: entry, date }];
}

function misplaced(items: readonly DatedItem[], language: string): readonly Finding[] {
  const wrong = outOfOrder(
    items.map(({ date }) => date),
    'falling',
  );
  const kept = items.map((one, index) => ({ ...one, index })).filter(({ index }) => !wrong.includes(index));
  return wrong.flatMap((index) => {
    const moved = items[index];
    if (moved === undefined) return [];
    const { item, date } = moved;
    const above = kept.find((other) => other.index < index && other.date < date);
    const below = kept.findLast((other) => other.index > index && other.date > date);
    const target = above ?? below;
    if (target === undefined) return [];
    const side = above === undefined ? 'above' : 'below';
    return [
      {
        reason: `Unexpected item of ${formatDate(date, language)} ${side} one of ${formatDate(target.date, language)}, expected the newest first`,
        place: item.headlinePosition,
        actual: item.headline,
        note: `newsletter.yaml promises the newest first. Move this item ${above === undefined ? 'below' : 'above'} "${target.item.headline}", or correct a date.`,
      },
    ];
  });
}
