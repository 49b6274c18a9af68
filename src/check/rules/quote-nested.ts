// A quotation inside a quotation, “he called it ‘freedom’, and left”, ends before the outer one does. Only the curly mark is
// judged, and only where it cannot be an apostrophe: most other single marks are one.

import type { IssueRule } from '../rule.ts';
import { doubleMarkPairs } from '../words/quote-marks.ts';
import { runningTextGroups } from '../words/running-texts.ts';
import { slipAt } from '../words/slip-at.ts';

const OPENING = /(?<![\p{L}\p{N}])‘(?=\p{L})/gu;
/** An s’ may be a plural's: where one follows, nothing is certain. */
const MAY_CLOSE = /['’‘](?![\p{L}\p{N}])/u;
/** Words that begin with an apostrophe, which word processors turn the wrong way; names that begin with ayn (‘Abadi), or without an h (‘im). */
const NO_QUOTE =
  /^‘(?:(?!(?:an?|all|at|as|every|it|only|our|unity)\b)[aeiou]|[AEIOU]|n\b|til|tis|twas|twere|twill|cause|bout|round|neath|nuff|fraid|cos\b|kay|nother|scuse|stead|gainst|fore|hood|burbs|sup\b|bama|ve\b|re\b|s\b|t\b|d\b|ll\b|m\b)/u;

export const quoteNested: IssueRule = {
  id: 'quote-nested',
  severity: 'warning',
  stage: 'issue',
  description: 'A quotation between single marks inside another one has an end.',
  check: (issue) =>
    runningTextGroups(issue).flatMap((group) =>
      doubleMarkPairs(group)
        .filter(({ opening, closing, isOuter }) => isOuter && opening.paragraph === closing.paragraph)
        .flatMap(({ opening: { paragraph: running, index }, closing }) => {
          const inside = running.text.slice(index, closing.index);
          const last = [...inside.matchAll(OPENING)].at(-1);
          if (last === undefined || MAY_CLOSE.test(inside.slice(last.index + 1))) return [];
          if (NO_QUOTE.test(inside.slice(last.index, last.index + 8))) return [];
          const at = index + last.index;
          const { place, actual } = slipAt(issue, running, at, at + 1);
          return [
            {
              reason: 'Unexpected mark ‘ without an end inside a quotation, expected ’',
              place,
              actual,
              expected: ['’'],
              note: 'Put ’ where the words end that are quoted inside the quotation. If this is an apostrophe, turn it round: ’.',
            },
          ];
        }),
    ),
};
