// Which rows of an issue are due, in the order in which they are taken: found in the index of their state, around domains that rest, and never
// by going through rows that are done or that must wait. Nothing is marked here; on PostgreSQL what is found is locked.
import type { Kysely } from 'kysely';
import type { Upcoming } from '../model/sending-ports.ts';
import type { DatabaseKind } from './migrate.ts';
import { type ReaderRow, readerOf } from './reader-of.ts';
import { listOf, runStatement, type Statement } from './run-statement.ts';
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

/**
 * Who stands next in turn, as it is now. Nothing is locked: they are looked at, not taken. Their subscribers are read as they are.
 * @param turn Rows from there on; those that the same transaction has taken already are not among them.
 */
export async function findUpcoming(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  { issueSlug, exceptDomains, turn }: Pick<ClaimRequest, 'issueSlug' | 'exceptDomains' | 'turn'>,
  limit: number,
): Promise<readonly Upcoming[]> {
  const rows = await runStatement<UpcomingRow>(db, UPCOMING[kind], [
    issueSlug,
    turn.from,
    listOf(kind, exceptDomains),
    limit,
  ]);
  return rows.map((row) => ({ messageId: row.message_id, subscriber: readerOf(row) }));
}

interface UpcomingRow extends ReaderRow {
  readonly message_id: string;
}

/** To go through what is left behind the turn would find rows of resting domains only. */
export function isUseless({ onlyOf }: Turn, exceptDomains: readonly string[]): boolean {
  return onlyOf?.every((domain) => exceptDomains.includes(domain)) === true;
}

const COLUMNS =
  'subscriber_id, status, attempts, message_id, first_attempt_at, enhanced_code, address, domain';

/** By domain, so that those that rest are passed over at once, however many rows they have. */
export async function findLeftOver(
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

/**
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

const UPCOMING: Statement = {
  postgres: `select d.message_id, s.id, s.address, s.name, s.language, s.format from deliveries d join subscribers s on s.id = d.subscriber_id
    where d.issue_slug = $1 and d.status = 'pending' and d.turn >= $2
      and d.domain <> all ($3::text[]) and s.status = 'confirmed'
    order by d.turn limit $4`,
  sqlite: `select d.message_id, s.id, s.address, s.name, s.language, s.format from deliveries d cross join subscribers s on s.id = d.subscriber_id
    where d.issue_slug = ? and d.status = 'pending' and d.turn >= ?
      and d.domain not in (select value from json_each(?)) and s.status = 'confirmed'
    order by d.turn limit ?`,
};

const OF_DOMAINS: Statement = {
  postgres: `select ${COLUMNS}, null as turn from deliveries
    where issue_slug = $1 and status = 'pending' and domain > $2 and domain < $3
    order by domain limit $4 for update skip locked`,
  sqlite: `select ${COLUMNS}, null as turn from deliveries
    where issue_slug = ? and status = 'pending' and domain > ? and domain < ?
    order by domain limit ?`,
};

/** Of these domains those that have rows which were not begun. */
export async function domainsLeft(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  issueSlug: string,
  domains: readonly string[],
): Promise<readonly string[]> {
  const rows = await runStatement<{ readonly domain: string }>(db, STILL_PENDING[kind], [
    listOf(kind, domains),
    issueSlug,
  ]);
  return rows.map(({ domain }) => domain);
}

const STILL_PENDING: Statement = {
  postgres: `select domain from unnest($1::text[]) as domain where exists (
    select 1 from deliveries d where d.issue_slug = $2 and d.status = 'pending' and d.domain = domain.domain)`,
  sqlite: `select value as domain from json_each(?) where exists (
    select 1 from deliveries d where d.issue_slug = ? and d.status = 'pending' and d.domain = value)`,
};
