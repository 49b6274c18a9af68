// Readers and what they agreed to. Rows are compared by the canonical key of their address; what a reader agreed to is added to,
// never changed.
import { randomBytes } from 'node:crypto';
import type { Kysely, Selectable, Transaction } from 'kysely';
import { readAddress } from '../audience/address.ts';
import { BroadsideError } from '../model/errors.ts';
import type { NewSubscriber, SubscriberStore } from '../model/ports.ts';
import type { Subscriber, SubscriberStatus } from '../model/subscriber.ts';
import type { DatabaseKind } from './migrate.ts';
import { type SubscriberRow, type Tables, toStoredInstant, toStoredText } from './schema.ts';
import { translated } from './translate-error.ts';

const PAGE_ROWS = 1000;

/** A subscriber's row with the consent that holds now. */
interface JoinedSubscriber extends Selectable<SubscriberRow> {
  consent_text: string;
  consent_source: string;
  consent_at: string;
}

export function subscriberStore(db: Kysely<Tables>, kind: DatabaseKind, place: string): SubscriberStore {
  return {
    add: (subscriber, at) =>
      translated(place, () =>
        db.transaction().execute((transaction) => add(transaction, subscriber, toStoredInstant(at))),
      ),
    addAll: (subscribers, at) =>
      translated(place, () =>
        db.transaction().execute(async (transaction) => {
          const results: AddResult[] = [];
          for (const subscriber of subscribers)
            results.push(await add(transaction, subscriber, toStoredInstant(at)));
          return results;
        }),
      ),
    find: (address) =>
      translated(place, async () => {
        const read = readAddress(address);
        if ('problem' in read) return undefined;
        const row = await withConsent(db).where('s.address_key', '=', read.key).executeTakeFirst();
        return row === undefined ? undefined : toSubscriber(row);
      }),
    findById: (id) =>
      translated(place, async () => {
        const row = await withConsent(db).where('s.id', '=', toStoredText(id)).executeTakeFirst();
        return row === undefined ? undefined : toSubscriber(row);
      }),
    unsubscribe: (id, source, at) =>
      translated(place, () => unsubscribe(db, kind, { id, source, at: toStoredInstant(at) })),
    list: (status) => list(db, place, status),
    count: () => translated(place, () => count(db)),
  };
}

type AddResult = Awaited<ReturnType<SubscriberStore['add']>>;

async function add(
  transaction: Transaction<Tables>,
  subscriber: NewSubscriber,
  at: string,
): Promise<AddResult> {
  const read = readAddress(subscriber.address);
  if ('problem' in read)
    throw new BroadsideError('ADDRESS_INVALID', `${read.problem}: ${JSON.stringify(subscriber.address)}`);
  const id = randomBytes(16).toString('base64url');
  const added = await transaction
    .insertInto('subscribers')
    .values({
      id,
      address: read.address,
      address_key: read.key,
      name: subscriber.name === undefined ? null : toStoredText(subscriber.name),
      status: subscriber.status,
      language: subscriber.language === undefined ? null : toStoredText(subscriber.language),
      consent_seq: 1,
      created_at: at,
      confirmed_at: subscriber.status === 'confirmed' ? at : null,
      unsubscribed_at: subscriber.status === 'unsubscribed' ? at : null,
    })
    .onConflict((conflict) => conflict.column('address_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added !== undefined) {
    const { text, source } = subscriber.consent;
    await transaction
      .insertInto('consents')
      .values({
        subscriber_id: id,
        seq: 1,
        event: 'given',
        text: toStoredText(text),
        source: toStoredText(source),
        at,
      })
      .execute();
    return 'added';
  }
  const known = await transaction
    .selectFrom('subscribers')
    .select('status')
    .where('address_key', '=', read.key)
    .executeTakeFirstOrThrow();
  // Whoever left or was cut off stays so: an import must never bring them back.
  return known.status === 'suppressed' || known.status === 'unsubscribed' ? 'suppressed' : 'duplicate';
}

async function unsubscribe(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  { id, source, at }: { readonly id: string; readonly source: string; readonly at: string },
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const known = await transaction
      .selectFrom('subscribers')
      .select('status')
      .where('id', '=', toStoredText(id))
      .$if(kind === 'postgres', (query) => query.forUpdate())
      .executeTakeFirst();
    if (known === undefined) return false;
    // A suppressed address stays suppressed: that weighs more than having left.
    if (known.status === 'unsubscribed' || known.status === 'suppressed') return true;
    await transaction
      .updateTable('subscribers')
      .set({ status: 'unsubscribed', unsubscribed_at: at })
      .where('id', '=', id)
      .execute();
    const { last } = await transaction
      .selectFrom('consents')
      .select(({ fn }) => fn.max('seq').as('last'))
      .where('subscriber_id', '=', id)
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto('consents')
      .values({
        subscriber_id: id,
        seq: Number(last) + 1,
        event: 'withdrawn',
        text: 'Unsubscribed',
        source: toStoredText(source),
        at,
      })
      .execute();
    return true;
  });
}

async function* list(
  db: Kysely<Tables>,
  place: string,
  status?: SubscriberStatus,
): AsyncIterable<Subscriber> {
  let after = '';
  while (true) {
    const from = after;
    const rows = await translated(place, () =>
      withConsent(db)
        .where('s.address_key', '>', from)
        .$if(status !== undefined, (query) => query.where('s.status', '=', status ?? 'confirmed'))
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

async function count(db: Kysely<Tables>): Promise<Record<SubscriberStatus, number>> {
  const counts = { unconfirmed: 0, confirmed: 0, unsubscribed: 0, suppressed: 0 };
  const rows = await db
    .selectFrom('subscribers')
    .select(['status', ({ fn }) => fn.countAll().as('rows')])
    .groupBy('status')
    .execute();
  for (const { status, rows: number } of rows) counts[status] = Number(number);
  return counts;
}

/** Subscribers `s`, each with the consent `c` that holds now. */
export function withConsent(db: Kysely<Tables>) {
  return db
    .selectFrom('subscribers as s')
    .innerJoin('consents as c', (join) =>
      join.onRef('c.subscriber_id', '=', 's.id').onRef('c.seq', '=', 's.consent_seq'),
    )
    .selectAll('s')
    .select(['c.text as consent_text', 'c.source as consent_source', 'c.at as consent_at']);
}

export function toSubscriber(row: JoinedSubscriber): Subscriber {
  return {
    id: row.id,
    address: row.address,
    ...(row.name === null ? {} : { name: row.name }),
    status: row.status,
    ...(row.language === null ? {} : { language: row.language }),
    consent: { text: row.consent_text, source: row.consent_source, at: row.consent_at },
    createdAt: row.created_at,
    ...(row.confirmed_at === null ? {} : { confirmedAt: row.confirmed_at }),
    ...(row.unsubscribed_at === null ? {} : { unsubscribedAt: row.unsubscribed_at }),
  };
}
