// Writes down what came of conversations, all of one exchange in one statement. Only the run that claimed a row may do so, and only once;
// being told the same again changes nothing.
import type { Kysely } from 'kysely';
import type { ServerReply } from '../model/delivery.ts';
import type { Claim } from '../model/ports.ts';
import type { SendState } from '../model/send-order.ts';
import type { Settlement } from '../model/sending-ports.ts';
import type { DatabaseKind } from './migrate.ts';
import { runStatement, type Statement } from './run-statement.ts';
import { type DeliveryAttemptRow, type Tables, toStoredInstant, toStoredText } from './schema.ts';

/** Why rows of a cancelled issue that are not accepted are left out. */
export const CANCELLED = 'cancelled';

/** What a row is to hold; a list in this order is what the statements read. */
type Settled = readonly [
  issueSlug: string,
  subscriberId: string,
  attempt: number,
  status: 'accepted' | 'rejected' | 'deferred' | 'excluded',
  code: number | null,
  enhancedCode: string | null,
  response: string | null,
  reason: string | null,
  nextAttemptAt: string | null,
];

interface Key {
  readonly issue_slug: string;
  readonly subscriber_id: string;
}

export interface SettleRequest {
  readonly runId: string;
  readonly at: string;
  readonly settlements: readonly Settlement[];
  /** Of the issues that they are of. */
  readonly states: ReadonlyMap<string, SendState>;
}

/** @throws Error for a row that somebody else has taken meanwhile, or that was settled otherwise. */
export async function settleDeliveries(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  request: SettleRequest,
): Promise<void> {
  const { runId, at, settlements, states } = request;
  refuseTwins(settlements, runId);
  const isReleased = ({ outcome, nextAttemptAt }: Settlement): boolean =>
    outcome.kind === 'not-begun' && nextAttemptAt === undefined;
  const released = settlements.filter(isReleased);
  const doubted = settlements.filter(({ outcome }) => outcome.kind === 'in-doubt');
  const answered = settlements.filter((one) => !isReleased(one) && one.outcome.kind !== 'in-doubt');

  const changed: Key[] = [];
  if (answered.length > 0) {
    const rows = answered.map((settlement) =>
      toSettled(settlement, states.get(settlement.claim.issueSlug) === 'cancelled'),
    );
    changed.push(...(await runStatement<Key>(db, ANSWERED[kind], [JSON.stringify(rows), at, runId])));
  }
  for (const { claim, outcome } of doubted) {
    const detail = outcome.kind === 'in-doubt' ? toStoredText(outcome.detail) : '';
    const parameters = [detail, at, claim.issueSlug, claim.subscriber.id, claim.attempt, runId];
    changed.push(...(await runStatement<Key>(db, DOUBTED[kind], parameters)));
  }
  for (const { claim } of released) await release(db, kind, claim, states);
  if (changed.length < answered.length + doubted.length) {
    const done = new Set(changed.map((row) => `${row.issue_slug} ${row.subscriber_id}`));
    for (const settlement of [...answered, ...doubted])
      if (!done.has(keyOf(settlement.claim))) await refuseUnlessStanding(db, settlement);
  }
  await rememberAttempts(db, request, [...answered, ...doubted]);
}

/** One row twice in one exchange is a mistake of ours, and so is a row of another run. */
function refuseTwins(settlements: readonly Settlement[], runId: string): void {
  const seen = new Set<string>();
  for (const { claim } of settlements) {
    const key = keyOf(claim);
    if (seen.has(key) || claim.runId !== runId) throw notClaimed(claim);
    seen.add(key);
  }
}

const keyOf = ({ issueSlug, subscriber }: Claim): string => `${issueSlug} ${subscriber.id}`;

function notClaimed({ messageId }: Claim): Error {
  return new Error(`The delivery ${messageId} is not claimed by this run any more`);
}

function toSettled({ claim, outcome, nextAttemptAt }: Settlement, isCancelled: boolean): Settled {
  const key = [claim.issueSlug, claim.subscriber.id, claim.attempt] as const;
  switch (outcome.kind) {
    case 'accepted':
    case 'rejected':
      return [...key, outcome.kind, ...replyColumns(outcome.reply), null, null];
    case 'deferred':
    case 'not-begun': {
      if (nextAttemptAt === undefined)
        throw new Error('A deferred delivery needs the time of its next attempt');
      const said =
        outcome.kind === 'deferred'
          ? replyColumns(outcome.reply)
          : ([null, null, toStoredText(outcome.detail)] as const);
      return isCancelled
        ? [...key, 'excluded', ...said, CANCELLED, null]
        : [...key, 'deferred', ...said, null, toStoredInstant(nextAttemptAt)];
    }
    case 'in-doubt':
      throw new Error('A delivery in doubt has no answer');
  }
}

function replyColumns({ code, enhancedCode, text }: ServerReply) {
  return [code ?? null, enhancedCode ?? null, toStoredText(text)] as const;
}

/**
 * A message that was accepted is so even where somebody has meanwhile put its row, in doubt, back to be sent: as long as nobody has taken
 * it, it need not be sent again.
 */
const ANSWERED: Statement = {
  postgres: `
    with given as (
      select v ->> 0 as slug, v ->> 1 as subscriber, (v ->> 2)::integer as attempt, v ->> 3 as status,
        (v ->> 4)::integer as code, v ->> 5 as enhanced, v ->> 6 as response, v ->> 7 as reason, v ->> 8 as next_at
      from json_array_elements($1::json) as v
    )
    update deliveries as d set status = given.status, response_code = given.code, enhanced_code = given.enhanced,
      response = given.response, reason = given.reason, next_attempt_at = given.next_at, settled_at = $2, doubted_at = null
    from given
    where d.issue_slug = given.slug and d.subscriber_id = given.subscriber and d.attempts = given.attempt
      and d.run_id = $3 and (d.status = 'claimed' or (d.status = 'pending' and given.status = 'accepted'))
    returning d.issue_slug, d.subscriber_id`,
  sqlite: `
    update deliveries set status = given.status, response_code = given.code, enhanced_code = given.enhanced,
      response = given.response, reason = given.reason, next_attempt_at = given.next_at, settled_at = given.at, doubted_at = null
    from (
      select value ->> 0 as slug, value ->> 1 as subscriber, value ->> 2 as attempt, value ->> 3 as status,
        value ->> 4 as code, value ->> 5 as enhanced, value ->> 6 as response, value ->> 7 as reason,
        value ->> 8 as next_at, at
      from (select ? as list, ? as at), json_each(list)
    ) as given
    where issue_slug = given.slug and subscriber_id = given.subscriber and attempts = given.attempt
      and run_id = ? and (deliveries.status = 'claimed' or (deliveries.status = 'pending' and given.status = 'accepted'))
    returning issue_slug, subscriber_id`,
};

/** The row stays claimed: nobody takes it again by itself. */
const DOUBTED: Statement = onBoth(
  `update deliveries set response = $1, doubted_at = $2
   where issue_slug = $3 and subscriber_id = $4 and attempts = $5 and run_id = $6 and status = 'claimed'
   returning issue_slug, subscriber_id`,
);

/** As if nobody had touched it. A row that had waited for its time waits again. Not being there any more is no error: it was let go already. */
const RELEASED: Statement = onBoth(
  `update deliveries set attempts = attempts - 1, run_id = null, claimed_at = null, doubted_at = null,
     status = case when next_attempt_at is null then 'pending' else 'deferred' end,
     first_attempt_at = case when next_attempt_at is null then null else first_attempt_at end
   where issue_slug = $1 and subscriber_id = $2 and attempts = $3 and run_id = $4 and status = 'claimed'`,
);

const RELEASED_FROM_CANCELLED: Statement = onBoth(
  `update deliveries set attempts = attempts - 1, run_id = null, claimed_at = null, doubted_at = null,
     status = 'excluded', reason = '${CANCELLED}', next_attempt_at = null
   where issue_slug = $1 and subscriber_id = $2 and attempts = $3 and run_id = $4 and status = 'claimed'`,
);

async function release(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  { issueSlug, subscriber, attempt, runId }: Claim,
  states: ReadonlyMap<string, SendState>,
): Promise<void> {
  const statement = states.get(issueSlug) === 'cancelled' ? RELEASED_FROM_CANCELLED : RELEASED;
  await runStatement(db, statement[kind], [issueSlug, subscriber.id, attempt, runId]);
}

/** Told the same as before, by a run that did not hear that it was written down. */
async function refuseUnlessStanding(db: Kysely<Tables>, { claim, outcome }: Settlement): Promise<void> {
  const query =
    outcome.kind === 'accepted'
      ? db
          .selectFrom('deliveries')
          .select('run_id')
          .where('issue_slug', '=', claim.issueSlug)
          .where('subscriber_id', '=', claim.subscriber.id)
          .where('attempts', '=', claim.attempt)
          .where('status', '=', 'accepted')
      : db
          .selectFrom('delivery_attempts')
          .select('run_id')
          .where('issue_slug', '=', claim.issueSlug)
          .where('subscriber_id', '=', claim.subscriber.id)
          .where('attempt', '=', claim.attempt)
          .where('outcome', '=', outcome.kind);
  const standing = await query.executeTakeFirst();
  if (standing?.run_id !== claim.runId) throw notClaimed(claim);
}

async function rememberAttempts(
  db: Kysely<Tables>,
  { at, runId }: SettleRequest,
  settlements: readonly Settlement[],
): Promise<void> {
  const rows = settlements.flatMap(({ claim, outcome }): DeliveryAttemptRow[] => {
    if (outcome.kind === 'accepted') return [];
    const [response_code, enhanced_code, response] =
      'reply' in outcome ? replyColumns(outcome.reply) : [null, null, toStoredText(outcome.detail)];
    return [
      {
        issue_slug: claim.issueSlug,
        subscriber_id: claim.subscriber.id,
        attempt: claim.attempt,
        at,
        run_id: runId,
        outcome: outcome.kind,
        response_code,
        enhanced_code,
        response,
      },
    ];
  });
  if (rows.length === 0) return;
  await db
    .insertInto('delivery_attempts')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['issue_slug', 'subscriber_id', 'attempt']).doUpdateSet(({ ref }) => ({
        outcome: ref('excluded.outcome'),
        response_code: ref('excluded.response_code'),
        enhanced_code: ref('excluded.enhanced_code'),
        response: ref('excluded.response'),
      })),
    )
    .execute();
}

/** @param postgres With its parameters in the order of their first and only use. */
function onBoth(postgres: string): Statement {
  return { postgres, sqlite: postgres.replace(/\$\d+/gu, '?') };
}
