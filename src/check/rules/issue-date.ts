// The day of an issue: there, readable, a day that exists, and in a special the day of its file's name. Everything else that
// has a date is measured against it.
import { formatDate, readIsoDate } from '../../model/calendar.ts';
import type { Issue } from '../../model/issue.ts';
import { hasNoDate, lacksField, placeOfField } from '../parts/place-of-field.ts';
import { editAt } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

const NOTE = 'Write the year with four figures, the month and the day with two: date: 2016-01-28';

export const issueDate: IssueRule = {
  id: 'issue-date',
  severity: 'error',
  stage: 'issue',
  description:
    'An issue has a date that exists, written 2016-01-28; a special has the date of its file name, and need not repeat it.',
  check: (issue, { newsletter }) => {
    const written = issue.frontMatter.fields['date']?.value.trim() ?? '';
    const dateOfName = readIsoDate(issue.slug.slice(0, 10));
    // A special has its day from its name.
    if (lacksField(issue, 'date')) return dateOfName === undefined ? [missing(issue)] : [];
    if (written === '') return [];
    const date = readIsoDate(written);
    if (date === undefined) return [unreadable(issue, written)];
    if (dateOfName === undefined || dateOfName === date) return [];
    return [
      {
        reason: `Unexpected date ${date} in the file ${issue.slug}.md, expected ${dateOfName}`,
        ...placeOfField(issue, 'date'),
        actual: written,
        expected: [dateOfName],
        note: `The name says ${formatDate(dateOfName, newsletter.language)}, the date ${formatDate(date, newsletter.language)}. Correct the date here, or rename the file.`,
      },
    ];
  },
};

function missing(issue: Issue): Finding {
  const place = issue.frontMatter.fields['date']?.position ?? issue.frontMatter.position;
  return {
    reason: 'Unexpected issue without a date, expected a line such as "date: 2016-01-28"',
    ...(place !== undefined && { place }),
    expected: ['date: 2016-01-28'],
    note: 'Write date: and the day of the issue between the two lines of dashes at the top of the file: year, month, day.',
  };
}

function unreadable(issue: Issue, written: string): Finding {
  const { place } = placeOfField(issue, 'date');
  // A numbered issue has its day from these words alone: if it has one, they were understood.
  if (!hasNoDate(issue) && /^\d+$/u.test(issue.slug)) {
    return {
      severity: 'warning',
      reason: `Unexpected form of the date "${written}", expected ${issue.date}`,
      ...(place !== undefined && { place }),
      actual: written,
      expected: [issue.date],
      note: NOTE,
      ...(place !== undefined && {
        fix: { title: `Write ${issue.date}`, edits: [editAt(place, issue.date)] },
      }),
    };
  }
  const isForm = /^\d{4}-\d{2}-\d{2}$/u.test(written);
  return {
    reason: isForm
      ? `Unexpected date "${written}", expected a day that exists`
      : `Unexpected date "${written}", expected one such as 2016-01-28`,
    ...(place !== undefined && { place }),
    actual: written,
    note: isForm ? `There is no such day in the calendar. ${NOTE}` : NOTE,
  };
}
