// A story begins with its headline, and only `###` makes one. In pasted text it stands on the line above the attribution or runs
// into it; the cut is made where the source's name begins.
import { placeOf } from '../../model/place.ts';
import { cutRunIn } from '../cut-run-in.ts';
import type { IssueRule } from '../rule.ts';
import { runInHeadlines } from '../run-in-headlines.ts';

export const headlinePlain: IssueRule = {
  id: 'headline-plain',
  severity: 'warning',
  stage: 'issue',
  description: 'A headline begins with ###, and its story with the attribution in a paragraph of its own.',
  check: (issue, context) =>
    runInHeadlines(issue, context)
      .filter(({ form, beginsItem }) => form !== 'stuck' && beginsItem)
      .map((run) => {
        const { words, start, end, form, isCertain, attribution } = run;
        const where = form === 'same-line' ? 'run into the attribution' : 'as plain text';
        return {
          reason: `Unexpected headline ${where}: "${words}", expected "### ${words}"`,
          place: placeOf(issue.text, start, end),
          actual: words,
          expected: [`### ${words}`],
          note: isCertain
            ? 'Put ### and a space before the headline, and an empty line between it and the attribution.'
            : form === 'same-line'
              ? `If these words are a headline and "${attribution.written}" is the whole name of the source, put them on a line of their own, with ### before them and an empty line after them.`
              : 'If this is a headline, put ### and a space before it. If it belongs to the story above, end it with a full stop.',
          ...(isCertain && {
            fix: { title: `Make "${words}" a headline`, edits: cutRunIn(run, issue.text) },
          }),
        };
      }),
};
