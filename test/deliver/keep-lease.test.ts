import { describe, expect, test } from 'vitest';
import { keepLease } from '../../src/deliver/keep-lease.ts';
import type { SendRun } from '../../src/model/send-order.ts';
import { LEASE_MS } from '../../src/model/sending-ports.ts';
import { trouble } from './fake-ports.ts';
import { createVirtualClock } from './virtual-clock.ts';

const RUN: SendRun = { id: 'run 1', kind: 'worker', host: 'here', pid: 1, transport: 'x', startedAt: '' };

function kept(renew: (nowMs: number) => boolean, others = 0) {
  const clock = createVirtualClock();
  const renewals: number[] = [];
  const runs = {
    renew: async () => {
      renewals.push(clock.elapsedMs);
      return renew(clock.elapsedMs);
    },
    live: async () => Array.from({ length: 1 + others }, () => RUN),
  };
  const lease = keepLease(runs, RUN.id, clock, 0);
  const until = (ms: number) => clock.run(clock.sleep(ms - clock.elapsedMs));
  return { clock, renewals, lease, until };
}

describe('a lease', () => {
  test('is renewed every fifteen seconds, and knows how many others there are', async () => {
    const { lease, renewals, until } = kept(() => true, 3);
    await until(70_000);
    expect(renewals).toEqual([3000, 18_000, 33_000, 48_000, 63_000]);
    expect(lease.isHeld()).toBe(true);
    expect(lease.liveRuns()).toBe(4);
    lease.stop();
    await until(200_000);
    expect(renewals).toHaveLength(5);
  });

  test('is lost when others have ended the run, and stays so', async () => {
    const { lease, renewals, until } = kept((nowMs) => nowMs < 30_000);
    await until(32_000);
    expect(lease.lost.aborted).toBe(false);
    await until(34_000);
    expect(lease.lost.reason).toMatchObject({ code: 'LEASE_LOST' });
    expect(lease.isHeld()).toBe(false);
    await until(100_000);
    expect(renewals).toHaveLength(3);
  });

  test('is held no more, though not lost, while the database is away so long that others may end it; and is held again', async () => {
    const { lease, until } = kept((nowMs) => {
      if (nowMs > 20_000 && nowMs < 120_000) throw trouble('DATABASE_UNREACHABLE');
      return true;
    });
    await until(60_000);
    expect(lease.isHeld()).toBe(true);
    // Renewed last at 18 s; it ends for others at 78 s.
    await until(18_000 + LEASE_MS - 9000);
    expect(lease.isHeld()).toBe(false);
    expect(lease.lost.aborted).toBe(false);
    await until(125_000);
    expect(lease.isHeld()).toBe(true);
  });

  test('counts from the asking: an answer that was long on its way does not prolong it', async () => {
    const clock = createVirtualClock();
    const lease = keepLease(
      {
        renew: async () => {
          await clock.sleep(40_000);
          return true;
        },
        live: async () => [RUN],
      },
      RUN.id,
      clock,
      0,
    );
    await clock.run(clock.sleep(3000 + 40_000 + 1));
    await clock.run(clock.sleep(3000 + LEASE_MS - clock.elapsedMs - 10_001));
    expect(lease.isHeld()).toBe(true);
    await clock.run(clock.sleep(2));
    expect(lease.isHeld()).toBe(false);
    lease.stop();
  });

  test('ends with a mistake of ours as its reason', async () => {
    const { lease, until } = kept(() => {
      throw new TypeError('a mistake of ours');
    });
    await until(10_000);
    expect(lease.lost.reason).toMatchObject({ message: 'a mistake of ours' });
  });
});

const HOUR_MS = 3_600_000;

function sleeper(renew: () => boolean) {
  const time = createVirtualClock();
  /** What the wall clock is ahead of the monotonic one, against the beginning. */
  let aheadMs = 0;
  const renewedAtMs: number[] = [];
  const clock = {
    now: () => new Date(Date.parse(time.now()) + aheadMs).toISOString(),
    monotonicMs: time.monotonicMs,
    sleep: time.sleep,
  };
  const runs = {
    renew: async () => {
      renewedAtMs.push(time.elapsedMs);
      return renew();
    },
    live: async () => [],
  };
  return {
    lease: keepLease(runs, 'run', clock, clock.monotonicMs()),
    renewedAtMs,
    set: (byMs: number) => {
      aheadMs += byMs;
    },
    pass: (ms: number) => time.run(time.sleep(ms)),
  };
}

const away = (): never => {
  throw trouble('DATABASE_UNREACHABLE');
};

describe('a lease of a machine that slept, or whose clock was set', () => {
  test('is not believed in after a sleep in which the monotonic clock stood still, but asked for at once', async () => {
    const { lease, renewedAtMs, set, pass } = sleeper(() => true);
    await pass(5000);
    set(HOUR_MS);
    expect(lease.isHeld()).toBe(false);
    await pass(1);
    expect(renewedAtMs).toEqual([3000, 5000]);
    expect(lease.isHeld()).toBe(true);
    lease.stop();
  });

  test('that was lost in such a sleep is lost', async () => {
    let isThere = true;
    const { lease, set, pass } = sleeper(() => isThere);
    await pass(5000);
    isThere = false;
    set(HOUR_MS);
    expect(lease.isHeld()).toBe(false);
    await pass(1);
    expect(lease.isHeld()).toBe(false);
    expect(lease.lost.reason).toMatchObject({ code: 'LEASE_LOST' });
  });

  test('runs out by the monotonic clock too, though the wall clock was put back', async () => {
    let renew: () => boolean = () => true;
    const { lease, set, pass } = sleeper(() => renew());
    await pass(5000);
    renew = away;
    set(-HOUR_MS);
    expect(lease.isHeld()).toBe(true);
    await pass(47_000);
    expect(lease.isHeld()).toBe(true);
    await pass(2000);
    expect(lease.isHeld()).toBe(false);
    lease.stop();
  });

  test('a register that is away is asked every three seconds, however often somebody looks', async () => {
    let renew: () => boolean = () => true;
    const { lease, renewedAtMs, set, pass } = sleeper(() => renew());
    await pass(5000);
    renew = away;
    set(HOUR_MS);
    for (let looks = 0; looks < 50; looks += 1) {
      expect(lease.isHeld()).toBe(false);
      await pass(100);
    }
    expect(renewedAtMs).toEqual([3000, 5000, 8000]);
    lease.stop();
  });
});
