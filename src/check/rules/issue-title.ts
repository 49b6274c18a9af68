// A special has no number by which the masthead could call it: it needs a title of its own.
import type { IssueRule } from '../rule.ts';

export const issueTitle: IssueRule = {
  id: 'issue-title',
  severity: 'error',
  stage: 'issue',
  description: 'A special, which has no number, has a title in its front matter.',
  check: ({ slug, frontMatter }) => {
    if (/^\d+$/u.test(slug)) return [];
    const field = frontMatter.fields['title'];
    if (field !== undefined && field.value.trim() !== '') return [];
    const place = field?.position ?? frontMatter.position;
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
