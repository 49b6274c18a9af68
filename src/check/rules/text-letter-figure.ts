// A letter among figures: an O for a nought, a small l for a one, as scanners and old typewriters write them. A page is not found by
// such a year, and a reader's voice spells it.
import type { IssueRule } from '../rule.ts';
import { runningTexts } from '../words/running-texts.ts';
import { slipAt } from '../words/slip-at.ts';

/** Laws count on with letters: "s. 51O". */
const SECTION_OF_LAW =
  /\b(?:ss?|sections?|rr?|rules?|regs?|regulations?|arts?|articles?|paras?|paragraphs?|cl|clauses?|pd)\.?\s{1,2}$/iu;
const LOOK_BACK = 14;
/** `2O15`, `20l5`, `3O`, `l6`. Formulas (H2O) and names (CO2, O2, A1) begin with another letter or with a capital. */
const MIXED = /(?<![\p{L}\p{N}.-])(?:\d{1,12}[OolI]\d{1,12}|\d{1,12}O|l\d{1,3})(?![\p{L}\p{N}]|[.-]\p{N})/gu;

export const textLetterFigure: IssueRule = {
  id: 'text-letter-figure',
  severity: 'warning',
  stage: 'issue',
  description: 'No letter stands among the figures of a number.',
  check: (issue) =>
    runningTexts(issue).flatMap((running) =>
      [...running.prose.matchAll(MIXED)].flatMap(({ 0: actual, index }) => {
        const end = index + actual.length;
        if (running.isQuoted(index, end)) return [];
        if (SECTION_OF_LAW.test(running.prose.slice(Math.max(0, index - LOOK_BACK), index))) return [];
        const expected = actual.replace(/[Oo]/gu, '0').replace(/[lI]/gu, '1');
        return [
          {
            reason: `Unexpected letter in "${actual}", expected "${expected}"`,
            place: slipAt(issue, running, index, end).place,
            actual,
            expected: [expected],
            note: 'A letter O looks like a nought, and a small l like a one. Look the number up and type it anew; whether it is the name of a thing, the proofreader cannot know.',
          },
        ];
      }),
    ),
};
