// A quotation of several paragraphs: each begins with the mark again, or the reader takes the second for the editor's own words.
import { placeOf } from '../../model/place.ts';
import type { IssueRule } from '../rule.ts';
import { loneMarks } from '../words/quote-marks.ts';
import { runningTextGroups } from '../words/running-texts.ts';

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '“': '”', '«': '»' };

export const quoteReopen: IssueRule = {
  id: 'quote-reopen',
  severity: 'warning',
  stage: 'issue',
  description:
    'In a quotation of several paragraphs each one opens the mark again, and only the last closes it.',
  check: (issue) =>
    runningTextGroups(issue)
      .flatMap((group) => loneMarks(group))
      .filter(({ lacks }) => lacks === 'reopening')
      .map(({ mark, offset }) => ({
        reason: `Unexpected paragraph inside a quotation without its mark, expected ${mark} at its beginning`,
        place: placeOf(issue.text, offset, offset + 1),
        actual: issue.text.slice(offset, offset + 1),
        expected: [mark],
        note: `The quotation goes on from the paragraph before. Put ${mark} at the beginning of this one too; only the last paragraph has ${CLOSING[mark] ?? mark} at its end.`,
      })),
};
