// Takes rows that are due for one run. Two claimers never get the same row: SQLite lets one writer in at a time, PostgreSQL skips
// rows that another has locked. Who has left since the issue was planned is found out here, in the same transaction.
import type { Kysely, Transaction } from 'kysely';
import type { Claim } from '../model/ports.ts';
import type { DatabaseKind } from './migrate.ts';
import type { Tables } from './schema.ts';
import { type JoinedSubscriber, toSubscriber } from './subscriber-store.ts';

export interface ClaimRequest {
  readonly issueSlug: string;
  readonly limit: number;
  readonly runId: string;
  readonly at: string;
}

interface DueRow extends JoinedSubscriber {
  attempts: number;
  message_id: string;
  first_attempt_at: string | null;
}

export async function claimDeliveries(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  request: ClaimRequest,
): Promise<readonly Claim[]> {
  if (request.limit < 1) return [];
  return db.transaction().execute(async (transaction) => {
    const claims: Claim[] = [];
    while (claims.length < request.limit) {
      const due = await dueRows(transaction, kind, request, request.limit - claims.length);
      if (due.length === 0) break;
      const gone = due.filter(({ status }) => status !== 'confirmed');
      await exclude(transaction, request, gone);
      const wanted = due.filter(({ status }) => status === 'confirmed');
      await markClaimed(transaction, request, wanted);
      claims.push(...wanted.map((row) => toClaim(row, request)));
    }
    return claims;
  });
}

/** Rows not begun first, then those whose time to be tried again has come. */
async function dueRows(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  { issueSlug, at }: ClaimRequest,
  limit: number,
): Promise<DueRow[]> {
  const rows = transaction
    .selectFrom('deliveries as d')
    .innerJoin('subscribers as s', 's.id', 'd.subscriber_id')
    .innerJoin('consents as c', (join) =>
      join.onRef('c.subscriber_id', '=', 's.id').onRef('c.seq', '=', 's.consent_seq'),
    )
    .selectAll('s')
    .select(['c.text as consent_text', 'c.source as consent_source', 'c.at as consent_at'])
    .select(['d.attempts', 'd.message_id', 'd.first_attempt_at'])
    .where('d.issue_slug', '=', issueSlug)
    // An unsubscribing that is about to commit is waited for: it goes first.
    .$if(kind === 'postgres', (query) => query.forUpdate('d').skipLocked().forShare('s'));
  const pending = await rows.where('d.status', '=', 'pending').limit(limit).execute();
  if (pending.length === limit) return pending;
  const deferred = await rows
    .where('d.status', '=', 'deferred')
    .where('d.next_attempt_at', '<=', at)
    .orderBy('d.next_attempt_at')
    .limit(limit - pending.length)
    .execute();
  return [...pending, ...deferred];
}

async function exclude(
  transaction: Transaction<Tables>,
  { issueSlug, at }: ClaimRequest,
  rows: readonly DueRow[],
): Promise<void> {
  for (const { id, status } of rows) {
    await transaction
      .updateTable('deliveries')
      .set({
        status: 'excluded',
        reason: `${status} since it was planned`,
        next_attempt_at: null,
        settled_at: at,
      })
      .where('issue_slug', '=', issueSlug)
      .where('subscriber_id', '=', id)
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
      rows.map(({ id }) => id),
    )
    .execute();
}

function toClaim(row: DueRow, { issueSlug, runId, at }: ClaimRequest): Claim {
  return {
    issueSlug,
    subscriber: toSubscriber(row),
    messageId: row.message_id,
    runId,
    attempt: row.attempts + 1,
    firstAttemptAt: row.first_attempt_at ?? at,
  };
}
