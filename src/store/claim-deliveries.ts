// Takes rows that are due for one run, in their turn. Two claimers never get the same row: SQLite lets one writer in at a time, PostgreSQL
// skips rows that another has locked. Who has left since the issue was planned is found out here, in the same transaction.
import type { Kysely } from 'kysely';
import type { Claim } from '../model/ports.ts';
import type { SubscriberStatus } from '../model/subscriber.ts';
import { domainOf } from '../model/wire-address.ts';
import type { DatabaseKind } from './migrate.ts';
import { type Later, listOf, runStatement, type Statement } from './run-statement.ts';
import type { Tables } from './schema.ts';

/** Where an issue's next claim goes on. Kept in memory: to forget it costs a look at rows that were taken already, and nothing else. */
export interface Turn {
  /** Rows before it were taken, or passed over; they are looked for when there are none behind it. */
  readonly from: string;
  /** All rows that are left behind it are of these domains: it is no use to go through them as long as these rest. */
  readonly onlyOf?: readonly string[];
}

export interface ClaimRequest {
  readonly issueSlug: string;
  readonly limit: number;
  readonly runId: string;
  readonly at: string;
  readonly exceptDomains: readonly string[];
  readonly turn: Turn;
}

export interface Claimed {
  readonly claims: readonly Claim[];
  readonly turn: Turn;
}

export interface DueRow {
  readonly subscriber_id: string;
  readonly status: 'pending' | 'deferred';
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

/**
 * Rows whose time to be tried again has come, for at most half of the places; the others go to rows not begun. Only found, and on
 * PostgreSQL locked: `claimDeliveries` takes them.
 */
export async function findInTurn(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  { issueSlug, at, exceptDomains, turn, limit }: ClaimRequest,
): Promise<readonly DueRow[]> {
  const except = listOf(kind, exceptDomains);
  const [again, first] = await Promise.all([
    runStatement<DueRow>(db, AGAIN[kind], [issueSlug, at, except, Math.floor(limit / 2)]),
    isUseless(turn, exceptDomains)
      ? []
      : runStatement<DueRow>(db, FIRST[kind], [issueSlug, turn.from, except, limit]),
  ]);
  return [...again, ...first].slice(0, limit);
}

function isUseless({ onlyOf }: Turn, exceptDomains: readonly string[]): boolean {
  return onlyOf?.every((domain) => exceptDomains.includes(domain)) === true;
}

/** @param found What `findInTurn` has found in the same transaction. */
export async function claimDeliveries(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  request: ClaimRequest,
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
  const rest = await runStatement<{ readonly domain: string }>(db, STILL_PENDING[kind], [
    listOf(kind, exceptDomains),
    issueSlug,
  ]);
  return { claims, turn: { ...turn, onlyOf: rest.map(({ domain }) => domain) } };
}

const COLUMNS =
  'subscriber_id, status, attempts, message_id, first_attempt_at, enhanced_code, address, domain';

/** By domain, so that those that rest are passed over at once, however many rows they have. */
async function findLeftOver(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  { issueSlug, at, exceptDomains }: ClaimRequest,
  limit: number,
): Promise<readonly DueRow[]> {
  const found: DueRow[] = [];
  let above = '';
  for (const below of [...[...exceptDomains].sort(), LAST]) {
    if (found.length >= limit) return found;
    const range = [issueSlug, above, below, limit - found.length];
    found.push(...(await runStatement<DueRow>(db, OF_DOMAINS[kind], range)));
    above = below;
  }
  const rest = limit - found.length;
  if (rest < 1) return found;
  const except = listOf(kind, exceptDomains);
  const domains = await runStatement<{ readonly domain: string }>(db, DUE_DOMAINS[kind], [
    issueSlug,
    issueSlug,
    except,
    issueSlug,
    at,
    rest,
  ]);
  if (domains.length === 0) return found;
  const list = listOf(
    kind,
    domains.map(({ domain }) => domain),
  );
  return [...found, ...(await runStatement<DueRow>(db, AGAIN_OF[kind], [issueSlug, at, list, rest]))];
}

/** Stands behind every domain, byte by byte. */
const LAST = '\u{10ffff}';

export /**
 * Only among the first few hundred that are due: where all these are of domains that rest, the others come when nothing else is left to
 * do, or when these are through.
 */
const AGAIN: Statement = {
  postgres: `select ${COLUMNS}, null as turn from deliveries
    where issue_slug = $1 and status = 'deferred' and next_attempt_at <= least($2, (
      select next_attempt_at from deliveries where issue_slug = $1 and status = 'deferred' order by next_attempt_at offset 200 limit 1))
      and domain <> all ($3::text[])
    order by next_attempt_at limit $4 for update skip locked`,
  sqlite: `select ${COLUMNS}, null as turn from (
      select ${COLUMNS} from deliveries where issue_slug = ? and status = 'deferred' and next_attempt_at <= ?
      order by next_attempt_at limit 200)
    where domain not in (select value from json_each(?)) limit ?`,
};

/** From domain to domain, one look into the index each: never through the rows of a domain that rests, nor through those that wait still. */
const DUE_DOMAINS: Statement = {
  postgres: dueDomains('domain <> all ($3::text[])', ['$1', '$2', '$4', '$5', '$6']),
  sqlite: dueDomains('domain not in (select value from json_each(?))', ['?', '?', '?', '?', '?']),
};

function dueDomains(isAwake: string, [first, next, own, at, limit]: readonly string[]): string {
  return `with recursive hop(domain) as (
      select (select min(d.domain) from deliveries d where d.issue_slug = ${first} and d.status = 'deferred')
      union all
      select (select min(d.domain) from deliveries d
        where d.issue_slug = ${next} and d.status = 'deferred' and d.domain > hop.domain)
      from hop where hop.domain is not null
    )
    select domain from hop where domain is not null and ${isAwake} and (
      select min(d.next_attempt_at) from deliveries d
      where d.issue_slug = ${own} and d.status = 'deferred' and d.domain = hop.domain) <= ${at}
    limit ${limit}`;
}

const AGAIN_OF: Statement = {
  postgres: `select ${COLUMNS}, null as turn from deliveries
    where issue_slug = $1 and status = 'deferred' and next_attempt_at <= $2 and domain = any ($3::text[])
    limit $4 for update skip locked`,
  sqlite: `select ${COLUMNS}, null as turn from deliveries
    where issue_slug = ? and status = 'deferred' and next_attempt_at <= ? and domain in (select value from json_each(?))
    limit ?`,
};

const STILL_PENDING: Statement = {
  postgres: `select domain from unnest($1::text[]) as domain where exists (
    select 1 from deliveries d where d.issue_slug = $2 and d.status = 'pending' and d.domain = domain.domain)`,
  sqlite: `select value as domain from json_each(?) where exists (
    select 1 from deliveries d where d.issue_slug = ? and d.status = 'pending' and d.domain = value)`,
};

const FIRST: Statement = {
  postgres: `select ${COLUMNS}, turn from deliveries
    where issue_slug = $1 and status = 'pending' and turn >= $2
      and domain <> all ($3::text[])
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
    if (reader.status !== 'confirmed') await exclude(db, request, reader);
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
  postgres: `select id, address, name, language, status from subscribers
    where id = any ($1::text[]) for share`,
  sqlite: `select id, address, name, language, status from subscribers
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
