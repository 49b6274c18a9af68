// What is to come is not in the text that is published; all else is, on the very lines on which it was written.
import { expect, test } from 'vitest';
import { holdBack } from '../../src/parse/hold-back.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { liveIssue } from '../support/live-issue.ts';
import { harbourContext } from './harbour.ts';

const context = harbourContext();
const file = (value: string) => ({ path: 'issues/2016-01-20-live-vote.md', value });
const entriesOf = (value: string) =>
  parseIssue(file(value), context).issue.sections.flatMap(({ entries }) => entries);

test('an issue of which nothing is to come is the very same file', () => {
  const issue = file(liveIssue());
  expect(holdBack(issue, context, '2016-01-20T20:00:00Z')).toEqual({ file: issue });
  expect(holdBack(issue, context, '2016-01-20T20:00:00Z').file).toBe(issue);
});

test('entries to come are gone, the others stand on their lines with their ids', () => {
  const held = holdBack(file(liveIssue()), context, '2016-01-20T14:00:00.000Z');
  expect(held.nextAt).toBe('2016-01-20T15:00:00Z');
  const [all, now] = [entriesOf(liveIssue()), entriesOf(held.file.value)];
  expect(now.map(({ id, position }) => [id, position.start.line])).toEqual(
    all.slice(0, 4).map(({ id, position }) => [id, position.start.line]),
  );
  expect(held.file.value.split('\n').length).toBe(liveIssue().split('\n').length);
  expect(held.file.value).not.toMatch(/Sixth|number 6/u);
});

test('a day alone begins at midnight by the clock of the page', () => {
  const text = liveIssue().replace('### 20:00: Tenth', '### 21 January: Tenth');
  expect(holdBack(file(text), context, '2016-01-20T23:59:00Z').nextAt).toBe('2016-01-21T00:00:00Z');
});

test.each([
  ['Live: the vote count', '## Live: the vote count'],
  ['in capitals', '## LIVE'],
  ['closed', '## Live: the vote count ##'],
  ['with emphasis', '## *Live*: the vote count'],
  ['another name', '## Live blog'],
])('however its heading is written: %s', (_, heading) => {
  const text = liveIssue().replace('## Live: the vote count', heading);
  expect(holdBack(file(text), context, '2016-01-20T14:00:00Z').nextAt).toBe('2016-01-20T15:00:00Z');
});
