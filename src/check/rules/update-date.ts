// A note of a change says when the change was made: a reader who came by before can tell whether what she read still stands.
import type { Note } from '../../model/block.ts';
import { formatDate, type IsoDate } from '../../model/calendar.ts';
import { type Issue, NO_DATE } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import { houseForm, isDayInWords } from '../dates/date-form.ts';
import { isAmbiguous, readFigures } from '../dates/date-in-figures.ts';
import { placeOfWords } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** The mark is no longer. */
const MAX_MARK = 100;
/** `20 August 2022: the hall is open`, all of it in brackets. */
const DAY_AND_WORDS = /^([^:;\n]{4,30})[:;] (\S[^\n]*)$/u;

export const updateDate: IssueRule = {
  id: 'update-date',
  severity: 'warning',
  stage: 'issue',
  description:
    'An update or a correction has the day on which it was made, which is not before the day of what it changes.',
  check: (issue) => {
    const days = daysOfEntries(issue);
    return issue.corrections.flatMap((note) => findings(note, days.get(note) ?? issue.date, issue));
  },
};

/** What an entry of a live page says was said on its own day, often before that of the page. Nothing is before `NO_DATE`. */
function daysOfEntries({ sections }: Issue): ReadonlyMap<Note, IsoDate> {
  const entries = sections.flatMap((section) => section.entries);
  return new Map(
    entries.flatMap((entry) =>
      entry.kind === 'live' ? entry.notes.map((note) => [note, entry.localDate ?? NO_DATE] as const) : [],
    ),
  );
}

function findings(note: Note, from: IsoDate, issue: Issue): readonly Finding[] {
  const { dateAsWritten, date, position } = note;
  const name = note.note === 'correction' ? 'Correction' : 'Update';
  if (dateAsWritten === undefined) {
    const start = position.start.offset ?? 0;
    const end = issue.text.slice(start, start + MAX_MARK).indexOf(']');
    const place = end < 0 ? position : placeOf(issue.text, start, start + end + 1);
    return [
      {
        reason: `Unexpected ${name.toLowerCase()} without a date, expected one such as "[${name}, 11 January 2026]"`,
        place,
        actual: issue.text.slice(place.start.offset, place.end.offset),
        note: `Write the day on which the text was changed into the brackets: [${name}, 11 January 2026]`,
      },
    ];
  }
  const place = placeOfWords(issue.text, position, dateAsWritten) ?? position;
  if (date === undefined) {
    if (isToldElsewhere(dateAsWritten, issue)) return [];
    const [, day = '', words] = DAY_AND_WORDS.exec(dateAsWritten) ?? [];
    if (words !== undefined && isDayInWords(day)) {
      return [
        {
          reason: `Unexpected words behind the day of ${withArticle(name)}, expected "[${name}, ${day}]" and then the words`,
          place,
          actual: dateAsWritten,
          expected: [`[${name}, ${day}] ${words}`],
          note: 'Close the bracket behind the day, and take out the one at the end.',
        },
      ];
    }
    return [
      {
        reason: `Unexpected date "${dateAsWritten}" of ${withArticle(name)}, expected a day such as 11 January 2026`,
        place,
        actual: dateAsWritten,
        note: 'There is no such day, or it cannot be read. Write the day in figures and the month as a word.',
      },
    ];
  }
  if (date >= from) return [];
  const [made, published] = [formatDate(date, issue.language), formatDate(from, issue.language)];
  return [
    {
      reason: `Unexpected ${name.toLowerCase()} of ${made}, expected one no earlier than what it changes, ${published}`,
      place,
      actual: dateAsWritten,
      note: `Nothing can be changed before it is published. Correct the day${/\d{4}/u.test(dateAsWritten) ? ' or the year' : '; without a year the nearest one was taken'}.`,
    },
  ];
}

/** That 2/7 may be two days, and that a month is misspelt, is for other rules. */
function isToldElsewhere(written: string, { date, language }: Issue): boolean {
  const figures = readFigures(written, date);
  return (figures !== undefined && isAmbiguous(figures)) || houseForm(written, date, language) !== undefined;
}

function withArticle(name: string): string {
  return name === 'Update' ? 'an update' : 'a correction';
}
