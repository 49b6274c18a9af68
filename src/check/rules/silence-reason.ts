// A comment that silences a rule says why. Without a reason it has no effect.
import type { IssueRule } from '../rule.ts';

export const silenceReason: IssueRule = {
  id: 'silence-reason',
  severity: 'warning',
  stage: 'issue',
  description: 'A comment that silences a rule gives the reason in brackets.',
  check: ({ silences }) =>
    silences
      .filter(({ reason }) => reason.trim() === '')
      .map(({ ruleIds, position }) => ({
        reason: 'Unexpected silence without a reason, expected one in brackets',
        place: position,
        expected: [`<!-- on purpose: ${ruleIds.join(', ')} (the reason) -->`],
        note: 'Say in brackets, before the closing -->, why this is on purpose. Until then the comment has no effect.',
      })),
};
