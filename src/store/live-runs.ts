// Which runs are alive: registered, not ended, their lease not run out. A row that is claimed by any other is in doubt.
import { hostname } from 'node:os';
import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import { LEASE_MS } from '../model/sending-ports.ts';
import type { LeaseClock } from './lease-clock.ts';
import type { DatabaseKind } from './migrate.ts';
import type { RunRow, Tables } from './schema.ts';
import { writeEvent } from './send-history.ts';

/** A condition on a row of `runs`. A time that lies too far ahead is of an earlier boot. */
function isLive(kind: DatabaseKind, clock: LeaseClock): RawBuilder<boolean> {
  const now = clock.now();
  return kind === 'postgres'
    ? sql<boolean>`(runs.ended_at is null and runs.lease_until_ms > ${now})`
    : sql<boolean>`(runs.ended_at is null and runs.boot_id = ${clock.bootId}
        and runs.lease_until_ms > ${now} and runs.lease_until_ms <= ${now} + ${Math.max(clock.leaseMs, LEASE_MS)})`;
}

/** Runs that are alive, as far as can be told from here. */
export async function liveRuns(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  clock: LeaseClock,
): Promise<readonly Selectable<RunRow>[]> {
  const runs = await db
    .selectFrom('runs')
    .selectAll()
    .where(isLive(kind, clock))
    .orderBy('started_at')
    .orderBy('id')
    .execute();
  return runs.filter((run) => !isKnownGone(run, clock));
}

/** A condition on a claimed row of `deliveries`: nobody waits for its answer any more. */
export function isInDoubt(live: readonly Pick<Selectable<RunRow>, 'id'>[]): RawBuilder<boolean> {
  return live.length === 0
    ? sql<boolean>`true`
    : sql<boolean>`(doubted_at is not null or run_id is null or run_id not in (${sql.join(live.map(({ id }) => id))}))`;
}

/**
 * Those that are alive. The others that nobody has ended are ended now, so that they take no more rows, and each issue that they
 * leave in doubt is told in the history. In a transaction that no other judge of runs has beside it.
 */
export async function endDeadRuns(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  clock: LeaseClock,
  at: string,
): Promise<readonly Selectable<RunRow>[]> {
  await oneJudge(transaction, kind);
  const runs = await transaction
    .selectFrom('runs')
    .selectAll()
    .select(isLive(kind, clock).as('is_live'))
    .where('ended_at', 'is', null)
    .orderBy('started_at')
    .execute();
  // A process that is gone from this very machine needs no lease to be waited for.
  const isDead = (run: (typeof runs)[number]): boolean => !run.is_live || isKnownGone(run, clock);
  for (const run of runs.filter(isDead)) {
    await transaction.updateTable('runs').set({ ended_at: at }).where('id', '=', run.id).execute();
    await tellLoss(transaction, run, at);
  }
  return runs.filter((run) => !isDead(run));
}

/** Held until the transaction ends. SQLite lets one writer in at a time anyway. */
async function oneJudge(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  if (kind === 'postgres') await sql`select pg_advisory_xact_lock(hashtext('broadside runs'))`.execute(db);
}

async function tellLoss(
  transaction: Transaction<Tables>,
  run: Selectable<RunRow>,
  at: string,
): Promise<void> {
  const left = await transaction
    .selectFrom('deliveries')
    .select(['issue_slug', ({ fn }) => fn.countAll().as('rows')])
    .where('run_id', '=', run.id)
    .where(sql<boolean>`status = 'claimed'`)
    .groupBy('issue_slug')
    .execute();
  const issues = new Map(left.map(({ issue_slug, rows }) => [issue_slug, Number(rows)]));
  if (run.issue_slug !== null && !issues.has(run.issue_slug)) issues.set(run.issue_slug, 0);
  for (const [issueSlug, rows] of issues) {
    const detail = `${run.kind} on ${run.host}, process ${run.pid}${rows > 0 ? `, ${rows} in doubt` : ''}`;
    await writeEvent(transaction, { issueSlug, at, event: 'run lost', detail });
  }
}

/** The process of a run on this very machine is no longer there. */
function isKnownGone(run: Selectable<RunRow>, clock: LeaseClock): boolean {
  return run.host === hostname() && run.pid_space === clock.pidSpace && clock.isGone(run.pid);
}
