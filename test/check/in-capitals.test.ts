// What shouts and what is a row of abbreviations, and which two headings a slip of one key lies between.
import { expect, test } from 'vitest';
import { isInCapitals } from '../../src/check/words/in-capitals.ts';
import { isOneLetterApart } from '../../src/check/words/one-letter-apart.ts';

test.each([
  'DOCKERS VOTE TO END STRIKE',
  'RENTS RISE AGAIN BEHIND THE MARKET',
  'NIGHT BUS NO. 9 RUNS AGAIN',
  'WHAT THE FOG COST THE FERRIES',
  'McDONALD LEAVES THE PORT OF LOWPORT',
  'TROOPS, CRANES AND BERTHS',
  'ДОКЕРЫ КОНЧАЮТ ЗАБАСТОВКУ',
])('%s shouts', (text) => {
  expect(isInCapitals(text)).toBe(true);
});

test.each([
  'NATO, UNESCO and the IMO meet at Lowport',
  'UNICEF, UNHCR, WHO, IOM',
  'UNESCO/UNICEF/UNHCR/WHO',
  'UN, US, EU, UK, IMF',
  'UNESCO: IMO, WHO',
  'RENTS RISE',
  'USS MISSOURI: the ship and her crew',
  'الميناء يفتح أبوابه من جديد',
])('%s does not', (text) => {
  expect(isInCapitals(text)).toBe(false);
});

test.each([
  ['ports', 'port', true],
  ['ports', 'prots', true],
  ['ports', 'posts', true],
  ['orts', 'ports', true],
  ['ports', 'ports', false],
  ['ports', 'posters', false],
  ['ports', 'stop', false],
  ['', 'a', true],
])('%j and %j', (a, b, expected) => {
  expect(isOneLetterApart(a, b)).toBe(expected);
  expect(isOneLetterApart(b, a)).toBe(expected);
});
