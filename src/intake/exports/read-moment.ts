// A moment as some program wrote it (RFC 3339, RFC 5322, MySQL's, milliseconds) in, an instant out; undefined for what is none, such as
// the zeros that stand for "never".
import { type IsoInstant, instantOf, isoDate } from '../../model/calendar.ts';
import { dateNames } from '../../model/month-names.ts';

const EARLIEST = Date.UTC(1970, 0, 2);
const LATEST = Date.UTC(2200, 0, 1);
const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/iu;
/** `Thu, 28 Jan 2016 09:00:00 +0000`, and `Jan 28, 2016 09:00 am`. */
const DAY_FIRST =
  /^(?:[a-z]{3,9},? )?(\d{1,2}) ([a-z]{3,9})\.? (\d{4}|\d{2})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)? ?([+-]\d{4}|[A-Z]{1,4})?(?: ?\([^()]{0,40}\))?$/iu;
const MONTH_FIRST =
  /^(?:[a-z]{3,9},? )?([a-z]{3,9})\.? (\d{1,2}),? (\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))? ?(am|pm)?)?$/iu;

/**
 * @param timeZone IANA: of what says none.
 * @param dayZone Of a day without a time of day, which is noon there, so that it stays that day.
 */
export function readMoment(value: unknown, timeZone: string, dayZone = timeZone): IsoInstant | undefined {
  if (typeof value === 'number') return instant(value < 1e11 ? value * 1000 : value);
  if (typeof value !== 'string') return undefined;
  const text = value.slice(0, 100).replace(/\s+/gu, ' ').trim();
  if (/^\d{12,14}$/u.test(text)) return instant(Number(text));
  const iso = ISO.exec(text);
  if (iso !== null)
    return moment(
      iso.slice(1, 4).map(Number),
      iso.slice(4, 7),
      iso[7],
      iso[4] === undefined ? dayZone : timeZone,
    );
  const day = DAY_FIRST.exec(text);
  if (day !== null) {
    const month = monthOf(day[2]);
    return moment(
      [fullYear(day[3] ?? ''), month, Number(day[1])],
      day.slice(4, 7),
      day[7],
      day[4] === undefined ? dayZone : timeZone,
    );
  }
  const month = MONTH_FIRST.exec(text);
  if (month === null) return undefined;
  const [, name = '', date, year, hour, ...rest] = month;
  const hours = hour === undefined ? undefined : String(halfDay(Number(hour), month[7]));
  return moment(
    [Number(year), monthOf(name), Number(date)],
    [hours, ...rest.slice(0, 2)],
    undefined,
    hours === undefined ? dayZone : timeZone,
  );
}

function moment(
  [year = 0, month = 0, day = 0]: readonly number[],
  [hour = '12', minute = '0', second = '0']: readonly (string | undefined)[],
  zone: string | undefined,
  timeZone: string,
): IsoInstant | undefined {
  const date = isoDate(year, month, day);
  if (date === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const seconds = Math.min(59, Number(second));
  const clock = [Number(hour), Number(minute), seconds]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const offset = minutesOf(zone);
  if (offset === undefined) return instant(Date.parse(instantOf(date, clock, timeZone)));
  return instant(Date.parse(`${date}T${clock}Z`) - offset * 60_000);
}

/** 0 for none. */
function monthOf(name = ''): number {
  return dateNames('en').months.get(name.toLowerCase()) ?? 0;
}

/** Minutes before UTC; undefined where it says nothing that is known. RFC 5322 §4.3: names other than these are unknown. */
function minutesOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  const known = ZONES[zone.toUpperCase()];
  if (known !== undefined) return known * 60;
  if (!/^[+-]/u.test(zone)) return 0;
  const digits = zone.replace(/[^\d]/gu, '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return zone.startsWith('-') ? -minutes : minutes;
}

const ZONES: Readonly<Record<string, number>> = {
  Z: 0,
  UT: 0,
  UTC: 0,
  GMT: 0,
  EDT: -4,
  EST: -5,
  CDT: -5,
  CST: -6,
  MDT: -6,
  MST: -7,
  PDT: -7,
  PST: -8,
};

/** RFC 5322 §4.3. */
function fullYear(year: string): number {
  if (year.length !== 2) return Number(year);
  return Number(year) + (Number(year) < 50 ? 2000 : 1900);
}

function halfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

function instant(milliseconds: number): IsoInstant | undefined {
  if (!(milliseconds >= EARLIEST && milliseconds < LATEST)) return undefined;
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
