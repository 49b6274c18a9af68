// The ledger's rows: what became of one issue for one subscriber. States follow RFC 5321's replies; "accepted" is all that a
// 250 says (RFC 5321 §6.1), so nothing here is called "delivered".
import type { IsoInstant } from './calendar.ts';

/**
 * `pending`   planned, not begun
 * `claimed`   a run has begun or is about to; once that run is over, it is in doubt
 * `accepted`  the next server took it (2yz)
 * `deferred`  refused for now (4yz), or never begun because the connection failed; tried again at `nextAttemptAt`
 * `rejected`  refused for good (5yz)
 * `excluded`  left out on purpose, see `reason` (unsubscribed since it was planned)
 */
export type DeliveryStatus = 'pending' | 'claimed' | 'accepted' | 'deferred' | 'rejected' | 'excluded';

export interface Delivery {
  readonly issueSlug: string;
  readonly subscriberId: string;
  readonly address: string;
  /** Of the address, lower-case A-labels. */
  readonly domain: string;
  readonly status: DeliveryStatus;
  /** Conversations begun so far. */
  readonly attempts: number;
  /** Without angle brackets. The same on every attempt, so that duplicates can be recognised (RFC 5322 §3.6.4). */
  readonly messageId: string;
  /** The server's last reply: `550`, `5.1.1` (RFC 3463), and its words. */
  readonly responseCode?: number;
  readonly enhancedCode?: string;
  readonly response?: string;
  /** Why it is excluded. */
  readonly reason?: string;
  /** Of the run that has it, or had it last. */
  readonly runId?: string;
  readonly claimedAt?: IsoInstant;
  readonly nextAttemptAt?: IsoInstant;
  readonly settledAt?: IsoInstant;
  /** Of a claimed row: nobody waits for its answer any more. */
  readonly isInDoubt?: true;
}

/** One attempt that was not accepted. */
export interface DeliveryAttempt {
  /** From 1. */
  readonly attempt: number;
  readonly at: IsoInstant;
  readonly outcome: 'deferred' | 'rejected' | 'in-doubt' | 'not-begun';
  readonly responseCode?: number;
  readonly enhancedCode?: string;
  readonly response?: string;
}

/** eligible = accepted + deferred + rejected + excluded + inDoubt + onTheWire + pending, always. */
export interface DeliveryCounts {
  readonly issue: string;
  readonly eligible: number;
  readonly accepted: number;
  readonly deferred: number;
  readonly rejected: number;
  readonly excluded: number;
  /** Rows `claimed` by a run that is over or has let its lease run out: whether the message arrived is not known. */
  readonly inDoubt: number;
  /** Rows `claimed` by a run that is alive. */
  readonly onTheWire: number;
  readonly pending: number;
}

/** What came of one conversation. */
export type DeliveryOutcome =
  | { readonly kind: 'accepted'; readonly reply: ServerReply }
  | { readonly kind: 'deferred'; readonly reply: ServerReply }
  | { readonly kind: 'rejected'; readonly reply: ServerReply }
  /** Refused for a reason that lies with the sender (RFC 3463 §3.8, class 5.7): no fault of this recipient, likely the same for all. */
  | { readonly kind: 'sender-refused'; readonly reply: ServerReply }
  /** The whole message was handed over and no final answer came: it may have arrived. The row stays claimed. */
  | { readonly kind: 'in-doubt'; readonly detail: string }
  /** Nothing of it was taken: the row goes back to where it was. */
  | { readonly kind: 'not-begun'; readonly detail: string };

/** What is written down: the engine has turned `sender-refused` into one of these. */
export type SettledOutcome = Exclude<DeliveryOutcome, { kind: 'sender-refused' }>;

export interface ServerReply {
  readonly code?: number;
  readonly enhancedCode?: string;
  /** One line, cut at 500 characters. */
  readonly text: string;
}
