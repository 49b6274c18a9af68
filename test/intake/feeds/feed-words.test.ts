// Dates as feeds write them, HTML as they put it into titles, and the words by which stories are kept or dropped.
import { describe, expect, test } from 'vitest';
import { meetsOneOf } from '../../../src/intake/feeds/match-words.ts';
import { readFeedDate } from '../../../src/intake/feeds/read-feed-date.ts';
import { decoded, htmlToText } from '../../../src/intake/html-to-text.ts';

const options = { now: '2016-02-01T09:00:00.000Z', timeZone: 'Europe/London' };

describe('dates', () => {
  test.each([
    ['Fri, 29 Jan 2016 23:30:00 +0000', '2016-01-29T23:30:00.000Z'],
    ['29 Jan 16 23:30 GMT', '2016-01-29T23:30:00.000Z'],
    ['Fri, 29 January 2016 18:30:00 EST', '2016-01-29T23:30:00.000Z'],
    ['Sat, 30 Jan 2016 02:30:00 +03:00 (AST)', '2016-01-29T23:30:00.000Z'],
    ['Mon, 29 Jan 2016 23:30:00 Z', '2016-01-29T23:30:00.000Z'],
    ['29-Jan-2016 23:30:00', '2016-01-29T23:30:00.000Z'],
    ['Jan 29, 2016 11:30 pm', '2016-01-29T23:30:00.000Z'],
    ['January 29th, 2016 at 11:30 p.m. UTC', '2016-01-29T23:30:00.000Z'],
    ['Fri Jan 29 23:30:00 2016', '2016-01-29T23:30:00.000Z'],
    ['Fri Jan 29 23:30:00 UTC 2016', '2016-01-29T23:30:00.000Z'],
    ['2016-01-29T23:30:00.123456Z', '2016-01-29T23:30:00.000Z'],
    ['2016-01-29 23:30', '2016-01-29T23:30:00.000Z'],
    ['2016-01-29T18:30:00-0500', '2016-01-29T23:30:00.000Z'],
    ['20160129T233000Z', '2016-01-29T23:30:00.000Z'],
    ['1454110200', '2016-01-29T23:30:00.000Z'],
    ['1454110200000', '2016-01-29T23:30:00.000Z'],
    ['  Fri,\n 29 Jan 2016 24:00:00 GMT ', '2016-01-30T00:00:00.000Z'],
  ])('%s', (written, at) => {
    expect(readFeedDate(written, options)).toEqual({ date: at.slice(0, 10), at });
  });

  test.each([
    ['2016-01-29', '2016-01-29'],
    ['20160129', '2016-01-29'],
    ['29 January 2016', '2016-01-29'],
    // A zone that nobody knows, a time that cannot be: the day stands.
    ['29 Jan 2016 23:30 XYZ', '2016-01-29'],
    ['29 Jan 2016 25:61:00 GMT', '2016-01-29'],
  ])('%s is a day', (written, date) => {
    expect(readFeedDate(written, options)).toEqual({ date });
  });

  test('a day is that of the newsletter’s own clock', () => {
    const read = readFeedDate('Fri, 29 Jan 2016 23:30:00 GMT', { ...options, timeZone: 'Asia/Baghdad' });
    expect(read?.date).toBe('2016-01-30');
  });

  test.each([
    ['fr', 'ven. 29 janvier 2016 10:00'],
    ['de', 'Fr, 29. Januar 2016'],
    ['es', '29 enero 2016'],
    ['ar', '29 يناير 2016'],
  ])('in words of %s', (language, written) => {
    expect(readFeedDate(written, { ...options, language })?.date).toBe('2016-01-29');
  });

  test.each([
    ['31 February', '31 Feb 2016 10:00 GMT'],
    ['to come', 'Fri, 29 Jan 2017 23:30:00 GMT'],
    ['the beginning of all counters', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ['year one', '0001-01-01T00:00:00Z'],
    ['two ways to read it', '02/01/2016'],
    ['nothing', ''],
    ['words', 'yesterday'],
    ['far too long', '29 Jan 2016'.padEnd(500, ' x')],
  ])('no date: %s', (_what, written) => {
    expect(readFeedDate(written, options)).toBeUndefined();
  });
});

test.each([
  ['<p>One</p><p>two</p>', 'One two'],
  ['un<b>break</b>able<br/>line', 'unbreakable line'],
  ['<script>alert("<p>")</script>left<style>p{}</style>', 'left'],
  ['a < b and c > d', 'a < b and c > d'],
  ['I <3 it, 5<6', 'I <3 it, 5<6'],
  ['<a title="a > b" href=x>link</a>', 'link'],
  ['<img src="x" onerror="y">', ''],
  ['<!-- gone -->stays<!-- open', 'stays'],
  ['&amp;lt;b&amp;gt; &nbsp; &#8217;&hellip;', '&lt;b&gt; ’…'],
  ['<b', '<b'],
  ['a <b and c', 'a <b and c'],
  ['cut off in <a href="https://a.exam', 'cut off in'],
  ['İ<SCRIPT>x</SCRIPT>stanbul', 'İ stanbul'],
  ['\u202eevil\u0000\u2028x', 'evil x'],
  // What does not show stands inside of words.
  ['dock\u00adyard wa\u200bter&shy;line', 'dockyard waterline'],
])('%s says %s', (html, words) => {
  expect(htmlToText(html)).toBe(words);
});

test('silent elements without an end are looked for once', () => {
  const start = performance.now();
  expect(htmlToText(`${'<svg>'.repeat(39_000)}left`)).toBe('left');
  expect(performance.now() - start).toBeLessThan(500);
});

test('plain text keeps its brackets', () => {
  expect(decoded('Use <b> &amp; <i>')).toBe('Use <b> & <i>');
});

test.each([
  [['strike'], 'The STRIKE is over', true],
  [['strike'], 'Strikes again', false],
  [['strike*'], 'Strikes again', true],
  [['dry dock'], 'The dry-dock floods', true],
  [['cafe'], 'Un café', true],
  [['港'], '新港開放', true],
  [['c++', '!'], 'c', true],
  [['!'], 'anything', false],
  [[], 'anything', false],
])('%j in "%s": %s', (wanted, text, isMet) => {
  expect(meetsOneOf(wanted, text)).toBe(isMet);
});
