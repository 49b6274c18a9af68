// Before anything is sent: is this the database that it says it is, and does it know all that was sent? A copy that was put back, or
// opened beside the original, is held and sends nothing until somebody lets it go.
import { type Kysely, sql } from 'kysely';
import { BroadsideError } from '../model/errors.ts';
import type { SentJournalReader } from '../model/sending-ports.ts';
import { holdStatements } from './barriers.ts';
import { catchUp, compareJournal, type JournalComparison } from './compare-journal.ts';
import type { DatabaseLocation } from './database-location.ts';
import { type DatabasePlace, isSamePlace, placeOf } from './database-place.ts';
import type { LedgerAccess } from './mark-sent.ts';
import type { DatabaseKind } from './migrate.ts';
import type { Tables } from './schema.ts';
import { writeEvent } from './send-history.ts';
import { type Held, readStanding, rememberPlace, type Standing, writeStanding } from './standing.ts';

export interface GuardedDatabase extends LedgerAccess {
  readonly location: DatabaseLocation;
}

/** Readers who were in doubt and are known to have the issue now, by issue; for reports. */
export type SettledDoubts = readonly Pick<JournalComparison, 'issueSlug' | 'doubtful'>[];

/** @throws BroadsideError DATABASE_MOVED, DATABASE_RESTORED */
export async function guardCopy(
  database: GuardedDatabase,
  journal: SentJournalReader,
  at: string,
): Promise<SettledDoubts> {
  const { db, location } = database;
  const standing = await readStanding(db);
  if (standing.moved !== undefined) throw movedTo(standing.moved.to, location.describe);
  if (standing.held !== undefined) throw heldError(standing.held, location.describe);
  const now = await placeOf(db, location);
  const compared = await compareJournal(database, journal, at);
  const held = reasonToHold(standing, now, compared, at);
  // Held first: should this end in between, what is behind is found again.
  if (held !== undefined) await holdDatabase(db, location.kind, held);
  for (const comparison of compared.filter(({ behind }) => behind > 0))
    await catchUp(database, journal, comparison, at);
  if (held !== undefined) throw heldError(held, location.describe);
  await rememberPlace(db, now);
  return compared.filter(({ doubtful }) => doubtful > 0);
}

function reasonToHold(
  { manifest, place, acknowledged }: Standing,
  now: DatabasePlace | undefined,
  compared: readonly JournalComparison[],
  at: string,
): Held | undefined {
  const unexplained = compared.filter(
    ({ issueSlug, known, behind, absent }) => behind + absent > 0 && known > (acknowledged[issueSlug] ?? 0),
  );
  const heldAt = at;
  if (manifest !== undefined) {
    const reason = `It is the backup of ${manifest.madeAt}, put into its place by hand`;
    return { reason, heldAt, isOlder: true, backupAt: manifest.madeAt };
  }
  if (unexplained.length > 0) {
    const issues = unexplained.map(({ issueSlug, behind, absent }) => `${issueSlug} (${behind + absent})`);
    return {
      reason: `It does not know of readers who have their letter already: of ${issues.join(', ')}`,
      heldAt,
      isOlder: true,
    };
  }
  if (place !== undefined && now !== undefined && !isSamePlace(place, now))
    return { reason: `It was made elsewhere: ${describePlace(place)}`, heldAt, isOlder: false };
  return undefined;
}

function describePlace(place: DatabasePlace): string {
  return place.kind === 'sqlite' ? place.path : `database ${place.database} of another cluster`;
}

/** In one transaction: the reason, the barrier, and, of an older copy, every issue that would go on by itself is paused. */
export async function holdDatabase(db: Kysely<Tables>, kind: DatabaseKind, held: Held): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await writeStanding(transaction, 'held', held);
    for (const statement of holdStatements(kind)) await sql.raw(statement).execute(transaction);
    if (held.isOlder) await pauseOpenIssues(transaction, held.reason, held.heldAt);
  });
}

export async function pauseOpenIssues(
  transaction: Kysely<Tables>,
  reason: string,
  at: string,
): Promise<void> {
  const paused = await transaction
    .updateTable('issues')
    .set({ state: 'paused' })
    .where(
      sql<boolean>`(state = 'scheduled' or (state = 'sending' and exists (select 1 from deliveries d
        where d.issue_slug = issues.slug and (d.status = 'pending' or d.status = 'deferred'))))`,
    )
    .returning('slug')
    .execute();
  for (const { slug } of paused)
    await writeEvent(transaction, { issueSlug: slug, at, event: 'paused', detail: reason });
}

export function heldError({ reason }: Held, place: string): BroadsideError {
  return new BroadsideError('DATABASE_RESTORED', reason, { place });
}

export function movedTo(to: string, place: string): BroadsideError {
  return new BroadsideError('DATABASE_MOVED', `Everything has moved to ${to}`, { place });
}
