// Writes down what came of conversations, all of one exchange in one statement of a kind. Only the run that claimed a row may do so, and only
// once; being told the same again changes nothing.
import type { Kysely } from 'kysely';
import type { ServerReply } from '../model/delivery.ts';
import type { Claim } from '../model/ports.ts';
import type { Settlement } from '../model/sending-ports.ts';
import { ERASED } from './erase-subscriber.ts';
import type { DatabaseKind } from './migrate.ts';
import { runStatement, type Statement } from './run-statement.ts';
import { type Tables, toStoredInstant, toStoredText } from './schema.ts';

/** What the statements read of one settlement, in this order. */
type Settled = readonly [
  issueSlug: string,
  subscriberId: string,
  attempt: number,
  status: 'accepted' | 'rejected' | 'deferred' | null,
  code: number | null,
  enhancedCode: string | null,
  response: string | null,
  nextAttemptAt: string | null,
  outcome: Settlement['outcome']['kind'],
];

interface Key {
  readonly issue_slug: string;
  readonly subscriber_id: string;
  /** Empty: the reader was forgotten while the letter was on the wire. */
  readonly address: string;
}

export interface SettleRequest {
  readonly runId: string;
  readonly at: string;
  readonly settlements: readonly Settlement[];
}

/** @throws Error for a row that somebody else has taken meanwhile, or that was settled otherwise. */
export async function settleDeliveries(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  { runId, at, settlements }: SettleRequest,
): Promise<void> {
  refuseTwins(settlements, runId);
  const released = settlements.filter(isReleased);
  const doubted = settlements.filter(({ outcome }) => outcome.kind === 'in-doubt');
  const answered = settlements.filter((one) => !isReleased(one) && one.outcome.kind !== 'in-doubt');
  const write = async (statement: Statement, some: readonly Settlement[]): Promise<readonly Key[]> =>
    some.length === 0
      ? []
      : runStatement<Key>(db, statement[kind], [JSON.stringify(some.map(toSettled)), at, runId]);

  const changed = await Promise.all([
    write(ANSWERED, answered),
    write(DOUBTED, doubted),
    write(RELEASED, released),
  ]);
  const done = new Map(changed.flat().map((row) => [`${row.issue_slug} ${row.subscriber_id}`, row]));
  for (const settlement of [...answered, ...doubted])
    if (!done.has(keyOf(settlement.claim))) await refuseUnlessStanding(db, settlement);
  // What was told before is remembered already.
  const failed = [...answered, ...doubted].filter(
    ({ claim, outcome }) => outcome.kind !== 'accepted' && done.has(keyOf(claim)),
  );
  await write(
    REMEMBERED,
    failed.map((one) => (done.get(keyOf(one.claim))?.address === '' ? withoutWords(one) : one)),
  );
}

/** Back to where it was; or, with a time given, put off until then. */
function isReleased({ outcome, nextAttemptAt }: Settlement): boolean {
  return outcome.kind === 'not-begun' && nextAttemptAt === undefined;
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

function withoutWords(settlement: Settlement): Settlement {
  const { outcome } = settlement;
  if (outcome.kind === 'not-begun' || outcome.kind === 'in-doubt')
    return { ...settlement, outcome: { ...outcome, detail: '' } };
  return { ...settlement, outcome: { ...outcome, reply: { ...outcome.reply, text: '' } } };
}

function toSettled(settlement: Settlement): Settled {
  const { claim, outcome, nextAttemptAt } = settlement;
  const key = [claim.issueSlug, claim.subscriber.id, claim.attempt] as const;
  const next = nextAttemptAt === undefined ? null : toStoredInstant(nextAttemptAt);
  switch (outcome.kind) {
    case 'accepted':
    case 'rejected':
      return [...key, outcome.kind, ...replyColumns(outcome.reply), null, outcome.kind];
    case 'deferred':
      if (next === null) throw new Error('A deferred delivery needs the time of its next attempt');
      return [...key, 'deferred', ...replyColumns(outcome.reply), next, outcome.kind];
    case 'not-begun':
      return [...key, 'deferred', null, null, toStoredText(outcome.detail), next, outcome.kind];
    case 'in-doubt':
      return [...key, null, null, null, toStoredText(outcome.detail), null, outcome.kind];
  }
}

function replyColumns({ code, enhancedCode, text }: ServerReply) {
  return [code ?? null, enhancedCode ?? null, toStoredText(text)] as const;
}

/** `given`: the settlements, and beside each the moment and the run. */
const GIVEN: Statement = {
  postgres: `(
    select v ->> 0 as slug, v ->> 1 as subscriber, (v ->> 2)::integer as attempt, v ->> 3 as status, (v ->> 4)::integer as code,
      v ->> 5 as enhanced, v ->> 6 as response, v ->> 7 as next_at, v ->> 8 as outcome, $2::text as at, $3::text as run
    from json_array_elements($1::json) as v
  ) as given`,
  sqlite: `(
    select value ->> 0 as slug, value ->> 1 as subscriber, value ->> 2 as attempt, value ->> 3 as status, value ->> 4 as code,
      value ->> 5 as enhanced, value ->> 6 as response, value ->> 7 as next_at, value ->> 8 as outcome, at, run
    from (select ? as list, ? as at, ? as run), json_each(list)
  ) as given`,
};

function withGiven(text: (given: string) => string): Statement {
  return { postgres: text(GIVEN.postgres), sqlite: text(GIVEN.sqlite) };
}

/** Written so that PostgreSQL looks for the row by its key and for nothing else. */
const IS_OURS = `d.issue_slug = given.slug and d.subscriber_id = given.subscriber and d.attempts = given.attempt and d.run_id = given.run
  and case d.status when 'claimed' then true`;

/** Of whoever was forgotten nothing is kept that a server says: it may say their address. */
const WORDS = "case when d.address = '' then null else given.response end";

/**
 * A message that was accepted is so even where somebody has meanwhile put its row, in doubt, back to be sent: as long as nobody has taken
 * it, it need not be sent again.
 */
const ANSWERED = withGiven(
  (given) => `
  update deliveries as d set status = given.status, response_code = given.code, enhanced_code = given.enhanced,
    response = ${WORDS}, next_attempt_at = given.next_at, settled_at = given.at, doubted_at = null
  from ${given}
  where ${IS_OURS} when 'pending' then given.status = 'accepted' else false end
  returning issue_slug, subscriber_id, address`,
);

/** The row stays claimed: nobody takes it again by itself. */
const DOUBTED = withGiven(
  (given) => `
  update deliveries as d set response = ${WORDS}, doubted_at = given.at
  from ${given}
  where ${IS_OURS} else false end
  returning issue_slug, subscriber_id, address`,
);

/** As if nobody had touched it: a row that had waited for its time waits again. Not finding it is no error, it was let go already. */
const RELEASED = withGiven(
  (given) => `
  update deliveries as d set attempts = d.attempts - 1, run_id = null, claimed_at = null, doubted_at = null,
    status = case when d.address = '' then 'excluded' when d.next_attempt_at is null then 'pending' else 'deferred' end,
    reason = case when d.address = '' then '${ERASED}' else d.reason end,
    settled_at = case when d.address = '' then given.at else d.settled_at end,
    next_attempt_at = case when d.address = '' then null else d.next_attempt_at end,
    first_attempt_at = case when d.next_attempt_at is null then null else d.first_attempt_at end
  from ${given}
  where ${IS_OURS} else false end
  returning issue_slug, subscriber_id, address`,
);

/** What was not accepted is kept attempt by attempt. */
const REMEMBERED = withGiven(
  (given) => `
  insert into delivery_attempts (
    issue_slug, subscriber_id, attempt, at, run_id, outcome, response_code, enhanced_code, response)
  select slug, subscriber, attempt, at, run, outcome, code, enhanced, response from ${given} where true
  on conflict (issue_slug, subscriber_id, attempt) do update set outcome = excluded.outcome,
    response_code = excluded.response_code, enhanced_code = excluded.enhanced_code, response = excluded.response`,
);

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
