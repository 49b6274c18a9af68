// Readers by their address: added, found, listed, counted. Rows are compared by the canonical key of their address; what a reader
// agreed to is added to, never changed.
import { type Kysely, sql } from 'kysely';
import { readAddress } from '../audience/address.ts';
import type { SubscriberStore } from '../model/ports.ts';
import type { SubscriberStatus } from '../model/subscriber.ts';
import { addSubscribers } from './add-subscribers.ts';
import type { AudienceAccess } from './audience-access.ts';
import { leave } from './change-subscription.ts';
import { type Tables, toStoredInstant, toStoredText } from './schema.ts';
import { pagesOfSubscribers, subscriberRows, toSubscriber, withStatus } from './subscriber-rows.ts';

export function subscriberStore({ kind, change, read }: AudienceAccess): SubscriberStore {
  return {
    add: async (subscriber, at) => {
      const [result] = await change((now) => addSubscribers(now, [subscriber], toStoredInstant(at)));
      if (result === undefined) throw new Error('Adding a subscriber gave no result');
      return result;
    },
    addAll: (subscribers, at) =>
      subscribers.length === 0
        ? Promise.resolve([])
        : change((now) => addSubscribers(now, subscribers, toStoredInstant(at))),
    find: (address) =>
      read(async (db) => {
        const found = readAddress(address);
        if ('problem' in found) return undefined;
        const row = await subscriberRows(db, kind).where('s.address_key', '=', found.key).executeTakeFirst();
        return row && toSubscriber(row);
      }),
    findById: (id) =>
      read(async (db) => {
        const row = await subscriberRows(db, kind).where('s.id', '=', toStoredText(id)).executeTakeFirst();
        return row && toSubscriber(row);
      }),
    unsubscribe: async (id, source, at) =>
      (await change((now) => leave(now, id, source, toStoredInstant(at)))) !== 'unknown',
    list: (status) => pagesOfSubscribers(read, kind, (rows) => withStatus(rows, status)),
    count: () => read(countSubscribers),
  };
}

/** Of each state; whoever was erased counts no more. */
export async function countSubscribers(db: Kysely<Tables>): Promise<Record<SubscriberStatus, number>> {
  const counts = { unconfirmed: 0, confirmed: 0, unsubscribed: 0, suppressed: 0 };
  // Each in its index: the one by state does not know who was erased.
  const rows = await db
    .selectFrom('subscribers')
    .select(['status', ({ fn }) => fn.countAll().as('rows')])
    .groupBy('status')
    .unionAll(
      db
        .selectFrom('subscribers')
        .select(['status', sql<number | string>`- count(*)`.as('rows')])
        .where('erased_at', 'is not', null)
        .groupBy('status'),
    )
    .execute();
  for (const { status, rows: number } of rows) counts[status] += Number(number);
  return counts;
}
