// A later number has a later date. The archive and the feeds follow the numbers, so a date out of order is a slip: often
// January written with the year that has just ended.
import { addDays, formatDate } from '../../model/calendar.ts';
import { NO_DATE } from '../../model/issue.ts';
import type { ArchiveRule } from '../rule.ts';

export const issueDateOrder: ArchiveRule = {
  id: 'issue-date-order',
  severity: 'error',
  stage: 'archive',
  description: 'An issue has a later date than the number before it.',
  check: (issue, archive, { newsletter }) => {
    const { number, date, datePlace } = issue;
    if (number === undefined || date === NO_DATE) return [];
    // The nearest lower number; one that is there twice is no measure.
    const previous = archive
      .numbered()
      .findLast((other) => (other.number ?? number) < number && other.date !== NO_DATE);
    if (previous === undefined || date > previous.date) return [];
    const shown = formatDate(date, newsletter.language);
    const before = formatDate(previous.date, newsletter.language);
    const isSameDay = date === previous.date;
    return [
      {
        // Several numbers of one day do occur; a step back in time does not.
        severity: isSameDay ? 'warning' : 'error',
        reason: isSameDay
          ? `Unexpected date ${shown}, the same as No. ${previous.number}'s, expected a later one`
          : `Unexpected date ${shown}, before No. ${previous.number}'s, expected one after ${before}`,
        ...(datePlace !== undefined && { place: datePlace }),
        actual: date,
        expected: [addDays(previous.date, 1)],
        note: `No. ${previous.number} (${previous.path}) is of ${before}. Correct the date that is wrong; look at the year first.`,
      },
    ];
  },
};
