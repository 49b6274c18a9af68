// Who is sending now. A run is registered with a lease that it renews; whoever lets it run out, or whose process is gone from this very
// machine, is ended by the next one that looks, and takes no more rows from then on.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { SendRun } from '../model/send-order.ts';
import type { RunRegister } from '../model/sending-ports.ts';
import type { LeaseClock } from './lease-clock.ts';
import { endDeadRuns, liveRuns } from './live-runs.ts';
import type { DatabaseKind } from './migrate.ts';
import { type RunRow, type Tables, toStoredInstant, toStoredText } from './schema.ts';
import { writeEvent } from './send-history.ts';
import { translated } from './translate-error.ts';

export function runRegister(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  clock: LeaseClock,
  place: string,
): RunRegister {
  return {
    begin: (run) => translated(place, () => begin(db, kind, clock, run)),
    renew: (runId) =>
      translated(place, async () => {
        const { numUpdatedRows } = await db
          .updateTable('runs')
          .set({ lease_until_ms: sql<number>`${clock.now()} + ${clock.leaseMs}` })
          .where('id', '=', runId)
          .where('ended_at', 'is', null)
          .executeTakeFirst();
        return Number(numUpdatedRows) === 1;
      }),
    end: (runId, at, detail) => translated(place, () => end(db, runId, toStoredInstant(at), detail)),
    live: () =>
      translated(place, async () => {
        return (await liveRuns(db, kind, clock)).map(toRun);
      }),
  };
}

async function begin(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  clock: LeaseClock,
  run: SendRun,
): Promise<{ readonly other?: SendRun }> {
  const at = toStoredInstant(run.startedAt);
  return db.transaction().execute(async (transaction) => {
    const live = await endDeadRuns(transaction, kind, clock, at);
    // Asked again because the answer was lost.
    if (live.some(({ id }) => id === run.id)) return {};
    const other = live.find(({ issue_slug }) => issue_slug !== null && issue_slug === run.issueSlug);
    if (run.kind === 'send' && other !== undefined) return { other: toRun(other) };
    await transaction
      .insertInto('runs')
      .values({
        id: run.id,
        kind: run.kind,
        issue_slug: run.issueSlug ?? null,
        host: toStoredText(run.host),
        pid: run.pid,
        transport: toStoredText(run.transport),
        started_at: at,
        ended_at: null,
        boot_id: clock.bootId,
        pid_space: clock.pidSpace,
        lease_until_ms: sql<number>`${clock.now()} + ${clock.leaseMs}`,
      })
      // The answer was lost, and the lease ran out before it could be asked again: this run has not taken a row yet.
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(({ ref }) => ({
          ended_at: null,
          lease_until_ms: ref('excluded.lease_until_ms'),
        })),
      )
      .execute();
    if (run.issueSlug !== undefined) {
      const detail = `${run.kind} on ${run.host}, process ${run.pid}, by ${run.transport}`;
      await writeEvent(transaction, { issueSlug: run.issueSlug, at, event: 'run began', detail });
    }
    return {};
  });
}

async function end(db: Kysely<Tables>, runId: string, at: string, detail: string | undefined): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const run = await transaction
      .updateTable('runs')
      .set({ ended_at: at })
      .where('id', '=', runId)
      .where('ended_at', 'is', null)
      .returning('issue_slug')
      .executeTakeFirst();
    if (run === undefined || run.issue_slug === null) return;
    const event = { issueSlug: run.issue_slug, at, event: 'run ended' as const };
    await writeEvent(transaction, detail === undefined ? event : { ...event, detail });
  });
}

function toRun(row: Selectable<RunRow>): SendRun {
  return {
    id: row.id,
    kind: row.kind,
    ...(row.issue_slug === null ? {} : { issueSlug: row.issue_slug }),
    host: row.host,
    pid: row.pid,
    transport: row.transport,
    startedAt: row.started_at,
  };
}
