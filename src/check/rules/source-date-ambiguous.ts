// 2/7 is the second of July to one reader and the seventh of February to the next. Both occur in one and the same newsletter,
// so a date in figures is only taken when it can be read in one way, and with the day first.
import { formatDate, formatDay, type IsoDate } from '../../model/calendar.ts';
import type { Issue } from '../../model/issue.ts';
import { readFigures } from '../dates/date-in-figures.ts';
import { type WrittenDate, writtenDates } from '../dates/written-dates.ts';
import { editAt, placeOfLastWords } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

export const sourceDateAmbiguous: IssueRule = {
  id: 'source-date-ambiguous',
  severity: 'warning',
  stage: 'issue',
  description:
    'The date of a report, an update or a live entry can be read in one way only, and in figures never has the month first.',
  check: (issue, { newsletter }) =>
    writtenDates(issue).flatMap((date) => findings(date, issue, newsletter.language)),
};

function findings({ written, position }: WrittenDate, issue: Issue, language: string): readonly Finding[] {
  const read = readFigures(written, issue.date);
  if (read?.monthFirst === undefined || read.dayFirst === read.monthFirst) return [];
  const { figures, dayFirst, monthFirst } = read;
  const place = placeOfLastWords(issue.text, position, written) ?? position;
  const inWords = (date: IsoDate) => (read.hasYear ? formatDate(date, language) : formatDay(date, language));
  if (dayFirst === undefined) {
    const expected = inWords(monthFirst);
    const isExact = issue.text.slice(place.start.offset, place.end.offset) === figures;
    return [
      {
        reason: `Unexpected date "${figures}" with the month first, expected "${expected}"`,
        place,
        actual: written,
        expected: [expected],
        note: 'Write the month as a word: then nobody can misread the day.',
        ...(isExact && { fix: { title: `Write "${expected}"`, edits: [editAt(place, expected)] } }),
      },
    ];
  }
  // What lies before the issue, and nearest to it, is the likelier.
  const expected = [dayFirst, monthFirst]
    .sort((a, b) => likelihood(b, issue.date) - likelihood(a, issue.date))
    .map(inWords);
  return [
    {
      reason: `Unexpected date "${figures}", which is ${inWords(dayFirst)} or ${inWords(monthFirst)}, expected the month as a word`,
      place,
      actual: written,
      expected,
      note: `Write ${expected.join(' or ')}, whichever is meant.`,
    },
  ];
}

/** Greater for the likelier; days before the issue come in order, days after it last. */
function likelihood(date: IsoDate, issueDate: IsoDate): number {
  const compact = Number(date.replaceAll('-', ''));
  return date <= issueDate ? compact : -compact;
}
