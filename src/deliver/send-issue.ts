// Sends one planned issue: rows that are due are claimed, composed, handed over, and what came of each is written down together with
// the next claims, in one transaction. At any moment at most as many rows are claimed as there are connections, so a crash leaves at
// most that many in doubt.
import type { IsoInstant } from '../model/calendar.ts';
import type { DeliveryCounts } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { Claim, DeliveryLedger } from '../model/ports.ts';
import type { SendOrder } from '../model/send-order.ts';
import type {
  DeliveryExchange,
  Exchanged,
  PacingBudget,
  Relay,
  RunClock,
  SentJournal,
  Settlement,
} from '../model/sending-ports.ts';
import { isOut } from './choose-relay.ts';
import { createDoorbell } from './doorbell.ts';
import { exchangeRows } from './exchange-rows.ts';
import { createHand, type Hand } from './hand.ts';
import type { Judgement, RunCounts } from './judge-outcome.ts';
import { type Patience, withPatience } from './patience.ts';
import { openPostRoom, type PostRoom } from './post-room.ts';
import { createSendMeter, type SendProgress } from './send-progress.ts';

export interface SendOptions {
  readonly exchange: DeliveryExchange;
  readonly ledger: Pick<DeliveryLedger, 'counts'>;
  readonly pacing: PacingBudget;
  readonly journal?: SentJournal;
  readonly relays: readonly Relay[];
  readonly clock: RunClock;
  /** One reader's message. Called once the row is claimed: from then on nobody can change the issue's letter. */
  readonly compose: (claim: Claim) => ComposedMessage | Promise<ComposedMessage>;
  /** All rows went back before any was settled: the letter may be planned anew, and a composer that was kept is out of date. */
  readonly onLetterOpen?: () => void;
  readonly issueSlug: string;
  /** Names this run in the ledger; never used twice. */
  readonly runId: string;
  /** Deferred rows are tried until then. */
  readonly expiresAt: IsoInstant;
  /** All runs together. */
  readonly ratePerSecond?: number;
  /** So long is waited for a database or for mail servers that cannot be reached. 0: not at all. */
  readonly patienceMs: number;
  readonly onProgress?: (progress: SendProgress) => void;
  /** The database, or a relay, is in trouble and is waited for. */
  readonly onTrouble?: (error: BroadsideError) => void;
  /** Aborted: what is on the wire is finished and written down, nothing more is begun. A BroadsideError as its reason is reported. */
  readonly signal?: AbortSignal;
  /** False while others may think this run dead: nothing is begun then. */
  readonly isLeaseHeld?: () => boolean;
  /** Shared with other issues that the same process sends at the same time; made of the options above where it is left out. */
  readonly room?: PostRoom;
}

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

/**
 * Outcomes are gathered for one transaction: until half of the connections have one, so that the other half works on meanwhile; or as
 * long as the transactions before took, for waiting longer would cost more than it spares.
 */
const GATHER_SHARE = 0.5;
const GATHER_LEAST_MS = 2;
const GATHER_MOST_MS = 25;
/** Of the latest transaction in the mean. */
const MEAN_WEIGHT = 0.2;
/** Rows that were not due, or not wanted, a moment ago are asked for again so often. */
const ASK_AGAIN_MS = 1000;
/** How often is looked whether a row or a domain has waited long enough. */
const LOOK_MS = 100;
/** For domains that rest longer a run does not stay. */
const LONGEST_STAY_MS = 60_000;
/** Of a run that was told to stop while the database is away. */
const STOPPING_PATIENCE_MS = 30_000;

/** A request that came back with fewer rows than it asked for. */
interface DryAsk {
  readonly except: readonly string[];
  readonly atMs: number;
  /** Rows of resting domains are left, and it is worth waiting for them. */
  isWorthStaying?: boolean;
}

/** @throws BroadsideError when the ledger itself cannot be read any more; Error when its sums do not balance, or of a mistake of ours. */
export async function sendIssue(options: SendOptions): Promise<SendReport> {
  const { clock, exchange, issueSlug, runId, signal, isLeaseHeld = () => true } = options;
  const room = options.room ?? openPostRoom(options);
  const bell = createDoorbell(clock);
  const meter = createSendMeter(clock);
  const failures: unknown[] = [];
  let state: SendOrder['state'] | undefined;
  let dry: DryAsk | undefined;
  let permitAtMs = Number.NEGATIVE_INFINITY;
  let readySinceMs = 0;
  let gatherMs = GATHER_LEAST_MS;
  /** Once a row was settled for good nobody can change the letter any more. */
  let isLetterFixed = false;
  let isGivenUp = false;
  const journaled = new WeakSet<Settlement>();

  const isHalted = () =>
    failures.length > 0 || signal?.aborted === true || (state !== undefined && state !== 'sending');
  const fail = (error: unknown): void => {
    failures.push(error);
    bell.ring();
  };
  const hand: Hand = createHand({
    room,
    clock,
    compose: options.compose,
    expiresAt: options.expiresAt,
    isHalted,
    isLeaseHeld,
    halt: fail,
    onRelayOut: (error) => options.onTrouble?.(error),
    onFinished: () => {
      if (hand.ready === 1) readySinceMs = clock.monotonicMs();
      if (hand.ready === 1 || isRipe()) bell.ring();
    },
  });
  const party = room.join(() => {
    hand.dispatch();
    if (hand.ready > 0) return;
    // Said at once, so that whoever is about to ask for the next row sees that others wait for it.
    party.isHungry ||= isWorthAskingNow();
    bell.ring();
  });
  /** Enough has gathered for a transaction, or nothing else will come soon. */
  const isRipe = (): boolean =>
    hand.ready >= Math.ceil(room.connections * GATHER_SHARE) ||
    hand.busy === 0 ||
    clock.monotonicMs() - readySinceMs >= gatherMs;
  const patience: Patience = {
    clock,
    leftMs: (waitedMs) => {
      if (isGivenUp) return 0;
      const patienceMs =
        signal?.aborted === true ? Math.min(options.patienceMs, STOPPING_PATIENCE_MS) : options.patienceMs;
      return patienceMs - waitedMs;
    },
    ...(options.onTrouble === undefined ? {} : { onTrouble: options.onTrouble }),
    ...(signal === undefined ? {} : { signal }),
  };

  /** What may be asked for now; undefined when nothing. */
  const ask = (): { readonly limit: number; readonly except: readonly string[] } | undefined => {
    const nowMs = clock.monotonicMs();
    if (isHalted() || !isLeaseHeld() || nowMs < permitAtMs) return undefined;
    const except = room.pacer.except(nowMs);
    if (!isWorthAsking(dry, except, nowMs)) return undefined;
    const limit = party.allowance(nowMs, hand.ready);
    return limit > 0 ? { limit, except } : undefined;
  };

  const isWorthAskingNow = (): boolean => {
    const nowMs = clock.monotonicMs();
    return isWorthAsking(dry, room.pacer.except(nowMs), nowMs);
  };
  const permitsFor = (limit: number): Promise<number> =>
    withPatience(() => room.permits(limit), patience).catch((error: unknown) => {
      fail(error);
      return 0;
    });
  const exchangeOnce = async (asked: ReturnType<typeof ask>): Promise<void> => {
    // Reserved before anything is waited for: other issues look at what is left.
    if (asked !== undefined) party.held += Math.max(0, asked.limit - hand.ready);
    const limit = asked === undefined ? 0 : await permitsFor(asked.limit);
    if (asked !== undefined && limit === 0) permitAtMs = clock.monotonicMs() + room.permitWaitMs;
    const batch = [...hand.finished()];
    if (batch.length === 0 && limit === 0) {
      party.held = hand.size;
      return;
    }
    noteAccepted(batch);
    const beganMs = clock.monotonicMs();
    const wanted = { issueSlug, limit, exceptDomains: asked?.except ?? [] };
    const { answer, settled, hasAsked, ...result } = await exchangeRows({
      exchange,
      runId,
      issueSlug,
      now: () => clock.now(),
      patience,
      settlements: batch.map(({ settlement }) => settlement),
      wanted: () => (limit > 0 && !isHalted() ? wanted : undefined),
      inHand: () => hand.claims(),
      isUncertain: isGivenUp,
    });
    const tookMs = clock.monotonicMs() - beganMs;
    gatherMs += MEAN_WEIGHT * (Math.min(GATHER_MOST_MS, Math.max(GATHER_LEAST_MS, tookMs)) - gatherMs);
    isGivenUp = result.isGivenUp;
    // A run that was given up for dead may find that its rows are somebody else's by now.
    if (!isLeaseLost(signal)) for (const failure of result.failures) fail(failure);
    const done = new Set(settled);
    const written = batch.filter(({ settlement }) => done.has(settlement));
    hand.wrote(written);
    if (result.failures.length === 0) meter.count(written);
    isLetterFixed ||= written.some(
      ({ counts, settlement }) => counts !== undefined || settlement.nextAttemptAt !== undefined,
    );
    if (answer.state !== undefined) state = answer.state;
    room.spend(answer.claims.length);
    if (answer.claims.length > 0) party.served();
    hand.take(answer.claims);
    party.held = hand.size;
    room.freed();
    if (hasAsked) noteAnswer(answer, wanted);
    else if (written.some(({ counts }) => counts === undefined)) dry = undefined;
    if (hand.size === 0 && !isLetterFixed && written.length > 0) options.onLetterOpen?.();
    readySinceMs = clock.monotonicMs();
  };
  const noteAnswer = (
    { claims }: Exchanged,
    wanted: { limit: number; exceptDomains: readonly string[] },
  ): void => {
    const isDry = claims.length < wanted.limit;
    party.isHungry = claims.length > 0;
    const atMs = clock.monotonicMs();
    dry = isDry ? { except: wanted.exceptDomains, atMs } : undefined;
    if (isDry && wanted.exceptDomains.length > 0) room.pacer.letSlowHaveAll(atMs + ASK_AGAIN_MS);
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
  /** Nothing is in hand and nothing is wanted now: is there something worth waiting for? */
  const isOver = async (): Promise<boolean> => {
    if (dry === undefined) return false;
    if (dry.except.length === 0) return true;
    const { except } = dry;
    const [soonest] = room.pacer.resting(clock.monotonicMs()).filter(({ domain }) => except.includes(domain));
    if (soonest === undefined) return false;
    if (soonest.restMs > LONGEST_STAY_MS) return true;
    dry.isWorthStaying ??= await hasRowsLeft().catch((error: unknown) => {
      fail(error);
      return false;
    });
    return !dry.isWorthStaying;
  };
  const hasRowsLeft = async (): Promise<boolean> => {
    const { pending } = await withPatience(() => options.ledger.counts(issueSlug), patience);
    if (pending > 0) return true;
    const due = await withPatience(() => exchange.nextDueAt(issueSlug), patience);
    return due !== undefined && due <= clock.now();
  };

  const nextLookMs = (): number => {
    const permitMs = permitAtMs - clock.monotonicMs();
    if (permitMs > 0) return permitMs;
    return hand.waiting > 0 || dry === undefined ? LOOK_MS : ASK_AGAIN_MS;
  };

  const onAbort = () => bell.ring();
  signal?.addEventListener('abort', onAbort);
  try {
    await room.refresh();
    for (;;) {
      void room.refresh();
      hand.dispatch();
      hand.sweep();
      const trouble = isHalted() ? undefined : outOfRelays(room, clock.monotonicMs(), options.patienceMs);
      if (trouble !== undefined) fail(trouble);
      if (isGivenUp && hand.busy > 0) {
        await bell.wait(ASK_AGAIN_MS);
        continue;
      }
      if (hand.ready > 0 && !isRipe()) {
        await bell.wait(gatherMs);
        continue;
      }
      const wish = ask();
      if (hand.ready > 0 || wish !== undefined) {
        const wasGivenUp = isGivenUp;
        await exchangeOnce(wish);
        // Tried once more with all that was on the wire, and in vain again: what is in the hand stays in doubt.
        if (wasGivenUp && isGivenUp) break;
      } else if (hand.size === 0 && (isHalted() || (await isOver()))) {
        break;
      } else {
        await bell.wait(nextLookMs());
      }
      options.onProgress?.({
        ...meter.run(),
        onTheWire: hand.onTheWire,
        perSecond: meter.perSecond(),
        resting: room.pacer.resting(clock.monotonicMs()),
      });
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    party.leave();
  }
  if (options.room === undefined) await room.settled();
  const bug = failures.find((failure) => !(failure instanceof BroadsideError));
  if (bug !== undefined) throw bug;
  return reportOf(options, { run: meter.run(), failures, state, isGivenUp, room });
}

function isWorthAsking(dry: DryAsk | undefined, except: readonly string[], nowMs: number): boolean {
  if (dry === undefined || nowMs - dry.atMs >= ASK_AGAIN_MS) return true;
  return dry.except.some((domain) => !except.includes(domain));
}

/** No relay is left: why, once patience is over. Only a server that cannot be reached comes back by waiting. */
function outOfRelays({ relays }: PostRoom, nowMs: number, patienceMs: number): BroadsideError | undefined {
  if (!relays.every((tally) => isOut(tally, nowMs))) return undefined;
  const failures = relays.flatMap(({ lastFailure }) => lastFailure ?? []);
  const unreachable = failures.find(({ code }) => code === 'SMTP_UNREACHABLE');
  if (unreachable === undefined) return failures[0];
  const sinceMs = Math.max(...relays.map(({ failingSinceMs }) => failingSinceMs));
  return nowMs - sinceMs >= patienceMs ? unreachable : undefined;
}

function isLeaseLost(signal: AbortSignal | undefined): boolean {
  return signal?.reason instanceof BroadsideError && signal.reason.code === 'LEASE_LOST';
}

interface Ending {
  readonly run: RunCounts;
  readonly failures: readonly unknown[];
  readonly state: SendOrder['state'] | undefined;
  readonly isGivenUp: boolean;
  readonly room: PostRoom;
}

async function reportOf(
  { ledger, exchange, clock, issueSlug, signal, patienceMs }: SendOptions,
  { run, failures, state, isGivenUp, room }: Ending,
): Promise<SendReport> {
  const reasons = [...failures, signal?.reason].filter((reason) => reason instanceof BroadsideError);
  const [stoppedBy] = reasons;
  const patience: Patience = { clock, leftMs: (waitedMs) => (isGivenUp ? 0 : patienceMs - waitedMs) };
  const counts = await withPatience(() => ledger.counts(issueSlug), patience);
  const { eligible, accepted, deferred, rejected, excluded, inDoubt, onTheWire, pending } = counts;
  const sum = accepted + deferred + rejected + excluded + inDoubt + onTheWire + pending;
  if (eligible !== sum)
    throw new Error(
      `The ledger of ${issueSlug} does not balance: ${eligible} eligible, ${sum} accounted for`,
    );
  const due = deferred > 0 ? await withPatience(() => exchange.nextDueAt(issueSlug), patience) : undefined;
  const [rest] = pending > 0 ? room.pacer.resting(clock.monotonicMs()) : [];
  const restOver =
    rest === undefined ? undefined : new Date(Date.parse(clock.now()) + rest.restMs).toISOString();
  const [nextDueAt] = [due, restOver].filter((at) => at !== undefined).sort();
  return {
    counts,
    run,
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    isInterrupted: signal?.aborted === true,
    ...(state === undefined ? {} : { state }),
    ...(nextDueAt === undefined ? {} : { nextDueAt }),
  };
}
