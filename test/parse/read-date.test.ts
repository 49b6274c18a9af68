// The dates of the printed newsletter, with the day and the rule that settles the year.
import { expect, test } from 'vitest';
import { formatDate } from '../../src/model/calendar.ts';
import { readDate, settleDate } from '../../src/parse/read-date.ts';

test.each([
  // as written, the day, rule, the day that is meant
  ['January 16th', '2016-01-28', 'past', '2016-01-16'],
  ['December 30th', '2016-01-13', 'past', '2015-12-30'],
  ['16 January', '2016-01-16', 'past', '2016-01-16'],
  ['17 January', '2016-01-16', 'past', '2015-01-17'],
  ['1st June', '2005-06-06', 'past', '2005-06-01'],
  ['22nd August', '2005-09-01', 'past', '2005-08-22'],
  ['September 24', '2015-10-01', 'past', '2015-09-24'],
  ['Sept. 24', '2015-10-01', 'past', '2015-09-24'],
  ['Friday 8 October 2004', '2004-10-11', 'past', '2004-10-08'],
  ['Monday, 18 October', '2004-10-25', 'past', '2004-10-18'],
  ['Tues 2nd of March', '2004-03-05', 'past', '2004-03-02'],
  ['25 June, 2014', '2014-06-26', 'past', '2014-06-25'],
  ['June 25, 2014', '2014-06-26', 'past', '2014-06-25'],
  ['2014-06-25', '2014-06-26', 'past', '2014-06-25'],
  ['29 February', '2015-03-01', 'past', '2012-02-29'],
  ['29 February', '1903-03-01', 'past', '1896-02-29'],
  ['2 January', '2025-12-30', 'nearest', '2026-01-02'],
  ['30 December', '2026-01-02', 'nearest', '2025-12-30'],
  ['18 June', '2014-06-30', 'nearest', '2014-06-18'],
  ['17 January', '2026-01-09', 'coming', '2026-01-17'],
  ['3 January', '2026-01-09', 'coming', '2026-01-03'],
  ['3 February', '2025-12-09', 'coming', '2026-02-03'],
  ['3 September', '2026-01-09', 'coming', '2026-09-03'],
  // figures that make sense in one order only
  ['25/6/2014', '2014-06-26', 'past', '2014-06-25'],
  ['6/30/2014', '2014-07-02', 'past', '2014-06-30'],
  ['22.9.15', '2015-09-30', 'past', '2015-09-22'],
  ['7/7', '2014-07-09', 'past', '2014-07-07'],
] as const)('%s in an issue of %s (%s) is %s', (written, near, rule, expected) => {
  expect(settleDate(readDate(written), near, rule)).toBe(expected);
});

test.each([
  '2/7',
  '7/2/2014',
  '16 Januray',
  '31/31',
  '',
  'yesterday',
  '16',
  'January',
  '0 May',
  '32 May',
  'May 2014',
  '1 2 May',
  '16 January and more',
])('%o is not read', (written) => {
  expect(readDate(written)).toBeUndefined();
});

test('a day that no calendar has is no day', () => {
  expect(readDate('31 November')).toEqual({ day: 31, month: 11 });
  expect(settleDate(readDate('31 November'), '2026-01-09', 'past')).toBeUndefined();
  expect(settleDate(readDate('29 February 2015'), '2015-03-09', 'past')).toBeUndefined();
});

test.each([
  ['fr', '1er janvier 2016', '2016-01-01'],
  ['fr', 'vendredi 16 septembre', '2015-09-16'],
  ['de', '16. Januar 2016', '2016-01-16'],
  ['es', '16 de enero de 2016', '2016-01-16'],
  ['ar', '16 يناير 2016', '2016-01-16'],
  ['ar-IQ', '16 كانون الثاني 2016', '2016-01-16'],
  ['fr', 'January 16th', '2016-01-16'],
  ['xx', '16 January', '2016-01-16'],
])('in an issue in %s, %s is %s', (language, written, expected) => {
  expect(settleDate(readDate(written, language), '2016-01-28', 'past')).toBe(expected);
});

test("another language's months are not read", () => {
  expect(readDate('16 septembre 2016')).toBeUndefined();
  // October to Croats, November to Poles.
  expect(readDate('16 listopada 2016', 'hr')?.month).toBe(10);
  expect(readDate('16 listopada 2016', 'pl')?.month).toBe(11);
});

test.each(['en', 'fr', 'de', 'es', 'pt', 'it', 'nl', 'sv', 'pl', 'ru', 'tr', 'ar'])(
  'what the proofreader writes in %s is read again',
  (language) => {
    const days = Array.from({ length: 12 }, (_, month) => `2014-${String(month + 1).padStart(2, '0')}-25`);
    const read = days.map((day) =>
      settleDate(readDate(formatDate(day, language).replace(/ г\.$/u, ''), language), '2015-01-01', 'past'),
    );
    expect(read).toEqual(days);
  },
);
