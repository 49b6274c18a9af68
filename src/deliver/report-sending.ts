// What a run came to: the ledger's sums, checked, and what is left to do when. Throws when the sums do not balance.
import type { IsoInstant } from '../model/calendar.ts';
import type { DeliveryCounts } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';
import type { DeliveryLedger } from '../model/ports.ts';
import type { SendOrder } from '../model/send-order.ts';
import type { DeliveryExchange, RunClock } from '../model/sending-ports.ts';
import type { RunCounts } from './judge-outcome.ts';
import { type Patience, withPatience } from './patience.ts';
import type { PostRoom } from './post-room.ts';

export interface SendReport {
  /** The whole issue, earlier runs included. */
  readonly counts: DeliveryCounts;
  readonly run: RunCounts;
  /** What stopped the run before its end: login, connection, sender, database, a lost lease. Running again goes on where it stopped. */
  readonly stoppedBy?: BroadsideError;
  readonly isInterrupted: boolean;
  /** Of the issue when the run last asked; undefined when it never came to asking. */
  readonly state?: SendOrder['state'];
  /** When the soonest row that is left may be tried. */
  readonly nextDueAt?: IsoInstant;
}

export interface Ending {
  readonly ledger: Pick<DeliveryLedger, 'counts'>;
  readonly exchange: Pick<DeliveryExchange, 'nextDueAt'>;
  readonly clock: RunClock;
  readonly issueSlug: string;
  readonly signal: AbortSignal | undefined;
  readonly run: RunCounts;
  readonly failures: readonly unknown[];
  readonly state: SendOrder['state'] | undefined;
  readonly room: PostRoom;
  readonly patience: Patience;
}

/** @throws BroadsideError when the ledger cannot be read; Error when it does not balance, or of the mistake of ours that ended the run. */
export async function reportSending(ending: Ending): Promise<SendReport> {
  const { ledger, exchange, clock, issueSlug, signal, run, failures, state, room, patience } = ending;
  const bug = failures.find((failure) => !(failure instanceof BroadsideError));
  if (bug !== undefined) throw bug;
  const counts = await withPatience(() => ledger.counts(issueSlug), patience);
  checkSums(counts);
  const due =
    counts.deferred > 0 ? await withPatience(() => exchange.nextDueAt(issueSlug), patience) : undefined;
  const [rest] = counts.pending > 0 ? room.pacer.resting(clock.monotonicMs()) : [];
  const restOver =
    rest === undefined ? undefined : new Date(Date.parse(clock.now()) + rest.restMs).toISOString();
  const [nextDueAt] = [due, restOver].filter((at) => at !== undefined).sort();
  const [stoppedBy] = [...failures, signal?.reason].filter((reason) => reason instanceof BroadsideError);
  return {
    counts,
    run,
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    isInterrupted: signal?.aborted === true,
    ...(state === undefined ? {} : { state }),
    ...(nextDueAt === undefined ? {} : { nextDueAt }),
  };
}

function checkSums(counts: DeliveryCounts): void {
  const { issue, eligible, accepted, deferred, rejected, excluded, inDoubt, onTheWire, pending } = counts;
  const sum = accepted + deferred + rejected + excluded + inDoubt + onTheWire + pending;
  if (eligible !== sum)
    throw new Error(`The ledger of ${issue} does not balance: ${eligible} eligible, ${sum} accounted for`);
}
