// Days as people write them, in an issue of 9 January 2026, and what the house would write.
import { expect, test } from 'vitest';
import { houseForm } from '../../src/check/dates/date-form.ts';

test.each([
  // as written, as the house writes it
  ['Jan 16', 'January 16'],
  ['Sept. 24', 'September 24'],
  ['16. January', '16 January'],
  ['January 16th.', 'January 16th'],
  ['16th of January', '16th January'],
  ['the 16th of January', '16th January'],
  ['16, January', '16 January'],
  ['january 16', 'January 16'],
  ['16 JANUARY 2016', '16 January 2016'],
  ['Feburary 3', 'February 3'],
  ['Septmber 3rd', 'September 3rd'],
  ['16 Januray 2016', '16 January 2016'],
  ['Wedensday 8 October 2004', 'Wednesday 8 October 2004'],
  ['Fri, 8 Oct', 'Friday, 8 October'],
  ['l6 January', '16 January'],
  ['1O January 2O16', '10 January 2016'],
  ['I6th January', '16th January'],
  ['16January', '16 January'],
  ['January16', 'January 16'],
  ['22th August', '22nd August'],
  ['11st March', '11th March'],
  ['03 March', '3 March'],
  ['16-Jan-2016', '16 January 2016'],
  ['2016-01-16', '16 January 2016'],
  ['2016/1/16', '16 January 2016'],
  ['25/6/2014', '25 June 2014'],
  ['22.9.15', '22 September 2015'],
  ['22.9,15', '22 September 2015'],
  ['7/7', '7 July'],
  ['October 8 , 2004', 'October 8, 2004'],
])('%s is %s', (written, expected) => {
  expect(houseForm(written, '2026-01-09', 'en')).toEqual({ expected: [expected], isCertain: true });
});

test.each(['Jume 3', 'Juli 3', '2,9,15'])('%s could be several days', (written) => {
  expect(houseForm(written, '2026-01-09', 'en')?.isCertain).toBe(false);
});

test.each([
  // forms of the house
  'January 16th',
  '16 January',
  '1st June',
  '22 August',
  'Friday 8 October 2004',
  'Monday, 18 October',
  '25 June, 2014',
  'June 25, 2014',
  'February 22 2006',
  '16  January',
  // told of by other rules, or no days
  '2/7',
  '7/2/2014',
  '6/30/2014',
  '31 November',
  '29 February 2015',
  '3, 4',
  '16',
  'January',
  'yesterday',
  '4 Juin',
  'Marchers 16',
  '16 Jan 16',
  '16 to 18 January',
  'print edition',
  'p. 12',
  '22015',
  '',
  'l'.repeat(50),
])('of %o there is nothing to say', (written) => {
  expect(houseForm(written, '2026-01-09', 'en')).toBeUndefined();
});

test('months of other languages are not corrected into English', () => {
  expect(houseForm('16 septembre', '2026-01-09', 'fr')).toBeUndefined();
  expect(houseForm('2016-01-16', '2026-01-09', 'fr')?.expected).toEqual(['16 janvier 2016']);
});
