// Nobody can go to what is over. Often it is last month's event that was left standing, or a month or year typed wrong.
import { formatDate } from '../../model/calendar.ts';
import { eventsOf, hasYear, isRecurring, placeOfWhen } from '../dates/events-of.ts';
import { hasNoDate } from '../parts/place-of-field.ts';
import type { IssueRule } from '../rule.ts';

export const eventPast: IssueRule = {
  id: 'event-past',
  severity: 'warning',
  stage: 'issue',
  description: 'An event is not over before the date of the issue.',
  check: (issue) => {
    if (hasNoDate(issue)) return [];
    return eventsOf(issue).flatMap((event) => {
      const { when } = event;
      const last = when?.lastDate ?? when?.date;
      if (when === undefined || last === undefined || last >= issue.date) return [];
      // "Fridays from 3 October" goes on.
      if (when.lastDate === undefined && isRecurring(when.written)) return [];
      const issueDate = formatDate(issue.date, issue.language);
      const taken = hasYear(when.written)
        ? ''
        : ` No year is written, so ${last.slice(0, 4)} was taken; if another is meant, write it.`;
      return [
        {
          reason: `Unexpected event of ${formatDate(last, issue.language)}, expected one on the day of the issue, ${issueDate}, or later`,
          place: placeOfWhen(event, issue.text),
          actual: when.written,
          note: `Correct its day, or take the event out.${taken}`,
        },
      ];
    });
  },
};
