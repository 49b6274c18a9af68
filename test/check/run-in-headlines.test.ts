// Where a headline ends and an attribution begins: the cuts that are certain, those that are only asked about, and sentences that
// a careless rule would cut.
import { expect, test } from 'vitest';
import { diagnosticsOf, filesOf } from './rule-cases.ts';

const HEAD = '---\nnumber: 12\ndate: 2026-01-09\n---\n\n';
const ITEM = `${HEAD}### [Dockers vote](https://harbourpost.example/vote)\n\nHarbour Post reports (3 January): They did.\n\n`;
const RULES = new Set(['headline-plain', 'source-glued']);

function found(text: string) {
  return diagnosticsOf(filesOf(text))
    .filter(({ ruleId }) => RULES.has(ruleId))
    .map(({ ruleId, fix }) => `${ruleId} ${fix === undefined ? 'asks' : 'mends'}`);
}

test.each([
  ['on the line above', 'Cranes stand still\nAP report (3 January): Text.', 'headline-plain mends'],
  ['in the paragraph above', 'Cranes stand still\n\nAP report (3 January): Text.', 'headline-plain mends'],
  ['in the same line', 'Cranes stand still AP report (3 January): Text.', 'headline-plain mends'],
  ['stuck to the name', 'Cranes stand stillAP report (3 January): Text.', 'source-glued mends'],
  ['stuck, without a day', 'Cranes stand stillAP report: Text.', 'source-glued mends'],
  ['before an article', 'News from IsisThe Independent reports (3 January): Text.', 'source-glued mends'],
  ['with a question mark', 'Who pays? Nobody knows! AP report (3 January): Text.', undefined],
  ['as a question', 'Who pays for cranes? AP report (3 January): Text.', 'headline-plain mends'],
  [
    'with the day before the verb',
    'Cranes stand still\nAP (3 January) reports: Text.',
    'headline-plain mends',
  ],
  [
    'above a linked name',
    'Cranes stand still\n[AP](https://apnews.com/a) report (3 January): Text.',
    'headline-plain mends',
  ],
  [
    'with its address below it',
    'Cranes stand still\nhttps://apnews.com/a\nAP report (3 January): Text.',
    'headline-plain mends',
  ],
  [
    'in capitals, where the name may be longer',
    'Cranes Stand Still AP report (3 January): Text.',
    'headline-plain asks',
  ],
  ['of two short lines', 'Cranes\nStand still again\nAP report (3 January): Text.', 'headline-plain asks'],
  [
    'above a source that nobody knows',
    'Cranes stand still\nEvening Lantern reports (3 January): Text.',
    'headline-plain asks',
  ],
  [
    'above a publication and its writer',
    'Cranes stand still\nIn The Tide (3 January), a pilot says: Text.',
    'headline-plain mends',
  ],
  ['missing', 'AP report (3 January): Text.', 'headline-plain asks'],
])('a headline %s', (_, text, expected) => {
  expect(found(HEAD + text)).toEqual(expected === undefined ? [] : [expected]);
});

test.each([
  'Meanwhile AP report (3 January): Text.',
  'In a long interview the mayor told AP report (3 January): Text.',
  'The local daily paper AP report (3 January): Text.',
  'The strike is over. AP report (3 January): Text.',
  'Elsewhere, the AP report (3 January): Text.',
  '"We wait," it said. "AP report (3 January): nothing," he added.',
  'He had read that “cranes stand still AP report (3 January): nothing”.',
  '> Cranes stand still AP report (3 January): Text.',
  '- Cranes stand still AP report (3 January): Text.',
  'The [AP](https://apnews.com/a) report (3 January) says: nothing.',
  'Crews went back on Monday, as GlobalAP (3 of them) report: it is cold.',
  'Tags: cranes\n\n[AP](https://apnews.com/a) report (3 January): Text.',
  '[Update, 4 January 2026] They went back.\n\n[AP](https://apnews.com/a) report (3 January): Text.',
])('no headline in: %s', (text) => {
  expect(found(ITEM + text)).toEqual([]);
});

test('below another report, a line that may be its last is only asked about', () => {
  expect(found(`${ITEM}Cranes stand still\n\n[AP](https://apnews.com/a) report (3 January): Text.`)).toEqual([
    'headline-plain asks',
  ]);
});

test('a section of events is left alone', () => {
  expect(found(`${HEAD}## Events\n\nCranes stand still AP report (3 January): Text.`)).toEqual([]);
});
