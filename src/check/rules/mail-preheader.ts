// The sentence that mail programs show beside the subject. Without one of its own an issue shows the first sentence of its lead, or
// its headlines, which does as well; so only what was written for the place is judged.
import { plainHeading } from '../../model/section-names.ts';
import { lacksField, placeOfField } from '../parts/place-of-field.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** What the widest mail programs show: seen by practitioners, no standard. */
const MAX_LENGTH = 140;

export const mailPreheader: IssueRule = {
  id: 'mail-preheader',
  severity: 'warning',
  stage: 'issue',
  description:
    'The sentence beside the subject fits into its place, and says something that the subject does not.',
  check: (issue): readonly Finding[] => {
    const place = placeOfField(issue, 'preheader');
    if (lacksField(issue, 'preheader')) {
      if (issue.frontMatter.fields['preheader'] === undefined) return [];
      return [
        {
          reason: 'Unexpected empty "preheader", expected a sentence',
          ...place,
          note: 'Write the sentence that readers see beside the subject, or delete the line: then it is the first sentence of the issue.',
        },
      ];
    }
    const actual = issue.preheader ?? '';
    const { length } = [...actual];
    if (length > MAX_LENGTH) {
      return [
        {
          reason: `Unexpected preheader of ${length} characters, expected at most ${MAX_LENGTH}`,
          ...place,
          actual,
          note: 'Mail programs show 90 to 140 characters beside the subject, and phones fewer. Shorten it.',
        },
      ];
    }
    const isRepeated =
      plainHeading(actual) !== '' &&
      [issue.subject, issue.title].some((text) => plainHeading(text) === plainHeading(actual));
    return isRepeated
      ? [
          {
            reason: `Unexpected "${actual}" as the preheader, expected other words than the subject's`,
            ...place,
            actual,
            note: 'It stands right beside the subject, so readers would read the same twice. Tell them something more of the issue.',
          },
        ]
      : [];
  },
};
