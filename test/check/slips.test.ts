// Slips that the printed newsletter really made, as far as today's rules cover them.
import { expect, test } from 'vitest';
import { diagnosticsOf, filesOf } from './rule-cases.ts';

test.each([
  {
    slip: 'northAP reports',
    body: '### [Troops](https://apnews.com/a)\n\nTroops leave the northAP reports (3 January): They have gone.',
    expected:
      'source-glued: Unexpected "leave the northAP reports", expected the attribution to begin with "AP"',
  },
  {
    slip: 'IsisThe Independent reports',
    body: '### [Town](https://www.independent.co.uk/a)\n\nTown freed from IsisThe Independent reports (3 January): It is empty.',
    expected:
      'source-glued: Unexpected "freed from IsisThe Independent reports", expected the attribution to begin with "The Independent"',
  },
  {
    slip: 'AlAraby',
    body: '### [City](https://www.newarab.com/a)\n\nAlAraby reports (3 January): It is hungry.',
    expected: 'source-variant: Unexpected spelling "AlAraby", expected "Al-Araby"',
  },
  {
    slip: 'The independent',
    body: '### [Town](https://www.independent.co.uk/a)\n\nThe independent reports (3 January): It is empty.',
    expected: 'source-variant: Unexpected spelling "The independent", expected "The Independent"',
  },
  {
    slip: '[Source: ]',
    body: '## Live: the vote\n\n### 9 January, 16:40: Result\n\nBack to work. [Source: ]',
    expected: 'source-missing: Unexpected empty credit "[Source: ]", expected the name of a source',
  },
  {
    slip: '[Update, 2/7]',
    body: '## Live: the vote\n\n### 9 January, 16:40: Result\n\nBack to work.\n\n[Update, 2/7] Not all.',
    expected:
      'source-date-ambiguous: Unexpected date "2/7", which is 2 July or 7 February, expected the month as a word',
  },
  {
    slip: '7/2/2014',
    body: '### [Town](https://www.independent.co.uk/a)\n\nThe Independent reports (7/2/2014): It is empty.',
    expected:
      'source-date-ambiguous: Unexpected date "7/2/2014", which is 7 February 2014 or 2 July 2014, expected the month as a word',
  },
  {
    slip: 'BBC reports: with no date',
    body: '### [Town](https://www.independent.co.uk/a)\n\nThe Independent reports: It is empty.',
    expected: 'source-date-missing: Unexpected attribution without a date, expected one in brackets',
  },
  {
    slip: 'info/i raqfocus',
    body: 'Our [list](https://lists.example.org/info/i raqfocus) is open.',
    expected:
      'link-malformed: Unexpected space in an address: "https://lists.example.org/info/i raqfocus", expected "https://lists.example.org/info/iraqfocus"',
  },
])('$slip', ({ body, expected }) => {
  const found = diagnosticsOf(filesOf(`---\nnumber: 12\ndate: 2026-01-09\n---\n\n${body}\n`));
  expect(found.map(({ ruleId, reason }) => `${ruleId}: ${reason}`)).toContain(expected);
});
