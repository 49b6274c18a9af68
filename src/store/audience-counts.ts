// Counts without names, by day and, where it tells something, by the newest issue that the reader was sent. Written last in the transaction of what
// they count, in one order, for all who count on one day share a row.
import { sql, type Transaction } from 'kysely';
import type { AudienceEvent } from '../model/audience-ports.ts';
import type { Tables } from './schema.ts';

export interface CountedEvent {
  readonly event: AudienceEvent;
  readonly issueSlug?: string | undefined;
  /** 1 where it is left out. */
  readonly count?: number;
}

/** @param at As it is stored. */
export async function countEvents(
  transaction: Transaction<Tables>,
  at: string,
  events: readonly CountedEvent[],
): Promise<void> {
  const day = dayOf(at);
  for (const { event, issueSlug = '', count = 1 } of events.toSorted((a, b) => (a.event < b.event ? -1 : 1)))
    await transaction
      .insertInto('audience_counts')
      .values({ day, event, issue_slug: issueSlug, count })
      .onConflict((conflict) =>
        conflict
          .columns(['day', 'event', 'issue_slug'])
          .doUpdateSet({ count: sql`audience_counts.count + ${count}` }),
      )
      .execute();
}

/** UTC. @param at As it is stored. */
export function dayOf(at: string): string {
  return at.slice(0, 'YYYY-MM-DD'.length);
}

/** The newest issue that a server took for the reader. From issue to issue: there is no index of rows by reader. */
export async function newestIssueOf(
  transaction: Transaction<Tables>,
  subscriberId: string,
): Promise<string | undefined> {
  const row = await transaction
    .selectFrom('issues')
    .select('slug')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('deliveries as d')
          .select('d.status')
          .whereRef('d.issue_slug', '=', 'issues.slug')
          .where('d.subscriber_id', '=', subscriberId)
          .where('d.status', '=', 'accepted'),
      ),
    )
    .orderBy('planned_at', 'desc')
    .orderBy('slug', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.slug;
}
