// A report says on which day its source published it. Without the day a reader cannot find it again, and news of March may
// pass for news of May.

import { isBlank } from '../../model/blanks.ts';
import type { Issue } from '../../model/issue.ts';
import { houseForm } from '../dates/date-form.ts';
import { isAmbiguous, readFigures } from '../dates/date-in-figures.ts';
import { placeOfDate } from '../parts/place-of-words.ts';
import type { IssueRule } from '../rule.ts';
import { hasStrayDay } from '../sources/attribution-form.ts';

export const sourceDateMissing: IssueRule = {
  id: 'source-date-missing',
  severity: 'warning',
  stage: 'issue',
  description: 'An attribution gives the day of the report in brackets, as a day that exists.',
  check: (issue) =>
    issue.sections.flatMap(({ entries }) =>
      entries
        .flatMap((entry) => (entry.kind === 'item' ? entry.reports : []))
        .filter(({ date, dateAsWritten }) => date === undefined && !isToldElsewhere(dateAsWritten, issue))
        // `source-form` asks for the right place.
        .filter((report) => !hasStrayDay(report, issue.text))
        .map((report) => {
          const { attribution, dateAsWritten, position } = report;
          if (dateAsWritten === undefined || dateAsWritten.trim() === '') {
            return {
              reason: 'Unexpected attribution without a date, expected one in brackets',
              place: position,
              actual: attribution,
              expected: ['(16 January)'],
              note: 'Write the day on which the source published it before the colon: Reuters report (16 January):',
            };
          }
          return {
            reason: `Unexpected date "${dateAsWritten}", expected a day such as 16 January`,
            place: placeOfDate(issue.text, report),
            actual: dateAsWritten,
            expected: ['16 January'],
            note: 'There is no such day, or it cannot be read. Write the day in figures and the month as a word.',
          };
        }),
    ),
};

/** 2/7 is left unread because it could be two days, `16 Januray` for its spelling, `[date?]` is a blank: other rules say so. */
function isToldElsewhere(written: string | undefined, { date, language }: Issue): boolean {
  if (written === undefined) return false;
  if (isBlank(written)) return true;
  const read = readFigures(written, date);
  return (read !== undefined && isAmbiguous(read)) || houseForm(written, date, language) !== undefined;
}
