// What the stages ask of the world, sized by who asks. Doors implement these; tests have small ones of their own.
import type { IsoInstant } from './calendar.ts';
import type { Delivery, DeliveryAttempt, DeliveryCounts, DeliveryOutcome } from './delivery.ts';
import type { ComposedMessage, LetterFields, Message } from './message.ts';
import type { Consent, Subscriber, SubscriberStatus } from './subscriber.ts';

export interface Clock {
  now(): IsoInstant;
}

/** Takes composed messages to the next server, or to a folder. */
export interface MailTransport {
  /** For reports: "smtp.example.org:587" or "out/outbox". Never a password. */
  readonly name: string;
  /** Conversations that may run at once; fewer after the server has shown that it takes fewer, and more again when it does. */
  readonly connections: number;
  /**
   * Never rejects for what concerns one recipient. Rejects with a BroadsideError (SMTP_LOGIN, SMTP_UNREACHABLE, SMTP_TLS …)
   * for what concerns the sender or the server: the run stops, and nothing of the message was taken.
   */
  send(message: ComposedMessage): Promise<DeliveryOutcome>;
  close(): Promise<void>;
}

/** Encodes a message once per issue (RFC 5322, RFC 2046): CRLF line ends, quoted-printable, markers still in place. */
export type MessageBuilder = (message: Message) => Promise<Uint8Array>;

/** The delivery ledger. Every method is one transaction. */
export interface DeliveryLedger {
  /**
   * Writes a pending row for each confirmed subscriber that has none for this issue, and remembers the issue as planned.
   * Calling it again adds only whoever has confirmed since. Nothing is taken before somebody says go (`SendOrders.start`).
   */
  plan(issue: IssueToPlan, at: IsoInstant): Promise<{ readonly added: number }>;
  counts(issueSlug: string): Promise<DeliveryCounts>;
  /** Rows of an issue, by address; `status` narrows them. */
  deliveries(issueSlug: string, status?: Delivery['status'] | 'in doubt'): Promise<readonly Delivery[]>;
  /** What came of the attempts to reach one reader with an issue, in order; one that was accepted is not among them. */
  attempts(issueSlug: string, subscriberId: string): Promise<readonly DeliveryAttempt[]>;
  /** Every issue that was ever planned, the first planned first. */
  issues(): Promise<readonly SentIssue[]>;
  /** What readers get from the first claim on; before it, what was planned last. Undefined for an issue that is not planned, or was before copies were kept. */
  sentCopy(issueSlug: string): Promise<SentCopy | undefined>;
}

export interface PlannedIssue {
  readonly slug: string;
  /** Right side of every message id of the issue. */
  readonly messageIdDomain: string;
  /** SHA-256 of the issue's file, hex: tells a later check that a sent text was changed. */
  readonly textHash: string;
  readonly subject: string;
  /** Of the issue and of its items. Left out: it goes to readers of any topic. */
  readonly tags?: readonly string[];
}

export interface IssueToPlan extends PlannedIssue {
  /** Kept from the first claim on: all others get the same letter. */
  readonly copy?: Omit<SentCopy, 'subject'>;
}

/** An issue as it went out. */
export interface SentCopy {
  readonly subject: string;
  /** The issue's file. */
  readonly markdown: string;
  /** The mail's HTML and plain text, markers in place. */
  readonly html: string;
  readonly text: string;
  /** Undefined in issues planned before these were kept. */
  readonly fields?: LetterFields;
}

export interface SentIssue extends PlannedIssue {
  readonly plannedAt: IsoInstant;
}

export interface Claim {
  readonly issueSlug: string;
  readonly subscriber: Pick<Subscriber, 'id' | 'address' | 'name' | 'language' | 'format'>;
  readonly messageId: string;
  readonly runId: string;
  /** This attempt's number, from 1. */
  readonly attempt: number;
  /** When its first attempt was claimed: the time to give up counts from here. */
  readonly firstAttemptAt: IsoInstant;
  /** Of the address, lower-case A-labels. */
  readonly domain: string;
  /** RFC 3463 code of the answer before, where this is not the first attempt and the server gave one. */
  readonly lastCode?: string;
}

export interface SubscriberStore {
  /**
   * Adds a subscriber with that status; an address already there (by canonical key) is left as it is: `duplicate`, or
   * `suppressed` where it left or was cut off. Throws ADDRESS_INVALID for what `readAddress` refuses.
   */
  add(subscriber: NewSubscriber, at: IsoInstant): Promise<'added' | 'duplicate' | 'suppressed'>;
  /** The same for many in one transaction, all or none; results in the order given. Imports hand over some hundreds at a time. */
  addAll(
    subscribers: readonly NewSubscriber[],
    at: IsoInstant,
  ): Promise<readonly ('added' | 'duplicate' | 'suppressed')[]>;
  find(address: string): Promise<Subscriber | undefined>;
  findById(id: string): Promise<Subscriber | undefined>;
  /** Marks as unsubscribed; false when there is no such subscriber. Doing it twice is no error. */
  unsubscribe(id: string, source: string, at: IsoInstant): Promise<boolean>;
  /** By address; read in pages, so that a million fit. */
  list(status?: SubscriberStatus): AsyncIterable<Subscriber>;
  count(): Promise<Readonly<Record<SubscriberStatus, number>>>;
}

export interface NewSubscriber {
  readonly address: string;
  readonly name?: string;
  readonly language?: string;
  readonly status: SubscriberStatus;
  /** `at`: when they agreed, where that is known; else the time of adding. */
  readonly consent: Omit<Consent, 'at'> & Partial<Pick<Consent, 'at'>>;
  readonly topics?: readonly string[];
  readonly format?: 'text';
  readonly pausedUntil?: IsoInstant;
  readonly tags?: readonly string[];
  /** As the other program tells them, where that is known; else the time of adding. */
  readonly createdAt?: IsoInstant;
  readonly confirmedAt?: IsoInstant;
  /** Of one who comes as `unsubscribed`: the consent they once gave is followed by a `withdrawn` of that time. */
  readonly unsubscribedAt?: IsoInstant;
}

/** Keys and other small values that must outlive `out/`. */
export interface SettingStore {
  /** The value under `key`, or the one that `make` gives, written first. Two callers at once get the same value. */
  getOrCreate(key: string, make: () => string): Promise<string>;
  /** Puts what `change` makes of the value in its place; of two at once, the second changes what the first has made. Throws where there is none. */
  change(key: string, change: (value: string) => string): Promise<string>;
}
