// One pending row for each confirmed subscriber who has none for an issue, in one statement, a million of them too. They are stored in the
// order in which they are taken, so that a claim finds its rows side by side.
import { sql, type Transaction } from 'kysely';
import { messageIdHash, messageIdPrefix } from './message-id.ts';
import type { DatabaseKind } from './migrate.ts';
import type { Tables } from './schema.ts';

/** @returns how many were added. The issue must be there. */
export async function addRows(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  issueSlug: string,
): Promise<number> {
  const domain =
    kind === 'postgres'
      ? sql.raw(`substring(s.address_key from '[^@]*$')`)
      : sql.raw(`substr(s.address_key, length(rtrim(s.address_key, replace(s.address_key, '@', ''))) + 1)`);
  const hash = messageIdHash(kind, sql.ref('i.slug'), sql.ref('s.id'));
  const { numAffectedRows } = await sql`
    with planned as materialized (
      select i.slug, s.id, s.address, ${domain} as domain, ${hash} as hash, i.message_id_domain
      from subscribers s cross join issues i
      where i.slug = ${issueSlug} and s.status = 'confirmed' and not exists (
        select 1 from deliveries d where d.issue_slug = ${issueSlug} and d.subscriber_id = s.id)
    )
    insert into deliveries (issue_slug, subscriber_id, address, domain, turn, status, attempts, message_id)
    select slug, id, address, domain, substr(hash, 1, 8), 'pending', 0,
      ${sql.lit(messageIdPrefix(issueSlug))} || hash || '@' || message_id_domain
    from planned where true order by hash
    on conflict (issue_slug, subscriber_id) do nothing`.execute(transaction);
  return Number(numAffectedRows ?? 0);
}
