// Quotation marks with nothing between them: the words were never put in, or one key was struck twice.

import type { IssueRule } from '../rule.ts';
import { doubleMarkPairs } from '../words/quote-marks.ts';
import { runningTextGroups } from '../words/running-texts.ts';
import { slipAt } from '../words/slip-at.ts';

export const quoteEmpty: IssueRule = {
  id: 'quote-empty',
  severity: 'warning',
  stage: 'issue',
  description: 'Between two quotation marks there are words.',
  check: (issue) =>
    runningTextGroups(issue).flatMap((group) =>
      doubleMarkPairs(group)
        .filter(
          ({ opening, closing }) =>
            opening.paragraph === closing.paragraph &&
            opening.paragraph.text.slice(opening.index + 1, closing.index).trim() === '',
        )
        .map(({ opening, closing }) => {
          const { place, actual } = slipAt(issue, opening.paragraph, opening.index, closing.index + 1);
          return {
            reason: `Unexpected ${actual} with nothing between, expected quoted words`,
            place,
            actual,
            note: 'Put in the words that were said. If a mark was only typed twice, take one out.',
          };
        }),
    ),
};
