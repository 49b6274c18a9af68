// The clocks of this process, for what waits and measures: the terminal's own for what is written down, the machine's monotonic one for
// spans, which no change of the wall clock can stretch or shorten.
import type { RunClock } from '../model/sending-ports.ts';
import type { Terminal } from './terminal.ts';

/** A timer that is set to more fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function processClock({ now }: Pick<Terminal, 'now'>): RunClock {
  return {
    now,
    monotonicMs: () => performance.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return void resolve();
        const done = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, Math.min(ms, LONGEST_TIMER_MS));
        signal?.addEventListener('abort', done);
      }),
  };
}
