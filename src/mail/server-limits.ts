// How much a server lets us do at once, learnt by being refused: fewer connections than we would like, a connection ended after so many
// messages, a moment in which it takes none. Whoever waits for it is carried later; nobody is counted as refused for it.
import type { DeliveryOutcome } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';

export interface ServerLimits {
  /** Carries one message as soon as there is room for it, and again where that can be no fault of its own and cost nothing. */
  carry(attempt: () => Promise<DeliveryOutcome>): Promise<DeliveryOutcome>;
  /** How many may be carried at once, as far as the server has shown: what comes beyond waits. */
  readonly room: number;
}

/**
 * The first wait is for a connection of ours that the server has not yet seen closed; all of them, for a server that is being
 * restarted: Postfix takes about a second.
 */
const WAITS_MS: readonly number[] = [50, 200, 500, 1000, 2000, 4000];
/** Of these, before the server has answered anybody: until the connection that only asked is gone, or the first ones are through. */
const FIRST_WAITS = { alone: 1, among: 3 };
/** After that long a connection more is tried again. */
const REGROW_MS = 10_000;
/** An attempt that waited in vain for longer is not made again at once. */
const QUICK_MS = 10_000;

/** @param most Connections at once. */
export function createServerLimits(most: number): ServerLimits {
  const queue: (() => void)[] = [];
  let room = most;
  let inside = 0;
  /** Messages that got an answer. */
  let answered = 0;
  let refusedAt = 0;

  const enter = (): Promise<void> => {
    if (room < most && performance.now() - refusedAt > REGROW_MS) {
      room += 1;
      refusedAt = performance.now();
    }
    if (inside < room) {
      inside += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => queue.push(resolve));
  };
  /** The place goes to the next in line, unless there is one too many. */
  const leave = (): void => {
    const next = inside <= room ? queue.shift() : undefined;
    if (next === undefined) inside -= 1;
    else next();
  };
  /**
   * @param answeredBefore How many had an answer when this message was refused a connection first.
   * @returns after which wait to try again; undefined when that is of no use.
   */
  const waitAfter = (error: unknown, refusals: number, answeredBefore: number): number | undefined => {
    if (!(error instanceof BroadsideError) || error.code !== 'SMTP_UNREACHABLE') return undefined;
    if (answered > answeredBefore) {
      // Others are served meanwhile: this is one connection too many, and one of theirs will be free for this message.
      room = Math.max(1, Math.min(room, inside) - 1);
      refusedAt = performance.now();
      return 0;
    }
    const waits = answered > 0 ? WAITS_MS.length : inside > 1 ? FIRST_WAITS.among : FIRST_WAITS.alone;
    return refusals < waits ? WAITS_MS[refusals] : undefined;
  };
  /** @returns the outcome; undefined where the message has to be carried again. */
  const attemptInside = async (
    attempt: () => Promise<DeliveryOutcome>,
    tries: number,
  ): Promise<DeliveryOutcome | undefined> => {
    let answeredBefore: number | undefined;
    for (let refusals = 0; ; refusals += 1) {
      const startedAt = performance.now();
      try {
        const outcome = await attempt();
        // A connection that had been used before and is no more: at most all of them are.
        const mayTryAgain = answered > 0 && tries < most && performance.now() - startedAt < QUICK_MS;
        if (outcome.kind !== 'not-begun') answered += 1;
        return outcome.kind === 'not-begun' && mayTryAgain ? undefined : outcome;
      } catch (error) {
        answeredBefore ??= answered;
        const waitMs = waitAfter(error, refusals, answeredBefore);
        if (waitMs === undefined) throw error;
        if (waitMs === 0) return undefined;
        // Nobody else takes the place meanwhile, only to be refused as well.
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  };

  return {
    get room() {
      return room;
    },
    async carry(attempt) {
      for (let tries = 0; ; tries += 1) {
        await enter();
        try {
          const outcome = await attemptInside(attempt, tries);
          if (outcome !== undefined) return outcome;
        } finally {
          leave();
        }
      }
    },
  };
}
