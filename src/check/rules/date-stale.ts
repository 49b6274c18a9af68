// A newsletter carries what is new. A report from long before the issue is old news, or its date is wrong: often the month,
// or a day still to come whose year was left out, so that it can only be last year's.
import { daysBetween, formatDate, type IsoDate, isoDate } from '../../model/calendar.ts';
import type { Report } from '../../model/entry.ts';
import { hasNoDate } from '../parts/place-of-field.ts';
import { placeOfDate } from '../parts/place-of-words.ts';
import type { IssueRule } from '../rule.ts';

/** A day so soon after the issue was hardly meant as one of last year. */
const DAYS_AHEAD = 183;

export const dateStale: IssueRule = {
  id: 'date-stale',
  severity: 'warning',
  stage: 'issue',
  description: 'A report is no older than `maxReportAgeDays` in newsletter.yaml at the date of the issue.',
  check: (issue, { newsletter }) => {
    if (hasNoDate(issue)) return [];
    const { maxReportAgeDays, language } = newsletter;
    return issue.sections
      .flatMap(({ entries }) => entries.flatMap((entry) => (entry.kind === 'item' ? entry.reports : [])))
      .flatMap((report) => {
        const { date, dateAsWritten = '' } = report;
        if (date === undefined) return [];
        const age = daysBetween(date, issue.date);
        if (age <= maxReportAgeDays) return [];
        const thisYears = dayAhead(report, issue.date);
        const isOld = `On ${formatDate(issue.date, language)} this report is ${age} days old.`;
        return [
          {
            reason: `Unexpected date ${dateAsWritten}, ${age} days before the issue's, expected at most ${maxReportAgeDays} days`,
            place: placeOfDate(issue.text, report),
            actual: dateAsWritten,
            note:
              thisYears === undefined
                ? `${isOld} Correct its date, or take the report out.`
                : `No year is written, so ${formatDate(date, language)} was taken. If it is of ${thisYears.slice(0, 4)}, it lies after the issue, ${formatDate(issue.date, language)}: correct the day or the month.`,
          },
        ];
      });
  },
};

/** The next such day after the issue, where no year was written and it is not far. */
function dayAhead({ date, dateAsWritten = '' }: Report, issueDate: IsoDate): IsoDate | undefined {
  if (date === undefined || /\d{4}/u.test(dateAsWritten)) return undefined;
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const next = isoDate(year + 1, month, day);
  return next !== undefined && daysBetween(issueDate, next) <= DAYS_AHEAD ? next : undefined;
}
