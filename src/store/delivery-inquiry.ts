// What people ask of the ledger before and after a send: how many letters it would mean, and how one reader's row stands. Reads, and changes
// nothing.
import { type Kysely, sql } from 'kysely';
import type { DeliveryInquiry } from '../model/sending-ports.ts';
import { toDelivery } from './delivery-ledger.ts';
import type { LeaseClock } from './lease-clock.ts';
import { isInDoubt, liveRuns } from './live-runs.ts';
import type { DatabaseKind } from './migrate.ts';
import { isOwnChoice, isPlannedOut, reasonUnwanted } from './reader-choice.ts';
import { type Tables, toStoredInstant } from './schema.ts';
import { toStoredTags } from './stored-topics.ts';
import { translated } from './translate-error.ts';

export function deliveryInquiry(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  clock: LeaseClock,
  place: string,
): DeliveryInquiry {
  return {
    audience: (issueSlug, which, at, tags) =>
      translated(place, async () => {
        const now = toStoredInstant(at);
        const issue = await db
          .selectFrom('issues')
          .select(['tags', 'started_at'])
          .where('slug', '=', issueSlug)
          .executeTakeFirst();
        // Before it began those are brought back who were left out for what they had chosen, and have chosen otherwise.
        const isBegun = issue !== undefined && issue.started_at !== null;
        const wayBack = isBegun ? sql`false` : sql`(d.status = 'excluded' and ${isPlannedOut})`;
        // A row that stands in the way of a letter to its subscriber.
        const obstacle =
          which === 'missed'
            ? sql`(d.status in ('accepted', 'claimed') or (d.status = 'excluded' and ${isOwnChoice})) and not ${wayBack}`
            : sql`not (d.status = 'pending' or (d.status = 'deferred' and d.next_attempt_at <= ${now}) or ${wayBack})`;
        // What was planned last is what goes out once it has begun.
        const known = isBegun || tags === undefined ? (issue?.tags ?? null) : toStoredTags(tags);
        const { rows } = await sql<{ readonly readers: number | string }>`
          select count(*) as readers from subscribers s
          where s.status = 'confirmed' and (${reasonUnwanted(kind, known, now)}) is null and not exists (
            select 1 from deliveries d where d.issue_slug = ${issueSlug} and d.subscriber_id = s.id and ${obstacle})`.execute(
          db,
        );
        return Number(rows[0]?.readers ?? 0);
      }),
    delivery: (issueSlug, subscriberId) =>
      translated(place, async () => {
        const doubt = isInDoubt(await liveRuns(db, kind, clock));
        const row = await db
          .selectFrom('deliveries')
          .selectAll()
          .select(sql<boolean | number>`(status = 'claimed' and ${doubt})`.as('is_in_doubt'))
          .where('issue_slug', '=', issueSlug)
          .where('subscriber_id', '=', subscriberId)
          .executeTakeFirst();
        return row && toDelivery(row);
      }),
  };
}
