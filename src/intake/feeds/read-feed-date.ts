// A date as feeds write it goes in, the moment or the day that it means comes out. RFC 822 and 3339 with all that is done to them: years of
// two figures, zones by name, seconds left out, months in the feed's own language, blanks for the T.
import { type IsoDate, type IsoInstant, isoDate, localTimeOf, type TimeZone } from '../../model/calendar.ts';
import { dateNames } from '../../model/month-names.ts';

export interface FeedDate {
  /** In the newsletter's zone; where no time of day is given, the day as written. */
  readonly date: IsoDate;
  readonly at?: IsoInstant;
}

export interface FeedDateOptions {
  readonly timeZone: TimeZone;
  /** Of the feed: its names of months are known beside the English ones. */
  readonly language?: string;
  readonly now: IsoInstant;
}

/** RFC 822 §5.1 and the summer times of Europe, in minutes. Others mean several places (IST, BST in Asia) or nothing sure. */
const ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  bst: 60,
  wet: 0,
  west: 60,
  cet: 60,
  cest: 120,
  met: 60,
  mest: 120,
  eet: 120,
  eest: 180,
  msk: 180,
};

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** A clock that is fast, and a zone that was left out. */
const MOST_AHEAD_MS = 2 * DAY_MS;
/** Older than the web: a counter that was at nought. */
const FIRST_YEAR = 1990;
const LONGEST = 80;

const ISO =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T\s]{1,3}(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s?(\S{1,9})?)?$/iu;
const DAY_FIRST =
  /^(?:[\p{L}\p{M}.]{1,20},?\s)?(\d{1,2})[.\s-]{1,2}([\p{L}\p{M}.]{2,20})[\s-](\d{4}|\d{2})(?:,?\s(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?([ap]\.?m\.?(?=\s|$))?\s?(\S{1,9})?)?(?:\s\(.{0,40}\))?$/iu;
const MONTH_FIRST =
  /^(?:[\p{L}\p{M}.]{1,20},?\s)?([\p{L}\p{M}.]{2,20})\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})(?:,?\s(?:at\s)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s?([ap]\.?m\.?(?=\s|$))?\s?(\S{1,9})?)?$/iu;
/** `Tue Mar 5 10:00:00 2024`, with the zone before the year perhaps. */
const OF_C =
  /^[\p{L}.]{2,20}\s([\p{L}.]{2,20})\s{1,2}(\d{1,2})\s(\d{1,2}):(\d{2})(?::(\d{2}))?\s(?:(\S{1,9})\s)?(\d{4})$/iu;

/** Undefined for what is no date, or cannot be: 31 February, a day to come, the year 1970. */
export function readFeedDate(written: string, options: FeedDateOptions): FeedDate | undefined {
  const text = written.replace(/\s+/gu, ' ').trim();
  if (text === '' || text.length > LONGEST) return undefined;
  const found = /^\d{9,13}$/u.test(text) ? ofCounter(text) : ofParts(partsOf(text, options.language));
  if (found === undefined) return undefined;
  const date = found.atMs === undefined ? found.date : localTimeOf(iso(found.atMs), options.timeZone).date;
  const isAhead = (found.atMs ?? Date.parse(date)) > Date.parse(options.now) + MOST_AHEAD_MS;
  if (isAhead || Number(date.slice(0, 4)) < FIRST_YEAR) return undefined;
  return { date, ...(found.atMs !== undefined && { at: iso(found.atMs) }) };
}

interface Parts {
  readonly year: string | undefined;
  readonly month: number | undefined;
  readonly day: string | undefined;
  readonly hour?: string | undefined;
  readonly minute?: string | undefined;
  readonly second?: string | undefined;
  readonly half?: string | undefined;
  readonly zone?: string | undefined;
}

function partsOf(text: string, language = 'en'): Parts | undefined {
  const monthOf = (name = ''): number | undefined =>
    dateNames(language).months.get(name.toLowerCase().replace(/\.$/u, ''));
  const isoForm = ISO.exec(text);
  if (isoForm !== null) {
    const [, year, month, day, hour, minute, second, zone] = isoForm;
    return { year, month: Number(month), day, hour, minute, second, zone };
  }
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) {
    const [, day, month, year, hour, minute, second, half, zone] = dayFirst;
    return { year, month: monthOf(month), day, hour, minute, second, half, zone };
  }
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst !== null) {
    const [, month, day, year, hour, minute, second, half, zone] = monthFirst;
    return { year, month: monthOf(month), day, hour, minute, second, half, zone };
  }
  const [, month, day, hour, minute, second, zone, year] = OF_C.exec(text) ?? [];
  return year === undefined ? undefined : { year, month: monthOf(month), day, hour, minute, second, zone };
}

interface Moment {
  readonly date: IsoDate;
  readonly atMs?: number;
}

function ofParts(parts: Parts | undefined): Moment | undefined {
  if (parts?.month === undefined) return undefined;
  const { year = '', month, day, hour, minute, second = '0', half, zone } = parts;
  const date = isoDate(fullYear(year), month, Number(day));
  if (date === undefined) return undefined;
  if (hour === undefined) return { date };
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/^p/iu.test(half) ? 12 : 0);
  // RFC 5322 §3.3 allows a leap second; 24:00 is the end of the day (ISO 8601).
  if (hours > 24 || Number(minute) > 59 || Number(second) > 60) return { date };
  const offset = offsetOf(zone);
  // A zone that nobody knows: half a day out at worst, so the day is taken as written.
  if (offset === undefined) return { date };
  const local = Date.parse(date) + ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  return { date, atMs: local - offset * MINUTE_MS };
}

/** RFC 2822 §4.3. */
function fullYear(year: string): number {
  if (year.length !== 2) return Number(year);
  return Number(year) < 50 ? 2000 + Number(year) : 1900 + Number(year);
}

/** Minutes east of Greenwich; where none is given, Greenwich itself. */
function offsetOf(zone = 'z'): number | undefined {
  const [, sign, hours, minutes = '0'] = /^(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?$/iu.exec(zone) ?? [];
  if (sign === undefined) return ZONES[zone.toLowerCase()];
  const offset = Number(hours) * 60 + Number(minutes);
  return offset > 15 * 60 ? undefined : sign === '-' ? -offset : offset;
}

/** Seconds or milliseconds since 1970. */
function ofCounter(figures: string): Moment | undefined {
  const atMs = figures.length > 10 ? Number(figures) : Number(figures) * 1000;
  return { date: iso(atMs).slice(0, 10), atMs };
}

function iso(ms: number): IsoInstant {
  return new Date(ms).toISOString();
}
