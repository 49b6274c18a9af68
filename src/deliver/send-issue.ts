// Sends one planned issue: rows that are due are claimed, composed, handed over, and what came of each is written down together with
// the next claims, in one transaction. At any moment at most as many rows are claimed as there are connections, so a crash leaves at
// most that many in doubt.
import type { IsoInstant } from '../model/calendar.ts';
import { BroadsideError } from '../model/errors.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { Claim, DeliveryLedger } from '../model/ports.ts';
import type {
  DeliveryExchange,
  PacingBudget,
  Relay,
  RunClock,
  SentJournal,
  Upcoming,
} from '../model/sending-ports.ts';
import { isOut } from './choose-relay.ts';
import { createDoorbell } from './doorbell.ts';
import { createHand } from './hand.ts';
import type { Judgement } from './judge-outcome.ts';
import type { Patience } from './patience.ts';
import { openPostRoom, type PostRoom } from './post-room.ts';
import { reportSending, type SendReport } from './report-sending.ts';
import { createRowSupply } from './row-supply.ts';
import { createSendMeter, type SendProgress } from './send-progress.ts';

export type { SendReport } from './report-sending.ts';

export interface LetterSource {
  /** One reader's message. Called once the row is claimed: from then on nobody can change the issue's letter. */
  compose(claim: Claim): ComposedMessage | Promise<ComposedMessage>;
  /** Whoever is likely to be claimed next: what takes long may be done for them already. */
  prepare?(next: readonly Upcoming[]): void;
  /** All rows went back before any was settled: the letter may be planned anew, and what was kept of it is out of date. */
  forget?(): void;
}

export interface SendOptions {
  readonly exchange: DeliveryExchange;
  readonly ledger: Pick<DeliveryLedger, 'counts'>;
  readonly pacing: PacingBudget;
  readonly journal?: SentJournal;
  readonly relays: readonly Relay[];
  readonly clock: RunClock;
  readonly letter: LetterSource;
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

/** Of a run that was told to stop while the database is away. */
const STOPPING_PATIENCE_MS = 30_000;
/** However quiet it is, conversations that go on after the database was given up are looked at so often. */
const LOOK_MS = 1000;
/** Mistakes of ours after which a run that tries to come home does not try again. */
const STUMBLES = 3;

/** @throws BroadsideError when the ledger itself cannot be read any more; Error when its sums do not balance, or of a mistake of ours. */
export async function sendIssue(options: SendOptions): Promise<SendReport> {
  const { clock, signal, isLeaseHeld = () => true } = options;
  const room = options.room ?? openPostRoom(options);
  const bell = createDoorbell(clock);
  const meter = createSendMeter(clock);
  const failures: unknown[] = [];
  /** Once a row was settled for good nobody can change the letter any more. */
  let isLetterFixed = false;

  const fail = (error: unknown): void => {
    // A run that was given up for dead may find that its rows are somebody else's by now.
    if (!isLeaseLost(signal) || error instanceof BroadsideError) failures.push(error);
    bell.ring();
  };
  const isHalted = (): boolean =>
    failures.length > 0 ||
    signal?.aborted === true ||
    (supply.state !== undefined && supply.state !== 'sending');
  /** A mistake in what we were handed must not leave rows claimed. */
  const tell = (told: () => void): void => {
    try {
      told();
    } catch (error) {
      fail(error);
    }
  };
  const patience: Patience = {
    clock,
    leftMs: (waitedMs) => {
      if (supply.isGivenUp) return 0;
      const isStopping = signal?.aborted === true;
      return (
        (isStopping ? Math.min(options.patienceMs, STOPPING_PATIENCE_MS) : options.patienceMs) - waitedMs
      );
    },
    onTrouble: (error) => tell(() => options.onTrouble?.(error)),
    ...(signal === undefined ? {} : { signal }),
  };
  const hand = createHand({
    room,
    clock,
    compose: (claim) => options.letter.compose(claim),
    isWanted: (claim) => options.exchange.isWanted(claim),
    expiresAt: options.expiresAt,
    isHalted,
    isLeaseHeld,
    halt: fail,
    onRelayOut: (error) => tell(() => options.onTrouble?.(error)),
    onFinished: () => {
      if (hand.ready === 1 || supply.isRipe()) bell.ring();
    },
  });
  const party = room.join(() => {
    hand.dispatch();
    if (hand.ready > 0) return;
    // Said at once, so that whoever is about to ask for the next row sees that others wait for it.
    party.isHungry ||= supply.isWorthAsking();
    bell.ring();
  });
  const onWritten = (judgements: readonly Judgement[]): void => {
    meter.count(judgements);
    isLetterFixed ||= judgements.some(
      ({ counts, settlement }) => counts !== undefined || settlement.nextAttemptAt !== undefined,
    );
    if (hand.size === 0 && !isLetterFixed && judgements.length > 0) tell(() => options.letter.forget?.());
  };
  const supply = createRowSupply({
    ...options,
    room,
    party,
    hand,
    patience,
    isClosed: () => isHalted() || !isLeaseHeld(),
    fail,
    prepare: options.letter.prepare && ((next) => tell(() => options.letter.prepare?.(next))),
    onWritten,
  });

  /** @returns whether there is more to do */
  const step = async (): Promise<boolean> => {
    void room.refresh();
    hand.dispatch();
    hand.sweep();
    const trouble = isHalted() ? undefined : outOfRelays(room, clock.monotonicMs(), options.patienceMs);
    if (trouble !== undefined) fail(trouble);
    const wasGivenUp = supply.isGivenUp;
    if (wasGivenUp && hand.busy > 0) {
      await bell.wait(LOOK_MS);
      return true;
    }
    if (hand.ready > 0 && !supply.isRipe()) {
      await bell.wait(supply.nextLookMs());
      return true;
    }
    const hasExchanged = await supply.exchange();
    // Tried once more with all that was on the wire, and in vain again: what is in the hand stays in doubt.
    if (wasGivenUp && supply.isGivenUp) return false;
    if (!hasExchanged) {
      // A run that may be dead is told none of the rows that are left: it waits to hear whether it is.
      if (hand.size === 0 && (isHalted() || (isLeaseHeld() && (await supply.isExhausted())))) return false;
      await bell.wait(supply.nextLookMs());
    }
    tell(() =>
      options.onProgress?.({
        ...meter.run(),
        onTheWire: hand.onTheWire,
        perSecond: meter.perSecond(),
        resting: room.pacer.resting(clock.monotonicMs()),
      }),
    );
    return true;
  };

  const onAbort = (): void => bell.ring();
  signal?.addEventListener('abort', onAbort);
  let stumbles = 0;
  try {
    await room.refresh();
    for (let hasMore = true; hasMore; ) {
      hasMore = await step()
        .then(async (isUnderWay) => isUnderWay || (await supply.releaseLost()))
        .catch((error: unknown) => {
          // Halted by it, the rows that are out come home; if that stumbles as well, they stay in doubt.
          fail(error);
          stumbles += 1;
          return stumbles < STUMBLES;
        });
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    party.leave();
  }
  if (options.room === undefined) await room.settled();
  const { ledger, exchange, issueSlug } = options;
  const ending = { run: meter.run(), failures, state: supply.state, room, patience };
  return reportSending({ ledger, exchange, clock, issueSlug, signal, ...ending });
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
