// One form of dates makes a page that can be skimmed: the printed newsletter's, with the month as a whole word. What is only
// misspelt or shortened is read here all the same, so that it is told once, with its mend.
import type { Issue } from '../../model/issue.ts';
import { houseForm } from '../dates/date-form.ts';
import { type WrittenDate, writtenDates } from '../dates/written-dates.ts';
import { editAt, placeOfLastWords } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

export const dateForm: IssueRule = {
  id: 'date-form',
  severity: 'warning',
  stage: 'issue',
  description:
    'The date of a report, an update or a live entry has the month as a whole word: 16 January, January 16th, Friday 8 October 2004.',
  check: (issue) => writtenDates(issue).flatMap((date) => findings(date, issue)),
};

function findings({ kind, written, position }: WrittenDate, issue: Issue): readonly Finding[] {
  const form = houseForm(written, issue.date, issue.language);
  if (form === undefined) return [];
  const place = placeOfLastWords(issue.text, position, written);
  // A stamp behind a byline is a machine's.
  if (kind === 'live' && place === undefined) return [];
  const { expected, isCertain } = form;
  const [best = ''] = expected;
  const shown = expected.map((one) => `"${one}"`).join(' or ');
  return [
    {
      reason: `Unexpected form of the date "${written}", expected ${shown}`,
      place: place ?? position,
      actual: written,
      expected,
      note: isCertain
        ? 'Write the day in figures and the month as a whole word, without stops: 16 January or January 16th.'
        : 'Several days could be meant. Write the month as a whole word.',
      ...(isCertain &&
        place !== undefined && { fix: { title: `Write "${best}"`, edits: [editAt(place, best)] } }),
    },
  ];
}
