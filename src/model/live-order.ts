// The entries of a live section, in the order in which they were written or in that of time. Apart, because page, mail, feed and the
// command that adds an entry must all mean the same by "newest first".
import { fingerprint } from './digest-of-text.ts';
import type { Entry, LiveEntry } from './entry.ts';

export const LIVE_ORDERS = ['newest-first', 'newest-last'] as const;
export type LiveOrder = (typeof LIVE_ORDERS)[number];

/** Without an order they stay as they were written; so do those of one moment, and one without a time beside its neighbour. */
export function inLiveOrder<T extends Entry>(
  entries: readonly T[],
  order: LiveOrder | undefined,
): readonly T[] {
  if (order === undefined) return entries;
  const rising = runsBackwards(entries) ? entries.toReversed() : entries;
  const moments = momentsOf(rising);
  const sorted = rising
    .map((entry, index) => ({ entry, index, moment: moments[index] ?? '' }))
    .sort((a, b) => (a.moment < b.moment ? -1 : a.moment > b.moment ? 1 : a.index - b.index))
    .map(({ entry }) => entry);
  return order === 'newest-first' ? sorted.reverse() : sorted;
}

/** True where the newest is written first. */
export function runsBackwards(entries: readonly Entry[]): boolean {
  const known = momentsOf(entries).filter((moment) => moment !== '');
  const first = known[0] ?? '';
  const last = known.at(-1) ?? '';
  return last < first;
}

/** An issue has at most a few live sections; most have none. */
export function hasLiveSection(issue: { readonly sections: readonly { readonly kind: string }[] }): boolean {
  return issue.sections.some(({ kind }) => kind === 'live');
}

/** `2014-06-30 20:36`, on the page's own clock: texts that compare as the moments do. */
export function momentOfEntry({ localDate, localTime }: Pick<LiveEntry, 'localDate' | 'localTime'>): string {
  return localDate === undefined ? '' : `${localDate} ${localTime ?? ''}`.trimEnd();
}

/** Of a day alone: that of the entry above it on the same day; of no day at all: that of the entry above. */
function momentsOf(entries: readonly Entry[]): readonly string[] {
  let above = '';
  return entries.map((entry) => {
    const own = entry.kind === 'live' ? momentOfEntry(entry) : '';
    if (own === '' || above.startsWith(own)) return above;
    above = own;
    return own;
  });
}

/** Changes with what the editor wrote of the entry: by it an open page knows that it shows an older form. */
export function hashOfEntry(entry: Entry, text: string): string {
  const { start, end } = entry.position;
  return fingerprint(text.slice(start.offset, end.offset));
}
