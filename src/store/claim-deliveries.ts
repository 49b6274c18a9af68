// Takes rows that are due for one run, in their turn. Two claimers never get the same row: SQLite lets one writer in at a time, PostgreSQL
// skips rows that another has locked. Who has left since the issue was planned is found out here, in the same transaction.
import type { Kysely } from 'kysely';
import type { Claim } from '../model/ports.ts';
import type { SubscriberStatus } from '../model/subscriber.ts';
import { domainOf } from '../model/wire-address.ts';
import type { DatabaseKind } from './migrate.ts';
import { runStatement, type Statement } from './run-statement.ts';
import type { Tables } from './schema.ts';

export interface ClaimRequest {
  readonly issueSlug: string;
  readonly limit: number;
  readonly runId: string;
  readonly at: string;
  readonly exceptDomains: readonly string[];
  /** The turn to go on from; rows before it are looked for when there are none behind it. */
  readonly from: string;
}

export interface Claimed {
  readonly claims: readonly Claim[];
  /** The turn from which the next claim goes on. */
  readonly from: string;
}

interface DueRow {
  readonly subscriber_id: string;
  readonly attempts: number;
  readonly message_id: string;
  readonly first_attempt_at: string | null;
  readonly enhanced_code: string | null;
  readonly address: string;
  readonly domain: string;
  /** Null in rows that wait for no turn. */
  readonly turn: string | null;
}

interface ReaderNow {
  readonly id: string;
  readonly address: string;
  readonly name: string | null;
  readonly language: string | null;
  readonly status: SubscriberStatus;
}

export async function claimDeliveries(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  request: ClaimRequest,
): Promise<Claimed> {
  const claims: Claim[] = [];
  let from = request.from;
  /** Until there are enough or `find` finds no more. @returns whether there are enough. */
  const takeFrom = async (find: (limit: number) => Promise<readonly DueRow[]>): Promise<boolean> => {
    for (;;) {
      const wanted = request.limit - claims.length;
      if (wanted < 1) return true;
      const due = await find(wanted);
      if (due.length > 0) claims.push(...(await take(db, kind, request, due)));
      if (due.length < wanted) return false;
    }
  };
  const isEnough = await takeFrom(async (limit) => {
    const due = await inTurn(db, kind, { ...request, from }, limit);
    from = due.findLast(({ turn }) => turn !== null)?.turn ?? from;
    return due;
  });
  if (isEnough) return { claims, from };
  // Nothing is left behind the turn. Rows that were put back stand before it, so the next claim begins anew.
  await takeFrom((limit) => leftOver(db, kind, request, limit));
  return { claims, from: claims.length > 0 ? '' : from };
}

const COLUMNS = 'subscriber_id, attempts, message_id, first_attempt_at, enhanced_code, address, domain';

/** Rows whose time to be tried again has come, for at most half of the places; the others go to rows not begun. */
async function inTurn(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  { issueSlug, at, exceptDomains, from }: ClaimRequest,
  limit: number,
): Promise<readonly DueRow[]> {
  const except = JSON.stringify(exceptDomains);
  const again = await runStatement<DueRow>(db, AGAIN[kind], [issueSlug, at, except, Math.floor(limit / 2)]);
  const first = await runStatement<DueRow>(db, FIRST[kind], [issueSlug, from, except, limit - again.length]);
  return [...again, ...first];
}

/** By domain, so that those that rest are passed over at once, however many rows they have. */
async function leftOver(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  { issueSlug, at, exceptDomains }: ClaimRequest,
  limit: number,
): Promise<readonly DueRow[]> {
  const found: DueRow[] = [];
  let above = '';
  for (const below of [...[...exceptDomains].sort(), LAST]) {
    if (found.length >= limit) return found;
    found.push(
      ...(await runStatement<DueRow>(db, OF_DOMAINS[kind], [issueSlug, above, below, limit - found.length])),
    );
    above = below;
  }
  const rest = limit - found.length;
  if (rest < 1) return found;
  const again = [issueSlug, at, JSON.stringify(exceptDomains), rest];
  return [...found, ...(await runStatement<DueRow>(db, AGAIN[kind], again))];
}

/** Stands behind every domain, byte by byte. */
const LAST = '\u{10ffff}';

const AGAIN: Statement = {
  postgres: `select ${COLUMNS}, null as turn from deliveries
    where issue_slug = $1 and status = 'deferred' and next_attempt_at <= $2
      and domain <> all (array(select json_array_elements_text($3::json)))
    order by next_attempt_at limit $4 for update skip locked`,
  sqlite: `select ${COLUMNS}, null as turn from deliveries
    where issue_slug = ? and status = 'deferred' and next_attempt_at <= ?
      and domain not in (select value from json_each(?))
    order by next_attempt_at limit ?`,
};

const FIRST: Statement = {
  postgres: `select ${COLUMNS}, turn from deliveries
    where issue_slug = $1 and status = 'pending' and turn >= $2
      and domain <> all (array(select json_array_elements_text($3::json)))
    order by turn limit $4 for update skip locked`,
  sqlite: `select ${COLUMNS}, turn from deliveries
    where issue_slug = ? and status = 'pending' and turn >= ?
      and domain not in (select value from json_each(?))
    order by turn limit ?`,
};

const OF_DOMAINS: Statement = {
  postgres: `select ${COLUMNS}, null as turn from deliveries
    where issue_slug = $1 and status = 'pending' and domain > $2 and domain < $3
    order by domain limit $4 for update skip locked`,
  sqlite: `select ${COLUMNS}, null as turn from deliveries
    where issue_slug = ? and status = 'pending' and domain > ? and domain < ?
    order by domain limit ?`,
};

/** Of those rows the ones whose readers want it still; the others are left out. */
async function take(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  request: ClaimRequest,
  due: readonly DueRow[],
): Promise<readonly Claim[]> {
  const { issueSlug, runId, at } = request;
  const ids = JSON.stringify(due.map((row) => row.subscriber_id));
  const readers = new Map(
    (await runStatement<ReaderNow>(db, READERS[kind], [ids])).map((reader) => [reader.id, reader]),
  );
  const claims: Claim[] = [];
  for (const row of due) {
    const reader = readers.get(row.subscriber_id);
    if (reader === undefined) throw new Error('A delivery has no subscriber');
    if (reader.status !== 'confirmed') await exclude(db, request, reader);
    else {
      if (reader.address !== row.address) await correctAddress(db, request, reader);
      claims.push(toClaim(row, reader, request));
    }
  }
  if (claims.length > 0) {
    const taken = JSON.stringify(claims.map(({ subscriber }) => subscriber.id));
    await runStatement(db, CLAIMED[kind], [runId, at, at, issueSlug, taken]);
  }
  return claims;
}

/**
 * Locked, and read as whoever had them before has left them: an unsubscribing that is about to commit is waited for and then seen. From one
 * table only: a statement that joined and locked two now and then left out a row on PostgreSQL when its subscriber changed meanwhile.
 */
const READERS: Statement = {
  postgres: `select id, address, name, language, status from subscribers
    where id = any (array(select json_array_elements_text($1::json))) for share`,
  sqlite: `select id, address, name, language, status from subscribers
    where id in (select value from json_each(?))`,
};

const CLAIMED: Statement = {
  postgres: `update deliveries set status = 'claimed', run_id = $1, claimed_at = $2,
      first_attempt_at = coalesce(first_attempt_at, $3), attempts = attempts + 1, doubted_at = null
    where issue_slug = $4 and subscriber_id = any (array(select json_array_elements_text($5::json)))`,
  sqlite: `update deliveries set status = 'claimed', run_id = ?, claimed_at = ?,
      first_attempt_at = coalesce(first_attempt_at, ?), attempts = attempts + 1, doubted_at = null
    where issue_slug = ? and subscriber_id in (select value from json_each(?))`,
};

async function exclude(
  db: Kysely<Tables>,
  { issueSlug, at }: ClaimRequest,
  { id, status }: ReaderNow,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({
      status: 'excluded',
      reason: `${status} since it was planned`,
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
    subscriber: {
      id: reader.id,
      address: reader.address,
      ...(reader.name === null ? {} : { name: reader.name }),
      ...(reader.language === null ? {} : { language: reader.language }),
    },
    messageId: row.message_id,
    runId,
    attempt: row.attempts + 1,
    firstAttemptAt: row.first_attempt_at ?? at,
    domain: reader.address === row.address ? row.domain : domainOf(reader.address),
    ...(row.attempts === 0 || row.enhanced_code === null ? {} : { lastCode: row.enhanced_code }),
  };
}
