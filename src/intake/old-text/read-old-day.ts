// A day as somebody typed it goes in, the day that is meant comes out, with a word on how sure that is. Stands apart from the reading of
// days, which takes only what can be read in one way: here two figures (3/5), years of two (’09) and slips are settled by what stands around them.
import { daysBetween, type IsoDate, isoDate } from '../../model/calendar.ts';
import { dateNames } from '../../model/month-names.ts';
import { nearestNames } from '../../model/nearest-names.ts';
import type { OldTextReading, WrittenDay } from './old-text.ts';

export interface OldDay {
  readonly day: WrittenDay;
  /** True where it was not written so that it can be read in one way only. */
  readonly isGuess: boolean;
}

/** How figures are meant on a page: as far as its other days tell. */
export type FigureOrder = 'day-first' | 'month-first' | undefined;

const FIGURES = /^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?$/u;
const ANY_FIGURES = /(?<![\d/.-])(\d{1,2})[/.](\d{1,2})(?:[/.](?:\d{4}|\d{2}))?(?![\d/])/gu;
const SHORT_YEAR = /((?<!\p{L})\p{L}{3,12}\.?,?(?:\s{1,3}\d{1,2}(?:st|nd|rd|th)?,?)?\s{1,3})['’]?(\d{2})$/u;
const SHORT_YEAR_MARKED = /\s['’](\d{2})$/u;
/** `October  22015`: the day and the year without a blank. */
const GLUED_YEAR = /(\p{L}\s+)(\d{1,2})((?:19|20)\d{2})$/u;
const WORD = /\p{L}{3,12}/gu;
/** A report is seldom older in its issue. */
const RECENT_DAYS = 75;

/** @param near Of the issue, where it is known. */
export function readOldDay(
  written: string,
  reading: OldTextReading,
  near: IsoDate | undefined,
  order: FigureOrder,
): OldDay | undefined {
  const words = written
    .replace(/\s+/gu, ' ')
    .replace(/^(?:dated|on|published)\s/iu, '')
    .replace(/[.,;]$/u, '')
    .trim()
    .replace(/^\((.*)\)$/u, '$1');
  if (words.length > 60) return undefined;
  const plain = reading.readDay(words);
  if (plain !== undefined) return { day: plain, isGuess: false };
  const mended = mend(words);
  const day = mended === words ? undefined : reading.readDay(mended);
  if (day !== undefined) return { day, isGuess: !SHORT_YEAR_MARKED.test(words) };
  const figures = FIGURES.exec(words);
  return figures === null ? undefined : settleFigures(figures, near, order);
}

export function figureOrderOf(text: string): FigureOrder {
  let dayFirst = 0;
  let monthFirst = 0;
  for (const [, first, second] of text.matchAll(ANY_FIGURES)) {
    if (Number(first) > 12 && Number(first) <= 31 && Number(second) <= 12) dayFirst += 1;
    if (Number(second) > 12 && Number(second) <= 31 && Number(first) <= 12) monthFirst += 1;
  }
  if (dayFirst > 0 && monthFirst > 0) return undefined;
  return dayFirst > 0 ? 'day-first' : monthFirst > 0 ? 'month-first' : undefined;
}

function mend(words: string): string {
  const { months, weekdays } = dateNames('en');
  const spelled = words.replace(WORD, (word) => {
    const lower = word.toLowerCase();
    if (months.has(lower) || weekdays.has(lower) || lower.length < 4) return word;
    return (
      nearestNames(
        lower,
        [...months.keys()].filter((name) => name.length > 3),
      )[0] ?? word
    );
  });
  return spelled.replace(GLUED_YEAR, '$1$2 $3').replace(SHORT_YEAR, (whole, before: string, year: string) =>
    // "September 12" is a day.
    SHORT_YEAR_MARKED.test(whole) || /\d/u.test(spelled.slice(0, spelled.length - year.length))
      ? `${before}20${year}`
      : whole,
  );
}

function settleFigures(
  figures: RegExpExecArray,
  near: IsoDate | undefined,
  order: FigureOrder,
): OldDay | undefined {
  const [first, second] = [Number(figures[1]), Number(figures[2])];
  const year = figures[3] === undefined ? undefined : Number(figures[3].padStart(4, '20'));
  const candidates: readonly WrittenDay[] = [
    { day: first, month: second, ...(year === undefined ? {} : { year }) },
    { day: second, month: first, ...(year === undefined ? {} : { year }) },
  ].filter(({ day, month }) => isoDate(year ?? 2004, month, day) !== undefined);
  const recent = near === undefined ? [] : candidates.filter((day) => isRecent(day, near));
  const [only] = recent.length === 1 ? recent : candidates.length === 1 ? candidates : [];
  if (only !== undefined) return { day: only, isGuess: true };
  const [dayFirst, monthFirst] = candidates;
  const meant = order === 'day-first' ? dayFirst : order === 'month-first' ? monthFirst : undefined;
  return meant === undefined ? undefined : { day: meant, isGuess: true };
}

function isRecent({ day, month, year }: WrittenDay, near: IsoDate): boolean {
  const thisYear = Number(near.slice(0, 4));
  return (year === undefined ? [thisYear - 1, thisYear] : [year]).some((one) => {
    const date = isoDate(one, month, day);
    const age = date === undefined ? -1 : daysBetween(date, near);
    return age >= 0 && age <= RECENT_DAYS;
  });
}
