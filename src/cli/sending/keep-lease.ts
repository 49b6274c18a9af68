// Keeps a run alive in the register while it sends, and tells it when others may think it dead: from then on it begins nothing.
import { BroadsideError } from '../../model/errors.ts';
import { LEASE_MS, RENEWAL_MS, type RunClock, type RunRegister } from '../../model/sending-ports.ts';

export interface Lease {
  /** False from a while before others may take the run for dead. */
  isHeld(): boolean;
  /** Aborted, with a BroadsideError as its reason, once the run was ended by others. */
  readonly lost: AbortSignal;
  /** Renews no more. */
  stop(): void;
}

/** A conversation that was begun in the last moment must not outlast the lease by its first commands. */
const MARGIN_MS = 10_000;

/** @param lastMs When the run was registered, by the monotonic clock: the lease counts from the asking, not from the answer. */
export function keepLease(
  runs: Pick<RunRegister, 'renew'>,
  runId: string,
  clock: RunClock,
  lastMs: number,
): Lease {
  const lost = new AbortController();
  const over = new AbortController();
  let heldFromMs = lastMs;
  const keep = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(RENEWAL_MS, over.signal);
      if (over.signal.aborted) return;
      const askedMs = clock.monotonicMs();
      try {
        if (await runs.renew(runId)) heldFromMs = askedMs;
        else return lost.abort(givenUp());
      } catch (error) {
        // The database is away: asked again, and meanwhile the lease runs out by itself.
        if (!(error instanceof BroadsideError)) return lost.abort(error);
      }
    }
  };
  void keep();
  return {
    isHeld: () => !lost.signal.aborted && clock.monotonicMs() - heldFromMs < LEASE_MS - MARGIN_MS,
    lost: lost.signal,
    stop: () => over.abort(),
  };
}

function givenUp(): BroadsideError {
  return new BroadsideError('LEASE_LOST', 'This run was away from the database for too long and was ended');
}
