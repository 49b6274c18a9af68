// A reader, what they want, and how it is known that they asked for the mail.
import type { IsoInstant } from './calendar.ts';

export type SubscriberStatus = 'unconfirmed' | 'confirmed' | 'unsubscribed' | 'suppressed';

export interface Subscriber extends Preferences {
  /** Random, 128 bits, 22 characters of base64url (RFC 4648 §5): tells nothing about the person. */
  readonly id: string;
  /** As the reader gave it. */
  readonly address: string;
  readonly status: SubscriberStatus;
  /** Editors' own words for groups of readers, sorted; no reader sees them. Left out where there are none. */
  readonly tags?: readonly string[];
  /** The one that holds now. */
  readonly consent: Consent;
  readonly createdAt: IsoInstant;
  readonly confirmedAt?: IsoInstant;
  readonly unsubscribedAt?: IsoInstant;
}

/** What a reader may choose. What is left out is as usual: every issue, at once, as HTML beside plain text. */
export interface Preferences {
  readonly name?: string;
  /** BCP 47: of the pages and mails about the subscription. */
  readonly language?: string;
  /** Only issues that carry one of these tags, on themselves or on an item. Never empty. */
  readonly topics?: readonly string[];
  /** `text`: plain text alone. */
  readonly format?: 'text';
  /** No issue is sent before then; those of meanwhile are not made up for. */
  readonly pausedUntil?: IsoInstant;
}

/** Why we may write to them (GDPR Art. 7(1)); kept for ever, added to, never changed. */
export interface Consent {
  /** What the reader agreed to, or how the operator says that they agreed. */
  readonly text: string;
  /** `import subscribers.csv`, `subscribers add`, `sign-up form`. */
  readonly source: string;
  readonly at: IsoInstant;
  /** Of the text that was shown: `en-3f9a0c21b7de`, its language and the front of its SHA-256. */
  readonly version?: string;
  /** Of the page on which it was shown. */
  readonly url?: string;
  /** How the address was proved to be theirs: `link of 2026-01-09T08:00:00.000Z, button pressed`. */
  readonly proof?: string;
}

/**
 * One line of what was agreed to and what was taken back, in order.
 * `given`      agreed, or agreed again
 * `withdrawn`  left the list
 * `changed`    chose otherwise: `text` says what
 * `suppressed` may not be written to any more, by no wish of theirs: `text` says why
 * `lifted`     that was taken back
 */
export type ConsentEvent = 'given' | 'withdrawn' | 'changed' | 'suppressed' | 'lifted';

export interface ConsentEntry extends Consent {
  /** From 1. */
  readonly seq: number;
  readonly event: ConsentEvent;
}

/**
 * Why nobody writes to an address, whoever asks: it is kept as a keyed hash, so that it holds after the person was erased, too.
 * `bounced`    the address does not exist, or refused too often. Whoever signs up again and confirms lifts it.
 * `complained` said "this is spam" (RFC 5965). Only the operator lifts it.
 * `erased`     asked to be forgotten. Whoever signs up again and confirms lifts it.
 * `operator`   `subscribers suppress`. Only the operator lifts it.
 */
export const SUPPRESSION_REASONS = ['bounced', 'complained', 'erased', 'operator'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];
