// `" We go,"`: a blank just inside a quotation mark leaves the mark hanging, at the end of a line even alone on it.

import type { Finding, IssueRule } from '../rule.ts';
import { doubleMarkPairs } from '../words/quote-marks.ts';
import { type RunningText, runningTextGroups } from '../words/running-texts.ts';
import { mendingAnywhere, slipAt } from '../words/slip-at.ts';

/** Between two marks a blank is right: ‘… ’ ”. */
const BLANKS_AFTER = /^[ \t\u00a0]+(?=[^\s'’‘"“”])/u;
const BLANKS = /^[ \t\u00a0]+$/u;

export const quoteSpace: IssueRule = {
  id: 'quote-space',
  severity: 'warning',
  stage: 'issue',
  description: 'No blank stands just inside a double quotation mark.',
  check: (issue) => {
    const find = (running: RunningText, start: number, end: number, mended: string): Finding => {
      const slip = slipAt(issue, running, start, end);
      return {
        reason: `Unexpected blank ${mended === running.text[start] ? 'after' : 'before'} ${mended}, expected none`,
        place: slip.place,
        actual: slip.actual,
        expected: [mended],
        note: 'Take the blank out: quotation marks touch the words that they hold.',
        ...mendingAnywhere(slip, mended, 'Take the blank out'),
      };
    };
    return runningTextGroups(issue).flatMap((group) =>
      doubleMarkPairs(group).flatMap(({ opening, closing, reopening }) => {
        if (isEmpty(opening, closing)) return [];
        const after = [opening, ...reopening].flatMap(({ paragraph, index, mark }) => {
          const blanks = BLANKS_AFTER.exec(paragraph.text.slice(index + 1))?.[0].length ?? 0;
          return blanks === 0 ? [] : [find(paragraph, index, index + 1 + blanks, mark)];
        });
        const { paragraph, index, mark } = closing;
        const start = startOfBlanks(paragraph.text, index);
        const isSlip = start < index && start > 0 && /[^\s'’‘"“”]/u.test(paragraph.text.charAt(start - 1));
        return isSlip ? [...after, find(paragraph, start, index + 1, mark)] : after;
      }),
    );
  },
};

interface Position {
  readonly paragraph: RunningText;
  readonly index: number;
}

function isEmpty(opening: Position, closing: Position): boolean {
  return (
    opening.paragraph === closing.paragraph &&
    opening.paragraph.text.slice(opening.index + 1, closing.index).trim() === ''
  );
}

function startOfBlanks(text: string, end: number): number {
  let start = end;
  while (start > 0 && BLANKS.test(text.charAt(start - 1))) start -= 1;
  return start;
}
