// A story begins with its headline, and only `###` makes one. In pasted text it stands on the line above the attribution or runs
// into it; the cut is made where the source's name begins.
import type { Issue } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import { cutRunIn } from '../paste/cut-run-in.ts';
import { type RunIn, runInHeadlines } from '../paste/run-in-headlines.ts';
import type { Finding, IssueRule } from '../rule.ts';

export const headlinePlain: IssueRule = {
  id: 'headline-plain',
  severity: 'warning',
  stage: 'issue',
  description: 'A headline begins with ###, and its story with the attribution in a paragraph of its own.',
  check: (issue, context) =>
    runInHeadlines(issue, context)
      .filter(({ form, beginsItem }) => form !== 'stuck' && beginsItem)
      .map((run) => (run.form === 'headless' ? headlessFinding(run, issue) : findingOf(run, issue))),
};

function findingOf(run: RunIn, issue: Issue): Finding {
  const { words, start, end, form, isCertain } = run;
  const where = form === 'same-line' ? 'run into the attribution' : 'as plain text';
  return {
    reason: `Unexpected headline ${where}: "${words}", expected "### ${words}"`,
    place: placeOf(issue.text, start, end),
    actual: words,
    expected: [`### ${words}`],
    note: noteOf(run),
    ...(isCertain && {
      fix: { title: `Make "${words}" a headline`, edits: cutRunIn(run, issue.text) },
    }),
  };
}

function noteOf({ isCertain, form, attribution: { written, isKnown } }: RunIn): string {
  if (isCertain)
    return 'Put ### and a space before the headline, and an empty line between it and the attribution.';
  if (!isKnown)
    return `If this is a headline, put ### and a space before it, and an empty line below it. If "${written}" is a source, give it a row in issues/sources.yaml; then check --fix knows it too.`;
  return form === 'same-line'
    ? `If these words are a headline and "${written}" is the whole name of the source, put them on a line of their own, with ### before them and an empty line after them.`
    : 'If this is a headline, put ### and a space before it. If it belongs to the story above, end it with a full stop.';
}

function headlessFinding({ attribution: { start, end, written } }: RunIn, issue: Issue): Finding {
  const actual = issue.text.slice(start, end);
  return {
    reason: `Unexpected attribution "${actual}" without a headline, expected one above it`,
    place: placeOf(issue.text, start, end),
    actual,
    expected: ['### Headline'],
    note: `A story begins with ### and its headline on a line of their own, then an empty line, then what "${written}" said.`,
  };
}
