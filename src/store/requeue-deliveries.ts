// Rows that are to be tried once more on a person's word: of readers who were missed, or whose answer never came. What was tried before
// stays counted, so a late answer of then is never taken for one of now; the time to give up counts anew.
import { sql, type Transaction } from 'kysely';
import { addRows } from './add-rows.ts';
import type { LeaseClock } from './lease-clock.ts';
import { endDeadRuns, isInDoubt } from './live-runs.ts';
import type { DatabaseKind } from './migrate.ts';
import type { Tables } from './schema.ts';

const PENDING = {
  status: 'pending',
  reason: null,
  first_attempt_at: null,
  next_attempt_at: null,
  settled_at: null,
  doubted_at: null,
  // What comes back of the next attempt is news.
  returned_at: null,
} as const;

/** Rejected, left out, or put off to a later time; and whoever has no row yet. Nobody who is no longer confirmed. */
export async function requeueMissed(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  issueSlug: string,
  at: string,
): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('deliveries')
    .set(PENDING)
    .where('issue_slug', '=', issueSlug)
    .where(
      sql<boolean>`(status in ('rejected', 'excluded') or (status = 'deferred' and next_attempt_at > ${at}))`,
    )
    .where('subscriber_id', 'in', (query) =>
      query.selectFrom('subscribers').select('id').where('status', '=', 'confirmed'),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows) + (await addRows(transaction, kind, issueSlug));
}

/** Runs that are over are ended first: whoever had these rows takes no more, should it still be there. */
export async function requeueDoubtful(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  clock: LeaseClock,
  issueSlug: string,
  at: string,
): Promise<number> {
  const live = await endDeadRuns(transaction, kind, clock, at);
  const { numUpdatedRows } = await transaction
    .updateTable('deliveries')
    .set(PENDING)
    .where('issue_slug', '=', issueSlug)
    .where(sql<boolean>`status = 'claimed'`)
    .where(isInDoubt(live))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
