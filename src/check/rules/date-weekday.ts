// "Friday 9 October 2004" was a Saturday: either the weekday or the day is wrong, and a reader who looks the report up finds
// nothing. Without a year the weekday is a witness to which year was meant.
import { addDays, formatDate, formatDay, type IsoDate, isoDate, weekdayOf } from '../../model/calendar.ts';
import type { Issue } from '../../model/issue.ts';
import { nameOfWeekday, weekdayAtStart } from '../dates/weekday-names.ts';
import { type WrittenDate, writtenDates } from '../dates/written-dates.ts';
import { placeOfLastWords } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** How far back another year is looked for that would fit: the weekdays of a date repeat within eleven years. */
const YEARS_BACK = 11;

export const dateWeekday: IssueRule = {
  id: 'date-weekday',
  severity: 'warning',
  stage: 'issue',
  description: 'A weekday that stands before a date is the weekday of that day.',
  check: (issue) => writtenDates(issue).flatMap((date) => findings(date, issue)),
};

function findings(
  { kind, written, date, position }: WrittenDate,
  { text, language }: Issue,
): readonly Finding[] {
  const weekday = weekdayAtStart(written);
  if (date === undefined || weekday === undefined || weekday.number === weekdayOf(date)) return [];
  const right = nameOfWeekday(weekdayOf(date));
  const hasYear = /\d{4}/u.test(written);
  const inWords = (day: IsoDate) => (hasYear ? formatDate(day, language) : formatDay(day, language));
  const nearest = nearestOn(weekday.number, date);
  const expected = [
    `${right}${written.slice(weekday.written.length)}`,
    ...(kind === 'live' ? [] : [`${nameOfWeekday(weekday.number)} ${inWords(nearest)}`]),
  ];
  const other = hasYear ? undefined : yearOfFit(weekday.number, date);
  const unsure = `No year is written, so ${date.slice(0, 4)} was taken.`;
  return [
    {
      reason: `Unexpected weekday "${weekday.written}" before ${inWords(date)}, expected "${right}"`,
      place: placeOfLastWords(text, position, written) ?? position,
      actual: written,
      expected,
      note: [
        `${formatDate(date, language)} is a ${right}. Correct the weekday or the day.`,
        ...(hasYear ? [] : [unsure]),
        ...(other === undefined ? [] : [`If ${other} is meant, write it.`]),
      ].join(' '),
    },
  ];
}

/** The day with that weekday that is nearest to `date`. */
function nearestOn(weekday: number, date: IsoDate): IsoDate {
  const days = (weekday - weekdayOf(date) + 7) % 7;
  return addDays(date, days > 3 ? days - 7 : days);
}

/** The latest year before in which the weekday would have been right. */
function yearOfFit(weekday: number, date: IsoDate): number | undefined {
  const [year, month, day] = date.split('-').map(Number);
  return Array.from({ length: YEARS_BACK }, (_, back) => (year ?? 0) - 1 - back).find((earlier) => {
    const candidate = isoDate(earlier, month ?? 0, day ?? 0);
    return candidate !== undefined && weekdayOf(candidate) === weekday;
  });
}
