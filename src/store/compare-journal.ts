// The journal of what was sent in, what the ledger does not know of it out; rows that it can settle are settled on the way. Issues of which
// the journal has told for long and that have nobody left are struck from it.
import { type Kysely, sql } from 'kysely';
import type { SentJournalReader } from '../model/sending-ports.ts';
import { countSent, isAmong, type LedgerAccess, markSent, type SentEvidence } from './mark-sent.ts';
import { messageIdHash } from './message-id.ts';
import type { Tables } from './schema.ts';
import { writeEvent } from './send-history.ts';

export interface JournalComparison {
  readonly issueSlug: string;
  /** Message ids in the journal. */
  readonly known: number;
  /** Rows that were in doubt, and stand as accepted now. */
  readonly doubtful: number;
  /** Rows that this ledger would still send, or leave out. */
  readonly behind: number;
  /** Readers who have the issue and no row in the ledger: it was sent when the ledger was already as old as this. */
  readonly absent: number;
}

/** A backup that is older than this is not put back without thought; each issue's part may take some megabytes. */
const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;
/** See `messageIdHash`. */
const HASH_FIGURES = 32;

export async function compareJournal(
  access: LedgerAccess,
  journal: SentJournalReader,
  at: string,
): Promise<readonly JournalComparison[]> {
  const comparisons: JournalComparison[] = [];
  for (const issueSlug of await journal.issues()) {
    const comparison = await compareIssue(access, journal, issueSlug, at);
    comparisons.push(comparison);
    if (comparison.behind + comparison.absent === 0) await forgetOld(access.db, journal, issueSlug, at);
  }
  return comparisons;
}

/** Rows that are behind stand as accepted afterwards. A step of its own: whoever finds some holds the database first. */
export async function catchUp(
  access: LedgerAccess,
  journal: SentJournalReader,
  { issueSlug }: Pick<JournalComparison, 'issueSlug'>,
  at: string,
): Promise<number> {
  let behind = 0;
  for await (const messageIds of journal.messageIds(issueSlug))
    behind += await markSent(access, evidenceOf(issueSlug, messageIds, at), 'behind');
  if (behind > 0)
    await tell(
      access.db,
      issueSlug,
      at,
      `${behind} who were still to be sent to had it already, says the journal`,
    );
  return behind;
}

/** `catchUp` for every issue that needs it. @returns Rows by issue, those of before in doubt among them */
export async function catchUpAll(
  access: LedgerAccess,
  journal: SentJournalReader,
  at: string,
): Promise<ReadonlyMap<string, number>> {
  const marked = new Map<string, number>();
  for (const { issueSlug, doubtful, behind } of await compareJournal(access, journal, at)) {
    if (behind > 0) await catchUp(access, journal, { issueSlug }, at);
    if (doubtful + behind > 0) marked.set(issueSlug, doubtful + behind);
  }
  return marked;
}

async function compareIssue(
  access: LedgerAccess,
  journal: SentJournalReader,
  issueSlug: string,
  at: string,
): Promise<JournalComparison> {
  const isPlanned = await hasIssue(access.db, issueSlug);
  const sums = { issueSlug, known: 0, doubtful: 0, behind: 0, absent: 0 };
  for await (const messageIds of journal.messageIds(issueSlug)) {
    sums.known += messageIds.length;
    if (!isPlanned) {
      sums.absent += await countReaders(access, issueSlug, messageIds);
      continue;
    }
    const evidence = evidenceOf(issueSlug, messageIds, at);
    sums.doubtful += await markSent(access, evidence, 'doubtful');
    sums.behind += await countSent(access, evidence, 'behind');
  }
  if (sums.doubtful > 0)
    await tell(access.db, issueSlug, at, `${sums.doubtful} in doubt had it, says the journal`);
  return sums;
}

function evidenceOf(issueSlug: string, messageIds: readonly string[], at: string): SentEvidence {
  const words = 'Taken by the mail server, says the journal of what was sent';
  return { issueSlug, messageIds, at, words, isOurs: true };
}

function tell(db: Kysely<Tables>, issueSlug: string, at: string, detail: string): Promise<void> {
  return writeEvent(db, { issueSlug, at, event: 'restored', detail });
}

async function hasIssue(db: Kysely<Tables>, issueSlug: string): Promise<boolean> {
  const row = await db.selectFrom('issues').select('slug').where('slug', '=', issueSlug).executeTakeFirst();
  return row !== undefined;
}

/** Message ids are made of the issue and the reader, so a ledger without rows can still tell whether they are of readers of its own. */
async function countReaders(
  { db, kind }: LedgerAccess,
  issueSlug: string,
  messageIds: readonly string[],
): Promise<number> {
  const hashes = messageIds.map((messageId) => messageId.replace(/@.*$/su, '').slice(-HASH_FIGURES));
  const hash = messageIdHash(kind, sql`cast(${issueSlug} as text)`, sql.ref('id'));
  const { rows } = await db
    .selectFrom('subscribers')
    .select(({ fn }) => fn.countAll().as('rows'))
    .where(isAmong(kind, hash, hashes))
    .executeTakeFirstOrThrow();
  return Number(rows);
}

async function forgetOld(
  db: Kysely<Tables>,
  journal: SentJournalReader,
  issueSlug: string,
  at: string,
): Promise<void> {
  const last = await journal.lastAppendedAt(issueSlug);
  if (last === undefined || Date.parse(at) - Date.parse(last) < KEPT_DAYS * DAY_MS) return;
  const open = await db
    .selectFrom('deliveries')
    .select('subscriber_id')
    .where('issue_slug', '=', issueSlug)
    .where(sql<boolean>`(status = 'pending' or status = 'deferred' or status = 'claimed')`)
    .limit(1)
    .executeTakeFirst();
  if (open === undefined) await journal.forget(issueSlug);
}
