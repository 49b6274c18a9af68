// Keeps a run alive in the register while it sends, and tells it when others may think it dead: from then on it begins nothing. A run
// that was ended by others has lost its rows.
import { BroadsideError } from '../model/errors.ts';
import { LEASE_MS, RENEWAL_MS, type RunClock, type RunRegister } from '../model/sending-ports.ts';
import { isDatabaseTrouble } from './patience.ts';

export interface Lease {
  /**
   * False from a while before others may take the run for dead, and for good once it is lost. Either clock may say so: the monotonic one
   * stands still while the machine sleeps, and the database's does not.
   */
  isHeld(): boolean;
  /** Aborted once others have ended the run, with LEASE_LOST as its reason. */
  readonly lost: AbortSignal;
  /** Runs that were alive at the last renewal, this one included: so many share the limits of a domain. */
  liveRuns(): number;
  /** Renews no more. */
  stop(): void;
}

/** A conversation that is begun in the last moment must be beyond its first commands when the lease ends. */
const MARGIN_MS = 10_000;
/** A database that was away is asked again so soon: the lease is running out. */
const RETRY_MS = 3000;

/** @param begunMs When the run was about to be registered, by the monotonic clock: a lease counts from the asking, not from the answer. */
export function keepLease(
  runs: Pick<RunRegister, 'renew' | 'live'>,
  runId: string,
  clock: RunClock,
  begunMs: number,
): Lease {
  const lost = new AbortController();
  const over = new AbortController();
  let heldFromMs = begunMs;
  let heldFromWallMs = Date.parse(clock.now()) - (clock.monotonicMs() - begunMs);
  let alive = 1;
  /** The wait for a renewal that is in time: cut short when it is not. */
  let rest: AbortController | undefined;

  const renew = async (): Promise<number> => {
    const askedMs = clock.monotonicMs();
    const askedWallMs = Date.parse(clock.now());
    try {
      if (!(await runs.renew(runId))) {
        lost.abort(
          new BroadsideError('LEASE_LOST', 'The run was away for too long, and others have ended it'),
        );
        return 0;
      }
      heldFromMs = askedMs;
      heldFromWallMs = askedWallMs;
      alive = Math.max(1, (await runs.live()).length);
      return RENEWAL_MS;
    } catch (error) {
      if (isDatabaseTrouble(error)) return RETRY_MS;
      lost.abort(error);
      return 0;
    }
  };
  const keep = async (): Promise<void> => {
    // Soon for the first time: how many others there are is not known yet.
    let waitMs = RETRY_MS;
    while (!lost.signal.aborted) {
      const resting = new AbortController();
      rest = waitMs === RENEWAL_MS ? resting : undefined;
      await clock.sleep(waitMs, AbortSignal.any([over.signal, resting.signal]));
      if (over.signal.aborted) return;
      waitMs = await renew();
    }
  };
  void keep();
  return {
    isHeld: () => {
      if (lost.signal.aborted) return false;
      const heldMs = Math.max(clock.monotonicMs() - heldFromMs, Date.parse(clock.now()) - heldFromWallMs);
      const isInTime = heldMs < LEASE_MS - MARGIN_MS;
      if (!isInTime) rest?.abort('late');
      return isInTime;
    },
    lost: lost.signal,
    liveRuns: () => alive,
    stop: () => over.abort(),
  };
}
