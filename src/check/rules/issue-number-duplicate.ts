// Two files cannot be the same issue: their mails would carry one subject, and their pages one name.

import { placeOfField } from '../place-of-field.ts';
import type { ArchiveRule } from '../rule.ts';

export const issueNumberDuplicate: ArchiveRule = {
  id: 'issue-number-duplicate',
  severity: 'error',
  stage: 'archive',
  description: 'Every number belongs to one issue.',
  check: (issues) => {
    const numbered = issues.filter(({ number }) => number !== undefined);
    return [...Map.groupBy(numbered, ({ number }) => number)].flatMap(([number, [first, ...others]]) =>
      others.map((issue) => ({
        path: issue.path,
        reason: `Unexpected second No. ${number}, expected a number of its own`,
        ...placeOfField(issue, 'number'),
        actual: String(number),
        note: `${first?.path ?? ''} has this number too. Give one of the two another number, in its name and at its top, or delete it.`,
      })),
    );
  },
};
