// Days go in, the periods that they fall into come out: days, weeks, months or quarters, so that a week and ten years both have as many as an
// eye can tell apart. All of it in UTC, as the counts are.
import { addDays, daysBetween, type IsoDate, weekdayOf } from '../../model/calendar.ts';

export type PeriodLength = 'day' | 'week' | 'month' | 'quarter';

/** As many days as are still drawn one by one, week by week, and so on. */
const MOST_DAYS = 45;
const MOST_DAYS_IN_WEEKS = 400;
const MOST_DAYS_IN_MONTHS = 1900;

export function periodLength(from: IsoDate, to: IsoDate): PeriodLength {
  const days = daysBetween(from, to);
  if (days <= MOST_DAYS) return 'day';
  if (days <= MOST_DAYS_IN_WEEKS) return 'week';
  return days <= MOST_DAYS_IN_MONTHS ? 'month' : 'quarter';
}

/** First day of the period that `day` is in; weeks begin on Monday (ISO 8601). */
export function periodOf(day: IsoDate, length: PeriodLength): IsoDate {
  if (length === 'day') return day;
  if (length === 'week') return addDays(day, 1 - weekdayOf(day));
  const month = Number(day.slice(5, 7));
  const first = length === 'month' ? month : month - ((month - 1) % 3);
  return `${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`;
}

/** First days of all periods from the one that holds `from` to the one that holds `to`. */
export function periodsBetween(from: IsoDate, to: IsoDate, length: PeriodLength): readonly IsoDate[] {
  const periods: IsoDate[] = [];
  for (let at = periodOf(from, length); at <= to; at = nextPeriod(at, length)) periods.push(at);
  return periods;
}

/** More than the longest period has, and less than two of them. */
const DAYS_TO_NEXT = { day: 1, week: 7, month: 31, quarter: 92 } as const;

function nextPeriod(first: IsoDate, length: PeriodLength): IsoDate {
  return periodOf(addDays(first, DAYS_TO_NEXT[length]), length);
}
