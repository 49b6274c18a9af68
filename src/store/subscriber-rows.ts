// Subscribers as they are read: each with the consent that holds now and the editors' tags. Those who were erased are nobody.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Consent, Subscriber, SubscriberStatus } from '../model/subscriber.ts';
import type { DatabaseKind } from './migrate.ts';
import type { SubscriberRow, Tables } from './schema.ts';
import { readStoredTags } from './stored-topics.ts';

const PAGE_ROWS = 1000;

interface JoinedSubscriber extends Selectable<SubscriberRow> {
  consent_text: string;
  consent_source: string;
  consent_at: string;
  consent_version: string | null;
  consent_url: string | null;
  consent_proof: string | null;
  /** JSON array, sorted. */
  tags: string | null;
}

/** Subscribers `s`, each with the consent `c` that holds now. */
export function subscriberRows(db: Kysely<Tables>, kind: DatabaseKind) {
  return db
    .selectFrom('subscribers as s')
    .innerJoin('consents as c', (join) =>
      join.onRef('c.subscriber_id', '=', 's.id').onRef('c.seq', '=', 's.consent_seq'),
    )
    .where('s.erased_at', 'is', null)
    .selectAll('s')
    .select([
      'c.text as consent_text',
      'c.source as consent_source',
      'c.at as consent_at',
      'c.version as consent_version',
      'c.url as consent_url',
      'c.proof as consent_proof',
      (kind === 'postgres' ? POSTGRES_TAGS : SQLITE_TAGS).as('tags'),
    ]);
}

const POSTGRES_TAGS = sql<
  string | null
>`(select json_agg(t.tag order by t.tag)::text from subscriber_tags t where t.subscriber_id = s.id)`;
const SQLITE_TAGS = sql<
  string | null
>`(select json_group_array(t.tag order by t.tag) from subscriber_tags t where t.subscriber_id = s.id)`;

/** @param narrow Conditions on `s`. */
export async function* pagesOfSubscribers(
  read: (
    page: (db: Kysely<Tables>) => Promise<readonly JoinedSubscriber[]>,
  ) => Promise<readonly JoinedSubscriber[]>,
  kind: DatabaseKind,
  narrow: (rows: ReturnType<typeof subscriberRows>) => ReturnType<typeof subscriberRows>,
): AsyncIterable<Subscriber> {
  let after = '';
  while (true) {
    const from = after;
    const rows = await read((db) =>
      narrow(subscriberRows(db, kind))
        .where('s.address_key', '>', from)
        .orderBy('s.address_key')
        .limit(PAGE_ROWS)
        .execute(),
    );
    for (const row of rows) yield toSubscriber(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = last.address_key;
  }
}

export function withStatus(
  rows: ReturnType<typeof subscriberRows>,
  status: SubscriberStatus | undefined,
): ReturnType<typeof subscriberRows> {
  return status === undefined ? rows : rows.where('s.status', '=', status);
}

export function toSubscriber(row: JoinedSubscriber): Subscriber {
  const tags = row.tags === null ? [] : (JSON.parse(row.tags) as readonly string[]);
  return {
    id: row.id,
    address: row.address,
    ...(row.name === null ? {} : { name: row.name }),
    status: row.status,
    ...(row.language === null ? {} : { language: row.language }),
    ...(row.topics === null ? {} : { topics: readStoredTags(row.topics) }),
    ...(row.format === null ? {} : { format: row.format }),
    ...(row.paused_until === null ? {} : { pausedUntil: row.paused_until }),
    ...(tags.length === 0 ? {} : { tags }),
    consent: toConsent({
      text: row.consent_text,
      source: row.consent_source,
      at: row.consent_at,
      version: row.consent_version,
      url: row.consent_url,
      proof: row.consent_proof,
    }),
    createdAt: row.created_at,
    ...(row.confirmed_at === null ? {} : { confirmedAt: row.confirmed_at }),
    ...(row.unsubscribed_at === null ? {} : { unsubscribedAt: row.unsubscribed_at }),
  };
}

interface ConsentColumns {
  readonly text: string;
  readonly source: string;
  readonly at: string;
  readonly version: string | null;
  readonly url: string | null;
  readonly proof: string | null;
}

export function toConsent({ text, source, at, version, url, proof }: ConsentColumns): Consent {
  return {
    text,
    source,
    at,
    ...(version === null ? {} : { version }),
    ...(url === null ? {} : { url }),
    ...(proof === null ? {} : { proof }),
  };
}
