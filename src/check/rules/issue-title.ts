// A special has no number by which the masthead could call it: it needs a title of its own.
import { lacksField } from '../parts/place-of-field.ts';
import type { IssueRule } from '../rule.ts';

export const issueTitle: IssueRule = {
  id: 'issue-title',
  severity: 'error',
  stage: 'issue',
  description: 'A special, which has no number, has a title in its front matter.',
  check: (issue, { newsletter }) => {
    const isNumbered =
      newsletter.dialect === undefined ? /^\d+$/u.test(issue.slug) : issue.number !== undefined;
    if (isNumbered || !lacksField(issue, 'title')) return [];
    const place = issue.frontMatter.fields['title']?.position ?? issue.frontMatter.position;
    return [
      {
        reason: 'Unexpected special without a title, expected a line "title: …"',
        ...(place !== undefined && { place }),
        expected: ['title: …'],
        note: 'Write title: and a few words between the two lines of dashes at the top of the file. They head the page and the mail.',
      },
    ];
  },
};
