// What a list from elsewhere says of one person, whatever its format: the noun between the readers of files and the store.
import type { IsoInstant } from '../../model/calendar.ts';
import type { NewSubscriber } from '../../model/ports.ts';
import type { SuppressionReason } from '../../model/subscriber.ts';

export interface ImportRow extends ImportedPerson {
  /** Line of the file on which it begins, from 1. */
  readonly line: number;
}

export interface ImportedPerson {
  /** As it is written there, not yet read. */
  readonly address: string;
  readonly standing: Standing;
  readonly name?: string;
  readonly language?: string;
  readonly tags?: readonly string[];
  readonly topics?: readonly string[];
  readonly format?: 'text';
  readonly pausedUntil?: IsoInstant;
  readonly createdAt?: IsoInstant;
  readonly confirmedAt?: IsoInstant;
  readonly unsubscribedAt?: IsoInstant;
  /** Only our own exports know it of each person. */
  readonly consent?: NewSubscriber['consent'];
}

/** How the person stood with the program that the list comes from. `why` is kept and told: `unsubscribed there`. */
export type Standing =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'unconfirmed'; readonly why: string }
  | { readonly kind: 'unsubscribed'; readonly why: string }
  | { readonly kind: 'suppressed'; readonly reason: SuppressionReason; readonly why: string }
  /** Nobody can tell, so nobody is written to. */
  | { readonly kind: 'unclear'; readonly problem: string };

export const CONFIRMED: Standing = { kind: 'confirmed' };
