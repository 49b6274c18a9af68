// Rows that are to be tried once more on a person's word: of readers who were missed, or whose answer never came. What was tried before
// stays counted, so a late answer of then is never taken for one of now; the time to give up counts anew.
import { sql, type Transaction } from 'kysely';
import { addRows } from './add-rows.ts';
import { ERASED } from './erase-subscriber.ts';
import type { LeaseClock } from './lease-clock.ts';
import { endDeadRuns, isInDoubt } from './live-runs.ts';
import type { DatabaseKind } from './migrate.ts';
import { isOwnChoice, reasonUnwanted } from './reader-choice.ts';
import type { Tables } from './schema.ts';

const PENDING = sql`status = 'pending', reason = null, first_attempt_at = null, next_attempt_at = null, settled_at = null,
  doubted_at = null, returned_at = null`;

/**
 * Rejected, left out, or put off to a later time; and whoever has no row yet. Nobody who is no longer confirmed, or wanted it otherwise: what was
 * paused for, or is of other topics, was not missed.
 */
export async function requeueMissed(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  issueSlug: string,
  at: string,
): Promise<number> {
  const issue = await transaction
    .selectFrom('issues')
    .select('tags')
    .where('slug', '=', issueSlug)
    .executeTakeFirstOrThrow();
  const { numAffectedRows } = await sql`
    update deliveries as d set ${PENDING}
    where d.issue_slug = ${issueSlug}
      and (d.status in ('rejected', 'excluded') or (d.status = 'deferred' and d.next_attempt_at > ${at}))
      and not (d.status = 'excluded' and ${isOwnChoice})
      and d.subscriber_id in (
        select s.id from subscribers s where s.status = 'confirmed' and (${reasonUnwanted(kind, issue.tags, at)}) is null)`.execute(
    transaction,
  );
  return Number(numAffectedRows ?? 0) + (await addRows(transaction, kind, issueSlug, at));
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
  const doubtful = sql`d.issue_slug = ${issueSlug} and d.status = 'claimed' and ${isInDoubt(live)}`;
  // There is nobody left to try it with.
  await sql`update deliveries as d set status = 'excluded', reason = ${ERASED}, settled_at = ${at}, doubted_at = null
    where ${doubtful} and d.address = ''`.execute(transaction);
  const { numAffectedRows } = await sql`update deliveries as d set ${PENDING} where ${doubtful}`.execute(
    transaction,
  );
  return Number(numAffectedRows ?? 0);
}
