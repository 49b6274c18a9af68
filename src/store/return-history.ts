// What the rules for bounces ask of a reader's past: what came back of them, and which issues were taken after which nothing did. The newest first.
import { type Kysely, sql } from 'kysely';
import type { ReturnHistoryEntry } from '../model/audience-ports.ts';
import type { Tables } from './schema.ts';

/** A bounce may come days after the server took the letter (RFC 5321 §4.5.4.1 has it tried for four to five): so long it is not yet good news. */
const ACCEPTED_FOR_GOOD_MS = 3 * 24 * 3_600_000;
/** No rule looks further back. */
const ENTRIES = 200;

/** @param exceptId Of the mail that is being looked at. */
export async function readReturnHistory(
  db: Kysely<Tables>,
  subscriberId: string,
  at: string,
  exceptId: number,
): Promise<readonly ReturnHistoryEntry[]> {
  const mails = await db
    .selectFrom('returned_mails')
    .select(['received_at', 'issue_slug', 'class'])
    .where('subscriber_id', '=', subscriberId)
    .where('id', '<>', exceptId)
    // Whoever came back and confirmed has had a mail since: what was before is no past of theirs any more.
    .where('received_at', '>=', (query) =>
      query
        .selectFrom('subscribers')
        .select(sql<string>`coalesce(confirmed_at, '')`.as('since'))
        .where('id', '=', subscriberId),
    )
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(ENTRIES)
    .execute();
  const before = new Date(Date.parse(at) - ACCEPTED_FOR_GOOD_MS).toISOString();
  const accepted = await db
    .selectFrom('deliveries')
    .select(['issue_slug', 'settled_at'])
    .where('issue_slug', 'in', (query) => query.selectFrom('issues').select('slug'))
    .where('subscriber_id', '=', subscriberId)
    .where(sql<boolean>`status = 'accepted'`)
    .where('returned_at', 'is', null)
    .where('settled_at', '<=', before)
    .orderBy('settled_at', 'desc')
    .limit(ENTRIES)
    .execute();
  return [
    ...mails.map(({ received_at, issue_slug, class: bounceClass }) => ({
      at: received_at,
      ...(issue_slug === null ? {} : { issueSlug: issue_slug }),
      class: bounceClass,
    })),
    ...accepted.map(({ issue_slug, settled_at }) => ({
      at: settled_at ?? before,
      issueSlug: issue_slug,
      class: 'accepted' as const,
    })),
  ].toSorted((one, other) => (one.at === other.at ? 0 : one.at < other.at ? 1 : -1));
}
