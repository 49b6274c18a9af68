// What came back, kept and shown: with the mail itself where a person is to look at it, counted by class and domain.
import { type Kysely, type Selectable, sql } from 'kysely';
import { issueHashOf } from '../audience/verp.ts';
import type {
  KeptReturnedMail,
  RejectedDelivery,
  ReturnCount,
  ReturnedMailFilter,
  ReturnedMailStore,
} from '../model/audience-ports.ts';
import type { AudienceAccess } from './audience-access.ts';
import { recordReturnedMail } from './record-returned-mail.ts';
import { type DeliveryRow, type ReturnedMailRow, type Tables, toStoredInstant } from './schema.ts';
import { isOpen, readVerdict } from './stored-verdict.ts';

export function returnedMailStore(access: AudienceAccess): ReturnedMailStore {
  const { change, read } = access;
  return {
    record: (mail, judge, at) => change((now) => recordReturnedMail(now, mail, judge, toStoredInstant(at))),
    issueOfHash: (hash) =>
      read(async (db) => {
        const rows = await db.selectFrom('issues').select('slug').orderBy('planned_at', 'desc').execute();
        return rows.find(({ slug }) => issueHashOf(slug) === hash)?.slug;
      }),
    unseenRejections: (limit) =>
      read(async (db) => {
        const rows = await db
          .selectFrom('deliveries')
          .select(['issue_slug', 'subscriber_id', 'settled_at', 'response_code', 'enhanced_code', 'response'])
          .where(sql<boolean>`status = 'rejected' and returned_at is null`)
          // Of whoever was forgotten there is nobody to count it for.
          .where('address', '<>', '')
          .orderBy('settled_at')
          .limit(limit)
          .execute();
        return rows.map(toRejected);
      }),
    list: (filter) => list(access, filter),
    find: (id) =>
      read(async (db) => {
        const row = await withAddress(db).where('r.id', '=', numberOf(id)).executeTakeFirst();
        return row && toKept(row);
      }),
    raw: (id) =>
      read(async (db) => {
        const row = await db
          .selectFrom('returned_mails')
          .select('raw')
          .where('id', '=', numberOf(id))
          .executeTakeFirst();
        return row === undefined || row.raw === null ? undefined : Buffer.from(row.raw, 'base64');
      }),
    markSeen: (ids) =>
      change(async ({ transaction }) => {
        if (ids.length === 0) return 0;
        const { numUpdatedRows } = await transaction
          .updateTable('returned_mails')
          .set({ is_seen: 1 })
          .where('id', 'in', ids.map(numberOf))
          .where('is_seen', '=', 0)
          .executeTakeFirst();
        return Number(numUpdatedRows);
      }),
    counts: (since) => counts(access, toStoredInstant(since)),
  };
}

/** Numbers are ours; whatever else somebody types is no mail's. */
function numberOf(id: string): number {
  return /^[1-9]\d{0,14}$/u.test(id) ? Number(id) : 0;
}

function toRejected(
  row: Pick<
    Selectable<DeliveryRow>,
    'issue_slug' | 'subscriber_id' | 'settled_at' | 'response_code' | 'enhanced_code' | 'response'
  >,
): RejectedDelivery {
  if (row.settled_at === null) throw new Error('A rejected delivery was never settled');
  return {
    issueSlug: row.issue_slug,
    subscriberId: row.subscriber_id,
    at: row.settled_at,
    ...(row.response_code === null ? {} : { responseCode: row.response_code }),
    ...(row.enhanced_code === null ? {} : { enhancedCode: row.enhanced_code }),
    ...(row.response === null ? {} : { response: row.response }),
  };
}

/** The newest first. */
function list(
  { read }: AudienceAccess,
  { class: bounceClass, since, issueSlug, isOpen: onlyOpen, limit }: ReturnedMailFilter,
): Promise<readonly KeptReturnedMail[]> {
  return read(async (db) => {
    const rows = await withAddress(db)
      .$if(bounceClass !== undefined, (query) => query.where('r.class', '=', bounceClass ?? 'unknown'))
      .$if(since !== undefined, (query) => query.where('r.received_at', '>=', toStoredInstant(since ?? '')))
      .$if(issueSlug !== undefined, (query) => query.where('r.issue_slug', '=', issueSlug ?? ''))
      .$if(onlyOpen === true, (query) => query.where(isOpen))
      .orderBy('r.received_at', 'desc')
      .orderBy('r.id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toKept);
  });
}

function withAddress(db: Kysely<Tables>) {
  return db
    .selectFrom('returned_mails as r')
    .leftJoin('subscribers as s', 's.id', 'r.subscriber_id')
    .selectAll('r')
    .select('s.address');
}

function toKept(row: Selectable<ReturnedMailRow> & { readonly address: string | null }): KeptReturnedMail {
  return {
    id: String(row.id),
    receivedAt: row.received_at,
    channel: row.channel,
    class: row.class,
    verdict: readVerdict(row.verdict, row.class),
    ...(row.subscriber_id === null ? {} : { subscriberId: row.subscriber_id }),
    ...(row.address === null || row.address === '' ? {} : { address: row.address }),
    ...(row.issue_slug === null ? {} : { issueSlug: row.issue_slug }),
    domain: row.domain,
    effect: row.effect,
    isSeen: row.is_seen === 1,
    hasRaw: row.raw !== null,
  };
}

function counts({ read }: AudienceAccess, since: string): Promise<readonly ReturnCount[]> {
  return read(async (db) => {
    const rows = await db
      .selectFrom('returned_mails')
      .select(['class', 'domain', 'status', ({ fn }) => fn.countAll().as('count')])
      .where('received_at', '>=', since)
      .groupBy(['class', 'domain', 'status'])
      .orderBy('count', 'desc')
      .orderBy('class')
      .orderBy('domain')
      .orderBy('status')
      .execute();
    return rows.map((row) => ({ ...row, count: Number(row.count) }));
  });
}
