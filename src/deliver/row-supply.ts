// Between the hand and the ledger: when a transaction is worth it, what is asked for in it, and when there is nothing left to ask for.
// Outcomes are gathered so that many share a commit; no connection waits longer for that than a commit takes.
import type { DeliveryLedger } from '../model/ports.ts';
import type { SendOrder } from '../model/send-order.ts';
import type {
  DeliveryExchange,
  Exchanged,
  RunClock,
  SentJournal,
  Settlement,
  Upcoming,
} from '../model/sending-ports.ts';
import { exchangeRows } from './exchange-rows.ts';
import type { Hand } from './hand.ts';
import type { Judgement } from './judge-outcome.ts';
import { createLookout } from './look-ahead.ts';
import { type Patience, withPatience } from './patience.ts';
import type { Party, PostRoom } from './post-room.ts';

export interface RowSupplyOptions {
  readonly exchange: DeliveryExchange;
  readonly ledger: Pick<DeliveryLedger, 'counts'>;
  readonly journal?: SentJournal;
  readonly clock: RunClock;
  readonly issueSlug: string;
  readonly runId: string;
  readonly room: PostRoom;
  readonly party: Party;
  readonly hand: Hand;
  readonly patience: Patience;
  /** Nothing more may be asked for, for good or for the moment. */
  readonly isClosed: () => boolean;
  readonly fail: (error: unknown) => void;
  /** Those who are likely to come next. */
  readonly prepare?: ((next: readonly Upcoming[]) => void) | undefined;
  /** Rows that were written down. */
  readonly onWritten: (judgements: readonly Judgement[]) => void;
}

export interface RowSupply {
  /** A row has become ready to be written down. @returns whether that makes a transaction worth it */
  isRipe(): boolean;
  /** Writes down what is ready and asks for more. @returns false when there was nothing to do */
  exchange(): Promise<boolean>;
  /** Rows may be there that were not there, or not wanted, when it was last asked. */
  isWorthAsking(): boolean;
  /** Nothing is in hand, and nothing is left that is worth waiting for. */
  isExhausted(): Promise<boolean>;
  /** How long until it is worth looking again, if nothing happens. */
  nextLookMs(): number;
  /** Rows whose claim was lost with an answer, perhaps long after it was asked for, go back. @returns whether there were any */
  releaseLost(): Promise<boolean>;
  readonly state: SendOrder['state'] | undefined;
  /** The database stayed away for longer than patience: what is in hand is not written down. */
  readonly isGivenUp: boolean;
}

/** A request that came back with fewer rows than it asked for. */
interface DryAsk {
  readonly except: readonly string[];
  readonly atMs: number;
  /** Rows of resting domains are left, and it is worth waiting for them. */
  isWorthStaying?: boolean;
}

interface Wish {
  readonly limit: number;
  readonly except: readonly string[];
}

/**
 * Outcomes are gathered until half of the connections have one, so that the other half works on meanwhile; or as long as the
 * transactions before took, for waiting longer would cost more than it spares.
 */
const GATHER_SHARE = 0.5;
const GATHER_LEAST_MS = 2;
const GATHER_MOST_MS = 25;
/** Of the latest transaction in the mean. */
const MEAN_WEIGHT = 0.2;
/** Rows that were not due, or not wanted, a moment ago are asked for again so often. */
const ASK_AGAIN_MS = 1000;
/** How often is looked whether a row, a relay or a domain has waited long enough. */
const LOOK_MS = 100;
/** For domains that rest longer a run does not stay. */
const LONGEST_STAY_MS = 60_000;

export function createRowSupply(options: RowSupplyOptions): RowSupply {
  const { exchange, clock, issueSlug, runId, room, party, hand, patience, isClosed, fail } = options;
  const journaled = new WeakSet<Settlement>();
  const lookout = createLookout({ clock, connections: room.connections, prepare: options.prepare });
  let state: SendOrder['state'] | undefined;
  let dry: DryAsk | undefined;
  let permitAtMs = Number.NEGATIVE_INFINITY;
  let readySinceMs: number | undefined;
  let gatherMs = GATHER_LEAST_MS;
  let isGivenUp = false;
  let wasInTrouble = false;

  const isWorthAsking = (): boolean => {
    const nowMs = clock.monotonicMs();
    return isWorth(dry, room.pacer.except(nowMs), nowMs);
  };
  const wish = (): Wish | undefined => {
    const nowMs = clock.monotonicMs();
    if (isClosed() || nowMs < permitAtMs) return undefined;
    const except = room.pacer.except(nowMs);
    if (!isWorth(dry, except, nowMs)) return undefined;
    const limit = party.allowance(nowMs, hand.ready);
    return limit > 0 ? { limit, except } : undefined;
  };
  const permitsFor = async (wished: Wish | undefined): Promise<number> => {
    if (wished === undefined) return 0;
    // Reserved before anything is waited for: other issues look at what is left.
    party.held += Math.max(0, wished.limit - hand.ready);
    const limit = await withPatience(() => room.permits(wished.limit), patience).catch((error: unknown) => {
      fail(error);
      return 0;
    });
    if (limit === 0) permitAtMs = clock.monotonicMs() + room.permitWaitMs;
    return limit;
  };
  const noteAccepted = (batch: readonly Judgement[]): void => {
    const fresh = batch.filter(
      ({ counts, settlement }) => counts === 'accepted' && !journaled.has(settlement),
    );
    if (fresh.length === 0) return;
    for (const { settlement } of fresh) journaled.add(settlement);
    options.journal?.append(
      issueSlug,
      fresh.map(({ settlement }) => settlement.claim.messageId),
    );
  };
  const noteAnswer = ({ claims }: Exchanged, { limit, except }: Wish): void => {
    const atMs = clock.monotonicMs();
    party.isHungry = claims.length > 0;
    dry = claims.length < limit ? { except, atMs } : undefined;
    if (dry !== undefined && except.length > 0) room.pacer.letSlowHaveAll(atMs + ASK_AGAIN_MS);
  };

  const exchangeOnce = async (): Promise<boolean> => {
    const wished = wish();
    const limit = await permitsFor(wished);
    const batch = [...hand.finished()];
    if (batch.length === 0 && limit === 0) {
      party.held = hand.size;
      return false;
    }
    noteAccepted(batch);
    const except = wished?.except ?? [];
    const beganMs = clock.monotonicMs();
    const { answer, written, abandoned, hasAsked, failures, ...result } = await exchangeRows({
      exchange,
      runId,
      issueSlug,
      now: () => clock.now(),
      patience,
      settlements: batch.map(({ settlement }) => settlement),
      // Wanting nothing, it is still told how the issue stands: a pause is obeyed by the next transaction.
      wanted: () =>
        isClosed() ? undefined : { issueSlug, limit, exceptDomains: except, ahead: lookout.wanted() },
      inHand: () => hand.claims(),
      isUncertain: isGivenUp,
    });
    const tookMs = clock.monotonicMs() - beganMs;
    gatherMs += MEAN_WEIGHT * (Math.min(GATHER_MOST_MS, Math.max(GATHER_LEAST_MS, tookMs)) - gatherMs);
    wasInTrouble ||= result.wasInTrouble;
    isGivenUp = result.isGivenUp;
    for (const failure of failures) fail(failure);
    const done = judgementsOf(batch, written);
    hand.wrote(done);
    hand.abandon(judgementsOf(batch, abandoned));
    state = answer.state ?? state;
    room.spend(answer.claims.length);
    if (answer.claims.length > 0) party.served();
    hand.take(answer.claims);
    lookout.saw(answer);
    party.held = hand.size;
    room.freed();
    if (hasAsked) noteAnswer(answer, { limit, except });
    else if (done.some(({ counts }) => counts === undefined)) dry = undefined;
    readySinceMs = hand.ready > 0 ? clock.monotonicMs() : undefined;
    options.onWritten(done);
    return true;
  };
  const hasRowsLeft = async (): Promise<boolean> => {
    const { pending } = await withPatience(() => options.ledger.counts(issueSlug), patience);
    if (pending > 0) return true;
    const due = await withPatience(() => exchange.nextDueAt(issueSlug), patience);
    return due !== undefined && due <= clock.now();
  };

  return {
    isRipe: () => {
      if (hand.ready === 0) return false;
      readySinceMs ??= clock.monotonicMs();
      return (
        hand.ready >= Math.ceil(room.connections * GATHER_SHARE) ||
        hand.busy === 0 ||
        clock.monotonicMs() - readySinceMs >= gatherMs
      );
    },
    exchange: exchangeOnce,
    isWorthAsking,
    isExhausted: async () => {
      if (dry === undefined) return false;
      if (dry.except.length === 0) return true;
      const { except } = dry;
      const [soonest] = room.pacer
        .resting(clock.monotonicMs())
        .filter(({ domain }) => except.includes(domain));
      if (soonest === undefined) return false;
      if (soonest.restMs > LONGEST_STAY_MS) return true;
      dry.isWorthStaying ??= await hasRowsLeft();
      return !dry.isWorthStaying;
    },
    nextLookMs: () => {
      if (hand.ready > 0) return gatherMs;
      const permitMs = permitAtMs - clock.monotonicMs();
      if (permitMs > 0) return permitMs;
      return hand.waiting > 0 || dry === undefined ? LOOK_MS : ASK_AGAIN_MS;
    },
    releaseLost: async () => {
      if (!wasInTrouble || isGivenUp) return false;
      wasInTrouble = false;
      const released = await withPatience(
        () => exchange.releaseLost(runId, issueSlug, hand.claims(), clock.now()),
        patience,
      );
      if (released > 0) dry = undefined;
      return released > 0;
    },
    get state() {
      return state;
    },
    get isGivenUp() {
      return isGivenUp;
    },
  };
}

function isWorth(dry: DryAsk | undefined, except: readonly string[], nowMs: number): boolean {
  if (dry === undefined || nowMs - dry.atMs >= ASK_AGAIN_MS) return true;
  return dry.except.some((domain) => !except.includes(domain));
}

function judgementsOf(batch: readonly Judgement[], settlements: readonly Settlement[]): readonly Judgement[] {
  if (settlements.length === 0) return [];
  const some = new Set(settlements);
  return batch.filter(({ settlement }) => some.has(settlement));
}
