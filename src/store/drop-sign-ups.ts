// Requests that come to nothing: what was typed goes at once, that somebody asked stays for a while.
import { sql } from 'kysely';
import type { Change } from './audience-access.ts';

/** What was typed into the form. */
export const NOTHING_TYPED = {
  address: null,
  name: null,
  language: null,
  topics: null,
  format: null,
} as const;

/** Whom nobody could be written to for in time. @returns how many. */
export async function dropWaiting({ transaction }: Change, before: string, limit: number): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('sign_ups')
    .set({ state: 'dropped', detail: 'waited too long', ...NOTHING_TYPED })
    .where('id', 'in', (query) =>
      query
        .selectFrom('sign_ups')
        .select('id')
        .where(sql<boolean>`state = 'asked'`)
        .where('asked_at', '<', before)
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Of one address all that were not looked at yet: what keeps one of them from being written to keeps the others too. */
export async function dropAsked({ transaction }: Change, hash: string, detail: string): Promise<void> {
  await transaction
    .updateTable('sign_ups')
    .set({ state: 'dropped', detail, ...NOTHING_TYPED })
    .where('address_hash', '=', hash)
    .where(sql<boolean>`state = 'asked'`)
    .execute();
}

/** One that was to be tried again. */
export async function dropMailing({ transaction }: Change, id: string, detail: string): Promise<void> {
  await transaction
    .updateTable('sign_ups')
    .set({ state: 'failed', detail, next_attempt_at: null, ...NOTHING_TYPED })
    .where('id', '=', id)
    .execute();
}
