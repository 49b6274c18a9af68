// The parts of `serve` that need no socket: the daily tidying, and the keys of links while the database is away.
import { expect, test } from 'vitest';
import { tidyDaily } from '../../src/cli/serving/tidy-daily.ts';
import { keepTokenKeys } from '../../src/cli/token-keys.ts';
import { BroadsideError } from '../../src/model/errors.ts';
import { createVirtualClock } from '../deliver/virtual-clock.ts';

const HOUR_MS = 3_600_000;
const NOTHING = { unconfirmed: 0, requests: 0, returnedMails: 0 };

test('what has had its time is removed at the start and once a day, an hour later where the database was away', async () => {
  const clock = createVirtualClock();
  const stop = new AbortController();
  clock.at(80 * HOUR_MS, () => stop.abort());
  const hours: number[] = [];
  const told: unknown[] = [];
  await clock.run(
    tidyDaily({
      audience: {
        tidy: async () => {
          hours.push(Math.round(clock.elapsedMs / HOUR_MS));
          if (hours.length === 2) throw new BroadsideError('DATABASE_LOCKED', 'locked');
          return hours.length === 3 ? { ...NOTHING, requests: 4 } : NOTHING;
        },
      },
      clock,
      signal: stop.signal,
      onTidied: (removed) => told.push(removed),
      onTrouble: ({ code }) => told.push(code),
    }),
  );
  expect(hours).toEqual([0, 24, 25, 49, 73]);
  expect(told).toEqual(['DATABASE_LOCKED', { ...NOTHING, requests: 4 }]);
});

test('a mistake of ours while tidying is none to go on after', async () => {
  const clock = createVirtualClock();
  const tidying = tidyDaily({
    audience: {
      tidy: async () => {
        throw new TypeError('a mistake');
      },
    },
    clock,
    signal: new AbortController().signal,
    onTidied: () => {},
    onTrouble: () => {},
  });
  await expect(clock.run(tidying)).rejects.toThrow('a mistake');
});

test('keys are read now and then, and those that were known are good while the database is away', async () => {
  let nowMs = 0;
  let stored = `1.${'A'.repeat(43)}`;
  let isAway = false;
  let reads = 0;
  const keys = keepTokenKeys(
    {
      getOrCreate: async () => {
        reads += 1;
        if (isAway) throw new BroadsideError('DATABASE_UNREACHABLE', 'away');
        return stored;
      },
      change: async () => stored,
    },
    () => nowMs,
  );
  const numbers = async (): Promise<readonly number[]> => (await keys()).map(({ number }) => number);
  const [one, other] = await Promise.all([numbers(), numbers()]);
  expect([one, other, reads]).toEqual([[1], [1], 1]);
  stored = `2.${'B'.repeat(43)} ${stored}`;
  expect(await numbers()).toEqual([1]);
  nowMs = 5001;
  await numbers();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await numbers()).toEqual([2, 1]);
  isAway = true;
  nowMs = 20_000;
  await numbers();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await numbers()).toEqual([2, 1]);
  expect(reads).toBe(3);
});

test('without any key that is known, the failure is told', async () => {
  const keys = keepTokenKeys({
    getOrCreate: async () => {
      throw new BroadsideError('DATABASE_UNREACHABLE', 'away');
    },
    change: async () => '',
  });
  await expect(keys()).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
});
