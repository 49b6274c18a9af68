// The database is away, locked or full: asks again with growing waits until patience is over. What is a mistake of ours is not waited out.
import { BroadsideError, type ErrorCode } from '../model/errors.ts';
import type { RunClock } from '../model/sending-ports.ts';

const TROUBLE: readonly ErrorCode[] = [
  'DATABASE_UNREACHABLE',
  'DATABASE_LOCKED',
  'DATABASE_FAILED',
  'FILE_UNWRITABLE',
];
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;

/** May be over in a while, by itself or because somebody mends it. */
export function isDatabaseTrouble(error: unknown): error is BroadsideError {
  return error instanceof BroadsideError && TROUBLE.includes(error.code);
}

export interface Patience {
  readonly clock: RunClock;
  /** Asked anew each time: a run that is to stop has less. */
  readonly leftMs: (waitedMs: number) => number;
  readonly onTrouble?: (error: BroadsideError) => void;
  /** Aborted during a wait: how much patience is left is asked at once. */
  readonly signal?: AbortSignal;
}

/** @param attempt Told whether an earlier one failed, so that its answer may be lost. */
export async function withPatience<Result>(
  attempt: (isAgain: boolean) => Promise<Result>,
  { clock, leftMs, onTrouble, signal }: Patience,
): Promise<Result> {
  const sinceMs = clock.monotonicMs();
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt(tries > 0);
    } catch (error) {
      if (!isDatabaseTrouble(error)) throw error;
      onTrouble?.(error);
      const left = leftMs(clock.monotonicMs() - sinceMs);
      if (left <= 0) throw error;
      const waitMs = Math.min(left, LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
      await clock.sleep(waitMs, signal?.aborted === true ? undefined : signal);
    }
  }
}
