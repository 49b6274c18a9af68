// A later number has a later date. The archive and the feeds follow the numbers, so a date out of order is a slip: often
// January written with the year that has just ended.
import { addDays, formatDate } from '../../model/calendar.ts';
import type { Issue } from '../../model/issue.ts';
import { hasNoDate, placeOfField } from '../place-of-field.ts';
import type { ArchiveRule } from '../rule.ts';

export const issueDateOrder: ArchiveRule = {
  id: 'issue-date-order',
  severity: 'error',
  stage: 'archive',
  description: 'An issue has a later date than the number before it.',
  check: (issues, { newsletter }) => {
    const dated = issues
      .filter((issue) => issue.number !== undefined && !hasNoDate(issue))
      .toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0));
    return dated.flatMap((issue, index) => {
      const previous = previousOf(issue, dated.slice(0, index));
      if (previous === undefined || issue.date > previous.date) return [];
      const shown = formatDate(issue.date, newsletter.language);
      const before = formatDate(previous.date, newsletter.language);
      const isSameDay = issue.date === previous.date;
      return [
        {
          path: issue.path,
          // Several numbers of one day do occur; a step back in time does not.
          severity: isSameDay ? ('warning' as const) : ('error' as const),
          reason: isSameDay
            ? `Unexpected date ${shown}, the same as No. ${previous.number}'s, expected a later one`
            : `Unexpected date ${shown}, before No. ${previous.number}'s, expected one after ${before}`,
          ...placeOfField(issue, 'date'),
          actual: issue.date,
          expected: [addDays(previous.date, 1)],
          note: `No. ${previous.number} (${previous.path}) is of ${before}. Correct the date that is wrong; look at the year first.`,
        },
      ];
    });
  },
};

/** The nearest lower number; one that is there twice is no measure. */
function previousOf(issue: Issue, earlier: readonly Issue[]): Issue | undefined {
  return earlier.findLast((other) => (other.number ?? 0) < (issue.number ?? 0));
}
