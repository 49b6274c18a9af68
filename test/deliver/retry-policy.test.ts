import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextAttemptAt } from '../../src/deliver/retry-policy.ts';

const FIRST = '2026-01-09T08:00:00.000Z';

test.each([
  [1, '2026-01-09T08:00:00Z', '2026-01-09T08:30:00.000Z'],
  [2, '2026-01-09T08:30:00Z', '2026-01-09T09:30:00.000Z'],
  [3, '2026-01-09T09:30:00Z', '2026-01-09T11:30:00.000Z'],
  [4, '2026-01-09T11:30:00Z', '2026-01-09T15:30:00.000Z'],
  [5, '2026-01-09T15:30:00Z', '2026-01-09T23:30:00.000Z'],
  [6, '2026-01-09T23:30:00Z', '2026-01-10T11:30:00.000Z'],
  [40, '2026-01-10T11:30:00Z', '2026-01-10T23:30:00.000Z'],
  [9, '2026-01-14T01:00:00Z', '2026-01-14T08:00:00.000Z'],
  [9, '2026-01-14T07:30:00Z', '2026-01-14T08:00:00.000Z'],
  [9, '2026-01-14T07:30:01Z', undefined],
  [9, '2026-01-14T08:00:00Z', undefined],
  [1, '2026-02-01T00:00:00Z', undefined],
])('attempt %i at %s is followed by one at %s', (attempt, now, next) => {
  expect(nextAttemptAt({ attempt, firstAttemptAt: FIRST, now })).toBe(next);
});

test('waits are at least half an hour, never shrink, and end after five days', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), (delay) => {
      let now = Date.parse(FIRST);
      for (let attempt = 1; attempt < 100; attempt += 1) {
        const next = nextAttemptAt({ attempt, firstAttemptAt: FIRST, now: new Date(now).toISOString() });
        if (next === undefined) {
          expect(now).toBeLessThanOrEqual(Date.parse(FIRST) + 5 * 86_400_000 + delay);
          return;
        }
        expect(Date.parse(next) - now).toBeGreaterThanOrEqual(30 * 60_000);
        now = Date.parse(next) + delay;
      }
      throw new Error('It never gives up');
    }),
  );
});
