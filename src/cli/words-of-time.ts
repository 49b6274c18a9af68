// Moments and spans as people say them: "1 December 2026, 08:00 in Europe/London", "2 hours 5 min". For reports; whatever is read again
// is written as an instant.
import { formatDate, type IsoInstant, localTimeOf, type TimeZone, weekdayOf } from '../model/calendar.ts';
import { offsetAt } from '../model/local-moment.ts';

const SECOND_MS = 1000;
const UNITS = [
  { ms: 86_400 * SECOND_MS, one: 'day', many: 'days' },
  { ms: 3600 * SECOND_MS, one: 'hour', many: 'hours' },
  { ms: 60 * SECOND_MS, one: 'min', many: 'min' },
  { ms: SECOND_MS, one: 's', many: 's' },
] as const;

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** "3 days 4 hours", "5 min", "42 s": the two greatest units, cut off; "0 s" for less than a second. */
export function spanWords(ms: number): string {
  const first = UNITS.findIndex((unit) => ms >= unit.ms);
  if (first < 0) return '0 s';
  let rest = ms;
  const parts = UNITS.slice(first, first + 2).map((unit) => {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    return count === 0 ? '' : `${count} ${count === 1 ? unit.one : unit.many}`;
  });
  return parts.filter((part) => part !== '').join(' ');
}

/** "Tuesday 1 December 2026, 08:00 (Europe/London, UTC+00:00)". */
export function momentWords(instant: IsoInstant, timeZone: TimeZone): string {
  const { date, time } = localTimeOf(instant, timeZone);
  const weekday = WEEKDAYS[weekdayOf(date) - 1] ?? '';
  return `${weekday} ${formatDate(date, 'en')}, ${time} (${timeZone}, UTC${offsetAt(instant, timeZone)})`;
}

/** "2026-12-01 08:00", on the newsletter's clock, for tables. */
export function shortMoment(instant: IsoInstant, timeZone: TimeZone): string {
  const { date, time } = localTimeOf(instant, timeZone);
  return `${date} ${time}`;
}

/** "2026-12-01 08:00" in UTC, for tables of what has no newsletter's clock. */
export function utcMinute(instant: IsoInstant): string {
  return instant.slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ');
}

/** "2026-12-01T08:00:00Z": what is shown of an instant has no milliseconds where they are nought. */
export function utcWords(instant: IsoInstant): string {
  return instant.replace(/\.000Z$/u, 'Z');
}
