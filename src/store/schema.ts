// The tables, as both databases hold them. Instants are ISO 8601 text of 24 characters, always UTC with milliseconds, so that
// their order as text is their order in time. `migrations/` makes these tables; this file only says what they hold.
import type { Generated } from 'kysely';
import type { DeliveryStatus } from '../model/delivery.ts';
import type { SendEvent, SendRun, SendState } from '../model/send-order.ts';
import type { SubscriberStatus } from '../model/subscriber.ts';

export interface Tables {
  settings: SettingRow;
  subscribers: SubscriberRow;
  consents: ConsentRow;
  issues: IssueRow;
  deliveries: DeliveryRow;
  delivery_attempts: DeliveryAttemptRow;
  runs: RunRow;
  send_events: SendEventRow;
  pacing_buckets: PacingBucketRow;
  domain_limits: DomainLimitRow;
}

export interface SettingRow {
  key: string;
  value: string;
}

export interface SubscriberRow {
  id: string;
  address: string;
  /** Canonical: `wireAddress`. Unique. */
  address_key: string;
  name: string | null;
  status: SubscriberStatus;
  language: string | null;
  /** `seq` of the consent that holds now. */
  consent_seq: number;
  created_at: string;
  confirmed_at: string | null;
  unsubscribed_at: string | null;
}

/** What was agreed to and what was withdrawn, in order; rows are added, never changed. */
export interface ConsentRow {
  subscriber_id: string;
  /** From 1, per subscriber. */
  seq: number;
  event: 'given' | 'withdrawn';
  text: string;
  source: string;
  at: string;
}

export interface IssueRow {
  slug: string;
  text_hash: string;
  subject: string;
  message_id_domain: string;
  planned_at: string;
  /** The issue's file, and the letter with markers in place. Large; null in rows older than migration 2. */
  sent_markdown: string | null;
  sent_html: string | null;
  sent_text: string | null;
  /** JSON of LetterFields; null in rows older than migration 3. */
  sent_fields: string | null;
  state: Generated<SendState>;
  send_at: string | null;
  started_at: string | null;
  expires_at: string | null;
}

export interface DeliveryRow {
  issue_slug: string;
  subscriber_id: string;
  address: string;
  /** Of the address, lower-case A-labels. */
  domain: string;
  /** Rows are taken in its order: the first 8 figures of the hash in the message id, so that domains are mixed. */
  turn: string;
  status: DeliveryStatus;
  attempts: number;
  message_id: string;
  response_code: number | null;
  enhanced_code: string | null;
  response: string | null;
  reason: string | null;
  run_id: string | null;
  first_attempt_at: string | null;
  claimed_at: string | null;
  /** Null in rows that are pending. */
  next_attempt_at: string | null;
  settled_at: string | null;
  /** When its run gave up waiting for the answer, of a row that is claimed. */
  doubted_at: string | null;
}

/** An attempt that did not end with "accepted". */
export interface DeliveryAttemptRow {
  issue_slug: string;
  subscriber_id: string;
  /** From 1. */
  attempt: number;
  at: string;
  run_id: string;
  outcome: 'deferred' | 'rejected' | 'in-doubt' | 'not-begun';
  response_code: number | null;
  enhanced_code: string | null;
  response: string | null;
}

export interface RunRow {
  id: string;
  kind: SendRun['kind'];
  issue_slug: string | null;
  host: string;
  pid: number;
  transport: string;
  started_at: string;
  ended_at: string | null;
  /** Of the machine, and of the numbering of its processes (containers have their own). */
  boot_id: string;
  pid_space: string;
  /** By the lease clock. */
  lease_until_ms: number;
}

export interface SendEventRow {
  seq: Generated<number>;
  issue_slug: string;
  at: string;
  event: SendEvent['event'];
  detail: string | null;
}

export interface PacingBucketRow {
  key: string;
  tokens: number;
  /** What the last taker got. */
  granted: number;
  at_ms: number;
  boot_id: string;
}

export interface DomainLimitRow {
  domain: string;
  rest_until_ms: number;
  concurrency: number;
  boot_id: string;
}

/** Why rows of a cancelled issue that are not accepted are left out. */
export const CANCELLED = 'cancelled';

/** One form for every instant that is stored. */
export function toStoredInstant(instant: string): string {
  return new Date(instant).toISOString();
}

/** What text columns can hold on both databases: PostgreSQL refuses NUL, and neither keeps an unpaired surrogate. */
export function toStoredText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
