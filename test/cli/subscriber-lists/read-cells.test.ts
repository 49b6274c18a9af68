// Cells of other programs' tables, and the words by which they say how somebody stands.
import { describe, expect, test } from 'vitest';
import {
  readInstant,
  readLanguage,
  readName,
  readTags,
} from '../../../src/cli/subscriber-lists/read-cells.ts';
import { standingOf } from '../../../src/cli/subscriber-lists/standing-words.ts';

test.each([
  ['2020-01-02T03:04:05.678Z', '2020-01-02T03:04:05.000Z'],
  ['2020-01-02 03:04:05', '2020-01-02T03:04:05.000Z'],
  ['2020-01-02T03:04:05+02:00', '2020-01-02T01:04:05.000Z'],
  ['2020-01-02 03:04:05.123456789 +0530 IST', '2020-01-01T21:34:05.000Z'],
  ['2020-01-02 03:04:05 +0000 +0000', '2020-01-02T03:04:05.000Z'],
  ['2020-01-02', '2020-01-02T00:00:00.000Z'],
  ['2020-02-30', undefined],
  ['01/02/2020', undefined],
  ['2020-13-01 00:00:00', undefined],
  ['0001-01-01 00:00:00', undefined],
  ['', undefined],
])('the time %s', (text, instant) => {
  expect(readInstant(text)).toBe(instant);
});

test('names are one line without controls, and no longer than a line', () => {
  expect(readName(' Ana\r\n\u0007 ', 'Quay')).toBe('Ana Quay');
  expect(readName(' ', '')).toBeUndefined();
  expect([...(readName('🌊'.repeat(300)) ?? '')]).toHaveLength(200);
});

test.each([
  ['"members","north, old"', ['members', 'north, old']],
  ['b, a ;a', ['a', 'b']],
  ['["x","y, z"]', ['x', 'y, z']],
  ['', []],
])('the tags %s', (text, tags) => {
  expect(readTags(text)).toEqual(tags);
});

test.each([
  ['en_GB', 'en-GB'],
  ['ar', 'ar'],
  ['English', 'english'],
  ['xx-', undefined],
])('the language %s', (text, language) => {
  expect(readLanguage(text)).toBe(language);
});

describe('how somebody stands', () => {
  test.each([
    ['', 'confirmed'],
    ['Subscribed', 'confirmed'],
    ['pending', 'unconfirmed'],
    ['UNSUBSCRIBED', 'unsubscribed'],
    ['opted-out', 'unsubscribed'],
    ['hard_bounced', 'suppressed'],
    ['spam', 'suppressed'],
    ['blocklisted', 'suppressed'],
    ['perhaps', 'unclear'],
  ])('%s', (word, kind) => {
    expect(standingOf(word).kind).toBe(kind);
  });
});
