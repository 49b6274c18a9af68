// What is to become of a planned issue: go now, go at a time, wait, or never go. The word that every run and every worker obeys.
import type { IsoInstant } from './calendar.ts';

/**
 * `planned`    rows are there, nobody has said go
 * `scheduled`  goes at `sendAt`
 * `sending`    rows are taken as they fall due
 * `paused`     nothing new is begun until somebody says so
 * `cancelled`  nothing is begun any more; who was not reached is left out
 */
export type SendState = 'planned' | 'scheduled' | 'sending' | 'paused' | 'cancelled';

export interface SendOrder {
  readonly issueSlug: string;
  readonly state: SendState;
  /** UTC; of a scheduled issue. */
  readonly sendAt?: IsoInstant;
  /** When the first reader's row could first be taken. */
  readonly startedAt?: IsoInstant;
  /** Deferred rows are tried until then and no longer. */
  readonly expiresAt?: IsoInstant;
}

/** A run of `send`, or a worker: whoever takes rows. Live as long as it renews its lease. */
export interface SendRun {
  /** Never used twice. */
  readonly id: string;
  /** `send` takes one issue and suffers no second one beside it; workers share. */
  readonly kind: 'send' | 'worker';
  /** Of a `send`. */
  readonly issueSlug?: string;
  readonly host: string;
  readonly pid: number;
  /** "smtp.example.org:587", "out/outbox". */
  readonly transport: string;
  readonly startedAt: IsoInstant;
}

/** One line of an issue's history. */
export interface SendEvent {
  readonly at: IsoInstant;
  readonly event:
    | 'planned'
    | 'scheduled'
    | 'started'
    | 'paused'
    | 'resumed'
    | 'cancelled'
    | 'run began'
    | 'run ended'
    | 'run lost'
    | 'requeued'
    | 'restored';
  /** Plain words: "at 2026-12-01T08:00:00.000Z", "accepted 210, deferred 4", "12 who were missed". */
  readonly detail?: string;
}

/** Deliveries of one issue that ended, or stand, for the same reason at the same domain. */
export interface ReasonCount {
  readonly status: 'deferred' | 'rejected' | 'excluded' | 'in doubt';
  /** Lower-case A-labels; empty for `excluded`. */
  readonly domain: string;
  /** RFC 3463 where the server gave one, else its three figures. */
  readonly code?: string;
  readonly deliveries: number;
  /** One server's words, or the reason of the exclusion. */
  readonly example?: string;
}
