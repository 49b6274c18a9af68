// An invitation without a day invites nobody. What comes round every week has none, and need not have one.
import { daysBetween, formatDate } from '../../model/calendar.ts';
import type { EventEntry } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import { eventsOf, hasYear, isRecurring, placeOfWhen } from '../dates/events-of.ts';
import { hasNoDate } from '../parts/place-of-field.ts';
import type { Finding, IssueRule } from '../rule.ts';

const EXAMPLE = 'When: Saturday 17 January 2026, 2pm to 4pm';
/** So far ahead, a day without a year may as well be one of last year that was left standing. */
const DAYS_AHEAD = 183;

export const eventDate: IssueRule = {
  id: 'event-date',
  severity: 'warning',
  stage: 'issue',
  description: 'An event says on which day it is, and in which year where that is not plain.',
  check: (issue) => eventsOf(issue).flatMap((event) => findings(event, issue)),
};

function findings(event: EventEntry, issue: Issue): readonly Finding[] {
  const { when, headline } = event;
  if (when === undefined) {
    return [
      {
        reason: `Unexpected event without a day, expected a line such as "${EXAMPLE}"`,
        place: event.headlinePosition,
        actual: headline,
        expected: [EXAMPLE],
        note: `Write the day and the hour on a line of their own under the headline: ${EXAMPLE}`,
      },
    ];
  }
  const { written, date } = when;
  if (isRecurring(written)) return [];
  if (date === undefined) {
    return [
      {
        reason: `Unexpected "${written}" behind "When:", expected a day such as Saturday 17 January 2026`,
        place: placeOfWhen(event, issue.text),
        actual: written,
        note: 'There is no such day, or it cannot be read. Write the day in figures, the month as a word, and the year. What comes round is written with "every".',
      },
    ];
  }
  if (hasNoDate(issue) || hasYear(written) || daysBetween(issue.date, date) <= DAYS_AHEAD) return [];
  const taken = formatDate(date, issue.language);
  return [
    {
      reason: `Unexpected day "${written}" without a year, expected one such as ${taken}`,
      place: placeOfWhen(event, issue.text),
      actual: written,
      note: `We are not sure of the year. As no year is written, ${taken} was taken, which is a long way off. Write the year.`,
    },
  ];
}
