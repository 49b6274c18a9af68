// Once a day, and at the start: what is about people and has had its time is removed. A database that is away is asked again after an hour.
import type { AudienceStore } from '../../model/audience-ports.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { RunClock } from '../../model/sending-ports.ts';

export type Tidied = Awaited<ReturnType<AudienceStore['tidy']>>;

export interface TidyOptions {
  readonly audience: Pick<AudienceStore, 'tidy'>;
  readonly clock: RunClock;
  readonly signal: AbortSignal;
  /** Something was removed. */
  readonly onTidied: (removed: Tidied) => void;
  readonly onTrouble: (error: BroadsideError) => void;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Resolves once `signal` is aborted. @throws what is a mistake of ours */
export async function tidyDaily({
  audience,
  clock,
  signal,
  onTidied,
  onTrouble,
}: TidyOptions): Promise<void> {
  while (!signal.aborted) {
    let waitMs = DAY_MS;
    try {
      const removed = await audience.tidy(clock.now());
      if (Object.values(removed).some((count) => count > 0)) onTidied(removed);
    } catch (error) {
      if (!(error instanceof BroadsideError)) throw error;
      onTrouble(error);
      waitMs = HOUR_MS;
    }
    await clock.sleep(waitMs, signal);
  }
}
