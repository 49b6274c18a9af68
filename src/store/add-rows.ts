// One row for each confirmed subscriber who has none for an issue, a million of them too: pending, or left out where the reader has chosen so. They are
// stored in the order in which they are taken, so that a claim finds its rows side by side.
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { ERASED } from './erase-subscriber.ts';
import { messageIdHash, messageIdPrefix } from './message-id.ts';
import type { DatabaseKind } from './migrate.ts';
import { isPlannedOut, reasonUnwanted } from './reader-choice.ts';
import type { Tables } from './schema.ts';

/** @returns how many pending ones were added. The issue must be there, and held. */
export async function addRows(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  issueSlug: string,
  at: string,
): Promise<number> {
  const { tags, started_at } = await transaction
    .selectFrom('issues')
    .select(['tags', 'started_at'])
    .where('slug', '=', issueSlug)
    .executeTakeFirstOrThrow();
  const reason = reasonUnwanted(kind, tags, at);
  const back = started_at === null ? await bringBackWanted(transaction, issueSlug, reason) : 0;
  const before = await countPlannedOut(transaction, issueSlug);
  const source = newcomers(kind, issueSlug, reason);
  const added =
    kind === 'postgres'
      ? await addAtOnce(transaction, issueSlug, source, at)
      : await addInParts(transaction, issueSlug, source, at);
  if (kind === 'postgres') await emptyErased(transaction, issueSlug, at);
  return back + added - ((await countPlannedOut(transaction, issueSlug)) - before);
}

/** Whoever is to get a row, with what it holds that is not the same for all. */
function newcomers(kind: DatabaseKind, issueSlug: string, reason: RawBuilder<string | null>) {
  const domain =
    kind === 'postgres'
      ? sql.raw(`substring(s.address_key from '[^@]*$')`)
      : sql.raw(`substr(s.address_key, length(rtrim(s.address_key, replace(s.address_key, '@', ''))) + 1)`);
  return sql`
    select s.id, s.address, ${domain} as domain, ${messageIdHash(kind, sql`${issueSlug}`, sql.ref('s.id'))} as hash,
      ${reason} as reason
    from subscribers s
    where s.status = 'confirmed' and not exists (
      select 1 from deliveries d where d.issue_slug = ${issueSlug} and d.subscriber_id = s.id)`;
}

async function addFrom(
  transaction: Transaction<Tables>,
  issueSlug: string,
  source: ReturnType<typeof newcomers>,
  at: string,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into deliveries (issue_slug, subscriber_id, address, domain, turn, status, attempts, message_id, reason, settled_at)
    select i.slug, n.id, n.address, n.domain, substr(n.hash, 1, 8), case when n.reason is null then 'pending' else 'excluded' end, 0,
      ${sql.lit(messageIdPrefix(issueSlug))} || n.hash || '@' || i.message_id_domain, n.reason,
      case when n.reason is null then null else ${at} end
    from ${source} n cross join issues i where i.slug = ${issueSlug} order by n.hash
    on conflict (issue_slug, subscriber_id) do nothing`.execute(transaction);
  return Number(numAffectedRows ?? 0);
}

function addAtOnce(
  transaction: Transaction<Tables>,
  issueSlug: string,
  source: ReturnType<typeof newcomers>,
  at: string,
): Promise<number> {
  // "offset 0": or the hash would be reckoned three times for each row.
  return addFrom(transaction, issueSlug, sql`(${source} offset 0)`, at);
}

/** What a function of ours is given and gives back stays in memory until the statement ends, some 250 bytes a row. */
const PART_ROWS = 10_000;

async function addInParts(
  transaction: Transaction<Tables>,
  issueSlug: string,
  source: ReturnType<typeof newcomers>,
  at: string,
): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`select max(rowid) as last from subscribers`.execute(
    transaction,
  );
  const last = rows[0]?.last ?? 0;
  await sql`create temp table newcomers (id text, address text, domain text, hash text, reason text)`.execute(
    transaction,
  );
  for (let above = 0; above < last; above += PART_ROWS)
    await sql`insert into newcomers ${source}
      and s.rowid > ${above} and s.rowid <= ${above + PART_ROWS}`.execute(transaction);
  const added = await addFrom(transaction, issueSlug, sql`newcomers`, at);
  await sql`drop table newcomers`.execute(transaction);
  return added;
}

/** Of an issue that has not begun: their pause is over, they have chosen anew, or the issue bears other tags now. */
async function bringBackWanted(
  transaction: Transaction<Tables>,
  issueSlug: string,
  reason: RawBuilder<string | null>,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update deliveries as d set status = 'pending', reason = null, settled_at = null
    where d.issue_slug = ${issueSlug} and d.status in ('rejected', 'excluded') and d.status = 'excluded' and ${isPlannedOut}
      and exists (select 1 from subscribers s where s.id = d.subscriber_id and s.status = 'confirmed' and (${reason}) is null)`.execute(
    transaction,
  );
  return Number(numAffectedRows ?? 0);
}

async function countPlannedOut(transaction: Transaction<Tables>, issueSlug: string): Promise<number> {
  const { rows } = await sql<{ readonly count: number | string }>`
    select count(*) as count from deliveries d
    where d.issue_slug = ${issueSlug} and d.status in ('rejected', 'excluded') and d.status = 'excluded' and ${isPlannedOut}`.execute(
    transaction,
  );
  return Number(rows[0]?.count ?? 0);
}

/**
 * Who was erased while the rows were being added: these were read before, and are written after the erasing has been through the ledger. It
 * ends before this, because each row waits for its reader's.
 */
async function emptyErased(transaction: Transaction<Tables>, issueSlug: string, at: string): Promise<void> {
  await sql`
    update deliveries as d set address = '', domain = '', status = 'excluded', reason = ${ERASED}, settled_at = ${at}
    from subscribers s where s.id = d.subscriber_id and s.erased_at is not null
      and d.issue_slug = ${issueSlug} and d.address <> ''`.execute(transaction);
}
