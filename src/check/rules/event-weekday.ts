// "Friday 17 January" is a Saturday: half of the readers will come a day early.
import { formatDate, type IsoDate, weekdayOf } from '../../model/calendar.ts';
import type { EventEntry } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import { eventsOf, hasYear, isRecurring, placeOfWhen } from '../dates/events-of.ts';
import { nameOfWeekday, weekdayAtStart } from '../dates/weekday-names.ts';
import { placeOfWords } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** "Saturday 17", "Saturday, January 17", with what follows. */
const WEEKDAY_AND_DAY =
  /\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s(?:the\s)?(?:\p{L}{3,9}\.?\s)?(\d{1,2})(?:st|nd|rd|th)?(?![\d:.])/giu;

export const eventWeekday: IssueRule = {
  id: 'event-weekday',
  severity: 'warning',
  stage: 'issue',
  description: 'The weekday of an event is the weekday of its day.',
  check: (issue) => eventsOf(issue).flatMap((event) => findings(event, issue)),
};

function findings(event: EventEntry, issue: Issue): readonly Finding[] {
  const { when } = event;
  if (when === undefined) return [];
  // "Wednesdays from Wednesday 5 November" began in a year that nobody wrote.
  if (isRecurring(when.written) && !hasYear(when.written)) return [];
  const days = [when.date, when.lastDate].filter((day) => day !== undefined);
  return [...when.written.matchAll(WEEKDAY_AND_DAY)].flatMap(({ 0: written, 1: figure }) => {
    const day = days.find((one) => Number(one.slice(8)) === Number(figure));
    const weekday = weekdayAtStart(written);
    if (day === undefined || weekday === undefined || weekday.number === weekdayOf(day)) return [];
    return [wrong(written, weekday.written, day, placeOf(event, written, issue.text), when.written, issue)];
  });
}

function wrong(
  written: string,
  weekday: string,
  day: IsoDate,
  place: Place,
  when: string,
  { language }: Issue,
): Finding {
  const right = nameOfWeekday(weekdayOf(day));
  const unsure = hasYear(when) ? '' : ` No year is written, so ${day.slice(0, 4)} was taken.`;
  return {
    reason: `Unexpected weekday "${weekday}" for ${formatDate(day, language)}, expected "${right}"`,
    place,
    actual: written,
    expected: [`${right}${written.slice(weekday.length)}`],
    note: `${formatDate(day, language)} is a ${right}. Correct the weekday or the day.${unsure}`,
  };
}

function placeOf(event: EventEntry, words: string, text: string): Place {
  const within = placeOfWhen(event, text);
  return placeOfWords(text, within, words) ?? within;
}
