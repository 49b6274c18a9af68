// What a run came to: the ledger's sums, checked, and what is left to do when. Throws when the sums do not balance.
import type { DeliveryCounts } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';
import type { SendOrder } from '../model/send-order.ts';
import type { RunCounts } from './judge-outcome.ts';
import { type Patience, withPatience } from './patience.ts';
import type { PostRoom } from './post-room.ts';
import type { SendOptions, SendReport } from './send-issue.ts';

export interface Ending {
  readonly run: RunCounts;
  readonly failures: readonly unknown[];
  readonly state: SendOrder['state'] | undefined;
  readonly room: PostRoom;
  readonly patience: Patience;
}

/** @throws BroadsideError when the ledger cannot be read; Error when it does not balance, or of the mistake of ours that ended the run. */
export async function reportSending(
  { ledger, exchange, clock, issueSlug, signal }: SendOptions,
  { run, failures, state, room, patience }: Ending,
): Promise<SendReport> {
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
