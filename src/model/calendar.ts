// Dates and instants as the whole program writes them: ISO 8601 strings. Which day or hour it is *now* is never asked
// here: the caller hands it in.
import { Temporal } from 'temporal-polyfill';

/** A calendar day, `YYYY-MM-DD` (ISO 8601). No time, no zone. */
export type IsoDate = string;

/** A moment, `YYYY-MM-DDTHH:MM:SS[.mmm]Z` (RFC 3339, always UTC). */
export type IsoInstant = string;

/** A zone's name in the IANA database, `Europe/London`. */
export type TimeZone = string;

/** The date, or undefined when there is no such day (31 November) or the text is not `YYYY-MM-DD`. */
export function readIsoDate(text: string): IsoDate | undefined {
  return /^\d{4}-\d{2}-\d{2}$/u.test(text)
    ? isoDate(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)))
    : undefined;
}

/** The date of a year, a month (1–12) and a day (1–31), or undefined when there is no such day. */
export function isoDate(year: number, month: number, day: number): IsoDate | undefined {
  // Not with Temporal: a rule asks this of every date there might be in an issue, and an exception costs most.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isThatDay =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isThatDay ? dayOf(date) : undefined;
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return dayOf(new Date(Date.parse(date) + days * DAY_MS));
}

/** Whole days from `from` to `to`; negative when `to` is the earlier one. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

const DAY_MS = 86_400_000;

function dayOf(date: Date): IsoDate {
  return date.toISOString().slice(0, -'T00:00:00.000Z'.length);
}

/** The weekday of a date, 1 Monday to 7 Sunday (ISO 8601). */
export function weekdayOf(date: IsoDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/**
 * The moment at which the clocks of `timeZone` show `time` (`HH:MM` or `HH:MM:SS`) on `date`. A time that a change to
 * summer time skips is moved forward, one that occurs twice is the first of the two (RFC 5545 §3.3.5).
 */
export function instantOf(date: IsoDate, time: string, timeZone: TimeZone): IsoInstant {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`);
  return local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).toInstant().toString();
}

/** The day and the time of day (`HH:MM`) that the clocks of `timeZone` show at `instant`. */
export function localTimeOf(instant: IsoInstant, timeZone: TimeZone): { date: IsoDate; time: string } {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return {
    date: zoned.toPlainDate().toString(),
    time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }),
  };
}

/** True when the IANA database of this machine knows the zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** "28 January 2016" in the given language (BCP 47); British order in English. */
export function formatDate(date: IsoDate, language: string): string {
  return format(date, language, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** "January 2016" in the given language; `month` is `YYYY-MM`. */
export function formatMonth(month: string, language: string): string {
  return format(`${month}-01`, language, { month: 'long', year: 'numeric' });
}

/** "January", without the year; `month` is `YYYY-MM`. */
export function formatMonthName(month: string, language: string): string {
  return format(`${month}-01`, language, { month: 'long' });
}

/** "28 January", without the year. */
export function formatDay(date: IsoDate, language: string): string {
  return format(date, language, { day: 'numeric', month: 'long' });
}

function format(date: IsoDate, language: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${language} ${options.day} ${options.month} ${options.year} ${date}`;
  const known = formatted.get(key);
  if (known !== undefined) return known;
  const locale = language === 'en' ? 'en-GB' : language;
  const made = formatterOf(locale, options).format(new Date(`${date}T00:00:00Z`));
  if (formatted.size >= MOST_FORMATTED) formatted.clear();
  formatted.set(key, made);
  return made;
}

/** An archive names each of its days on many pages. */
const formatted = new Map<string, string>();
const MOST_FORMATTED = 10_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Kept, for making one takes a hundred times as long as using it, and an archive has thousands of dates. */
function formatterOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${options.day} ${options.month} ${options.year}`;
  const kept = formatters.get(key);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat(locale, {
    ...options,
    calendar: 'gregory',
    numberingSystem: 'latn',
    timeZone: 'UTC',
  });
  formatters.set(key, made);
  return made;
}
