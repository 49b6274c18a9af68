// What people ask of the ledger before and after a send: how many letters it would mean, and how one reader's row stands. Reads, and changes
// nothing.
import { type Kysely, sql } from 'kysely';
import type { DeliveryInquiry } from '../model/sending-ports.ts';
import { toDelivery } from './delivery-ledger.ts';
import type { LeaseClock } from './lease-clock.ts';
import { isInDoubt, liveRuns } from './live-runs.ts';
import type { DatabaseKind } from './migrate.ts';
import { type Tables, toStoredInstant } from './schema.ts';
import { translated } from './translate-error.ts';

export function deliveryInquiry(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  clock: LeaseClock,
  place: string,
): DeliveryInquiry {
  return {
    audience: (issueSlug, which, at) =>
      translated(place, async () => {
        // A row that stands in the way of a letter to its subscriber.
        const obstacle =
          which === 'missed'
            ? sql`d.status in ('accepted', 'claimed')`
            : sql`not (d.status = 'pending' or (d.status = 'deferred' and d.next_attempt_at <= ${toStoredInstant(at)}))`;
        const { rows } = await sql<{ readonly readers: number | string }>`
          select count(*) as readers from subscribers s where s.status = 'confirmed' and not exists (
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
