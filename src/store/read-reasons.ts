// Why readers did not get an issue, or not yet: rows counted by state, domain and code.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { ReasonCount } from '../model/send-order.ts';
import { isInDoubt } from './live-runs.ts';
import type { RunRow, Tables } from './schema.ts';

export async function readReasons(
  db: Kysely<Tables>,
  issueSlug: string,
  live: readonly Pick<Selectable<RunRow>, 'id'>[],
): Promise<readonly ReasonCount[]> {
  const code = sql`coalesce(enhanced_code, cast(response_code as text))`;
  const { rows } = await sql<{
    status: ReasonCount['status'];
    domain: string;
    code: string | null;
    deliveries: number | string;
    example: string | null;
  }>`
    select status, domain, ${code} as code, count(*) as deliveries, min(response) as example
      from deliveries where issue_slug = ${issueSlug} and status = 'deferred' group by 1, 2, 3
    union all
    select status, domain, ${code}, count(*), min(response)
      from deliveries where issue_slug = ${issueSlug} and status in ('rejected', 'excluded') and status = 'rejected' group by 1, 2, 3
    union all
    select status, '', null, count(*), reason
      from deliveries where issue_slug = ${issueSlug} and status in ('rejected', 'excluded') and status = 'excluded' group by 1, reason
    union all
    select 'in doubt', domain, null, count(*), min(response)
      from deliveries where issue_slug = ${issueSlug} and status = 'claimed' and ${isInDoubt(live)} group by 1, 2
    order by 4 desc, 1, 2, 3`.execute(db);
  return rows.map((row) => ({
    status: row.status,
    domain: row.domain,
    ...(row.code === null ? {} : { code: row.code }),
    deliveries: Number(row.deliveries),
    ...(row.example === null ? {} : { example: row.example }),
  }));
}
