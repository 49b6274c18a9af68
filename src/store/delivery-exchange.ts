// The hot path of sending: what is done is settled and what comes next is taken in one transaction, so that a commit is shared by as
// many messages as were on the wire. Under a lock that lets other exchanges in and no order: what an order says holds from its commit on.
import { type Kysely, sql } from 'kysely';
import type { SendState } from '../model/send-order.ts';
import type { DeliveryExchange, Exchanged, ExchangeRequest, Settlement } from '../model/sending-ports.ts';
import { claimDeliveries } from './claim-deliveries.ts';
import { findInTurn, findUpcoming, type Turn } from './find-due-rows.ts';
import type { HotPath, Later } from './hot-path.ts';
import type { DatabaseKind } from './migrate.ts';
import { unwantedBecause } from './reader-choice.ts';
import { retried } from './retried.ts';
import { listOf, runStatement, type Statement } from './run-statement.ts';
import { CANCELLED, type Tables, toStoredInstant } from './schema.ts';
import { settleDeliveries } from './settle-deliveries.ts';
import { translated } from './translate-error.ts';

interface HeldIssue {
  readonly slug: string;
  readonly state: SendState;
  readonly tags: string | null;
  /** SQLite has no booleans. */
  readonly is_registered: boolean | number | null;
}

/** @param db For what belongs to no transaction. */
export function deliveryExchange(
  db: Kysely<Tables>,
  hot: HotPath,
  kind: DatabaseKind,
  place: string,
): DeliveryExchange {
  /** Where each issue's next claim goes on: what was taken before is passed over without a look. */
  const turns = new Map<string, Turn>();
  return {
    exchange: (request) =>
      translated(place, () =>
        retried(async () => {
          const { turn, ...exchanged } = await hot.transaction((connection, later) =>
            exchange(connection, kind, request, turns, later),
          );
          if (turn !== undefined && request.wanted !== undefined) turns.set(request.wanted.issueSlug, turn);
          return exchanged;
        }),
      ),
    releaseLost: (runId, issueSlug, inHand, at) =>
      translated(place, () =>
        retried(() =>
          hot.transaction((connection) =>
            releaseLost(
              connection,
              kind,
              runId,
              issueSlug,
              inHand.map(({ messageId }) => messageId),
              toStoredInstant(at),
            ),
          ),
        ),
      ),
    isWanted: ({ issueSlug, subscriber }) => translated(place, () => isWanted(db, issueSlug, subscriber.id)),
    nextDueAt: (issueSlug) =>
      translated(place, async () => {
        const row = await db
          .selectFrom('deliveries')
          .select(({ fn }) => fn.min('next_attempt_at').as('due_at'))
          .where('issue_slug', '=', issueSlug)
          .where(sql<boolean>`status = 'deferred'`)
          .executeTakeFirst();
        return row?.due_at ?? undefined;
      }),
  };
}

type Turned = Exchanged & { readonly turn?: Turn };

/** By the time at which the row was claimed: a pause that was over then is over still. */
async function isWanted(db: Kysely<Tables>, issueSlug: string, subscriberId: string): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries as d')
    .innerJoin('subscribers as s', 's.id', 'd.subscriber_id')
    .innerJoin('issues as i', 'i.slug', 'd.issue_slug')
    .select(['s.status', 's.topics', 's.paused_until', 'i.tags', 'd.claimed_at'])
    .where('d.issue_slug', '=', issueSlug)
    .where('d.subscriber_id', '=', subscriberId)
    .executeTakeFirst();
  return row?.status === 'confirmed' && unwantedBecause(row, row.tags, row.claimed_at ?? '') === undefined;
}

/** What does not rest on each other is asked for in one go; the order in which it is done is that in which it stands here. */
async function exchange(
  connection: Kysely<Tables>,
  kind: DatabaseKind,
  { runId, at, settlements, wanted }: ExchangeRequest,
  turns: ReadonlyMap<string, Turn>,
  later: Later,
): Promise<Turned> {
  const now = toStoredInstant(at);
  const slugs = new Set(settlements.map(({ claim }) => claim.issueSlug));
  if (wanted !== undefined) slugs.add(wanted.issueSlug);
  const turn = (wanted && turns.get(wanted.issueSlug)) ?? { from: '' };
  const request = wanted && wanted.limit > 0 ? { ...wanted, runId, at: now, turn } : undefined;
  const [held, , found] = await Promise.all([
    holdIssues(connection, kind, runId, [...slugs]),
    settlements.length === 0 ? [] : settleDeliveries(connection, kind, { runId, at: now, settlements }),
    request === undefined ? [] : findInTurn(connection, kind, request),
  ]);
  for (const { slug } of held.filter(({ state }) => state === 'cancelled'))
    await leaveOut(connection, kind, slug, settlements, now);
  const issue = held.find(({ slug }) => slug === wanted?.issueSlug);
  if (issue === undefined) return { claims: [] };
  const { state } = issue;
  if (request === undefined || state !== 'sending' || !issue.is_registered) return { claims: [], state };
  const claimed = await claimDeliveries(connection, kind, { ...request, tags: issue.tags }, found, later);
  const { ahead = 0 } = request;
  if (claimed.claims.length === 0 || ahead < 1) return { ...claimed, state };
  const upcoming = await findUpcoming(connection, kind, { ...request, turn: claimed.turn }, ahead);
  return { ...claimed, state, upcoming };
}

/**
 * A plan that is changing the letter, an order, and whoever ends this run are waited for; one that comes now waits. Then all is as it
 * stands until the commit.
 */
function holdIssues(
  connection: Kysely<Tables>,
  kind: DatabaseKind,
  runId: string,
  slugs: readonly string[],
): Promise<readonly HeldIssue[]> {
  return runStatement<HeldIssue>(connection, HELD[kind], [runId, listOf(kind, slugs)]);
}

const HELD: Statement = {
  postgres: `select slug, state, tags, (select ended_at is null from runs where id = $1 for share) as is_registered
    from issues where slug = any ($2::text[]) order by slug for share`,
  sqlite: `select slug, state, tags, (select ended_at is null from runs where id = ?) as is_registered
    from issues where slug in (select value from json_each(?))`,
};

/** What comes back from the wire to an issue that was cancelled meanwhile is not tried again. */
async function leaveOut(
  connection: Kysely<Tables>,
  kind: DatabaseKind,
  issueSlug: string,
  settlements: readonly Settlement[],
  at: string,
): Promise<void> {
  const ids = settlements
    .filter(({ claim }) => claim.issueSlug === issueSlug)
    .map(({ claim }) => claim.subscriber.id);
  if (ids.length > 0) await runStatement(connection, LEFT_OUT[kind], [at, issueSlug, listOf(kind, ids)]);
}

const LEFT_OUT: Statement = {
  postgres: `update deliveries set status = 'excluded', reason = '${CANCELLED}', next_attempt_at = null, settled_at = $1
    where issue_slug = $2 and subscriber_id = any ($3::text[])
      and case status when 'pending' then true when 'deferred' then true else false end`,
  sqlite: `update deliveries set status = 'excluded', reason = '${CANCELLED}', next_attempt_at = null, settled_at = ?
    where issue_slug = ? and subscriber_id in (select value from json_each(?)) and status in ('pending', 'deferred')`,
};

async function releaseLost(
  connection: Kysely<Tables>,
  kind: DatabaseKind,
  runId: string,
  issueSlug: string,
  inHand: readonly string[],
  at: string,
): Promise<number> {
  const rows = await connection
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select(['subscriber_id', 'attempts', 'message_id', 'subscribers.address'])
    .where('run_id', '=', runId)
    .where('issue_slug', '=', issueSlug)
    .where(sql<boolean>`deliveries.status = 'claimed'`)
    .where('doubted_at', 'is', null)
    .execute();
  const kept = new Set(inHand);
  const lost = rows.filter(({ message_id }) => !kept.has(message_id));
  if (lost.length === 0) return 0;
  const held = await holdIssues(connection, kind, runId, [issueSlug]);
  const settlements = lost.map((row) => ({
    claim: {
      issueSlug,
      subscriber: { id: row.subscriber_id, address: row.address },
      messageId: row.message_id,
      runId,
      attempt: row.attempts,
      firstAttemptAt: at,
      domain: '',
    },
    outcome: { kind: 'not-begun' as const, detail: 'Its claim was lost with the connection' },
  }));
  await settleDeliveries(connection, kind, { runId, at, settlements });
  for (const { slug } of held.filter(({ state }) => state === 'cancelled'))
    await leaveOut(connection, kind, slug, settlements, at);
  return lost.length;
}
