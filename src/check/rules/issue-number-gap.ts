// Numbers follow one another. A gap is a number typed wrong, or an issue that was lost; the archive's first number is free.
import type { Issue } from '../../model/issue.ts';
import { placeOfField } from '../place-of-field.ts';
import type { ArchiveRule } from '../rule.ts';

export const issueNumberGap: ArchiveRule = {
  id: 'issue-number-gap',
  severity: 'warning',
  stage: 'archive',
  description: 'No number is left out between the first issue and the last.',
  check: (issues) => {
    const numbered = issues
      .filter((issue): issue is Issue & { number: number } => issue.number !== undefined)
      .toSorted((a, b) => a.number - b.number);
    return numbered.flatMap((issue, index) => {
      const previous = numbered[index - 1];
      if (previous === undefined || issue.number - previous.number <= 1) return [];
      const first = previous.number + 1;
      const last = issue.number - 1;
      const lost = first === last ? `No. ${first} is` : `Nos ${first} to ${last} are`;
      return [
        {
          path: issue.path,
          reason: `Unexpected No. ${issue.number} after No. ${previous.number}, expected No. ${first}`,
          ...placeOfField(issue, 'number'),
          actual: String(issue.number),
          expected: [String(first)],
          note: `${lost} not there. Correct the number and the file's name; or, if it is right, say why in the issue: <!-- on purpose: issue-number-gap (${lost} lost) -->`,
        },
      ];
    });
  },
};
