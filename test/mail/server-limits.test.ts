import { describe, expect, test, vi } from 'vitest';
import { createServerLimits } from '../../src/mail/server-limits.ts';
import type { DeliveryOutcome } from '../../src/model/delivery.ts';
import { BroadsideError } from '../../src/model/errors.ts';

const ACCEPTED: DeliveryOutcome = { kind: 'accepted', reply: { text: 'ok' } };
const NOT_BEGUN: DeliveryOutcome = { kind: 'not-begun', detail: 'closed' };
const unreachable = () => new BroadsideError('SMTP_UNREACHABLE', 'no');

/** A server that serves so many at once and refuses the connection of whoever comes beyond. */
function narrowServer(most: number) {
  let open = 0;
  let peak = 0;
  let refused = 0;
  let served = 0;
  const attempt = async (): Promise<DeliveryOutcome> => {
    open += 1;
    peak = Math.max(peak, open);
    try {
      await new Promise(setImmediate);
      if (open > most) {
        refused += 1;
        throw unreachable();
      }
      await new Promise(setImmediate);
      served += 1;
      return ACCEPTED;
    } finally {
      open -= 1;
    }
  };
  return { attempt, peak: () => peak, refused: () => refused, served: () => served };
}

test('no more at once than there are connections', async () => {
  const server = narrowServer(4);
  const limits = createServerLimits(4);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => limits.carry(server.attempt)));
  expect(outcomes).toHaveLength(50);
  expect([server.peak(), server.refused()]).toEqual([4, 0]);
});

test.each([1, 2, 3, 7])('a server that allows only %i connections gets all messages', async (most) => {
  const server = narrowServer(most);
  const limits = createServerLimits(8);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => limits.carry(server.attempt)));
  expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
  expect(server.refused()).toBeLessThanOrEqual(2 * (8 - most));
});

describe('nobody else is being served', () => {
  test('a server that never worked is asked once more, and told', async () => {
    const attempt = vi.fn(() => Promise.reject(unreachable()));
    await expect(createServerLimits(3).carry(attempt)).rejects.toMatchObject({ code: 'SMTP_UNREACHABLE' });
    expect(attempt).toHaveBeenCalledTimes(2);
  });

  test('one that worked is waited for a moment, and told when it stays away', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    try {
      const limits = createServerLimits(3);
      await limits.carry(async () => ACCEPTED);
      const attempt = vi.fn(() => Promise.reject(unreachable()));
      const failed = expect(limits.carry(attempt)).rejects.toMatchObject({ code: 'SMTP_UNREACHABLE' });
      await vi.advanceTimersByTimeAsync(20_000);
      await failed;
      expect(attempt).toHaveBeenCalledTimes(7);
    } finally {
      vi.useRealTimers();
    }
  });

  test('an outage is waited out by all at once, and costs none of the connections', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    try {
      const limits = createServerLimits(8);
      await limits.carry(async () => ACCEPTED);
      let isGone = true;
      let open = 0;
      let peak = 0;
      const attempt = async (): Promise<DeliveryOutcome> => {
        if (isGone) throw unreachable();
        open += 1;
        peak = Math.max(peak, open);
        await new Promise(setImmediate);
        open -= 1;
        return ACCEPTED;
      };
      const all = Promise.all(Array.from({ length: 24 }, () => limits.carry(attempt)));
      await vi.advanceTimersByTimeAsync(3000);
      isGone = false;
      await vi.advanceTimersByTimeAsync(10_000);
      expect((await all).every(({ kind }) => kind === 'accepted')).toBe(true);
      peak = 0;
      await Promise.all(Array.from({ length: 24 }, () => limits.carry(attempt)));
      expect(peak).toBe(8);

      isGone = true;
      const failed = Promise.allSettled(Array.from({ length: 8 }, () => limits.carry(attempt)));
      await vi.advanceTimersByTimeAsync(8000);
      expect((await failed).every(({ status }) => status === 'rejected')).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  test.each(['SMTP_LOGIN', 'SMTP_TLS', 'SMTP_SENDER_REFUSED'] as const)(
    '%s is told at once',
    async (code) => {
      const limits = createServerLimits(3);
      await limits.carry(async () => ACCEPTED);
      const attempt = vi.fn(() => Promise.reject(new BroadsideError(code, 'no')));
      await expect(limits.carry(attempt)).rejects.toMatchObject({ code });
      expect(attempt).toHaveBeenCalledTimes(1);
    },
  );
});

test('a failure gives its place to the next in line', async () => {
  const limits = createServerLimits(1);
  const results = await Promise.allSettled([
    limits.carry(() => Promise.reject(new Error('a bug'))),
    limits.carry(async () => ACCEPTED),
    limits.carry(async () => ACCEPTED),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
});

describe('a connection that ended before the message', () => {
  test('is tried again where others may have ended too: once for each, and once more', async () => {
    const limits = createServerLimits(3);
    await limits.carry(async () => ACCEPTED);
    const attempt = vi.fn(async () => NOT_BEGUN);
    expect(await limits.carry(attempt)).toBe(NOT_BEGUN);
    expect(attempt).toHaveBeenCalledTimes(4);
  });

  test('is not tried again where no connection can have been used before', async () => {
    const attempt = vi.fn(async () => NOT_BEGUN);
    expect(await createServerLimits(3).carry(attempt)).toBe(NOT_BEGUN);
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  test.each<DeliveryOutcome>([
    { kind: 'in-doubt', detail: 'closed' },
    { kind: 'deferred', reply: { text: 'later' } },
    { kind: 'rejected', reply: { text: 'no' } },
    { kind: 'sender-refused', reply: { text: 'no' } },
  ])('$kind is never tried again here', async (outcome) => {
    const limits = createServerLimits(3);
    await limits.carry(async () => ACCEPTED);
    const attempt = vi.fn(async () => outcome);
    expect(await limits.carry(attempt)).toBe(outcome);
    expect(attempt).toHaveBeenCalledTimes(1);
  });
});

test('what a server takes at once is told, so that nobody is given more than that to wait here', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    const server = narrowServer(2);
    const limits = createServerLimits(5);
    expect(limits.room).toBe(5);
    const all = Promise.all(Array.from({ length: 50 }, () => limits.carry(server.attempt)));
    // Three are refused and wait; while they do, all others are served. Then the three ask once more, at the same moment.
    while (server.served() < 47) await new Promise(setImmediate);
    vi.advanceTimersByTime(50);
    await all;
    expect(limits.room).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});
