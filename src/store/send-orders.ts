// What is to become of an issue: each order is one transaction that looks at the state under a lock, changes it, writes it into the history and
// wakes the workers. Two at once do it once.
import { type Kysely, type Selectable, sql, type Transaction, type Updateable } from 'kysely';
import type { SendEvent, SendOrder } from '../model/send-order.ts';
import type { SendOrders } from '../model/sending-ports.ts';
import { addRows } from './add-rows.ts';
import type { LeaseClock } from './lease-clock.ts';
import { liveRuns } from './live-runs.ts';
import type { DatabaseKind } from './migrate.ts';
import { readReasons } from './read-reasons.ts';
import { requeueDoubtful, requeueMissed } from './requeue-deliveries.ts';
import { CANCELLED, type IssueRow, type Tables, toStoredInstant } from './schema.ts';
import { readHistory, writeEvent } from './send-history.ts';
import { translated } from './translate-error.ts';
import { type OwnSignal, WORK_CHANNEL } from './work-signal.ts';

type OrderRow = Pick<Selectable<IssueRow>, 'slug' | 'state' | 'send_at' | 'started_at' | 'expires_at'>;

/** What an order changes of an issue that stands as given; undefined: nothing. */
type Change = Updateable<IssueRow> & { readonly event: SendEvent['event']; readonly detail?: string };

const ORDER_COLUMNS = ['slug', 'state', 'send_at', 'started_at', 'expires_at'] as const;

export function sendOrders(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  clock: LeaseClock,
  signal: OwnSignal,
  place: string,
): SendOrders {
  const ordered = <T>(
    issueSlug: string,
    work: (transaction: Transaction<Tables>, row: OrderRow | undefined) => Promise<T>,
  ): Promise<T> =>
    translated(place, async () => {
      const result = await db.transaction().execute(async (transaction) => {
        const row = await heldOrder(transaction, kind, issueSlug);
        const done = await work(transaction, row);
        // Heard when the transaction is committed, and never without it.
        if (kind === 'postgres') await sql`select pg_notify(${WORK_CHANNEL}, '')`.execute(transaction);
        return done;
      });
      signal.wakeHere();
      return result;
    });
  const change = (
    issueSlug: string,
    at: string,
    changeOf: (row: OrderRow) => Change | undefined,
    further: (transaction: Transaction<Tables>) => Promise<unknown> = async () => {},
  ): Promise<SendOrder | undefined> =>
    ordered(issueSlug, async (transaction, row) => {
      const wanted = row === undefined ? undefined : changeOf(row);
      if (row === undefined || wanted === undefined) return row && toOrder(row);
      await further(transaction);
      return toOrder(await write(transaction, row, at, wanted));
    });

  return {
    order: (issueSlug) =>
      translated(place, async () => {
        const row = await db
          .selectFrom('issues')
          .select(ORDER_COLUMNS)
          .where('slug', '=', issueSlug)
          .executeTakeFirst();
        return row && toOrder(row);
      }),
    open: () => translated(place, () => openOrders(db, kind, clock)),
    schedule: async (issueSlug, sendAt, at) => {
      const send_at = toStoredInstant(sendAt);
      return ordered(issueSlug, async (transaction, row) => {
        const isTakenBack = row?.state === 'cancelled' && row.started_at === null;
        if (row?.state !== 'planned' && row?.state !== 'scheduled' && !isTakenBack) return false;
        if (row.state === 'scheduled' && row.send_at === send_at) return true;
        if (isTakenBack) await bringBack(transaction, issueSlug);
        const detail = `at ${send_at}`;
        await write(transaction, row, toStoredInstant(at), {
          state: 'scheduled',
          send_at,
          event: 'scheduled',
          detail,
        });
        return true;
      });
    },
    start: (issueSlug, at, expiresAt) =>
      ordered(issueSlug, (transaction, row) =>
        start(transaction, kind, row, toStoredInstant(at), toStoredInstant(expiresAt)),
      ),
    pause: (issueSlug, at, detail) =>
      change(issueSlug, toStoredInstant(at), ({ state }) =>
        state === 'sending' || state === 'scheduled'
          ? { state: 'paused', event: 'paused', ...(detail !== undefined && { detail }) }
          : undefined,
      ),
    resume: (issueSlug, at) =>
      change(issueSlug, toStoredInstant(at), (row) =>
        row.state === 'paused'
          ? { state: row.started_at === null ? 'scheduled' : 'sending', event: 'resumed' }
          : undefined,
      ),
    cancel: (issueSlug, at) =>
      change(
        issueSlug,
        toStoredInstant(at),
        ({ state }) => (state === 'cancelled' ? undefined : { state: 'cancelled', event: 'cancelled' }),
        (transaction) =>
          transaction
            .updateTable('deliveries')
            .set({
              status: 'excluded',
              reason: CANCELLED,
              next_attempt_at: null,
              settled_at: toStoredInstant(at),
            })
            .where('issue_slug', '=', issueSlug)
            .where(sql<boolean>`(status = 'pending' or status = 'deferred')`)
            .execute(),
      ),
    requeue: (issueSlug, which, at) =>
      ordered(issueSlug, async (transaction, row) => {
        if (row === undefined) return 0;
        const now = toStoredInstant(at);
        const rows =
          which === 'missed'
            ? await requeueMissed(transaction, kind, issueSlug, now)
            : await requeueDoubtful(transaction, kind, clock, issueSlug, now);
        if (rows === 0) return 0;
        await write(transaction, row, now, {
          ...goOn(row, now),
          event: 'requeued',
          detail: which === 'missed' ? `${rows} who were missed` : `${rows} in doubt`,
        });
        return rows;
      }),
    history: (issueSlug) => translated(place, () => readHistory(db, issueSlug)),
    reasons: (issueSlug) =>
      translated(place, async () => readReasons(db, issueSlug, await liveRuns(db, kind, clock))),
  };
}

/** Rows that were left out because their issue was cancelled before it began. */
async function bringBack(transaction: Transaction<Tables>, issueSlug: string): Promise<void> {
  await transaction
    .updateTable('deliveries')
    .set({ status: 'pending', reason: null, settled_at: null })
    .where('issue_slug', '=', issueSlug)
    .where(sql<boolean>`status in ('rejected', 'excluded')`)
    .where('reason', '=', CANCELLED)
    .execute();
}

/** Locked until the transaction ends, read as whoever had it before has left it. */
async function heldOrder(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  issueSlug: string,
): Promise<OrderRow | undefined> {
  return transaction
    .selectFrom('issues')
    .select(ORDER_COLUMNS)
    .where('slug', '=', issueSlug)
    .$if(kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
}

async function write(
  transaction: Transaction<Tables>,
  row: OrderRow,
  at: string,
  { event, detail, ...columns }: Change,
): Promise<OrderRow> {
  const changed = await transaction
    .updateTable('issues')
    .set(columns)
    .where('slug', '=', row.slug)
    .returning(ORDER_COLUMNS)
    .executeTakeFirstOrThrow();
  await writeEvent(transaction, {
    issueSlug: row.slug,
    at,
    event,
    ...(detail !== undefined && { detail }),
  });
  return changed;
}

async function start(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  row: OrderRow | undefined,
  at: string,
  expiresAt: string,
): Promise<SendOrder> {
  if (row === undefined) throw new Error('An issue is planned before it is started');
  if (row.state === 'paused' || row.state === 'cancelled') return toOrder(row);
  const added = await addRows(transaction, kind, row.slug, at);
  if (row.state === 'sending') {
    if (added > 0)
      await writeEvent(transaction, { issueSlug: row.slug, at, event: 'planned', detail: `${added} more` });
    return toOrder(row);
  }
  const first = { started_at: row.started_at ?? at, expires_at: row.expires_at ?? expiresAt };
  return toOrder(await write(transaction, row, at, { state: 'sending', ...first, event: 'started' }));
}

/** Sending again, and as long as it was to be tried the first time; an issue that waits for a word goes on waiting. */
function goOn({ state, started_at, expires_at }: OrderRow, at: string): Updateable<IssueRow> {
  if (state !== 'sending' && state !== 'cancelled') return { state };
  if (started_at === null || expires_at === null || expires_at > at)
    return { state: 'sending', started_at: started_at ?? at };
  const span = Date.parse(expires_at) - Date.parse(started_at);
  return { state: 'sending', expires_at: new Date(Date.parse(at) + span).toISOString() };
}

async function openOrders(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  clock: LeaseClock,
): Promise<readonly SendOrder[]> {
  const live = (await liveRuns(db, kind, clock)).map(({ id }) => id);
  const claimed =
    live.length === 0
      ? sql`false`
      : sql`exists (select 1 from deliveries d where d.issue_slug = issues.slug and d.status = 'claimed'
          and d.doubted_at is null and d.run_id in (${sql.join(live)}))`;
  const rows = await db
    .selectFrom('issues')
    .select(ORDER_COLUMNS)
    .where(
      sql<boolean>`(state in ('scheduled', 'paused') or (state = 'sending' and (
        exists (select 1 from deliveries d where d.issue_slug = issues.slug and d.status = 'pending')
        or exists (select 1 from deliveries d where d.issue_slug = issues.slug and d.status = 'deferred')
        or ${claimed})))`,
    )
    .orderBy(sql`coalesce(started_at, send_at, planned_at)`)
    .orderBy('slug')
    .execute();
  return rows.map(toOrder);
}

function toOrder({ slug, state, send_at, started_at, expires_at }: OrderRow): SendOrder {
  return {
    issueSlug: slug,
    state,
    ...(send_at === null ? {} : { sendAt: send_at }),
    ...(started_at === null ? {} : { startedAt: started_at }),
    ...(expires_at === null ? {} : { expiresAt: expires_at }),
  };
}
