// One pending row for each confirmed subscriber who has none for an issue, a million of them too. They are stored in the order in which
// they are taken, so that a claim finds its rows side by side.
import { sql, type Transaction } from 'kysely';
import { messageIdHash, messageIdPrefix } from './message-id.ts';
import type { DatabaseKind } from './migrate.ts';
import type { Tables } from './schema.ts';

/** @returns how many were added. The issue must be there. */
export function addRows(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  issueSlug: string,
): Promise<number> {
  return kind === 'postgres' ? addAtOnce(transaction, issueSlug) : addInParts(transaction, issueSlug);
}

/** Whoever is to get a row, with what it holds that is not the same for all. */
function newcomers(kind: DatabaseKind, issueSlug: string) {
  const domain =
    kind === 'postgres'
      ? sql.raw(`substring(s.address_key from '[^@]*$')`)
      : sql.raw(`substr(s.address_key, length(rtrim(s.address_key, replace(s.address_key, '@', ''))) + 1)`);
  return sql`
    select s.id, s.address, ${domain} as domain, ${messageIdHash(kind, sql`${issueSlug}`, sql.ref('s.id'))} as hash
    from subscribers s
    where s.status = 'confirmed' and not exists (
      select 1 from deliveries d where d.issue_slug = ${issueSlug} and d.subscriber_id = s.id)`;
}

async function addFrom(
  transaction: Transaction<Tables>,
  issueSlug: string,
  source: ReturnType<typeof newcomers>,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into deliveries (issue_slug, subscriber_id, address, domain, turn, status, attempts, message_id)
    select i.slug, n.id, n.address, n.domain, substr(n.hash, 1, 8), 'pending', 0,
      ${sql.lit(messageIdPrefix(issueSlug))} || n.hash || '@' || i.message_id_domain
    from ${source} n cross join issues i where i.slug = ${issueSlug} order by n.hash
    on conflict (issue_slug, subscriber_id) do nothing`.execute(transaction);
  return Number(numAffectedRows ?? 0);
}

function addAtOnce(transaction: Transaction<Tables>, issueSlug: string): Promise<number> {
  // "offset 0": or the hash would be reckoned three times for each row.
  return addFrom(transaction, issueSlug, sql`(${newcomers('postgres', issueSlug)} offset 0)`);
}

/** What a function of ours is given and gives back stays in memory until the statement ends, some 250 bytes a row. */
const PART_ROWS = 10_000;

async function addInParts(transaction: Transaction<Tables>, issueSlug: string): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`select max(rowid) as last from subscribers`.execute(
    transaction,
  );
  const last = rows[0]?.last ?? 0;
  await sql`create temp table newcomers (id text, address text, domain text, hash text)`.execute(transaction);
  for (let above = 0; above < last; above += PART_ROWS)
    await sql`insert into newcomers ${newcomers('sqlite', issueSlug)}
      and s.rowid > ${above} and s.rowid <= ${above + PART_ROWS}`.execute(transaction);
  const added = await addFrom(transaction, issueSlug, sql`newcomers`);
  await sql`drop table newcomers`.execute(transaction);
  return added;
}
