// Moments as programs write them, and what is none.
import { expect, test } from 'vitest';
import { fillPermalink } from '../../../src/intake/exports/permalink.ts';
import { readMoment } from '../../../src/intake/exports/read-moment.ts';

test.each<[unknown, string | undefined]>([
  ['2016-01-28T08:00:00Z', '2016-01-28T08:00:00Z'],
  ['2016-01-28T08:00:00.250Z', '2016-01-28T08:00:00Z'],
  ['2016-01-28T19:00:00+11:00', '2016-01-28T08:00:00Z'],
  ['2016-01-28 19:00:00 +1100', '2016-01-28T08:00:00Z'],
  ['2023-01-02 16:55:00+00:00', '2023-01-02T16:55:00Z'],
  ['2016-01-28 19:00', '2016-01-28T08:00:00Z'],
  ['2016-07-28 18:00', '2016-07-28T08:00:00Z'],
  ['2016-01-28', '2016-01-28T12:00:00Z'],
  ['2016-1-8', '2016-01-08T12:00:00Z'],
  ['Thu, 28 Jan 2016 08:00:00 +0000', '2016-01-28T08:00:00Z'],
  ['Thu, 28 Jan 2016 03:00:00 EST', '2016-01-28T08:00:00Z'],
  ['28 Jan 16 08:00 +0000 (GMT)', '2016-01-28T08:00:00Z'],
  ['19 Jul 99 08:00 GMT', '1999-07-19T08:00:00Z'],
  ['Jan 28, 2016 07:00 pm', '2016-01-28T08:00:00Z'],
  ['Jan 28, 2016 12:05 am', '2016-01-27T13:05:00Z'],
  ['January 28, 2016', '2016-01-28T12:00:00Z'],
  [1_453_968_000_000, '2016-01-28T08:00:00Z'],
  [1_453_968_000, '2016-01-28T08:00:00Z'],
  ['1453968000000', '2016-01-28T08:00:00Z'],
  ['0000-00-00 00:00:00', undefined],
  ['Wed, 30 Nov -0001 00:00:00 +0000', undefined],
  ['2016-02-30', undefined],
  ['2016-01-28T25:00:00Z', undefined],
  ['28 Foo 2016', undefined],
  ['yesterday', undefined],
  ['', undefined],
  [null, undefined],
  [0, undefined],
  [Number.NaN, undefined],
])('%j', (value, moment) => {
  expect(readMoment(value, 'Australia/Melbourne', 'UTC')).toBe(moment);
});

test.each([
  ['/:categories/:year/:month/:day/:title:output_ext', '/fish/2015/02/03/eels.html'],
  ['/:categories/:year/:y_day/:title/', '/fish/2015/034/eels/'],
  [':short_year/:i_month/:i_day/:slug', '/15/2/3/eels'],
  ['/:unknown/:slug/', '/:unknown/eels/'],
])('%s', (pattern, address) => {
  expect(fillPermalink(pattern, { date: '2015-02-03', slug: 'eels', categories: ['Fish'] })).toBe(address);
});

test('an address with a date has none where there is no date', () => {
  expect(fillPermalink('/:year/:slug/', { date: '', slug: 'eels', categories: [] })).toBe('');
});
