// All that is known of one person, for themselves.
import type { Kysely } from 'kysely';
import type { PersonDelivery, PersonRecord } from '../model/audience-ports.ts';
import type { ConsentEntry } from '../model/subscriber.ts';
import type { AudienceAccess, HashOf } from './audience-access.ts';
import { type Tables, toStoredText } from './schema.ts';
import { readVerdict } from './stored-verdict.ts';
import { subscriberRows, toConsent, toSubscriber } from './subscriber-rows.ts';

export function personRecord({ read, kind }: AudienceAccess, id: string): Promise<PersonRecord | undefined> {
  return read(async (db, hashOf) => {
    const row = await subscriberRows(db, kind).where('s.id', '=', toStoredText(id)).executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      subscriber: toSubscriber(row),
      consents: await consentsOf(db, row.id),
      deliveries: await deliveriesOf(db, row.id),
      signUps: await signUpsOf(db, hashOf, row.address_key),
      returnedMails: await returnedMailsOf(db, row.id),
    };
  });
}

async function consentsOf(db: Kysely<Tables>, id: string): Promise<readonly ConsentEntry[]> {
  const rows = await db
    .selectFrom('consents')
    .selectAll()
    .where('subscriber_id', '=', id)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({ seq: row.seq, event: row.event, ...toConsent(row) }));
}

/** The first issue first. */
async function deliveriesOf(db: Kysely<Tables>, id: string): Promise<readonly PersonDelivery[]> {
  const rows = await db
    .selectFrom('deliveries as d')
    .innerJoin('issues as i', 'i.slug', 'd.issue_slug')
    .select(['d.issue_slug', 'd.status', 'd.settled_at', 'd.reason'])
    .where('d.issue_slug', 'in', (query) => query.selectFrom('issues').select('slug'))
    .where('d.subscriber_id', '=', id)
    .orderBy('i.planned_at')
    .orderBy('i.slug')
    .execute();
  return rows.map((row) => ({
    issueSlug: row.issue_slug,
    status: row.status,
    ...(row.settled_at === null ? {} : { settledAt: row.settled_at }),
    ...(row.reason === null ? {} : { reason: row.reason }),
  }));
}

async function signUpsOf(db: Kysely<Tables>, hashOf: HashOf, key: string): Promise<PersonRecord['signUps']> {
  const rows = await db
    .selectFrom('sign_ups')
    .select(['asked_at', 'url', 'confirmed_at'])
    .where('address_hash', '=', hashOf(key))
    .orderBy('asked_at')
    .execute();
  return rows.map((row) => ({
    askedAt: row.asked_at,
    url: row.url,
    ...(row.confirmed_at === null ? {} : { confirmedAt: row.confirmed_at }),
  }));
}

async function returnedMailsOf(db: Kysely<Tables>, id: string): Promise<PersonRecord['returnedMails']> {
  const rows = await db
    .selectFrom('returned_mails')
    .select(['received_at', 'class', 'verdict'])
    .where('subscriber_id', '=', id)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    receivedAt: row.received_at,
    class: row.class,
    detail: readVerdict(row.verdict, row.class).evidence.text,
  }));
}
