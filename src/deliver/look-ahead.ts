// Who comes next is asked for in good time, so that what takes long about a letter is done before its row is claimed: a row must not stand
// claimed for longer than it has to, and no connection should wait for a signature. Where other runs take what was looked at, it is no use.
import type { Exchanged, RunClock, Upcoming } from '../model/sending-ports.ts';

/** For each connection: so many are named at once; more are asked for when so few are left; so many are made ready ahead of their claim. */
const NAMED = 6;
const LEFT = 3;
const READY = 2;
/** Of what was claimed, so much should have been looked at before; it is found out on so many claims, and tried again after so long. */
const LEAST_SHARE = 0.75;
const TRIED_ON = 100;
const REST_MS = 30_000;

export interface Lookout {
  /** How many rows should be named with the next exchange. */
  wanted(): number;
  /** After the rows that it gave were taken on. */
  saw(answer: Exchanged): void;
}

export interface LookoutOptions {
  readonly clock: Pick<RunClock, 'monotonicMs'>;
  readonly connections: number;
  readonly prepare: ((next: readonly Upcoming[]) => void) | undefined;
}

export function createLookout({ clock, connections, prepare }: LookoutOptions): Lookout {
  /** By message id: named, not made ready yet, in their order. */
  const named = new Map<string, Upcoming>();
  /** Message ids of those that were made ready. Whatever is claimed is in neither. */
  const ready = new Set<string>();
  let isUnderWay = false;
  let claimed = 0;
  let foreseen = 0;
  let restUntilMs = Number.NEGATIVE_INFINITY;

  const weigh = (): void => {
    if (claimed < TRIED_ON) return;
    if (foreseen / claimed < LEAST_SHARE) {
      restUntilMs = clock.monotonicMs() + REST_MS;
      isUnderWay = false;
      named.clear();
      ready.clear();
    }
    claimed = 0;
    foreseen = 0;
  };
  /** A few at a time: the connections are not to wait for all of them. */
  const makeReady = (): void => {
    const next: Upcoming[] = [];
    for (const [messageId, one] of named) {
      if (ready.size >= connections * READY) break;
      named.delete(messageId);
      ready.add(messageId);
      next.push(one);
    }
    if (next.length > 0) prepare?.(next);
  };

  return {
    wanted: () => {
      const isEnough = named.size + ready.size > connections * LEFT;
      return prepare === undefined || isEnough || clock.monotonicMs() < restUntilMs ? 0 : connections * NAMED;
    },
    saw: ({ claims, upcoming = [] }) => {
      if (isUnderWay) {
        claimed += claims.length;
        for (const { messageId } of claims)
          if (named.delete(messageId) || ready.delete(messageId)) foreseen += 1;
        weigh();
      }
      if (upcoming.length > 0) {
        isUnderWay = true;
        // What is not among them any more has been taken by others.
        const still = new Set(upcoming.map(({ messageId }) => messageId));
        for (const messageId of ready) if (!still.has(messageId)) ready.delete(messageId);
        named.clear();
        for (const one of upcoming) if (!ready.has(one.messageId)) named.set(one.messageId, one);
      }
      makeReady();
    },
  };
}
