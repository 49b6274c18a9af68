// A held database is let go: what the journal and other logs tell of is marked first, what is still open is shown or left out, and from
// then on this database, in this place, is the one that sends.
import { type Kysely, sql } from 'kysely';
import type { SentJournalReader } from '../model/sending-ports.ts';
import { releaseStatements } from './barriers.ts';
import { catchUpAll, compareJournal } from './compare-journal.ts';
import { placeOf } from './database-place.ts';
import { type GuardedDatabase, pauseOpenIssues } from './guard-copy.ts';
import { type LedgerAccess, markSent } from './mark-sent.ts';
import type { Tables } from './schema.ts';
import { writeEvent } from './send-history.ts';
import { clearStanding, readStanding, writeStanding } from './standing.ts';

/** An issue of which somebody would still be sent to. */
export interface OpenIssue {
  readonly issueSlug: string;
  readonly state: string;
  readonly open: number;
}

export async function openIssues(db: Kysely<Tables>): Promise<readonly OpenIssue[]> {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('issues', 'issues.slug', 'deliveries.issue_slug')
    .select(['issues.slug', 'issues.state', ({ fn }) => fn.countAll().as('rows')])
    .where(sql<boolean>`(deliveries.status = 'pending' or deliveries.status = 'deferred')`)
    .groupBy(['issues.slug', 'issues.state'])
    .orderBy('issues.slug')
    .execute();
  return rows.map(({ slug, state, rows: open }) => ({ issueSlug: slug, state, open: Number(open) }));
}

/** Rows of the ids of somebody else's log, by issue. */
export async function markLogged(
  access: LedgerAccess,
  batches: AsyncIterable<readonly string[]>,
  words: string,
  at: string,
): Promise<ReadonlyMap<string, number>> {
  const marked = new Map<string, number>();
  const issues = (await access.db.selectFrom('issues').select('slug').execute()).map(({ slug }) => slug);
  for await (const messageIds of batches) {
    for (const issueSlug of issues) {
      const evidence = { issueSlug, messageIds, at, words, isOurs: false };
      const rows =
        (await markSent(access, evidence, 'behind')) + (await markSent(access, evidence, 'doubtful'));
      if (rows > 0) marked.set(issueSlug, (marked.get(issueSlug) ?? 0) + rows);
    }
  }
  for (const [issueSlug, rows] of marked)
    await writeEvent(access.db, {
      issueSlug,
      at,
      event: 'restored',
      detail: `${rows} had it already: ${words}`,
    });
  return marked;
}

/** Whoever is still open becomes `excluded`; `send N --missed` reaches them. */
export async function leaveOutOpen(db: Kysely<Tables>, reason: string, at: string): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    let total = 0;
    for (const { issueSlug } of await openIssues(transaction)) {
      const { numUpdatedRows } = await transaction
        .updateTable('deliveries')
        .set({ status: 'excluded', reason, next_attempt_at: null, settled_at: at })
        .where('issue_slug', '=', issueSlug)
        .where(sql<boolean>`(status = 'pending' or status = 'deferred')`)
        .executeTakeFirst();
      total += Number(numUpdatedRows);
      const detail = `${Number(numUpdatedRows)} left out: ${reason}`;
      await writeEvent(transaction, { issueSlug, at, event: 'restored', detail });
    }
    return total;
  });
}

export async function releaseDatabase(
  database: GuardedDatabase,
  journal: SentJournalReader,
  at: string,
): Promise<void> {
  const { db, location } = database;
  await catchUpAll(database, journal, at);
  const compared = await compareJournal(database, journal, at);
  const place = await placeOf(db, location);
  await db.transaction().execute(async (transaction) => {
    const { held } = await readStanding(transaction);
    if (held?.isOlder === true) await pauseOpenIssues(transaction, held.reason, at);
    await writeStanding(
      transaction,
      'acknowledged',
      Object.fromEntries(compared.map(({ issueSlug, known }) => [issueSlug, known])),
    );
    await clearStanding(transaction, ['held', 'manifest']);
    if (place !== undefined) await writeStanding(transaction, 'place', place);
    for (const statement of releaseStatements(location.kind)) await sql.raw(statement).execute(transaction);
  });
}
