// Takes rows that are due for one run. Two claimers never get the same row: SQLite lets one writer in at a time, PostgreSQL skips
// rows that another has locked. Who has left since the issue was planned is found out here, in the same transaction.
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Claim } from '../model/ports.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { domainOf } from '../model/wire-address.ts';
import type { DatabaseKind } from './migrate.ts';
import type { DeliveryRow, Tables } from './schema.ts';
import { toSubscriber, withConsent } from './subscriber-store.ts';

export interface ClaimRequest {
  readonly issueSlug: string;
  readonly limit: number;
  readonly runId: string;
  readonly at: string;
}

type DueRow = Pick<Selectable<DeliveryRow>, 'attempts' | 'message_id' | 'first_attempt_at'> & {
  readonly subscriber: Subscriber;
};

export async function claimDeliveries(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  request: ClaimRequest,
): Promise<readonly Claim[]> {
  if (request.limit < 1) return [];
  return db.transaction().execute(async (transaction) => {
    await holdLetter(transaction, kind, request);
    const claims: Claim[] = [];
    while (claims.length < request.limit) {
      const due = await dueRows(transaction, kind, request, request.limit - claims.length);
      if (due.length === 0) break;
      const gone = due.filter(({ subscriber }) => subscriber.status !== 'confirmed');
      await exclude(transaction, request, gone);
      const wanted = due.filter(({ subscriber }) => subscriber.status === 'confirmed');
      await markClaimed(transaction, request, wanted);
      claims.push(...wanted.map((row) => toClaim(row, request)));
    }
    return claims;
  });
}

/** A plan that is changing the letter is waited for, and one that comes now waits: it must see that rows were taken. */
async function holdLetter(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  { issueSlug }: ClaimRequest,
): Promise<void> {
  if (kind !== 'postgres') return;
  await transaction.selectFrom('issues').select('slug').where('slug', '=', issueSlug).forShare().execute();
}

/** Rows not begun first, then those whose time to be tried again has come; each with its subscriber as of this moment. */
async function dueRows(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  { issueSlug, at }: ClaimRequest,
  limit: number,
): Promise<readonly DueRow[]> {
  const rows = transaction
    .selectFrom('deliveries')
    .select(['subscriber_id', 'attempts', 'message_id', 'first_attempt_at'])
    .where('issue_slug', '=', issueSlug)
    .$if(kind === 'postgres', (query) => query.forUpdate().skipLocked());
  const due = await rows.where('status', '=', 'pending').limit(limit).execute();
  if (due.length < limit) {
    const deferred = rows.where('status', '=', 'deferred').where('next_attempt_at', '<=', at);
    due.push(
      ...(await deferred
        .orderBy('next_attempt_at')
        .limit(limit - due.length)
        .execute()),
    );
  }
  const subscribers = await subscribersNow(
    transaction,
    kind,
    due.map((row) => row.subscriber_id),
  );
  return due.map((row) => {
    const subscriber = subscribers.get(row.subscriber_id);
    if (subscriber === undefined) throw new Error('A delivery has no subscriber');
    return { ...row, subscriber };
  });
}

/**
 * Locked first and read afterwards, as statements of their own: an unsubscribing that is about to commit is waited for and then
 * seen. One statement that joined and locked both tables now and then left out a row on PostgreSQL when its subscriber changed meanwhile.
 */
async function subscribersNow(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Subscriber>> {
  if (ids.length === 0) return new Map();
  if (kind === 'postgres') {
    await transaction.selectFrom('subscribers').select('id').where('id', 'in', ids).forShare().execute();
  }
  const rows = await withConsent(transaction).where('s.id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, toSubscriber(row)]));
}

async function exclude(
  transaction: Transaction<Tables>,
  { issueSlug, at }: ClaimRequest,
  rows: readonly DueRow[],
): Promise<void> {
  for (const { subscriber } of rows) {
    await transaction
      .updateTable('deliveries')
      .set({
        status: 'excluded',
        reason: `${subscriber.status} since it was planned`,
        next_attempt_at: null,
        settled_at: at,
      })
      .where('issue_slug', '=', issueSlug)
      .where('subscriber_id', '=', subscriber.id)
      .execute();
  }
}

async function markClaimed(
  transaction: Transaction<Tables>,
  { issueSlug, runId, at }: ClaimRequest,
  rows: readonly DueRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await transaction
    .updateTable('deliveries')
    .set((build) => ({
      status: 'claimed',
      run_id: runId,
      claimed_at: at,
      first_attempt_at: build.fn.coalesce('first_attempt_at', build.cast<string>(build.val(at), 'text')),
      attempts: build('attempts', '+', 1),
      // The address may have been corrected since the issue was planned.
      address: build
        .selectFrom('subscribers')
        .select('subscribers.address')
        .whereRef('subscribers.id', '=', 'deliveries.subscriber_id')
        .$asScalar()
        .$notNull(),
    }))
    .where('issue_slug', '=', issueSlug)
    .where(
      'subscriber_id',
      'in',
      rows.map(({ subscriber }) => subscriber.id),
    )
    .execute();
}

function toClaim(row: DueRow, { issueSlug, runId, at }: ClaimRequest): Claim {
  return {
    issueSlug,
    subscriber: row.subscriber,
    messageId: row.message_id,
    runId,
    attempt: row.attempts + 1,
    firstAttemptAt: row.first_attempt_at ?? at,
    domain: domainOf(row.subscriber.address),
  };
}
