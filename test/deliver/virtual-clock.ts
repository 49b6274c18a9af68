// Time that passes only when everybody waits for it: hours of a night's sending in a moment, and the same each time.
import type { RunClock } from '../../src/model/sending-ports.ts';

export interface VirtualClock extends RunClock {
  /** Lets `work` run to its end, moving on to the next moment somebody waits for whenever nothing else is left to do. */
  run<Result>(work: Promise<Result>): Promise<Result>;
  at(ms: number, deed: () => void): void;
  /** Since the beginning. */
  readonly elapsedMs: number;
}

/** Long enough for every test; a run that never ends is stopped here. */
const END_MS = 60 * 24 * 3_600_000;

export function createVirtualClock(start = Date.parse('2026-01-09T08:00:00Z')): VirtualClock {
  let nowMs = 0;
  let order = 0;
  let sleepers: { readonly atMs: number; readonly order: number; readonly wake: () => void }[] = [];

  const at = (atMs: number, wake: () => void): (() => void) => {
    const sleeper = { atMs, order: order++, wake };
    sleepers.push(sleeper);
    return () => {
      sleepers = sleepers.filter((one) => one !== sleeper);
    };
  };
  return {
    now: () => new Date(start + nowMs).toISOString(),
    monotonicMs: () => nowMs,
    get elapsedMs() {
      return nowMs;
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const forget = at(nowMs + ms, resolve);
        signal?.addEventListener('abort', () => {
          forget();
          resolve();
        });
      }),
    at: (ms, deed) => void at(nowMs + ms, deed),
    run: async (work) => {
      let isDone = false;
      const marked = work.finally(() => {
        isDone = true;
      });
      marked.catch(() => {});
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (isDone) return marked;
        const next = sleepers.reduce(
          (soonest, one) =>
            soonest === undefined ||
            one.atMs < soonest.atMs ||
            (one.atMs === soonest.atMs && one.order < soonest.order)
              ? one
              : soonest,
          sleepers[0],
        );
        if (next === undefined) throw new Error('Nobody waits for anything, and the work is not done');
        if (next.atMs > END_MS) throw new Error('The work never ends');
        sleepers = sleepers.filter((one) => one !== next);
        nowMs = Math.max(nowMs, next.atMs);
        next.wake();
      }
    },
  };
}
