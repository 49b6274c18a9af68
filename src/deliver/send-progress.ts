// How far a run is: what it has written down so far, and how fast that goes. Only what is durable counts.
import type { RunClock } from '../model/sending-ports.ts';
import type { Judgement, RunCounts } from './judge-outcome.ts';

export interface SendProgress extends RunCounts {
  /** Conversations open now. */
  readonly onTheWire: number;
  /** Messages written down, mean of the latest seconds. */
  readonly perSecond: number;
  /** Domains nobody writes to now, the soonest over first. */
  readonly resting: readonly { readonly domain: string; readonly restMs: number }[];
}

export interface SendMeter {
  count(judgements: readonly Judgement[]): void;
  run(): RunCounts;
  perSecond(): number;
}

/** Seconds that the speed is the mean of. */
const WINDOW = 5;

export function createSendMeter(clock: RunClock): SendMeter {
  const run = { accepted: 0, deferred: 0, rejected: 0, inDoubt: 0 };
  const beganMs = clock.monotonicMs();
  /** Messages in each of the latest seconds; `second` is the newest. */
  const seconds: number[] = new Array(WINDOW + 1).fill(0);
  let second = 0;

  const turnTo = (nowMs: number): void => {
    const now = Math.floor((nowMs - beganMs) / 1000);
    if (now - second > WINDOW) seconds.fill(0);
    else for (let at = second + 1; at <= now; at += 1) seconds[at % (WINDOW + 1)] = 0;
    second = now;
  };
  return {
    count: (judgements) => {
      turnTo(clock.monotonicMs());
      for (const { counts } of judgements) {
        if (counts === undefined) continue;
        run[counts] += 1;
        const at = second % (WINDOW + 1);
        seconds[at] = (seconds[at] ?? 0) + 1;
      }
    },
    run: () => ({ ...run }),
    perSecond: () => {
      const nowMs = clock.monotonicMs();
      turnTo(nowMs);
      const spanMs = Math.min(nowMs - beganMs, WINDOW * 1000 + ((nowMs - beganMs) % 1000));
      return spanMs <= 0 ? 0 : (seconds.reduce((sum, count) => sum + count, 0) * 1000) / spanMs;
    },
  };
}
