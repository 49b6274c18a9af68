// The subject that an editor wrote for this mail. Readers see little of it on a phone, and what looks like advertising or like an
// answer to a mail of theirs is taken for spam. The subject that every issue gets by itself is not judged.
import type { Issue } from '../../model/issue.ts';
import { placeOfField } from '../parts/place-of-field.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { isInCapitals } from '../words/in-capitals.ts';

/** Phones show 30 to 40 characters, programs on a desk about 70: seen by practitioners, no standard. */
const MAX_LENGTH = 70;
/** "Re:", "Fwd:" and what they are in other languages. RFC 5322 §3.6.5 keeps the first for answers. */
const ANSWER = /^(?:re|fw|fwd|aw|wg|sv|vs|tr|rv|antw)\s?:/iu;
const SHOUTING = /!\s?!|!.{1,200}!/u;
const EMPTY =
  /^(?:(?:our|the|this week's|weekly|monthly)\s)?(?:newsletter|news|update|updates|hello|hi|important|test|testing|untitled|no subject|subject|message|info)[.!]?$/iu;

export const mailSubject: IssueRule = {
  id: 'mail-subject',
  severity: 'warning',
  stage: 'issue',
  description:
    'The subject of the mail is short, says something, and neither shouts nor pretends to be an answer.',
  check: (issue) => (issue.frontMatter.fields['subject'] === undefined ? [] : findings(issue)),
};

function findings(issue: Issue): readonly Finding[] {
  const written = (issue.frontMatter.fields['subject']?.value ?? '').replace(/\s+/gu, ' ').trim();
  const found = (reason: string, note: string): Finding => ({
    reason,
    ...placeOfField(issue, 'subject'),
    actual: written,
    note,
  });
  const length = [...written].length;
  return [
    ...(length > MAX_LENGTH
      ? [
          found(
            `Unexpected subject of ${length} characters, expected at most ${MAX_LENGTH}`,
            'A phone shows the first 30 or 40 characters. Put the most important words there, and the rest into "preheader:".',
          ),
        ]
      : []),
    ...(ANSWER.test(written)
      ? [
          found(
            `Unexpected "${ANSWER.exec(written)?.[0]}" at the beginning of the subject, expected the subject alone`,
            'Mail programs put this before answers. On a newsletter it looks like a trick, and spam filters think so too. Delete it.',
          ),
        ]
      : []),
    ...(SHOUTING.test(written)
      ? [
          found(
            'Unexpected number of exclamation marks in the subject, expected one at most',
            'Spam filters count them. Let the words speak.',
          ),
        ]
      : []),
    ...(isInCapitals(written)
      ? [
          found(
            'Unexpected capitals throughout the subject, expected them only where a name or the subject begins',
            'Spam filters take this for advertising. Whether all the words are abbreviations the proofreader cannot tell.',
          ),
        ]
      : []),
    ...(written === '' || EMPTY.test(written)
      ? [
          found(
            written === ''
              ? 'Unexpected empty subject, expected words'
              : `Unexpected subject "${written}", expected words on what stands in the issue`,
            'Say what the issue is about, or delete the line: then the mail has the name of the newsletter and the number as its subject.',
          ),
        ]
      : []),
  ];
}
