// The tables, as both databases hold them. Instants are ISO 8601 text of 24 characters, always UTC with milliseconds, so that
// their order as text is their order in time. `migrations/` makes these tables; this file only says what they hold.
import type { Generated } from 'kysely';
import type { AudienceEvent } from '../model/audience-ports.ts';
import type { BounceClass } from '../model/bounce.ts';
import type { DeliveryStatus } from '../model/delivery.ts';
import type { SendEvent, SendRun, SendState } from '../model/send-order.ts';
import type { ConsentEvent, SubscriberStatus, SuppressionReason } from '../model/subscriber.ts';

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
  subscriber_tags: SubscriberTagRow;
  suppressions: SuppressionRow;
  sign_ups: SignUpRow;
  returned_mails: ReturnedMailRow;
  audience_counts: AudienceCountRow;
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
  format: 'text' | null;
  /** See `stored-topics.ts`; null: every issue. */
  topics: string | null;
  paused_until: string | null;
  /** Then nothing of the person is left: `address` is empty and `address_key` is "erased" and the id. */
  erased_at: string | null;
}

/** What was agreed to and what was withdrawn, in order; rows are added, never changed. */
export interface ConsentRow {
  subscriber_id: string;
  /** From 1, per subscriber. */
  seq: number;
  event: ConsentEvent;
  text: string;
  source: string;
  at: string;
  version: string | null;
  url: string | null;
  proof: string | null;
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
  /** See `stored-topics.ts`: of the issue and its items. Null: whoever wants some topics only gets it too. */
  tags: string | null;
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
  /** When it was written down that it came back, or, of a rejected one, that it was refused. */
  returned_at: string | null;
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

/** Editors' own words for groups of readers. */
export interface SubscriberTagRow {
  subscriber_id: string;
  tag: string;
}

export interface SuppressionRow {
  /** HMAC-SHA256 of the address's canonical key, base64url; the key stands in the settings. */
  address_hash: string;
  reason: SuppressionReason;
  detail: string;
  at: string;
}

export interface SignUpRow {
  /** 128 bits, as a subscriber's: it stands in the link to confirm. */
  id: string;
  address_hash: string;
  domain: string;
  /** `mailing`: a mail counts as written, and may be on its way or wait for another attempt. `ended`: another request of the address was confirmed. */
  state: 'asked' | 'mailing' | 'mailed' | 'failed' | 'dropped' | 'confirmed' | 'ended';
  rank: number;
  asked_at: string;
  /** What was typed; null once it is no longer needed. */
  address: string | null;
  name: string | null;
  language: string | null;
  topics: string | null;
  format: 'text' | null;
  consent_text: string;
  consent_version: string;
  url: string;
  kind: 'confirm' | 'known' | null;
  subscriber_id: string | null;
  mail_key: string | null;
  attempts: Generated<number>;
  /** When a mail was first counted as written. */
  mailed_at: string | null;
  next_attempt_at: string | null;
  expires_at: string | null;
  confirmed_at: string | null;
  detail: string | null;
}

export interface ReturnedMailRow {
  id: Generated<number>;
  fingerprint: string;
  received_at: string;
  channel: string;
  class: BounceClass;
  subscriber_id: string | null;
  issue_slug: string | null;
  domain: string;
  status: string;
  /** JSON of BounceVerdict. */
  verdict: string;
  /** Base64, so that it is carried between databases as text. */
  raw: string | null;
  effect: string;
  is_seen: Generated<number>;
}

export interface AudienceCountRow {
  day: string;
  event: AudienceEvent;
  issue_slug: string;
  count: number;
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
