// The rows that one run has in hand for one issue: each is composed, waits for a connection and for leave to write to its domain, talks to
// a mail server, and lies ready to be written down. Nothing here asks the ledger; what the hand holds is what the ledger calls claimed.
import type { IsoInstant } from '../model/calendar.ts';
import type { DeliveryOutcome } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { Claim } from '../model/ports.ts';
import type { RunClock } from '../model/sending-ports.ts';
import { answered, chooseRelay, isRelayFailure, leaveOut, type RelayTally } from './choose-relay.ts';
import type { DomainVerdict } from './domain-pacer.ts';
import { giveBack, type Judgement, judgeOutcome, refuse } from './judge-outcome.ts';
import type { PostRoom } from './post-room.ts';

export interface HandOptions {
  readonly room: PostRoom;
  readonly clock: RunClock;
  readonly compose: (claim: Claim) => ComposedMessage | Promise<ComposedMessage>;
  /** Asked before a row is begun that had to wait since it was claimed. */
  readonly isWanted: (claim: Claim) => Promise<boolean>;
  readonly expiresAt: IsoInstant;
  /** Nothing more is begun: rows that are on no connection go back. */
  readonly isHalted: () => boolean;
  /** False: perhaps others think this run dead. Nothing is begun, nothing is given up. */
  readonly isLeaseHeld: () => boolean;
  /** What stops the run; called before the row goes back. */
  readonly halt: (error: unknown) => void;
  /** A relay is left out for a while. */
  readonly onRelayOut: (error: BroadsideError) => void;
  /** A row is ready to be written down. */
  readonly onFinished: () => void;
}

export interface Hand {
  take(claims: readonly Claim[]): void;
  /** Begins whatever may begin. */
  dispatch(): void;
  /** Lets go of rows that would wait too long: whoever leaves the list in the meantime must not be written to. */
  sweep(): void;
  /** What is ready to be written down; it stays in the hand until `wrote`. */
  finished(): readonly Judgement[];
  wrote(judgements: readonly Judgement[]): void;
  /** The ledger would not have it: out of the hand, but never to be taken for rows that nobody works on. */
  abandon(judgements: readonly Judgement[]): void;
  /** All rows that this run works on or has worked on without being able to write it down. */
  claims(): readonly Claim[];
  readonly size: number;
  /** Ready to be written down. */
  readonly ready: number;
  readonly onTheWire: number;
  /** Being composed, or on the wire: something will come of it without anyone's doing. */
  readonly busy: number;
  readonly waiting: number;
}

/** A connection may break under a message that it never took (a server's limit per connection); so often another one is tried. */
const TRIES = 3;
/** A row that cannot be begun is held no longer; nor so long where nobody knows how long its domain takes. */
const HOLD_MS = 1000;
const HOLD_FOR_UNKNOWN_MS = 250;
/** The claim has read whether its reader wants the issue; after so long it is read again before anything is said to a server. */
const READ_FOR_MS = 20;

interface Held {
  readonly claim: Claim;
  readonly takenAtMs: number;
  /** Its reader was known to want it then. */
  readAtMs: number;
  message: ComposedMessage | undefined;
  tries: number;
  /** It has just failed with this very message. */
  avoid: RelayTally | undefined;
}

export function createHand(options: HandOptions): Hand {
  const { room, clock, compose, isWanted, expiresAt, isHalted, isLeaseHeld, halt, onRelayOut, onFinished } =
    options;
  const held = new Map<Claim, Held>();
  let waiting: Held[] = [];
  let finished: Judgement[] = [];
  const abandoned: Claim[] = [];
  let composing = 0;
  let onTheWire = 0;

  const finish = (one: Held, judgement: Judgement): void => {
    one.message = undefined;
    room.pacer.drop(one.claim.domain, clock.monotonicMs());
    finished.push(judgement);
    onFinished();
  };
  /** Of a row that is on no connection. */
  const release = (one: Held, detail: string, until?: IsoInstant): void => {
    room.notBegun -= 1;
    finish(one, giveBack(one.claim, detail, until));
  };

  const begin = (claim: Claim): void => {
    const one: Held = {
      claim,
      takenAtMs: clock.monotonicMs(),
      readAtMs: clock.monotonicMs(),
      message: undefined,
      tries: 0,
      avoid: undefined,
    };
    held.set(claim, one);
    room.notBegun += 1;
    room.pacer.take(claim.domain);
    // Halted while the rows were being claimed: they go back as if nobody had touched them.
    if (isHalted()) {
      release(one, STOPPED);
      return;
    }
    const restMs = room.pacer.restMs(claim.domain, one.takenAtMs);
    if (restMs > 0) {
      release(one, 'The domain asked for a rest', later(clock.now(), restMs));
      return;
    }
    composing += 1;
    const failed = (error: unknown): void => {
      composing -= 1;
      // One reader's address that no header can hold is that row's own matter; anything else would be so for every row.
      if (error instanceof BroadsideError && error.code === 'ADDRESS_INVALID') {
        room.notBegun -= 1;
        finish(one, refuse(claim, `Not sent: ${error.message}`));
        return;
      }
      halt(error);
      release(one, STOPPED);
    };
    const composed = (message: ComposedMessage): void => {
      composing -= 1;
      one.message = message;
      waiting.push(one);
      dispatch();
    };
    try {
      const made = compose(claim);
      if (made instanceof Promise) made.then(composed, failed);
      else composed(made);
    } catch (error) {
      failed(error);
    }
  };

  const dispatch = (): void => {
    if (waiting.length === 0) return;
    if (isHalted()) {
      for (const one of waiting.splice(0)) release(one, STOPPED);
      return;
    }
    if (!isLeaseHeld()) return;
    const nowMs = clock.monotonicMs();
    const candidates = waiting;
    waiting = [];
    const still: Held[] = [];
    for (const one of candidates) {
      const relay =
        room.pacer.leave(one.claim.domain, nowMs) === 'yes'
          ? chooseRelay(room.relays, nowMs, one.avoid)
          : undefined;
      if (relay === undefined) still.push(one);
      else if (nowMs - one.readAtMs >= READ_FOR_MS) void readAgain(one);
      else void converse(one, relay, nowMs);
    }
    waiting = [...still, ...waiting];
  };

  /** Whoever has left while the row lay in the hand is not written to: it goes back, and the next claim leaves it out. */
  const readAgain = async (one: Held): Promise<void> => {
    composing += 1;
    const readAtMs = clock.monotonicMs();
    // A database that does not answer is met where rows are settled; here it means that nobody knows.
    const isStillWanted = await isWanted(one.claim).catch(() => false);
    composing -= 1;
    one.readAtMs = readAtMs;
    if (isStillWanted) waiting.unshift(one);
    else release(one, 'It is not known that its reader wants it still');
    dispatch();
  };

  const converse = async (one: Held, relay: RelayTally, beganMs: number): Promise<void> => {
    const { claim, message } = one;
    if (message === undefined) throw new Error('A row was begun before it was composed');
    const { transport } = relay.relay;
    relay.open += 1;
    relay.tokens -= 1;
    room.notBegun -= 1;
    room.pacer.began(claim.domain, beganMs);
    onTheWire += 1;
    one.tries += 1;
    let outcome: DeliveryOutcome | { readonly kind: 'failed'; readonly error: unknown };
    try {
      outcome = await transport.send(message);
    } catch (error) {
      outcome = { kind: 'failed', error };
    }
    relay.open -= 1;
    onTheWire -= 1;
    const nowMs = clock.monotonicMs();
    const closed = (verdict: DomainVerdict): void =>
      room.share(room.pacer.ended(claim.domain, beganMs, nowMs, verdict));
    const again = (): void => {
      closed('neutral');
      one.avoid = relay;
      room.notBegun += 1;
      waiting.unshift(one);
    };
    if (outcome.kind === 'failed') {
      const { error } = outcome;
      if (!(error instanceof BroadsideError)) {
        // The port promises that nothing was taken only for errors of its own kind. Of this one nothing is known.
        halt(error);
        closed('neutral');
        finish(one, {
          settlement: { claim, outcome: { kind: 'in-doubt', detail: wordsOf(error) } },
          counts: 'inDoubt',
          domain: 'neutral',
        });
      } else {
        if (isRelayFailure(error)) {
          leaveOut(relay, error, nowMs);
          onRelayOut(error);
        } else halt(error);
        again();
      }
    } else if (outcome.kind === 'not-begun' && (one.tries < TRIES || isHalted())) {
      again();
    } else {
      if (outcome.kind !== 'not-begun') answered(relay, outcome.kind === 'accepted');
      const judgement = judgeOutcome(claim, outcome, {
        now: clock.now(),
        expiresAt,
        relay: transport.name,
        hasRelayAccepted: relay.accepted > 0,
      });
      if (judgement.stop !== undefined) halt(judgement.stop);
      closed(judgement.domain);
      finish(one, judgement);
    }
    room.freed();
  };

  const letGo = (judgements: readonly Judgement[]): void => {
    if (judgements.length === 0) return;
    const gone = new Set(judgements);
    for (const { settlement } of judgements) held.delete(settlement.claim);
    finished = finished.filter((judgement) => !gone.has(judgement));
  };

  return {
    take: (claims) => {
      for (const claim of claims) begin(claim);
    },
    dispatch,
    sweep: () => {
      if (waiting.length === 0) return;
      const nowMs = clock.monotonicMs();
      waiting = waiting.filter((one) => {
        const holdMs = room.pacer.isKnown(one.claim.domain) ? HOLD_MS : HOLD_FOR_UNKNOWN_MS;
        const isHopeless =
          nowMs - one.takenAtMs >= holdMs || room.pacer.leave(one.claim.domain, nowMs) === 'no';
        if (isHopeless) release(one, 'There was no free connection for it');
        return !isHopeless;
      });
    },
    finished: () => finished,
    wrote: letGo,
    abandon: (judgements) => {
      letGo(judgements);
      abandoned.push(...judgements.map(({ settlement }) => settlement.claim));
    },
    claims: () => [...held.keys(), ...abandoned],
    get size() {
      return held.size;
    },
    get ready() {
      return finished.length;
    },
    get onTheWire() {
      return onTheWire;
    },
    get busy() {
      return composing + onTheWire;
    },
    get waiting() {
      return waiting.length;
    },
  };
}

const STOPPED = 'The run stopped before it began';

function later(now: IsoInstant, ms: number): IsoInstant {
  return new Date(Date.parse(now) + ms).toISOString();
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
