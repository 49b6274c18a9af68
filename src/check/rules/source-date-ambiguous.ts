// 2/7 is the second of July to one reader and the seventh of February to the next. Both occur in one and the same newsletter,
// so a date in figures is only taken when it can be read in one way, and with the day first.
import { formatDate, formatDay, type IsoDate, isoDate } from '../../model/calendar.ts';
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import { editAt, placeOfDate, placeOfLastWords } from '../place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** `2/7`, `7.2.14`, `6/30/2014 8:36:38 PM`: two numbers that could be a day and a month, and perhaps a year. */
const IN_FIGURES = /^(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?=$|[\s,])/u;

export const sourceDateAmbiguous: IssueRule = {
  id: 'source-date-ambiguous',
  severity: 'warning',
  stage: 'issue',
  description: 'A date can be read in one way only, and never has the month first in figures.',
  check: (issue, { newsletter }) =>
    writtenDates(issue).flatMap(({ written, place, isExact }) =>
      findings(written, place, { isExact, issueDate: issue.date, language: newsletter.language }),
    ),
};

interface WrittenDate {
  readonly written: string;
  readonly place: Place;
  /** True when `place` holds exactly the words as written. */
  readonly isExact: boolean;
}

/** Of reports, of updates and corrections, and of live entries. */
function writtenDates(issue: Issue): readonly WrittenDate[] {
  const entries = issue.sections.flatMap((section) => section.entries);
  const reports = entries.flatMap((entry) => (entry.kind === 'item' ? entry.reports : []));
  const found = [
    ...reports.map((report) => ({ written: report.dateAsWritten, place: placeOfDate(issue.text, report) })),
    ...issue.corrections.map((note) => within(issue, note.position, note.dateAsWritten)),
    ...entries.flatMap((entry) =>
      entry.kind === 'live' ? [within(issue, entry.headlinePosition, entry.atAsWritten)] : [],
    ),
  ];
  return found.flatMap(({ written, place }) =>
    written === undefined
      ? []
      : [{ written, place, isExact: issue.text.slice(place.start.offset, place.end.offset) === written }],
  );
}

function within(issue: Issue, position: Place, written: string | undefined) {
  return { written, place: placeOfLastWords(issue.text, position, written ?? '') ?? position };
}

function findings(
  written: string,
  place: Place,
  { isExact, issueDate, language }: { isExact: boolean; issueDate: IsoDate; language: string },
): readonly Finding[] {
  const match = IN_FIGURES.exec(written.trim());
  if (match === null) return [];
  const [figures, first, , second, yearAsWritten] = match;
  const year = yearAsWritten === undefined ? undefined : Number(yearAsWritten.padStart(4, '20'));
  const dayFirst = dayOf(Number(first), Number(second), year, issueDate);
  const monthFirst = dayOf(Number(second), Number(first), year, issueDate);
  if (dayFirst === monthFirst || monthFirst === undefined) return [];
  const inWords = (date: IsoDate) =>
    year === undefined ? formatDay(date, language) : formatDate(date, language);
  if (dayFirst === undefined) {
    const expected = inWords(monthFirst);
    const rest = written.trim().slice(figures.length);
    return [
      {
        reason: `Unexpected date "${figures}" with the month first, expected "${expected}"`,
        place,
        actual: written,
        expected: [expected],
        note: 'Write the month as a word: then nobody can misread the day.',
        ...(isExact &&
          rest === '' && { fix: { title: `Write "${expected}"`, edits: [editAt(place, expected)] } }),
      },
    ];
  }
  // What lies before the issue, and nearest to it, is the likelier.
  const expected = [dayFirst, monthFirst]
    .sort((a, b) => likelihood(b, issueDate) - likelihood(a, issueDate))
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

/** Without a year, in the latest year that does not put it after the issue. */
function dayOf(
  day: number,
  month: number,
  year: number | undefined,
  issueDate: IsoDate,
): IsoDate | undefined {
  if (year !== undefined) return isoDate(year, month, day);
  const issueYear = Number(issueDate.slice(0, 4));
  const inIssueYear = isoDate(issueYear, month, day);
  return inIssueYear !== undefined && inIssueYear <= issueDate
    ? inIssueYear
    : isoDate(issueYear - 1, month, day);
}

/** Greater for the likelier; days before the issue come in order, days after it last. */
function likelihood(date: IsoDate, issueDate: IsoDate): number {
  const compact = Number(date.replaceAll('-', ''));
  return date <= issueDate ? compact : -compact;
}
