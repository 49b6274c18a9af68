// The days that an event's line names, in an issue of 9 January 2026.
import { expect, test } from 'vitest';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { harbourContext } from './harbour.ts';

test.each([
  ['Saturday 17 January 2026, 2pm to 4pm', '2026-01-17', undefined],
  ['17 January, doors at 6.30', '2026-01-17', undefined],
  ['16 to 18 January 2026', '2026-01-16', '2026-01-18'],
  ['16–18 January 2026', '2026-01-16', '2026-01-18'],
  ['Friday 16th and Saturday 17th January', '2026-01-16', '2026-01-17'],
  ['Friday 16 January to Sunday 1 February 2026', '2026-01-16', '2026-02-01'],
  ['30 December to 2 January 2027', '2026-12-30', '2027-01-02'],
  ['30 December 2026 – 2 January 2027', '2026-12-30', '2027-01-02'],
  ['17 January 2026; places to be booked by 10 January', '2026-01-17', undefined],
  ['18 to 16 January 2026', '2026-01-16', undefined],
  ['every Wednesday, 12.30pm', undefined, undefined],
  ['2nd and 4th Thursday of the month, 2.15pm to 2.45pm', undefined, undefined],
  ['2.10–4pm, 17 January', '2026-01-17', undefined],
  ['at 10.10, 17 January', '2026-01-17', undefined],
  ['17.1. at 10.10', '2026-01-17', undefined],
  ['31 November 2026', undefined, undefined],
  ['every Friday', undefined, undefined],
])('%s', (written, date, lastDate) => {
  const value = `---\nnumber: 12\ndate: 2026-01-09\n---\n\n## Events\n\n### Harbour walk\n\nWhen: ${written}\n`;
  const [event] =
    parseIssue({ path: 'issues/0012.md', value }, harbourContext()).issue.sections[0]?.entries ?? [];
  const when = event?.kind === 'event' ? event.when : undefined;
  expect([when?.written, when?.date, when?.lastDate]).toEqual([written, date, lastDate]);
});
