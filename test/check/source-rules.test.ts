// What is said of attributions in the forms that the printed newsletter had, and what `check --fix` makes of them; and that nothing is
// said of what only looks like one. The fixtures of the rules show the rest.
import { expect, test } from 'vitest';
import { diagnosticsOf, filesOf, fixed } from './rule-cases.ts';

const RULES = new Set([
  'source-form',
  'source-verb',
  'source-unread',
  'source-missing',
  'source-date-missing',
  'source-unknown',
]);

const ITEM = '### [Bridge](https://www.reuters.com/bridge)\n\n';

const SLIPS: readonly { body: string; rule: string; mended?: string }[] = [
  ...[
    'Reuters (3rd January) report: It is shut.',
    'Reuters report [3rd January]: It is shut.',
    'Reuters report, 3rd January: It is shut.',
    'Reuters report on 3rd January: It is shut.',
    'Reuters report on the 3rd January: It is shut.',
    'Reuters report: (3rd January) It is shut.',
    'Reuters report(3rd January): It is shut.',
    'Reuters report (3rd January) : It is shut.',
    'Reuters report (3rd January) :It is shut.',
    'Reuters report (3rd January):It is shut.',
    'Reuters report (3rd January) It is shut.',
    'Reuters report (3rd January), It is shut.',
    'Reuters report (3rd January) - It is shut.',
    'Reuters report (3rd January) — It is shut.',
    'Reuters report (3rd January). It is shut.',
    'Reuters report (3rd January); It is shut.',
    'Reuters (3rd January): It is shut.',
    'Reuters, 3rd January: It is shut.',
    '(Reuters, 3rd January) It is shut.',
    '(Reuters, 3rd January): It is shut.',
    'From Reuters (3rd January): It is shut.',
    'Reuters repotr (3rd January): It is shut.',
  ].map((body) => ({ body, rule: 'source-form', mended: 'Reuters report (3rd January): It is shut.' })),
  {
    body: '[Reuters](https://www.reuters.com/a) (3rd January) report: It is shut.',
    rule: 'source-form',
    mended: '[Reuters](https://www.reuters.com/a) report (3rd January): It is shut.',
  },
  {
    body: '"It is shut." (Reuters, 3 January)',
    rule: 'source-form',
    mended: 'Reuters report (3 January): "It is shut."',
  },
  // Which of two names is meant, or how the sentence should go on, only the editor knows.
  { body: '"It is shut.\n\n"All day." (Reuters, 3 January)', rule: 'source-form' },
  { body: 'In Reuters (3 January), Ines Roca writes: It is shut.', rule: 'source-form' },
  { body: 'Reuters report (3 January) that it is shut.', rule: 'source-form' },
  { body: 'Reuters *report* on 3 January: It is shut.', rule: 'source-form' },
  { body: 'Reuters (*3 January*) report: It is shut.', rule: 'source-form' },
  {
    body: 'Reuters report s (3 January): It is shut.',
    rule: 'source-verb',
    mended: 'Reuters report (3 January): It is shut.',
  },
  {
    body: 'Reuters Reports (3 January): It is shut.',
    rule: 'source-verb',
    mended: 'Reuters report (3 January): It is shut.',
  },
  {
    body: 'Reuters reports from Lowport (3 January): It is shut.',
    rule: 'source-verb',
    mended: 'Reuters report from Lowport (3 January): It is shut.',
  },
  {
    body: 'Ines Roca reports (3 January): It is shut.',
    rule: 'source-verb',
    mended: 'Ines Roca writes (3 January): It is shut.',
  },
  {
    body: 'Reuters report (3 January): It is shut.\r\n[AP](https://apnews.com/a) adds (4 January): It is not.',
    rule: 'source-unread',
    mended:
      'Reuters report (3 January): It is shut.\r\n\r\n[AP](https://apnews.com/a) adds (4 January): It is not.',
  },
  {
    body: 'Reuters report (3 January): “It is shut.” AP says (4 January): It is not.',
    rule: 'source-unread',
    mended: 'Reuters report (3 January): “It is shut.”\n\nAP says (4 January): It is not.',
  },
  {
    body: 'Reuters report (3 January): It is shut.\\\nAP adds (4 January): It is not.',
    rule: 'source-unread',
  },
  { body: 'Reuters and AP report (3 January): It is shut.', rule: 'source-unknown' },
];

test.each(SLIPS)('$rule in $body', ({ body, rule, mended = body }) => {
  const files = filesOf(`---\nnumber: 12\ndate: 2026-01-09\n---\n\n${ITEM}${body}\n`);
  const found = diagnosticsOf(files).map(({ ruleId }) => ruleId);
  expect(found.filter((id) => RULES.has(id))).toEqual([rule]);
  const [after] = fixed(files);
  expect(after?.value.split('\n\n').slice(2).join('\n\n').trimEnd()).toBe(mended);
});

test.each([
  'Reuters report (3 January): It is shut.',
  'Reuters report (Saturday, 3 January 2026): It is shut.',
  'Reuters adds (3 January): It is shut.',
  'Reuters quotes (3 January): "It is shut."',
  'Reuters reported (3 January): It is shut.',
  'The Tide (Lowport) reports (3 January): It is shut.',
  'Ines Roca writes for The Tide (3 January): It is shut.',
  'Reuters\n3 January 2026\n\nIt is shut.',
  'Reuters report (3 January): It is shut. On Friday (2 January): nobody.',
  'Reuters report (3 January): It is shut. A man of AP said (2 January): nobody.',
  'Reuters report (3 January): "It is shut. AP report (2 January): so do the papers."',
  'Reuters report (3 January): «It is shut. AP report (2 January): so do the papers.»',
  'Reuters report (3 January): It is shut.\n\nReuters said on 2 January: all is well.',
  'Reuters report (3 January): It is shut.\n\n> AP reports on 2 January: all is well.',
])('nothing in %s', (body) => {
  const files = filesOf(`---\nnumber: 12\ndate: 2026-01-09\n---\n\n${ITEM}${body}\n`);
  expect(diagnosticsOf(files).filter(({ ruleId }) => RULES.has(ruleId))).toEqual([]);
});

test('a paragraph full of attributions is looked at quickly', () => {
  const body = `Reuters report (3 January): It is shut. ${'AP adds (4 January): It is not. '.repeat(3_000)}`;
  const start = performance.now();
  diagnosticsOf(filesOf(`---\nnumber: 12\ndate: 2026-01-09\n---\n\n${ITEM}${body}\n`));
  expect(performance.now() - start).toBeLessThan(3_000);
});
