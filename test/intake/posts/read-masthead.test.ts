// Number and day of a newsletter, in all the forms in which they were printed.
import { expect, test } from 'vitest';
import { houseOfPosts } from '../../../src/cli/importing/house-of-posts.ts';
import { compileSettings } from '../../../src/compile-settings.ts';
import { readMastheadLine } from '../../../src/intake/posts/read-masthead.ts';
import { NEWSLETTER } from '../../support/project.ts';

const { settings } = compileSettings({
  newsletter: { path: 'issues/newsletter.yaml', value: NEWSLETTER },
  sources: { path: 'issues/sources.yaml', value: '' },
  ids: { path: 'issues/ids.yaml', value: '' },
  issues: [],
  images: [],
  templates: {} as never,
});
if (settings === undefined) throw new Error('the settings are good');
const house = houseOfPosts(settings, () => false);

test.each<[line: string, number: number | undefined, date: string | undefined, isAll: boolean]>([
  ['Harbour News Newsletter No 294', 294, undefined, true],
  ['Harbour News:Newsletter No.178', 178, undefined, true],
  ['Harbour News – Newsletter #46', 46, undefined, true],
  ['harbour news Newsletter', undefined, undefined, true],
  ['Newletter no 285 dated 22/9/2015', 285, '2015-09-22', true],
  ['Newsletter No. 293 January 13th, 2016', 293, '2016-01-13', true],
  ['Newsletter No. 46', 46, undefined, true],
  ['No.178', 178, undefined, true],
  ['February 22 2006', undefined, '2006-02-22', true],
  ['July 5th 2006', undefined, '2006-07-05', true],
  ['Harbour News 27', 27, undefined, true],
  ['Harbour News www.harbour.example.org', undefined, undefined, true],
  ['https://harbour.example.org/', undefined, undefined, true],
  // Near the day of the post only one of its two days can be meant.
  ['Newsletter No. 12 2/9/2015', 12, '2015-09-02', true],
  ['Harbour News No. 12: the strike is over', 12, undefined, false],
  ['Issue 233 of the digest', 233, undefined, true],
])('%s', (line, number, date, isAll) => {
  expect(readMastheadLine(line, house, '2015-09-05')).toEqual({
    isAll,
    ...(number === undefined ? {} : { number }),
    ...(date === undefined ? {} : { date }),
  });
});

test.each(['Resolution no. 1441 was broken', 'The number 12 bus', 'Crane crews voted', ''])(
  '%s is no masthead',
  (line) => {
    expect(readMastheadLine(line, house, '2015-09-05')).toBeUndefined();
  },
);
