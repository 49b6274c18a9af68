// Sums without names: how many readers there are, what changed from day to day, what became of each issue.
import { type Kysely, sql } from 'kysely';
import type { AudienceCount, AudienceFigures, IssueFigures } from '../model/audience-ports.ts';
import type { AudienceAccess } from './audience-access.ts';
import { dayOf } from './audience-counts.ts';
import { type Tables, toStoredInstant } from './schema.ts';
import { countSubscribers } from './subscriber-store.ts';

export function audienceFigures({ read }: AudienceAccess): AudienceFigures {
  return {
    standing: () => read(countSubscribers),
    counts: (since) => read((db) => countsSince(db, dayOf(toStoredInstant(since)))),
    issues: (limit) => read((db) => figuresOfIssues(db, limit)),
  };
}

async function countsSince(db: Kysely<Tables>, day: string): Promise<readonly AudienceCount[]> {
  const rows = await db
    .selectFrom('audience_counts')
    .selectAll()
    .where('day', '>=', day)
    .orderBy('day')
    .orderBy('event')
    .orderBy('issue_slug')
    .execute();
  return rows.map(({ issue_slug: issueSlug, ...row }) => ({
    ...row,
    ...(issueSlug === '' ? {} : { issueSlug }),
  }));
}

/** The newest ones, the oldest of them first. */
async function figuresOfIssues(db: Kysely<Tables>, limit: number): Promise<readonly IssueFigures[]> {
  const issues = await db
    .selectFrom('issues')
    .select(['slug', 'planned_at'])
    .orderBy('planned_at', 'desc')
    .orderBy('slug', 'desc')
    .limit(limit)
    .execute();
  const figures: IssueFigures[] = [];
  for (const { slug, planned_at } of issues.toReversed())
    figures.push({ issueSlug: slug, plannedAt: planned_at, ...(await figuresOf(db, slug)) });
  return figures;
}

type Sums = Omit<IssueFigures, 'issueSlug' | 'plannedAt'>;

/** Each state is counted in its own index. */
async function figuresOf(db: Kysely<Tables>, slug: string): Promise<Sums> {
  const rowsThat = sql`(select count(*) from deliveries where issue_slug = ${slug} and`;
  const counted = sql`(select coalesce(sum(count), 0) from audience_counts where issue_slug = ${slug} and event =`;
  const { rows } = await sql<{ readonly [figure in keyof Sums]: number | string }>`
    select
      ${rowsThat} status = 'accepted') as accepted,
      ${rowsThat} status = 'deferred') as deferred,
      ${rowsThat} status in ('rejected', 'excluded') and status = 'rejected') as rejected,
      ${rowsThat} status in ('rejected', 'excluded') and status = 'excluded') as excluded,
      ${rowsThat} status = 'accepted' and returned_at is not null) as returned,
      ${counted} 'unsubscribed') as unsubscribed,
      ${counted} 'complained') as complained`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('Counting gave no answer');
  return {
    accepted: Number(row.accepted),
    deferred: Number(row.deferred),
    rejected: Number(row.rejected),
    excluded: Number(row.excluded),
    returned: Number(row.returned),
    unsubscribed: Number(row.unsubscribed),
    complained: Number(row.complained),
  };
}
