// Message ids of which it is known that a server has taken them, in: their rows, so far as these say otherwise, stand as accepted. Nobody
// is sent to for it; it only keeps a ledger that knows less than the world from sending again.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { LeaseClock } from './lease-clock.ts';
import { isInDoubt, liveRuns } from './live-runs.ts';
import type { DatabaseKind } from './migrate.ts';
import type { Tables } from './schema.ts';

export interface LedgerAccess {
  readonly db: Kysely<Tables>;
  readonly kind: DatabaseKind;
  readonly clock: LeaseClock;
}

export interface SentEvidence {
  readonly issueSlug: string;
  readonly messageIds: readonly string[];
  readonly at: string;
  /** Written into the row in the place of a server's words. */
  readonly words: string;
  /** False for a log of somebody else's: rows that were refused or left out keep that. */
  readonly isOurs: boolean;
}

/**
 * `doubtful`  a run had begun and never wrote down what came of it
 * `behind`    stands as if it were still to be sent, or not to be: the ledger is older than what was sent
 */
export type SentStanding = 'doubtful' | 'behind';

/** @returns How many rows stand as accepted now. */
export async function markSent(
  { db, kind, clock }: LedgerAccess,
  evidence: SentEvidence,
  which: SentStanding,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({
      status: 'accepted',
      response_code: null,
      enhanced_code: null,
      response: evidence.words,
      reason: null,
      next_attempt_at: null,
      doubted_at: null,
      settled_at: evidence.at,
    })
    .where('issue_slug', '=', evidence.issueSlug)
    .where(await stands({ db, kind, clock }, evidence, which))
    .where(isAmong(kind, sql.ref('message_id'), evidence.messageIds))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** How many `markSent` would mark. */
export async function countSent(
  access: LedgerAccess,
  evidence: Omit<SentEvidence, 'at' | 'words'>,
  which: SentStanding,
): Promise<number> {
  const { rows } = await access.db
    .selectFrom('deliveries')
    .select(({ fn }) => fn.countAll().as('rows'))
    .where('issue_slug', '=', evidence.issueSlug)
    .where(await stands(access, evidence, which))
    .where(isAmong(access.kind, sql.ref('message_id'), evidence.messageIds))
    .executeTakeFirstOrThrow();
  return Number(rows);
}

async function stands(
  { db, kind, clock }: LedgerAccess,
  { isOurs }: Pick<SentEvidence, 'isOurs'>,
  which: SentStanding,
): Promise<RawBuilder<boolean>> {
  if (which === 'doubtful')
    return sql<boolean>`(status = 'claimed' and ${isInDoubt(await liveRuns(db, kind, clock))})`;
  return isOurs
    ? sql<boolean>`(status = 'pending' or status = 'deferred' or status in ('rejected', 'excluded'))`
    : sql<boolean>`(status = 'pending' or status = 'deferred')`;
}

/** One parameter, however many texts: neither database takes twenty thousand of them. */
export function isAmong(
  kind: DatabaseKind,
  value: RawBuilder<unknown>,
  texts: readonly string[],
): RawBuilder<boolean> {
  return kind === 'postgres'
    ? sql<boolean>`${value} = any(${texts}::text[])`
    : sql<boolean>`${value} in (select value from json_each(${JSON.stringify(texts)}))`;
}
