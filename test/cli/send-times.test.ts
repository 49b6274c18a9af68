// What --at, --hold, --rate and --connections take: times on the newsletter's clock around the changes to and from summer time, and every
// refusal with the words that would be right.
import { describe, expect, test } from 'vitest';
import { readConnectionsFlag, readHoldFlag, readRateFlag } from '../../src/cli/sending/read-flags.ts';
import { readSendTime } from '../../src/cli/sending/read-send-time.ts';
import { momentWords, spanWords } from '../../src/cli/words-of-time.ts';
import { BroadsideError } from '../../src/model/errors.ts';

const NOW = '2026-01-01T00:00:00.000Z';

/** The instant, or what is said and advised instead. */
function timeOf(text: string, timeZone: string, now = NOW): string {
  return outcomeOf(() => readSendTime(text, { timeZone, now }));
}

function outcomeOf(read: () => unknown): string {
  try {
    return String(read());
  } catch (error) {
    if (!(error instanceof BroadsideError)) throw error;
    expect(['USAGE', 'TIME_UNUSABLE']).toContain(error.code);
    return `${error.message}. ${error.hint}`;
  }
}

describe('--at', () => {
  test.each([
    ['2026-12-01 08:00', 'Europe/London', '2026-12-01T08:00:00.000Z'],
    ['2026-07-01 08:00', 'Europe/London', '2026-07-01T07:00:00.000Z'],
    ['2026-07-01T08:00:30', 'Europe/London', '2026-07-01T07:00:30.000Z'],
    [' 2026-07-01  08:00 ', 'Asia/Kathmandu', '2026-07-01T02:15:00.000Z'],
    ['2026-07-01 08:00Z', 'Europe/London', '2026-07-01T08:00:00.000Z'],
    ['2026-07-01 08:00 +05:30', 'Europe/London', '2026-07-01T02:30:00.000Z'],
    ['2026-07-01t08:00:00-0330', 'Europe/London', '2026-07-01T11:30:00.000Z'],
    // The hour before and the hour after each change.
    ['2026-03-29 00:59', 'Europe/London', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29 02:00', 'Europe/London', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25 00:59', 'Europe/London', '2026-10-24T23:59:00.000Z'],
    ['2026-10-25 02:00', 'Europe/London', '2026-10-25T02:00:00.000Z'],
    ['2026-10-25 01:30+01:00', 'Europe/London', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25 01:30+00:00', 'Europe/London', '2026-10-25T01:30:00.000Z'],
    ['2026-11-01 01:30-05:00', 'America/New_York', '2026-11-01T06:30:00.000Z'],
    // Where summer time is a day of its own, or half an hour, or none.
    ['2026-04-05 02:00', 'Australia/Lord_Howe', '2026-04-04T15:30:00.000Z'],
    ['2026-10-25 01:30', 'Asia/Baghdad', '2026-10-24T22:30:00.000Z'],
    ['2026-06-01 00:00', 'Pacific/Kiritimati', '2026-05-31T10:00:00.000Z'],
  ])('%s in %s is %s', (text, zone, instant) => {
    expect(timeOf(text, zone)).toBe(instant);
  });

  test.each([
    [
      '2026-03-29 01:30',
      'Europe/London',
      'The clocks of Europe/London are put forward that night and never show 2026-03-29 01:30. Choose "2026-03-29 00:30" before the change, or "2026-03-29 02:30" after it.',
    ],
    [
      '2026-03-29 01:00',
      'Europe/London',
      'The clocks of Europe/London are put forward that night and never show 2026-03-29 01:00. Choose "2026-03-29 00:00" before the change, or "2026-03-29 02:00" after it.',
    ],
    [
      '2026-10-25 01:30',
      'Europe/London',
      'The clocks of Europe/London are put back that night and show 2026-10-25 01:30 twice. Write which one is meant: "2026-10-25 01:30+01:00" is the first, "2026-10-25 01:30+00:00" the second.',
    ],
    [
      '2026-11-01 01:00:30',
      'America/New_York',
      'The clocks of America/New_York are put back that night and show 2026-11-01 01:00:30 twice. Write which one is meant: "2026-11-01 01:00:30-04:00" is the first, "2026-11-01 01:00:30-05:00" the second.',
    ],
    [
      '2026-10-04 02:15',
      'Australia/Lord_Howe',
      'The clocks of Australia/Lord_Howe are put forward that night and never show 2026-10-04 02:15. Choose "2026-10-04 01:45" before the change, or "2026-10-04 02:45" after it.',
    ],
    [
      '2025-12-31 23:00',
      'Europe/London',
      'Wednesday 31 December 2025, 23:00 (Europe/London, UTC+00:00) is past: that was 1 hour ago. Give a later time, or leave --at out to send it now.',
    ],
    [
      '2026-01-01 00:00',
      'Europe/London',
      'Thursday 1 January 2026, 00:00 (Europe/London, UTC+00:00) is past: that was 0 s ago. Give a later time, or leave --at out to send it now.',
    ],
  ])('%s in %s is refused and explained', (text, zone, words) => {
    expect(timeOf(text, zone)).toBe(words);
  });

  test.each([
    'tomorrow',
    '08:00',
    '2026-12-01',
    '2026-02-30 08:00',
    '2026-13-01 08:00',
    '2026-12-01 24:00',
    '2026-12-01 08:60',
    '2026-12-01 8:00',
    '01/12/2026 08:00',
    '2026-12-01 08:00 GMT',
    '2026-12-01 08:00 +1',
    '2026-12-01 08:00+25:00',
    '',
  ])('%j is no time', (text) => {
    expect(timeOf(text, 'Europe/London')).toMatch(/^Unexpected ".*" for --at, expected /u);
  });
});

test.each([
  ['20', 20],
  ['0.5', 0.5],
  ['20/s', 20],
  ['1200/m', 20],
  ['72000/h', 20],
])('--rate %s is %d a second', (text, rate) => {
  expect(readRateFlag(text)).toBe(rate);
});

test.each(['0', '0/m', '-1', '', 'fast', '20/d', '1e9', '20 / m', 'Infinity'])(
  '--rate %j is refused',
  (text) => {
    expect(outcomeOf(() => readRateFlag(text))).toContain('expected messages per second such as 20');
  },
);

test.each([
  ['90s', 90_000],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['24h', 86_400_000],
])('--hold %s is %d ms', (text, ms) => {
  expect(readHoldFlag(text)).toBe(ms);
});

test.each(['5', '0s', '25h', '5 min', '-5m', '1.5h', '', '5d'])('--hold %j is refused', (text) => {
  expect(outcomeOf(() => readHoldFlag(text))).toContain('expected a span such as 90s, 5m or 1h');
});

test.each(['0', '201', '-1', 'ten', '1.5', ''])('--connections %j is refused', (text) => {
  expect(outcomeOf(() => readConnectionsFlag(text))).toContain('expected a whole number from 1 to 200');
});

test.each([
  [0, '0 s'],
  [999, '0 s'],
  [42_900, '42 s'],
  [60_000, '1 min'],
  [299_000, '4 min 59 s'],
  [3_600_000, '1 hour'],
  [3_659_000, '1 hour'],
  [7_500_000, '2 hours 5 min'],
  [86_400_000, '1 day'],
  [277_200_000, '3 days 5 hours'],
])('%d ms are %s', (ms, words) => {
  expect(spanWords(ms)).toBe(words);
});

test('a moment is said with its weekday, its clock and that clock’s distance from UTC', () => {
  expect(momentWords('2026-07-01T22:30:00.000Z', 'Asia/Baghdad')).toBe(
    'Thursday 2 July 2026, 01:30 (Asia/Baghdad, UTC+03:00)',
  );
});
