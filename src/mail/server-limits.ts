// How much a server lets us do at once, learnt by being refused: fewer connections than we would like, a connection ended after so many
// messages, a moment in which it takes none. Whoever waits for it is carried later; nobody is counted as refused for it.
import type { DeliveryOutcome } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';

export interface ServerLimits {
  /** Carries one message as soon as there is room for it, and again where that can be no fault of its own and cost nothing. */
  carry(attempt: () => Promise<DeliveryOutcome>): Promise<DeliveryOutcome>;
}

/** How long a server that worked before may be gone: restarting takes Postfix about a second. */
const WAITS_MS: readonly number[] = [500, 1000, 2000, 4000];
/** After that long a connection more is tried again. */
const REGROW_MS = 30_000;
/** An attempt that waited in vain for longer is not made again at once. */
const QUICK_MS = 10_000;

/** @param most Connections at once. */
export function createServerLimits(most: number): ServerLimits {
  const queue: (() => void)[] = [];
  let room = most;
  let inside = 0;
  let hasWorked = false;
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
  /** @returns after which wait to try again; undefined when that is of no use. */
  const waitAfter = (error: unknown, refusals: number): number | undefined => {
    if (!(error instanceof BroadsideError) || error.code !== 'SMTP_UNREACHABLE') return undefined;
    // Others are being served, or are still trying: one of their connections will be free for this message.
    if (inside > 1) {
      room = Math.max(1, Math.min(room, inside) - 1);
      refusedAt = performance.now();
      return 0;
    }
    return hasWorked ? WAITS_MS[refusals] : undefined;
  };

  return {
    async carry(attempt) {
      let refusals = 0;
      for (let tries = 0; ; tries += 1) {
        await enter();
        const startedAt = performance.now();
        let waitMs = 0;
        try {
          const outcome = await attempt();
          // A connection that had been used before and is no more: at most all of them are.
          const mayTryAgain = hasWorked && tries < most && performance.now() - startedAt < QUICK_MS;
          if (outcome.kind !== 'not-begun') hasWorked = true;
          if (outcome.kind !== 'not-begun' || !mayTryAgain) return outcome;
        } catch (error) {
          const wait = waitAfter(error, refusals);
          if (wait === undefined) throw error;
          if (wait > 0) refusals += 1;
          waitMs = wait;
        } finally {
          leave();
        }
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    },
  };
}
