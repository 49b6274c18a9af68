// A live page runs one way: newest first or newest last. An entry in between has its day or its hour wrong, most often
// because it was written after midnight and belongs to the next day.
import { formatDay, type IsoDate } from '../../model/calendar.ts';
import type { Entry, LiveEntry } from '../../model/entry.ts';
import { outOfOrder } from '../dates/out-of-order.ts';
import type { Finding, IssueRule } from '../rule.ts';

export const liveOrder: IssueRule = {
  id: 'live-order',
  severity: 'warning',
  stage: 'issue',
  description: 'The entries of a live section stand with the newest first, or with the newest last.',
  check: (issue) =>
    issue.sections
      .filter(({ kind }) => kind === 'live')
      .flatMap(({ entries }) => misplaced(entries.flatMap(timed), issue.language)),
};

interface Timed {
  readonly entry: LiveEntry;
  readonly date: IsoDate;
  /** `HH:MM`. */
  readonly time?: string;
}

function timed(entry: Entry): readonly Timed[] {
  if (entry.kind !== 'live' || entry.localDate === undefined) return [];
  const { localDate: date, localTime: time } = entry;
  return [{ entry, date, ...(time !== undefined && { time }) }];
}

function misplaced(entries: readonly Timed[], language: string): readonly Finding[] {
  const keys = keysOf(entries);
  const rising = outOfOrder(keys, 'rising');
  const falling = outOfOrder(keys, 'falling');
  const isRising = rising.length <= falling.length;
  const order = isRising ? 'the newest last' : 'the newest first';
  return (isRising ? rising : falling).flatMap((index) => {
    const one = entries[index];
    if (one === undefined) return [];
    const { entry, time } = one;
    const written = entry.atAsWritten ?? entry.headline;
    const isDayTaken = !/\p{L}{3}|[/-]|\.\d+\./u.test(written);
    const day = formatDay(one.date, language);
    return [
      {
        reason: `Unexpected entry of ${day}${time === undefined ? '' : `, ${time}`} here, expected ${order} like the others`,
        place: entry.headlinePosition,
        actual: written,
        note: isDayTaken
          ? `No day is written, so that of the entry above was taken, ${day}. If it is of another, write it before the time; or else move the entry.`
          : 'Correct its day or its time, or move the entry to its place.',
      },
    ];
  });
}

/** A day alone stands wherever its neighbours of that day do: it takes the time of the one above, or below. */
function keysOf(entries: readonly Timed[]): readonly string[] {
  const filled: { date: IsoDate; time?: string }[] = entries.map(({ date, time }) => ({
    date,
    ...(time !== undefined && { time }),
  }));
  const fill = (from: number, beside: number) => {
    const [one, other] = [filled[from], filled[beside]];
    if (
      one?.time === undefined &&
      one?.date === other?.date &&
      other?.time !== undefined &&
      one !== undefined
    )
      one.time = other.time;
  };
  for (let index = 1; index < filled.length; index += 1) fill(index, index - 1);
  for (let index = filled.length - 2; index >= 0; index -= 1) fill(index, index + 1);
  return filled.map(({ date, time = '00:00' }) => `${date} ${time}`);
}
