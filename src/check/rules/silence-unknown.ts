// A comment that silences a rule by a name which no rule has silences nothing.

import { nearestNames } from '../../model/nearest-names.ts';
import type { IssueRule } from '../rule.ts';

export const silenceUnknown: IssueRule = {
  id: 'silence-unknown',
  severity: 'warning',
  stage: 'issue',
  description: 'A comment that silences a rule names one that exists.',
  check: ({ silences }, { ruleIds }) =>
    silences.flatMap((silence) =>
      silence.ruleIds
        .filter((id) => !ruleIds.includes(id))
        .map((id) => {
          const expected = nearestNames(id, ruleIds);
          const [nearest] = expected;
          return {
            reason: `Unexpected rule "${id}" in a comment, expected ${nearest === undefined ? 'the name of a rule' : `"${nearest}"`}`,
            place: silence.position,
            actual: id,
            expected,
            note: 'No rule has this name. Copy the name that stands behind the message which you want to silence.',
          };
        }),
    ),
};
