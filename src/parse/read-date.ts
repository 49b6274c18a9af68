// In: a date as a person writes it. Out: its day, month and, where given, year; then, for an issue of a certain day, the
// date that is meant. `January 16th`, `16 January`, `1st June`, `Friday 8 October 2004`, `25 June, 2014`, `2014-06-25`, and in
// an issue in French `16 janvier`.
import { daysBetween, type IsoDate, isoDate } from '../model/calendar.ts';
import { dateNames } from '../model/month-names.ts';

export interface WrittenDate {
  readonly day: number;
  /** 1 to 12. */
  readonly month: number;
  /** Usually left out. */
  readonly year?: number;
}

const DAY = '\\d{1,2}(?:st|nd|rd|th|er|\\.)?';
/** "16 of January", "16 de enero de 2016". */
const OF = '(?:\\s+(?:of|de))?';
/** "10 במרץ": Hebrew writes "in" as part of the month. */
const IN = 'ב?';

interface DatePatterns {
  /** The source of a regular expression (flags `iu`), without groups. */
  readonly any: string;
  readonly dayFirst: RegExp;
  readonly monthFirst: RegExp;
}

const keptPatterns = new Map<string, DatePatterns>();

/** A date of any form in English or in `language`, as the source of a regular expression (flags `iu`). Without groups. */
export function datePattern(language: string): string {
  return patternsOf(language).any;
}

function patternsOf(language: string): DatePatterns {
  const kept = keptPatterns.get(language);
  if (kept !== undefined) return kept;
  const { months, weekdays } = dateNames(language);
  const month = `(?:${anyOf(months.keys())})\\.?`;
  const weekday = `(?:(?:${anyOf(weekdays)})\\.?,?\\s+)?`;
  const year = `(?:(?:,|\\s+de)?\\s+\\d{4})?`;
  const yearGroup = `(?:(?:,|\\s+de)?\\s+(\\d{4}))?`;
  const made = {
    any: `(?:${weekday}(?:${DAY}${OF}\\s+${IN}${month}${year}|${month}\\s+${DAY}${year})(?![\\p{L}\\p{N}_])|\\d{4}-\\d{2}-\\d{2}(?!\\d)|\\d{1,2}[/.]\\d{1,2}(?:[/.](?:\\d{4}|\\d{2}))?(?![\\d/]))`,
    dayFirst: new RegExp(
      `^${weekday}(\\d{1,2})(?:st|nd|rd|th|er|\\.)?${OF}\\s+${IN}(${month})${yearGroup}$`,
      'iu',
    ),
    monthFirst: new RegExp(`^${weekday}(${month})\\s+(\\d{1,2})(?:st|nd|rd|th)?${yearGroup}$`, 'iu'),
  };
  keptPatterns.set(language, made);
  return made;
}

/** The longest first, so that "september" is not taken for "sep". */
function anyOf(names: Iterable<string>): string {
  return [...names]
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[^\p{L}\p{M}\p{N}]+/gu, '\\s+'))
    .join('|');
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/u;
const FIGURES = /^(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?$/u;

/**
 * Undefined when `text` is not a date and nothing else. Figures alone are read when only one order makes sense: 6/30/2014 is
 * 30 June, while 2/7 could be two days and is left unread.
 * @param language Whose names of months are known beside the English ones.
 */
export function readDate(text: string, language = 'en'): WrittenDate | undefined {
  const written = text.trim().replace(/\s+/gu, ' ');
  if (written.length > 40) return undefined;
  const patterns = patternsOf(language);
  const { months } = dateNames(language);
  const monthOf = (name: string | undefined) =>
    months.get((name ?? '').toLowerCase().replace(/\.$/u, '')) ?? 0;
  const dayFirst = patterns.dayFirst.exec(written);
  if (dayFirst !== null) return dateOf(dayFirst[1], monthOf(dayFirst[2]), dayFirst[3]);
  const monthFirst = patterns.monthFirst.exec(written);
  if (monthFirst !== null) return dateOf(monthFirst[2], monthOf(monthFirst[1]), monthFirst[3]);
  const iso = ISO.exec(written);
  if (iso !== null) return dateOf(iso[3], Number(iso[2]), iso[1]);
  const figures = FIGURES.exec(written);
  if (figures === null) return undefined;
  const [first, second] = [Number(figures[1]), Number(figures[3])];
  const year = figures[4]?.padStart(4, '20');
  if (first === second || (first > 12 && second <= 12)) return dateOf(figures[1], second, year);
  return second > 12 && first <= 12 ? dateOf(figures[3], first, year) : undefined;
}

/** True for what was meant as a date, read or not: 2/7, 16 Januray. */
export function looksLikeDate(text: string): boolean {
  return readDate(text) !== undefined || (/\d/u.test(text) && text.trim().length <= 40);
}

/**
 * The day that is meant. Undefined when there is none (31 November). Where no year was written, `rule` says which it is:
 * `past` the latest that is not after `near` (reports); `nearest` the one closest to it (live entries, updates); `coming` the
 * first after it, unless the day passed in the last two months (events).
 */
export function settleDate(
  written: WrittenDate | undefined,
  near: IsoDate,
  rule: 'past' | 'nearest' | 'coming',
): IsoDate | undefined {
  if (written === undefined) return undefined;
  const { day, month, year } = written;
  if (year !== undefined) return isoDate(year, month, day);
  const thisYear = Number(near.slice(0, 4));
  // 29 February may be eight years away (1896, 1904).
  const reach = day === 29 && month === 2 ? 8 : 1;
  const dates: IsoDate[] = [];
  for (let candidate = thisYear - reach; candidate <= thisYear + reach; candidate += 1) {
    const date = isoDate(candidate, month, day);
    if (date !== undefined) dates.push(date);
  }
  if (rule === 'past') return dates.findLast((date) => date <= near);
  if (rule === 'coming') return dates.find((date) => daysBetween(date, near) <= RECENT_DAYS);
  const distances = dates.map((date) => Math.abs(daysBetween(date, near)));
  return dates[distances.lastIndexOf(Math.min(...distances))];
}

/** An event that passed so lately is a slip to be seen, not next year's event. */
const RECENT_DAYS = 60;

function dateOf(day: string | undefined, month: number, year: string | undefined): WrittenDate | undefined {
  const isDay = Number(day) >= 1 && Number(day) <= 31 && month >= 1 && month <= 12;
  if (!isDay) return undefined;
  return { day: Number(day), month, ...(year === undefined ? {} : { year: Number(year) }) };
}
