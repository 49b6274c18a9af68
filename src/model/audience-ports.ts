// What the front door, the bounce desk and the commands ask of the list of readers beyond `SubscriberStore`. Every method is one
// transaction; `at` is the time by the caller's clock.
import type { BounceClass, BounceVerdict } from './bounce.ts';
import type { IsoInstant } from './calendar.ts';
import type { DeliveryStatus } from './delivery.ts';
import type {
  Consent,
  ConsentEntry,
  Preferences,
  Subscriber,
  SubscriberStatus,
  SuppressionReason,
} from './subscriber.ts';

// ---- Signing up: asked, written to, confirmed -------------------------------------------------------------------------------

/** What somebody typed into a form. Nothing of it touches a subscriber before the address is proved. */
export interface SignUpRequest extends Omit<Preferences, 'pausedUntil'> {
  readonly address: string;
  readonly consent: Required<Pick<Consent, 'text' | 'version' | 'url'>>;
  /** The how-manieth it is today from the same network: those with a low one are seen to first. From 1. */
  readonly rank: number;
}

/** A mail that is to be written to somebody who asked: to `confirm`, or because they are `known` already. */
export interface SignUpMail {
  readonly signUpId: string;
  readonly kind: 'confirm' | 'known';
  readonly address: string;
  readonly language?: string;
  /** Of `known`: whose preferences the mail leads to. */
  readonly subscriberId?: string;
  /** 32 characters of hexadecimal: the left side of the message id, the same on every attempt. */
  readonly mailKey: string;
  readonly attempt: number;
}

export interface SignUpLimits {
  /** Mails about signing up in any hour, all addresses together. */
  readonly mailsAnHour: number;
  /** Of these to one domain. */
  readonly mailsAnHourToADomain: number;
}

/** At most one mail about signing up to an address in so long, and so many until it is confirmed. */
export const SIGN_UP_MAIL_GAP_MS = 24 * 3_600_000;
export const SIGN_UP_MAILS_UNCONFIRMED = 3;
/** A request that nobody could be written to for in so long is dropped. */
export const SIGN_UP_WAIT_MS = 24 * 3_600_000;
/** How long a link to confirm holds. */
export const CONFIRM_LINK_MS = 7 * 24 * 3_600_000;

export type SignUpState =
  | {
      readonly kind: 'open';
      readonly address: string;
      readonly language?: string;
      readonly expiresAt: IsoInstant;
    }
  | { readonly kind: 'confirmed'; readonly subscriberId: string; readonly language?: string }
  | { readonly kind: 'expired'; readonly language?: string };

export interface SignUpStore {
  /** Writes the request down, whatever is known of the address, by one and the same statement. Throws ADDRESS_INVALID. */
  ask(request: SignUpRequest, at: IsoInstant): Promise<void>;
  /**
   * Decides what becomes of the next request, lowest `rank` first, then the oldest: a mail, or nothing (suppressed for good, written to too
   * lately or too often), in which case it goes on to the one after. A stranger's address becomes an `unconfirmed` subscriber. The mail counts as
   * written from here on: a crash before it is sent costs it, and never makes two. Undefined: nothing is to be done within the limits.
   */
  next(at: IsoInstant, limits: SignUpLimits): Promise<SignUpMail | undefined>;
  /** What came of the mail. `retry`: `next` gives it again after that time; `unheard` of: no server answered, and it counts as no attempt. */
  settle(
    signUpId: string,
    outcome:
      | { readonly kind: 'sent' | 'failed'; readonly detail?: string }
      | { readonly kind: 'retry'; readonly retryAt: IsoInstant; readonly unheard?: true },
    at: IsoInstant,
  ): Promise<void>;
  /** For the page behind the link. Undefined: there is no such request. Changes nothing. */
  look(signUpId: string, at: IsoInstant): Promise<SignUpState | undefined>;
  /**
   * The button was pressed. The first time: the reader is confirmed with the preferences of the request, a consent is added (`given`, with `proof`), a
   * suppression that a reader may lift is lifted, and the other open requests of the address end. Again: nothing.
   */
  confirm(signUpId: string, at: IsoInstant): Promise<SignUpState | undefined>;
}

// ---- Changing, leaving, being forgotten -----------------------------------------------------------------------------------------

export interface AudienceStore {
  /** Leaves the list. `left`: from now on; the undo of exactly this is `rejoin`. Of a suppressed reader: `was gone`. */
  leave(id: string, source: string, at: IsoInstant): Promise<'left' | 'was gone' | 'unknown'>;
  /** Takes `leave` back. False unless the reader is `unsubscribed` and left at or after `leftSince`. */
  rejoin(id: string, consent: Omit<Consent, 'at'>, leftSince: IsoInstant, at: IsoInstant): Promise<boolean>;
  /** Replaces all preferences; what changed goes into the consents as `changed`. False for nobody, and for whoever is not confirmed. */
  choose(id: string, preferences: Preferences, source: string, at: IsoInstant): Promise<boolean>;
  /** Adds and takes away editors' tags. @returns how many readers changed. Throws USAGE for a tag that is empty or longer than 100 characters. */
  tag(
    ids: readonly string[],
    change: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  ): Promise<number>;
  /** Nobody writes to the address any more; it need not be a subscriber's. Throws ADDRESS_INVALID. A graver reason that is there already stays. */
  suppress(
    address: string,
    reason: SuppressionReason,
    detail: string,
    at: IsoInstant,
  ): Promise<'suppressed' | 'was suppressed'>;
  /** Takes it back: a subscriber of that address is `unsubscribed` then, and may sign up again. Undefined: it was not suppressed. */
  lift(address: string, detail: string, at: IsoInstant): Promise<SuppressionReason | undefined>;
  suppression(
    address: string,
  ): Promise<
    { readonly reason: SuppressionReason; readonly detail: string; readonly at: IsoInstant } | undefined
  >;
  /**
   * Forgets a person: address, name, preferences, tags, consents, requests, what came back, and the address and replies in the ledger. What stays is a row
   * without anything of theirs, so that sums stay true, and the keyed hash of the address among the suppressed. False for nobody.
   */
  erase(id: string, source: string, at: IsoInstant): Promise<boolean>;
  /** All that is known of a person, for themselves. Undefined for nobody. */
  record(id: string): Promise<PersonRecord | undefined>;
  /** By address, in pages. Erased ones are left out. */
  search(filter: SubscriberFilter): AsyncIterable<Subscriber>;
  /** Removes what has had its time: see RETENTION_DAYS. @returns rows removed, by kind. */
  tidy(at: IsoInstant): Promise<Readonly<Record<keyof typeof RETENTION_DAYS, number>>>;
}

/** How long what is about a person, and no longer needed, is kept. */
export const RETENTION_DAYS = {
  /** Subscribers who never confirmed, and what they typed. */
  unconfirmed: 30,
  /** Names and addresses in requests that are done with; their keyed hash stays, for the limits. */
  requests: 30,
  /** Text of mails that came back and were understood. What was not understood stays until somebody has looked at it. */
  returnedMails: 90,
} as const;

export interface SubscriberFilter {
  readonly status?: SubscriberStatus;
  readonly tag?: string;
  readonly topic?: string;
  /** Lower-case A-labels. */
  readonly domain?: string;
  /** BCP 47, and all that begin with it: `ar` finds `ar-IQ`. */
  readonly language?: string;
  /** Part of the address or the name, in any case of letters. */
  readonly text?: string;
}

export interface PersonRecord {
  readonly subscriber: Subscriber;
  readonly consents: readonly ConsentEntry[];
  readonly deliveries: readonly PersonDelivery[];
  readonly signUps: readonly {
    readonly askedAt: IsoInstant;
    readonly url: string;
    readonly confirmedAt?: IsoInstant;
  }[];
  readonly returnedMails: readonly {
    readonly receivedAt: IsoInstant;
    readonly class: BounceClass;
    readonly detail: string;
  }[];
}

export interface PersonDelivery {
  readonly issueSlug: string;
  readonly status: DeliveryStatus;
  readonly settledAt?: IsoInstant;
  readonly reason?: string;
}

// ---- What came back ------------------------------------------------------------------------------------------------------------

/** Something that came back, about to be written down. */
export interface ReturnedMail {
  /** Where it came from: `maildir`, `mbox`, `imap`, `stdin`, `smtp` (refused in the conversation), `ses`, `postmark`, `mailgun`, `sendgrid`. */
  readonly channel: string;
  /** The same for the same thing, however often it is read: hexadecimal SHA-256. */
  readonly fingerprint: string;
  readonly verdict: BounceVerdict;
  /** Who it is about: only of an id of ours whose signature is right. Without it nothing is counted. */
  readonly about?: { readonly subscriberId: string; readonly issueSlug?: string };
  /**
   * The mail or the request, cut at 1 MiB. Kept where a person is to look at it: `unknown`, `not-a-bounce`, `sender-problem`, and what was understood
   * but is about nobody; of the first two until somebody has looked (`markSeen`) and it has had its time, of the others for `RETENTION_DAYS`.
   */
  readonly raw?: Uint8Array;
}

export interface KeptReturnedMail {
  readonly id: string;
  readonly receivedAt: IsoInstant;
  readonly channel: string;
  readonly class: BounceClass;
  readonly verdict: BounceVerdict;
  readonly subscriberId?: string;
  readonly address?: string;
  readonly issueSlug?: string;
  /** Of the reader's address, lower-case A-labels; '' where it is about nobody. */
  readonly domain: string;
  /** What it changed: `suppressed: …`, `unsubscribed`; '' for nothing. */
  readonly effect: string;
  readonly isSeen: boolean;
  readonly hasRaw: boolean;
}

/** What the rules ask of a reader's past, the newest first. `accepted` of an issue after which nothing came back counts as good. */
export interface ReturnHistoryEntry {
  readonly at: IsoInstant;
  readonly issueSlug?: string;
  readonly class: BounceClass | 'accepted';
}

export interface ReturnedMailStore {
  /**
   * Writes it down and, if it is about a subscriber of this list, asks `judge` with their history, this one in front, and carries out what it says:
   * all in one transaction, so that reading it again counts nothing twice.
   */
  record(
    mail: ReturnedMail,
    judge: (history: readonly ReturnHistoryEntry[]) => ReturnEffect,
    at: IsoInstant,
  ): Promise<{ readonly isNew: boolean; readonly effect: string }>;
  /** Slug of the issue whose name has this hash (see `audience/verp.ts`), among those ever planned. */
  issueOfHash(hash: string): Promise<string | undefined>;
  /** Rejected deliveries that `record` has not been told of, the oldest first, at most `limit`. */
  unseenRejections(limit: number): Promise<readonly RejectedDelivery[]>;
  list(filter: ReturnedMailFilter): Promise<readonly KeptReturnedMail[]>;
  find(id: string): Promise<KeptReturnedMail | undefined>;
  raw(id: string): Promise<Uint8Array | undefined>;
  /** Somebody has looked at it. */
  markSeen(ids: readonly string[]): Promise<number>;
  /** Most first. */
  counts(since: IsoInstant): Promise<readonly ReturnCount[]>;
}

export type ReturnEffect =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unsubscribe'; readonly source: string }
  | { readonly kind: 'suppress'; readonly reason: SuppressionReason; readonly detail: string };

export interface RejectedDelivery {
  readonly issueSlug: string;
  readonly subscriberId: string;
  readonly at: IsoInstant;
  readonly responseCode?: number;
  readonly enhancedCode?: string;
  readonly response?: string;
}

export interface ReturnedMailFilter {
  readonly class?: BounceClass;
  readonly since?: IsoInstant;
  readonly issueSlug?: string;
  /**
   * Only what nobody has looked at and a person must: `unknown` and `not-a-bounce`; and a wish to leave (`unsubscribe-by-mail`) or a `complaint` of which nobody
   * knows whose it is, so that it changed nothing.
   */
  readonly isOpen?: true;
  readonly limit: number;
}

export interface ReturnCount {
  readonly class: BounceClass;
  readonly domain: string;
  readonly status: string;
  readonly count: number;
}

// ---- Figures: counts only, never who ---------------------------------------------------------------------------------------------

/**
 * Written in the same transaction as what it counts, without a word about whom, so that they stay true when people are forgotten.
 * `signed-up` a mail to confirm was written to somebody who asked by form · `confirmed` · `added` by an operator or an import · `unsubscribed` · `rejoined` · `bounced`, `complained`,
 * `suppressed` by the operator · `erased`
 */
export const AUDIENCE_EVENTS = [
  'signed-up',
  'confirmed',
  'added',
  'unsubscribed',
  'rejoined',
  'bounced',
  'complained',
  'suppressed',
  'lifted',
  'erased',
] as const;
export type AudienceEvent = (typeof AUDIENCE_EVENTS)[number];

export interface AudienceCount {
  /** UTC. */
  readonly day: string;
  readonly event: AudienceEvent;
  /** The newest issue that the reader was sent, where there is one and it tells something: who leaves after which issue. */
  readonly issueSlug?: string;
  readonly count: number;
}

export interface IssueFigures {
  readonly issueSlug: string;
  readonly plannedAt: IsoInstant;
  readonly accepted: number;
  readonly deferred: number;
  readonly rejected: number;
  readonly excluded: number;
  /** Came back after they were accepted. */
  readonly returned: number;
  readonly unsubscribed: number;
  readonly complained: number;
}

export interface AudienceFigures {
  /** How many of each state there are now. */
  standing(): Promise<Readonly<Record<SubscriberStatus, number>>>;
  /** By day, oldest first. */
  counts(since: IsoInstant): Promise<readonly AudienceCount[]>;
  /** The oldest first. */
  issues(limit: number): Promise<readonly IssueFigures[]>;
}
