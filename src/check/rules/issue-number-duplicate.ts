// Two files cannot be the same issue: their mails would carry one subject, and their pages one name.
import type { ArchiveRule } from '../rule.ts';

export const issueNumberDuplicate: ArchiveRule = {
  id: 'issue-number-duplicate',
  severity: 'error',
  stage: 'archive',
  description: 'Every number belongs to one issue.',
  check: (issue, archive) => {
    if (issue.number === undefined) return [];
    const first = archive.numbered().find(({ number }) => number === issue.number);
    if (first === undefined || first.path === issue.path) return [];
    return [
      {
        reason: `Unexpected second No. ${issue.number}, expected a number of its own`,
        ...(issue.numberPlace !== undefined && { place: issue.numberPlace }),
        actual: String(issue.number),
        note: `${first.path} has this number too. Give one of the two another number, in its name and at its top, or delete it.`,
      },
    ];
  },
};
