// Counts in, periods and sums out: nothing is lost between them, whatever the span of time.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { periodLength, periodOf, periodsBetween } from '../../../src/audience/figures/periods.ts';
import { summariseAudience } from '../../../src/audience/figures/summarise-audience.ts';
import { AUDIENCE_EVENTS, type AudienceCount } from '../../../src/model/audience-ports.ts';
import { addDays } from '../../../src/model/calendar.ts';

const AT = '2026-11-20T10:00:00.000Z';
const STANDING = { confirmed: 100, unconfirmed: 2, unsubscribed: 3, suppressed: 1 };

function summary(counts: readonly AudienceCount[], since = '2026-08-22T10:00:00.000Z') {
  return summariseAudience({ standing: STANDING, counts, issues: [], returned: [], since, at: AT });
}

describe('periods', () => {
  test.each([
    ['2026-11-20', '2026-11-20', 'day', 1],
    ['2026-10-20', '2026-11-20', 'day', 32],
    ['2026-08-22', '2026-11-20', 'week', 14],
    ['2024-11-20', '2026-11-20', 'month', 25],
    ['2016-11-20', '2026-11-20', 'quarter', 41],
  ])('%s to %s', (from, to, length, count) => {
    expect(periodLength(from, to)).toBe(length);
    expect(periodsBetween(from, to, periodLength(from, to))).toHaveLength(count);
  });

  test('every day is in one of them, and each begins where the one before ends', () => {
    const length = fc.constantFrom('day', 'week', 'month', 'quarter' as const);
    fc.assert(
      fc.property(length, fc.nat(20_000), fc.nat(2000), (kind, start, days) => {
        const from = addDays('1990-01-01', start);
        const to = addDays(from, days);
        const periods = periodsBetween(from, to, kind as 'day');
        expect(periods[0]).toBe(periodOf(from, kind as 'day'));
        expect(periods.at(-1)).toBe(periodOf(to, kind as 'day'));
        for (const [index, period] of periods.slice(1).entries())
          expect(periodOf(addDays(period, -1), kind as 'day')).toBe(periods[index]);
      }),
    );
  });
});

test('the list is reckoned back from now', () => {
  const { periods } = summary([
    { day: '2026-11-18', event: 'confirmed', count: 10 },
    { day: '2026-11-19', event: 'unsubscribed', issueSlug: '0002', count: 3 },
    { day: '2026-11-20', event: 'added', count: 5 },
  ]);
  expect(
    periods.map(({ from, confirmedAtEnd, joined, left }) => [from, confirmedAtEnd, joined, left]),
  ).toEqual([
    ['2026-11-18', 98, 10, 0],
    ['2026-11-19', 95, 0, 3],
    ['2026-11-20', 100, 5, 0],
  ]);
});

test('no count is lost, and no figure is below zero', () => {
  const count = fc.record({
    day: fc.nat(3800).map((days) => addDays('2026-11-20', -days)),
    event: fc.constantFrom(...AUDIENCE_EVENTS),
    count: fc.nat(500),
  });
  fc.assert(
    fc.property(fc.array(count), (counts) => {
      const { periods, totals } = summary(counts, '2016-01-01T00:00:00.000Z');
      const sum = (field: 'joined' | 'left' | 'signedUp'): number =>
        periods.reduce((all, period) => all + period[field], 0);
      expect(sum('joined')).toBe(totals.confirmed + totals.added + totals.rejoined);
      expect(sum('left')).toBe(
        totals.unsubscribed + totals.bounced + totals.complained + totals.suppressed + totals.erased,
      );
      expect(sum('signedUp')).toBe(totals['signed-up']);
      for (const { confirmedAtEnd } of periods) expect(confirmedAtEnd).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('what came back is told by the greatest, and the rest as one', () => {
  const returned = Array.from({ length: 15 }, (_, index) => ({
    class: 'hard' as const,
    domain: `d${index}.example`,
    status: '5.1.1',
    count: 100 - index,
  }));
  const told = summariseAudience({ standing: STANDING, counts: [], issues: [], returned, since: AT, at: AT });
  expect(told.returnedByReason).toEqual([{ name: 'hard 5.1.1', count: 1395 }]);
  expect(told.returnedByDomain).toHaveLength(10);
  expect(told.returnedByDomain.at(-1)).toEqual({ name: '6 others', count: 91 + 90 + 89 + 88 + 87 + 86 });
});
