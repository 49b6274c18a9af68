// Takes rows that are due for one run, in their turn. Two claimers never get the same row: SQLite lets one writer in at a time, PostgreSQL
// skips rows that another has locked. Who has left, or chosen otherwise, since the issue was planned is found out here, in the same transaction.
import type { Kysely } from 'kysely';
import type { Claim } from '../model/ports.ts';
import type { SubscriberStatus } from '../model/subscriber.ts';
import { domainOf } from '../model/wire-address.ts';
import {
  type ClaimRequest,
  type DueRow,
  domainsLeft,
  findInTurn,
  findLeftOver,
  isUseless,
  type Turn,
} from './find-due-rows.ts';
import type { Later } from './hot-path.ts';
import type { DatabaseKind } from './migrate.ts';
import { type ReaderChoice, SINCE_PLANNED, unwantedBecause } from './reader-choice.ts';
import { type ReaderRow, readerOf } from './reader-of.ts';
import { listOf, runStatement, type Statement } from './run-statement.ts';
import type { Tables } from './schema.ts';

export interface Claimed {
  readonly claims: readonly Claim[];
  readonly turn: Turn;
}

interface ReaderNow extends ReaderRow, ReaderChoice {
  readonly status: SubscriberStatus;
}

/** With the tags of the issue as they are stored. */
interface TaggedRequest extends ClaimRequest {
  readonly tags: string | null;
}

/** @param found What `findInTurn` has found in the same transaction. */
export async function claimDeliveries(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  request: TaggedRequest,
  found: readonly DueRow[],
  later: Later,
): Promise<Claimed> {
  const { issueSlug, exceptDomains } = request;
  const claims: Claim[] = [];
  const missing = (): number => request.limit - claims.length;
  let { turn } = request;
  let due = found;
  // Again for those whose readers have left.
  for (;;) {
    const wanted = missing();
    claims.push(...(await take(db, kind, request, due, later)));
    turn = { ...turn, from: due.findLast((row) => row.turn !== null)?.turn ?? turn.from };
    if (missing() === 0) return { claims, turn };
    if (due.length < wanted) break;
    due = await findInTurn(db, kind, { ...request, turn, limit: missing() });
  }
  let isLeftOver = false;
  while (missing() > 0) {
    const wanted = missing();
    due = await findLeftOver(db, kind, request, wanted);
    isLeftOver ||= due.some(({ status }) => status === 'pending');
    claims.push(...(await take(db, kind, request, due, later)));
    if (due.length < wanted) break;
  }
  // Rows that were put back stand before the turn, so the next claim begins anew.
  if (isLeftOver) return { claims, turn: { from: '' } };
  if (isUseless(turn, exceptDomains)) return { claims, turn };
  return { claims, turn: { ...turn, onlyOf: await domainsLeft(db, kind, issueSlug, exceptDomains) } };
}

/** Of those rows the ones whose readers want it still; the others are left out. */
async function take(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  request: TaggedRequest,
  due: readonly DueRow[],
  later: Later,
): Promise<readonly Claim[]> {
  if (due.length === 0) return [];
  const { issueSlug, runId, at } = request;
  const ids = listOf(
    kind,
    due.map((row) => row.subscriber_id),
  );
  const readers = new Map(
    (await runStatement<ReaderNow>(db, READERS[kind], [ids])).map((reader) => [reader.id, reader]),
  );
  const claims: Claim[] = [];
  for (const row of due) {
    const reader = readers.get(row.subscriber_id);
    if (reader === undefined) throw new Error('A delivery has no subscriber');
    const reason = reader.status === 'confirmed' ? unwantedBecause(reader, request.tags, at) : reader.status;
    if (reason !== undefined) await exclude(db, request, reader, reason);
    else {
      if (reader.address !== row.address) await correctAddress(db, request, reader);
      claims.push(toClaim(row, reader, request));
    }
  }
  if (claims.length > 0) {
    const taken = listOf(
      kind,
      claims.map(({ subscriber }) => subscriber.id),
    );
    later(runStatement(db, CLAIMED[kind], [runId, at, at, issueSlug, taken]));
  }
  return claims;
}

/**
 * Locked, and read as whoever had them before has left them: an unsubscribing that is about to commit is waited for and then seen. From one
 * table only: a statement that joined and locked two now and then left out a row on PostgreSQL when its subscriber changed meanwhile.
 */
const READERS: Statement = {
  postgres: `select id, address, name, language, format, status, topics, paused_until from subscribers
    where id = any ($1::text[]) for share`,
  sqlite: `select id, address, name, language, format, status, topics, paused_until from subscribers
    where id in (select value from json_each(?))`,
};

const CLAIMED: Statement = {
  postgres: `update deliveries set status = 'claimed', run_id = $1, claimed_at = $2,
      first_attempt_at = coalesce(first_attempt_at, $3), attempts = attempts + 1, doubted_at = null
    where issue_slug = $4 and subscriber_id = any ($5::text[])`,
  sqlite: `update deliveries set status = 'claimed', run_id = ?, claimed_at = ?,
      first_attempt_at = coalesce(first_attempt_at, ?), attempts = attempts + 1, doubted_at = null
    where issue_slug = ? and subscriber_id in (select value from json_each(?))`,
};

async function exclude(
  db: Kysely<Tables>,
  { issueSlug, at }: ClaimRequest,
  { id, address }: ReaderNow,
  reason: string,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({
      status: 'excluded',
      reason: reason + SINCE_PLANNED,
      // Of whoever was erased no address stays.
      ...(address === '' ? { address: '', domain: '' } : {}),
      next_attempt_at: null,
      settled_at: at,
    })
    .where('issue_slug', '=', issueSlug)
    .where('subscriber_id', '=', id)
    .execute();
}

/** It may have been corrected since the issue was planned. */
async function correctAddress(
  db: Kysely<Tables>,
  { issueSlug }: ClaimRequest,
  { id, address }: ReaderNow,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ address, domain: domainOf(address) })
    .where('issue_slug', '=', issueSlug)
    .where('subscriber_id', '=', id)
    .execute();
}

function toClaim(row: DueRow, reader: ReaderNow, { issueSlug, runId, at }: ClaimRequest): Claim {
  return {
    issueSlug,
    subscriber: readerOf(reader),
    messageId: row.message_id,
    runId,
    attempt: row.attempts + 1,
    firstAttemptAt: row.first_attempt_at ?? at,
    domain: reader.address === row.address ? row.domain : domainOf(reader.address),
    ...(row.attempts === 0 || row.enhanced_code === null ? {} : { lastCode: row.enhanced_code }),
  };
}
