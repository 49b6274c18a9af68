// What is about a person, and no longer needed, goes: some hundreds at a time, so that nobody waits long for it. What limits count stays, and so does
// what nobody has looked at yet.
import { sql } from 'kysely';
import { RETENTION_DAYS, SIGN_UP_WAIT_MS } from '../model/audience-ports.ts';
import type { IsoInstant } from '../model/calendar.ts';
import type { AudienceAccess, Change } from './audience-access.ts';
import { dropWaiting, NOTHING_TYPED } from './drop-sign-ups.ts';
import { toStoredInstant } from './schema.ts';
import { isNotOpen, NO_WORDS } from './stored-verdict.ts';

const PART_ROWS = 500;
const DAY_MS = 24 * 3_600_000;

export async function tidyAudience(
  { change }: AudienceAccess,
  at: IsoInstant,
): Promise<Record<keyof typeof RETENTION_DAYS, number>> {
  const before = (ms: number): string => toStoredInstant(new Date(Date.parse(at) - ms).toISOString());
  const all = async (part: (change: Change) => Promise<number>): Promise<number> => {
    for (let sum = 0; ; ) {
      const rows = await change(part);
      sum += rows;
      if (rows < PART_ROWS) return sum;
    }
  };
  await all((now) => dropWaiting(now, before(SIGN_UP_WAIT_MS), PART_ROWS));
  const requests = before(RETENTION_DAYS.requests * DAY_MS);
  const unconfirmed = before(RETENTION_DAYS.unconfirmed * DAY_MS);
  return {
    unconfirmed: await all((now) => removeUnconfirmed(now, unconfirmed)),
    requests:
      (await all((now) => removeRequests(now, requests))) +
      (await all((now) => emptyRequests(now, requests))),
    returnedMails: await all((now) => emptyReturned(now, before(RETENTION_DAYS.returnedMails * DAY_MS))),
  };
}

/** Since when they are unconfirmed is told by when they were added, whatever another program says of when they came. */
async function removeUnconfirmed({ transaction, kind }: Change, before: string): Promise<number> {
  const rows = await transaction
    .selectFrom('subscribers as s')
    .select('s.id')
    .where('s.status', '=', 'unconfirmed')
    .where((where) =>
      where.exists(
        where
          .selectFrom('consents as c')
          .select('c.seq')
          .whereRef('c.subscriber_id', '=', 's.id')
          .whereRef('c.seq', '=', 's.consent_seq')
          .where('c.at', '<', before),
      ),
    )
    .limit(PART_ROWS)
    .$if(kind === 'postgres', (query) => query.forUpdate().skipLocked())
    .execute();
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  // What was agreed to goes only with the person.
  await transaction.updateTable('subscribers').set({ erased_at: before }).where('id', 'in', ids).execute();
  for (const table of ['consents', 'subscriber_tags'] as const)
    await transaction.deleteFrom(table).where('subscriber_id', 'in', ids).execute();
  await transaction.deleteFrom('subscribers').where('id', 'in', ids).execute();
  return ids.length;
}

/** Of which nothing counts any more: nobody was written to for them, or it is known long since who it was. */
async function removeRequests({ transaction }: Change, before: string): Promise<number> {
  const { numDeletedRows } = await transaction
    .deleteFrom('sign_ups')
    .where('id', 'in', (query) =>
      query
        .selectFrom('sign_ups')
        .select('id')
        .where('asked_at', '<', before)
        .where(sql<boolean>`(state in ('dropped', 'ended') or kind = 'known')`)
        .limit(PART_ROWS),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Their keyed hash stays, for the limits. */
async function emptyRequests({ transaction }: Change, before: string): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('sign_ups')
    .set({ ...NOTHING_TYPED, detail: null })
    .where('id', 'in', (query) =>
      query
        .selectFrom('sign_ups')
        .select('id')
        .where('asked_at', '<', before)
        .where('address', 'is not', null)
        .limit(PART_ROWS),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** What was not understood stays until somebody has looked at it. The row stays, so that the same mail read again counts nothing. */
async function emptyReturned({ transaction }: Change, before: string): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('returned_mails')
    .set({ raw: null, verdict: NO_WORDS })
    .where('id', 'in', (query) =>
      query
        .selectFrom('returned_mails')
        .select('id')
        .where('received_at', '<', before)
        .where('verdict', '<>', NO_WORDS)
        .where(isNotOpen)
        .limit(PART_ROWS),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
