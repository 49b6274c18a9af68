// A day goes in, the words for it come out as the house writes them: `16 January` or `January 16th`. The year is added where a
// reader, who takes the latest day of that name before the issue's, would be led to another one.
import { formatDate, formatDay, type IsoDate } from '../model/calendar.ts';

/** How an English-language house writes the sixteenth of January; others have one form each. */
export type DayForm = '16 January' | '16th January' | 'January 16' | 'January 16th';

export interface DayScene {
  /** Of the issue. */
  readonly near: IsoDate;
  /** In the order in which the day is tried: the issue's own, and of an item in another language that one. */
  readonly languages: readonly string[];
  /** By which the words are read. */
  readonly readIn: string;
  readonly form?: DayForm;
  /** What a reader takes the words for. */
  readonly readDay: (written: string, near: IsoDate, language: string) => IsoDate | undefined;
  readonly withYear?: true;
}

const ENGLISH = /^en\b/iu;
const DAY_FIRST = /^(?:\p{L}+,? )?\d{1,2}(st|nd|rd|th)? \p{L}+/u;
const MONTH_FIRST = /^(?:\p{L}+,? )?\p{L}+ \d{1,2}(st|nd|rd|th)?(?=,|$)/u;

export function writeDay(
  date: IsoDate,
  { near, languages, readIn, form, readDay, withYear }: DayScene,
): string {
  const words = languages.flatMap((language) => wordsFor(date, language, form, withYear === true));
  // Figures are read in every language.
  return words.find((one) => readDay(one, near, readIn) === date) ?? date;
}

/** Without its year, if that may be, and with it. */
function wordsFor(
  date: IsoDate,
  language: string,
  form: DayForm | undefined,
  withYear: boolean,
): readonly string[] {
  const isEnglish = ENGLISH.test(language);
  const day = isEnglish ? inEnglish(date, form ?? '16 January') : formatDay(date, language);
  const year = date.slice(0, 4);
  const dated = isEnglish
    ? `${day}${day.startsWith(String(Number(date.slice(8)))) ? '' : ','} ${year}`
    : formatDate(date, language);
  return withYear ? [dated] : [day, dated];
}

/** The form in which most of these are written, the first of them where none is; undefined where none is in a form that we know. */
export function dayFormOf(written: readonly string[]): DayForm | undefined {
  const counts = new Map<DayForm, number>();
  for (const words of written) {
    const dayFirst = DAY_FIRST.exec(words);
    const monthFirst = dayFirst === null ? MONTH_FIRST.exec(words) : null;
    if (dayFirst === null && monthFirst === null) continue;
    const hasOrdinal = (dayFirst ?? monthFirst)?.[1] !== undefined;
    const form: DayForm =
      dayFirst !== null
        ? hasOrdinal
          ? '16th January'
          : '16 January'
        : hasOrdinal
          ? 'January 16th'
          : 'January 16';
    counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0];
}

function inEnglish(date: IsoDate, form: DayForm): string {
  const month = formatDay(date, 'en').replace(/^\d+ /u, '');
  const figure = Number(date.slice(8));
  const day = form.includes('th') ? `${figure}${ordinalOf(figure)}` : String(figure);
  return form.startsWith('16') ? `${day} ${month}` : `${month} ${day}`;
}

function ordinalOf(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}
