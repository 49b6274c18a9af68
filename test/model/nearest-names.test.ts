import { expect, test } from 'vitest';
import { nearestNames } from '../../src/model/nearest-names.ts';

const NAMES = [
  'Reuters',
  'AP',
  'AFP',
  'Al Jazeera',
  'Al-Araby',
  'The Guardian',
  'The Independent',
  'BBC',
  'CBC',
];

test.each([
  ['Rueters', ['Reuters']],
  ['reuters', ['Reuters']],
  ['AlJazzeera', ['Al Jazeera']],
  ['Guardian', ['The Guardian']],
  ['The Independant', ['The Independent']],
  ['ACP', ['AP', 'AFP']],
  ['Kurdish officials', []],
  ['', []],
])('%s is near %j', (written, expected) => {
  expect(nearestNames(written, NAMES)).toEqual(expected);
});
