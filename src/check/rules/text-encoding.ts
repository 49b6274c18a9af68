// `â€™`, `Ã©`, `BaghdadÊarea`: text that was written in one encoding and read in another. It is mended in quoted words too, for
// the words stay as they were said.

import type { IssueRule } from '../rule.ts';
import { misDecoded } from '../words/mis-decoded.ts';
import { runningTexts } from '../words/running-texts.ts';
import { mendingAnywhere, slipAt } from '../words/slip-at.ts';

const AROUND = 12;

export const textEncoding: IssueRule = {
  id: 'text-encoding',
  severity: 'warning',
  stage: 'issue',
  description: 'Every character is the one that was written, not what another encoding made of it.',
  check: (issue) =>
    runningTexts(issue)
      // Most texts have no letter beyond the first 128 and are done with at once.
      .filter(({ prose }) => /[^\u0020-\u007e\n]|&|\?\p{L}/u.test(prose))
      .flatMap((running) =>
        misDecoded(running.prose).map(({ start, end, meant, isCertain }) => {
          const slip = slipAt(issue, running, start, end);
          const left =
            running.text
              .slice(Math.max(0, start - AROUND), start)
              .split(/\s/u)
              .at(-1) ?? '';
          const right = running.text.slice(end, end + AROUND).split(/\s/u, 1)[0] ?? '';
          const expected = meant === undefined ? [] : [`${left}${meant}${right}`];
          return {
            reason: `Unexpected "${left}${slip.actual}${right}", expected ${expected[0] === undefined ? 'the characters that it was written with' : `"${expected[0]}"`}`,
            place: slip.place,
            actual: slip.actual,
            ...(expected.length > 0 && { expected }),
            note: isCertain
              ? 'These characters come of a text that was read in the wrong encoding when it was copied.'
              : 'A character was lost when the text was copied. Compare with the source and type it again.',
            ...(isCertain && meant !== undefined && mendingAnywhere(slip, meant, `Write "${expected[0]}"`)),
          };
        }),
      ),
};
