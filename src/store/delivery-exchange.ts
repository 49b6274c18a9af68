// The hot path of sending: what is done is settled and what comes next is taken in one transaction, so that a commit is shared by as
// many messages as were on the wire. Under a lock that lets other exchanges in and no order: what an order says holds from its commit on.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { SendState } from '../model/send-order.ts';
import type { DeliveryExchange, Exchanged, ExchangeRequest } from '../model/sending-ports.ts';
import { claimDeliveries } from './claim-deliveries.ts';
import type { DatabaseKind } from './migrate.ts';
import { retried } from './retried.ts';
import { runStatement, type Statement } from './run-statement.ts';
import { type Tables, toStoredInstant } from './schema.ts';
import { settleDeliveries } from './settle-deliveries.ts';
import { translated } from './translate-error.ts';

interface HeldIssue {
  readonly slug: string;
  readonly state: SendState;
  /** SQLite has no booleans. */
  readonly is_registered: boolean | number | null;
}

export function deliveryExchange(db: Kysely<Tables>, kind: DatabaseKind, place: string): DeliveryExchange {
  /** Where each issue's next claim goes on: what was taken before is passed over without a look. */
  const turns = new Map<string, string>();
  return {
    exchange: (request) =>
      translated(place, () =>
        retried(async () => {
          const { from, issueSlug, ...exchanged } = await db
            .transaction()
            .execute((transaction) => exchange(transaction, kind, request, turns));
          if (issueSlug !== undefined) turns.set(issueSlug, from);
          return exchanged;
        }),
      ),
    releaseLost: (runId, issueSlug, inHand, at) =>
      translated(place, () =>
        retried(() =>
          db.transaction().execute((transaction) =>
            releaseLost(
              transaction,
              kind,
              runId,
              issueSlug,
              inHand.map(({ messageId }) => messageId),
              toStoredInstant(at),
            ),
          ),
        ),
      ),
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

type Turned = Exchanged & { readonly issueSlug?: string; readonly from: string };

async function exchange(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  { runId, at, settlements, wanted }: ExchangeRequest,
  turns: ReadonlyMap<string, string>,
): Promise<Turned> {
  const now = toStoredInstant(at);
  const slugs = new Set(settlements.map(({ claim }) => claim.issueSlug));
  if (wanted !== undefined) slugs.add(wanted.issueSlug);
  const held = await holdIssues(transaction, kind, runId, [...slugs]);
  const states = new Map(held.map(({ slug, state }) => [slug, state]));
  if (settlements.length > 0)
    await settleDeliveries(transaction, kind, { runId, at: now, settlements, states });
  if (wanted === undefined) return { claims: [], from: '' };
  const { issueSlug, limit, exceptDomains } = wanted;
  const state = states.get(issueSlug);
  const from = turns.get(issueSlug) ?? '';
  if (state === undefined) return { claims: [], from };
  const isRegistered = held.every(({ is_registered }) => Boolean(is_registered));
  if (state !== 'sending' || !isRegistered) return { claims: [], state, from };
  const request = { issueSlug, limit, runId, at: now, exceptDomains, from };
  return { ...(await claimDeliveries(transaction, kind, request)), state, issueSlug };
}

/**
 * A plan that is changing the letter, an order, and whoever ends this run are waited for; one that comes now waits. Then all is as it
 * stands until the commit.
 */
async function holdIssues(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  runId: string,
  slugs: readonly string[],
): Promise<readonly HeldIssue[]> {
  return runStatement<HeldIssue>(transaction, HELD[kind], [runId, JSON.stringify(slugs)]);
}

const HELD: Statement = {
  postgres: `select slug, state, (select ended_at is null from runs where id = $1 for share) as is_registered
    from issues where slug = any (array(select json_array_elements_text($2::json))) order by slug for share`,
  sqlite: `select slug, state, (select ended_at is null from runs where id = ?) as is_registered
    from issues where slug in (select value from json_each(?))`,
};

async function releaseLost(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  runId: string,
  issueSlug: string,
  inHand: readonly string[],
  at: string,
): Promise<number> {
  const rows = await transaction
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select(['issue_slug', 'subscriber_id', 'attempts', 'message_id', 'subscribers.address'])
    .where('run_id', '=', runId)
    .where('issue_slug', '=', issueSlug)
    .where(sql<boolean>`deliveries.status = 'claimed'`)
    .where('doubted_at', 'is', null)
    .execute();
  const kept = new Set(inHand);
  const lost = rows.filter(({ message_id }) => !kept.has(message_id));
  if (lost.length === 0) return 0;
  const held = await holdIssues(transaction, kind, runId, [
    ...new Set(lost.map(({ issue_slug }) => issue_slug)),
  ]);
  const settlements = lost.map((row) => ({
    claim: {
      issueSlug: row.issue_slug,
      subscriber: { id: row.subscriber_id, address: row.address },
      messageId: row.message_id,
      runId,
      attempt: row.attempts,
      firstAttemptAt: at,
      domain: '',
    },
    outcome: { kind: 'not-begun' as const, detail: 'Its claim was lost with the connection' },
  }));
  const states = new Map(held.map(({ slug, state }) => [slug, state]));
  await settleDeliveries(transaction, kind, { runId, at, settlements, states });
  return lost.length;
}
