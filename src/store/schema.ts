// The tables, as both databases hold them. Instants are ISO 8601 text of 24 characters, always UTC with milliseconds, so that
// their order as text is their order in time. `migrations/` makes these tables; this file only says what they hold.
import type { DeliveryStatus } from '../model/delivery.ts';
import type { SubscriberStatus } from '../model/subscriber.ts';

export interface Tables {
  settings: SettingRow;
  subscribers: SubscriberRow;
  consents: ConsentRow;
  issues: IssueRow;
  deliveries: DeliveryRow;
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
}

export interface DeliveryRow {
  issue_slug: string;
  subscriber_id: string;
  address: string;
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
  next_attempt_at: string | null;
  settled_at: string | null;
}

/** One form for every instant that is stored. */
export function toStoredInstant(instant: string): string {
  return new Date(instant).toISOString();
}

/** What text columns can hold on both databases: PostgreSQL refuses NUL, and neither keeps an unpaired surrogate. */
export function toStoredText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
