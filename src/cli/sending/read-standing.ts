// How one issue stands in the database: its counts, what is to become of it, and who is at it now.
import type { Database } from '../../store/open-database.ts';
import type { IssueStanding } from '../status/order-words.ts';

export async function readStanding(
  { ledger, orders, runs }: Pick<Database, 'ledger' | 'orders' | 'runs'>,
  slug: string,
): Promise<IssueStanding> {
  // The runs first: one that begins meanwhile would make its rows look in doubt.
  const live = await runs.live();
  const [order, counts] = await Promise.all([orders.order(slug), ledger.counts(slug)]);
  return {
    order,
    counts,
    runs: live.filter(({ issueSlug }) => issueSlug === undefined || issueSlug === slug),
  };
}
