// A reader, and how it is known that they asked for the mail.
import type { IsoInstant } from './calendar.ts';

export type SubscriberStatus = 'unconfirmed' | 'confirmed' | 'unsubscribed' | 'suppressed';

export interface Subscriber {
  /** Random, 128 bits, 22 characters of base64url (RFC 4648 §5): tells nothing about the person. */
  readonly id: string;
  /** As the reader gave it. */
  readonly address: string;
  readonly name?: string;
  readonly status: SubscriberStatus;
  /** BCP 47. */
  readonly language?: string;
  readonly consent: Consent;
  readonly createdAt: IsoInstant;
  readonly confirmedAt?: IsoInstant;
  readonly unsubscribedAt?: IsoInstant;
}

/** Why we may write to them (GDPR Art. 7(1)); kept for ever, added to, never changed. */
export interface Consent {
  /** What the reader agreed to, or how the operator says that they agreed. */
  readonly text: string;
  /** `import subscribers.csv`, `subscribers add`, `sign-up form`. */
  readonly source: string;
  readonly at: IsoInstant;
}
