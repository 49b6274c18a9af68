// Numbers follow one another. A gap is a number typed wrong, or an issue that was lost; the archive's first number is free.
import type { ArchiveRule } from '../rule.ts';

export const issueNumberGap: ArchiveRule = {
  id: 'issue-number-gap',
  severity: 'warning',
  stage: 'archive',
  description: 'No number is left out between the first issue and the last.',
  check: ({ number, numberPlace }, archive) => {
    if (number === undefined) return [];
    const previous = archive.numbered().findLast((other) => (other.number ?? number) < number)?.number;
    if (previous === undefined || number - previous <= 1) return [];
    const first = previous + 1;
    const last = number - 1;
    const lost = first === last ? `No. ${first} is` : `Nos ${first} to ${last} are`;
    return [
      {
        reason: `Unexpected No. ${number} after No. ${previous}, expected No. ${first}`,
        ...(numberPlace !== undefined && { place: numberPlace }),
        actual: String(number),
        expected: [String(first)],
        note: `${lost} not there. Correct the number and the file's name; or, if it is right, say why in the issue: <!-- on purpose: issue-number-gap (${lost} lost) -->`,
      },
    ];
  },
};
