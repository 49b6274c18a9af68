// No source can have published after the issue that quotes it. Usually it is the year that is wrong. What is announced for
// the future stands under events, and corrections are made later by nature: neither is judged.
import { formatDate } from '../../model/calendar.ts';
import { hasNoDate } from '../parts/place-of-field.ts';
import { placeOfDate } from '../parts/place-of-words.ts';
import type { IssueRule } from '../rule.ts';

export const sourceDateFuture: IssueRule = {
  id: 'source-date-future',
  severity: 'warning',
  stage: 'issue',
  description: 'A report is not dated after the issue that carries it.',
  check: (issue, { newsletter }) => {
    if (hasNoDate(issue)) return [];
    return issue.sections
      .filter(({ kind }) => kind !== 'events')
      .flatMap(({ entries }) => entries.flatMap((entry) => (entry.kind === 'item' ? entry.reports : [])))
      .flatMap((report) => {
        const { date, dateAsWritten = '' } = report;
        if (date === undefined || date <= issue.date) return [];
        const issueDate = formatDate(issue.date, newsletter.language);
        return [
          {
            reason: `Unexpected date ${dateAsWritten}, expected one no later than the issue's, ${issueDate}`,
            place: placeOfDate(issue.text, report),
            actual: dateAsWritten,
            note: `This issue is of ${issueDate}. Correct the day or the year of the report, or the date of the issue. The year can be left out.`,
          },
        ];
      });
  },
};
