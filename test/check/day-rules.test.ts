// What the rules about days and times are silent about, or unsure of, beyond what the manual shows.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { issueMasthead } from '../../src/check/rules/issue-masthead.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { parseNewsletter } from '../../src/parse/parse-newsletter.ts';
import { diagnosticsOf } from './rule-cases.ts';

const DATED = 'number: 12\ndate: 2026-01-09';

const item = (date: string) =>
  `### [Dockers vote](https://harbourpost.example/vote)\n\nHarbour Post reports (${date}): Crews go back.`;
const event = (when: string) => `## Events\n\n### Harbour walk\n\nWhen: ${when}\nWhere: Custom House steps`;
const live = (...headings: readonly string[]) =>
  `## Live: the vote\n\n${headings.map((heading) => `### ${heading}\n\nThey count. [Reuters]`).join('\n\n')}`;

function found(ruleId: string, body: string, head = DATED) {
  const file = { path: 'issues/0012.md', value: `---\n${head}\n---\n\n${body}\n` };
  return diagnosticsOf([file]).filter((diagnostic) => diagnostic.ruleId === ruleId);
}

test.each([
  {
    ruleId: 'date-form',
    name: 'a stamp behind a byline',
    body: `${live('Result')}\n\nby A. Lind 25/12/2025 20:36`,
  },
  {
    ruleId: 'date-stale',
    name: 'an issue without a date',
    body: item('30 October 1960'),
    head: 'number: 12',
  },
  { ruleId: 'event-date', name: 'an issue without a date', body: event('3 October'), head: 'number: 12' },
  { ruleId: 'event-past', name: 'an issue without a date', body: event('3 May 1969'), head: 'number: 12' },
  {
    ruleId: 'event-weekday',
    name: 'another day of that line',
    body: event('17 January 2026 (Friday 16: full)'),
  },
  { ruleId: 'live-time', name: 'a day told of by another rule', body: live('2/7, 16:40: Result') },
  { ruleId: 'live-time', name: 'hours of a day', body: live('24h: what we know') },
  { ruleId: 'live-time', name: 'a length of time', body: live('12h strike ends') },
  { ruleId: 'live-time', name: 'a figure', body: live('9.75 million euros') },
  { ruleId: 'live-time', name: 'a second time', body: live('16:40: 25:10 is what the hall clock shows') },
  {
    ruleId: 'live-order',
    name: 'a day alone below',
    body: live('28 December', '29 December, 16:40', '29 December: Film'),
  },
  {
    ruleId: 'update-date',
    name: 'a time of day',
    body: '[Update, 11 January 2026, 16:40 GMT] The hall is open.',
  },
  { ruleId: 'update-form', name: 'a sentence in brackets', body: '(Update, of course, if you hear more.)' },
  {
    ruleId: 'live-order',
    name: 'a day alone above',
    body: live('29 December: Film', '29 December, 17:05', '16:40', '16:20'),
  },
  {
    ruleId: 'issue-masthead',
    name: 'a number told of by another rule',
    body: '',
    head: 'number: 13\ndate: 2026-01-09\ntitle: Newsletter No. 12',
  },
])('$ruleId is silent about $name', ({ ruleId, body, head }) => {
  expect(found(ruleId, body, head)).toEqual([]);
});

test.each([
  { ruleId: 'live-time', body: live('16:40am: Result') },
  { ruleId: 'live-time', body: live('13.5pm: Result') },
  { ruleId: 'live-time', body: live('24:00: Result') },
  { ruleId: 'live-time', body: live('16:4: Result') },
  { ruleId: 'update-form', body: 'Update Jume 3: The hall is open.' },
  { ruleId: 'date-form', body: item('Jume 3') },
])('$ruleId finds, and does not mend, $body', ({ ruleId, body }) => {
  expect(found(ruleId, body).map(({ fix }) => fix)).toEqual([undefined]);
});

test.each([
  { ruleId: 'live-time', body: live('16:40Result is in'), fix: 'Write "16:40: "' },
  { ruleId: 'live-time', body: live('0:30am: Result'), fix: 'Write "00:30"' },
  { ruleId: 'live-time', body: live('21h: Result'), fix: 'Write "21:00"' },
  { ruleId: 'update-form', body: '[Update, tomorrow] The hall is open.', fix: undefined },
])('$ruleId finds $body', ({ ruleId, body, fix }) => {
  expect(found(ruleId, body).map((one) => one.fix?.title)).toEqual([fix]);
});

test('an old report without a year is not said to lie ahead when its day is far off', () => {
  expect(found('date-stale', item('10 October')).map(({ note }) => note)).toEqual([
    'On 9 January 2026 this report is 91 days old. Correct its date, or take the report out.',
  ]);
});

test('a title with marks between its words is not judged', () => {
  const path = 'issues/newsletter.yaml';
  const settings = readFileSync(new URL('../fixtures/check/newsletter.yaml', import.meta.url), 'utf8');
  const { newsletter } = parseNewsletter({
    path,
    value: settings.replace(/^title: .*/u, 'title: "Harbour: Night Sheet"'),
  });
  if (newsletter === undefined) throw new Error('no newsletter');
  const value = `---\n${DATED}\n---\n\nThe Harbour: Nihgt Sheet comes out on Fridays.\n`;
  const { issue } = parseIssue(
    { path: 'issues/0012.md', value },
    { newsletter, sources: [], ids: new Map() },
  );
  expect(
    issueMasthead.stage === 'issue' && issueMasthead.check(issue, { newsletter, sources: [], ruleIds: [] }),
  ).toEqual([]);
});
