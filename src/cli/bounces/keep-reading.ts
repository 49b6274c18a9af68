// Something done again and again beside the work of a program until it ends.
import { setTimeout as sleep } from 'node:timers/promises';
import { BroadsideError } from '../../model/errors.ts';

export interface KeepReadingOptions {
  readonly everyMs: number;
  /** The waiting ends with it; a reading that has begun is finished. */
  readonly signal: AbortSignal;
}

/** Bounces are not urgent, and a mailbox's owner may count how often one asks. */
export const READ_EVERY_MS = 5 * 60_000;

/** Resolves once `signal` is aborted and the last reading is over. Rejects with what `read` rejects with. */
export async function keepReading(
  read: () => Promise<void>,
  { everyMs, signal }: KeepReadingOptions,
): Promise<void> {
  while (!signal.aborted) {
    await read();
    await sleep(everyMs, undefined, { signal }).catch(() => {});
  }
}

/** What came back is not worth failing for: it is there the next time. */
export async function oneReading(
  read: () => Promise<void>,
  onTrouble: (error: BroadsideError) => void,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof BroadsideError)) throw error;
    onTrouble(error);
  }
}
