// Only files named by a number or a date are issues. One that has another name is neither checked nor published, and nobody would
// be told.
import { issueNameFor } from '../../model/issue-names.ts';
import type { SettingsRule } from '../rule.ts';

const EXAMPLES = '0295.md, or 2016-01-28-special.md for an issue without a number';

export const issueFile: SettingsRule = {
  id: 'issue-file',
  severity: 'warning',
  stage: 'settings',
  description: 'Every Markdown file in issues/ has the name of an issue, but for README.md and inbox.md.',
  check: ({ strays = [] }) =>
    strays.map((name) => {
      const expected = issueNameFor(name);
      return {
        path: `issues/${name}`,
        reason: `Unexpected file name "${name}", expected ${expected === undefined ? `one such as ${EXAMPLES}` : `"${expected}"`}`,
        actual: name,
        ...(expected !== undefined && { expected: [expected] }),
        note:
          expected === undefined
            ? 'The file is not read: it is neither checked nor published. Rename it, or move it to another folder if it is no issue.'
            : `The file is not read: it is neither checked nor published. Rename it to ${expected}, or delete it if it is a copy.`,
      };
    }),
};
