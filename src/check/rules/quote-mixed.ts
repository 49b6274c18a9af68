// Curly marks and straight ones in one issue: most often the sign of a passage that was pasted. One report for the whole issue.
import type { TextEdit } from '../../model/diagnostic.ts';
import type { IssueRule } from '../rule.ts';
import { doubleMarkPairs, type Mark, type MarkPair } from '../words/quote-marks.ts';
import { type RunningText, runningTextGroups } from '../words/running-texts.ts';
import { slipAt } from '../words/slip-at.ts';

type Form = 'curly' | 'straight';

const MARKS = { curly: { opens: '“', closes: '”' }, straight: { opens: '"', closes: '"' } } as const;

export const quoteMixed: IssueRule = {
  id: 'quote-mixed',
  severity: 'warning',
  stage: 'issue',
  description: 'Double quotation marks are either all curly or all straight in an issue.',
  check: (issue) => {
    const pairs = runningTextGroups(issue)
      .filter((group) => group.every(isJudged))
      .flatMap((group) => doubleMarkPairs(group));
    const marks = pairs.filter(({ isOuter }) => isOuter).flatMap(marksOfPair);
    const [curly, straight] = [formed(marks, 'curly'), formed(marks, 'straight')];
    if (curly.length === 0 || straight.length === 0) return [];
    const [kept, odd, form]: readonly [readonly RoledMark[], readonly RoledMark[], Form] =
      straight.length > curly.length ? [straight, curly, 'straight'] : [curly, straight, 'curly'];
    const slips = odd.map(({ mark, role }) => ({
      slip: slipAt(issue, mark.paragraph, mark.index, mark.index + 1),
      wanted: MARKS[form][role],
    }));
    const [first] = slips;
    if (first === undefined) return [];
    const edits = slips.flatMap(({ slip, wanted }): TextEdit[] => {
      const { start, end } = slip.place;
      return slip.isVerbatim ? [{ start: start.offset ?? 0, end: end.offset ?? 0, text: wanted }] : [];
    });
    const { opens, closes } = MARKS[form];
    return [
      {
        reason: `Unexpected mark ${first.slip.actual}, expected ${first.wanted} as elsewhere in the issue`,
        place: first.slip.place,
        actual: first.slip.actual,
        expected: [first.wanted],
        note: `${kept.length} marks of the issue are ${form}, ${odd.length} ${odd.length === 1 ? 'is' : 'are'} not. Write ${opens} and ${closes} everywhere; this is said once, at the first of them.`,
        // A quotation inside a quotation may be told apart by the other form alone.
        ...(edits.length === slips.length &&
          pairs.every(({ isOuter }) => isOuter) && { fix: { title: `Make all marks ${form}`, edits } }),
      },
    ];
  },
};

/** Arabic and Hebrew use the marks otherwise, and a quotation in another language keeps its own. */
function isJudged({ text, language }: RunningText): boolean {
  return language === 'en' && !/[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text);
}

interface RoledMark {
  readonly mark: Mark<RunningText>;
  readonly role: 'opens' | 'closes';
}

function marksOfPair({ opening, closing, reopening }: MarkPair<RunningText>): readonly RoledMark[] {
  return [
    ...[opening, ...reopening].map((mark) => ({ mark, role: 'opens' as const })),
    { mark: closing, role: 'closes' },
  ];
}

function formed(marks: readonly RoledMark[], form: Form): readonly RoledMark[] {
  return marks.filter(({ mark }) => (mark.mark === '"') === (form === 'straight'));
}
