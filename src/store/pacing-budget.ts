// Budgets that all runs on one database share: buckets of tokens for rates, and domains that rest. Each change is one statement, so two
// takers at once never get the same token.
import { type Kysely, sql } from 'kysely';
import type { PacingBudget } from '../model/sending-ports.ts';
import type { LeaseClock } from './lease-clock.ts';
import type { DatabaseKind } from './migrate.ts';
import type { Tables } from './schema.ts';
import { translated } from './translate-error.ts';

export function pacingBudget(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  clock: LeaseClock,
  place: string,
): PacingBudget {
  // What was written before the last boot of the machine tells nothing any more.
  const bootId = kind === 'postgres' ? '' : clock.bootId;
  const greatest = sql.raw(kind === 'postgres' ? 'greatest' : 'max');
  const least = sql.raw(kind === 'postgres' ? 'least' : 'min');
  return {
    take: (key, wanted, { perSecond, burst }) =>
      translated(place, async () => {
        const now = clock.now();
        const whole = Math.max(0, Math.floor(wanted));
        const first = Math.min(whole, Math.floor(burst));
        // Time that runs backwards fills nothing.
        const tokens = sql`case when b.boot_id = ${bootId}
          then ${least}(cast(${burst} as double precision),
            b.tokens + ${greatest}(0, ${now} - b.at_ms) * cast(${perSecond / 1000} as double precision))
          else cast(${burst} as double precision) end`;
        const granted = sql`cast(${least}(cast(${whole} as integer), floor(${tokens})) as integer)`;
        const { rows } = await sql<{ granted: number }>`
          insert into pacing_buckets as b (key, tokens, granted, at_ms, boot_id)
          values (${key}, ${burst - first}, ${first}, ${now}, ${bootId})
          on conflict (key) do update set
            granted = ${granted}, tokens = ${tokens} - ${granted},
            at_ms = case when b.boot_id = ${bootId} then ${greatest}(b.at_ms, ${now}) else ${now} end,
            boot_id = ${bootId}
          returning granted`.execute(db);
        return Number(rows[0]?.granted ?? 0);
      }),
    rest: (domain, ms, concurrency) =>
      translated(place, async () => {
        const until = sql`${clock.now()} + cast(${ms} as double precision)`;
        await sql`
          insert into domain_limits as l (domain, rest_until_ms, concurrency, boot_id)
          values (${domain}, ${until}, ${concurrency}, ${bootId})
          on conflict (domain) do update set
            rest_until_ms = case when l.boot_id = ${bootId} then ${greatest}(l.rest_until_ms, ${until}) else ${until} end,
            concurrency = ${concurrency}, boot_id = ${bootId}`.execute(db);
      }),
    recover: (domain) =>
      translated(place, async () => {
        await db.deleteFrom('domain_limits').where('domain', '=', domain).execute();
      }),
    limits: () =>
      translated(place, async () => {
        const { rows } = await sql<{ domain: string; concurrency: number; rest_ms: number }>`
          select domain, concurrency,
            case when boot_id = ${bootId} then ${greatest}(0, rest_until_ms - ${clock.now()}) else 0 end as rest_ms
          from domain_limits order by domain`.execute(db);
        return rows.map(({ domain, concurrency, rest_ms }) => ({
          domain,
          concurrency,
          restMs: Number(rest_ms),
        }));
      }),
  };
}
