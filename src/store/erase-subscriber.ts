// Forgets a person. What stays is a row without anything of theirs, so that sums of the ledger stay true, and the keyed hash of the address, so
// that no import brings them back. A message of theirs that is on the wire just now ends as it ends, and nothing of it is written down but its state.
import { sql } from 'kysely';
import type { Change } from './audience-access.ts';
import { countEvents } from './audience-counts.ts';
import { lockAddress } from './audience-lock.ts';
import { type HeldSubscriber, holdSubscriber } from './change-subscription.ts';
import { NOTHING_TYPED } from './drop-sign-ups.ts';
import { toStoredText } from './schema.ts';
import { NO_WORDS } from './stored-verdict.ts';
import { writeSuppression } from './suppressions.ts';

/** Why a row of theirs that was not begun is left out. */
export const ERASED = 'erased since it was planned';

/** @returns false for nobody, and for whoever is forgotten already. */
export async function eraseSubscriber(
  change: Change,
  id: string,
  source: string,
  at: string,
): Promise<boolean> {
  const { transaction, hashOf } = change;
  const known = await transaction
    .selectFrom('subscribers')
    .select(['address_key', 'erased_at'])
    .where('id', '=', toStoredText(id))
    .executeTakeFirst();
  if (known === undefined || known.erased_at !== null) return false;
  const hash = hashOf(known.address_key);
  await lockAddress(change, hash);
  // Rows of the ledger before that of the reader, as a claim takes them.
  await emptyDeliveries(change, id, at);
  const row = await holdSubscriber(change, { id });
  if (row === undefined || row.erased_at !== null) return false;
  // A plan that was waited for has written one more; a plan that waits now looks again by itself.
  if (change.kind === 'postgres') await emptyDeliveries(change, id, at);
  await emptySubscriber(change, row, at);
  for (const table of ['consents', 'subscriber_tags'] as const)
    await transaction.deleteFrom(table).where('subscriber_id', '=', row.id).execute();
  await emptySignUps(change, hash);
  await emptyReturnedMails(change, row.id);
  await writeSuppression(change, hash, { reason: 'erased', detail: source }, at);
  await countEvents(transaction, at, [{ event: 'erased' }]);
  return true;
}

/** From issue to issue: there is no index of rows by reader. */
async function emptyDeliveries({ transaction }: Change, id: string, at: string): Promise<void> {
  const ofReader = sql`issue_slug in (select slug from issues) and subscriber_id = ${id}`;
  // A refusal is not looked at any more: there is nobody left to count it for.
  await sql`update deliveries set address = '', domain = '', response = null,
      returned_at = case when status = 'rejected' then coalesce(returned_at, ${at}) else returned_at end,
      reason = case when status in ('pending', 'deferred') then ${ERASED} else reason end,
      settled_at = case when status in ('pending', 'deferred') then ${at} else settled_at end,
      next_attempt_at = case when status in ('pending', 'deferred') then null else next_attempt_at end,
      status = case when status in ('pending', 'deferred') then 'excluded' else status end
    where ${ofReader}`.execute(transaction);
  await sql`update delivery_attempts set response = null where ${ofReader}`.execute(transaction);
}

async function emptySubscriber({ transaction }: Change, { id }: HeldSubscriber, at: string): Promise<void> {
  await transaction
    .updateTable('subscribers')
    .set({
      address: '',
      address_key: `erased${id}`,
      name: null,
      language: null,
      topics: null,
      format: null,
      paused_until: null,
      status: 'suppressed',
      created_at: at,
      confirmed_at: null,
      unsubscribed_at: null,
      erased_at: at,
    })
    .where('id', '=', id)
    .execute();
}

/** How often the address was written to goes on counting; who it was is gone, and no link of before does anything any more. */
async function emptySignUps({ transaction }: Change, hash: string): Promise<void> {
  await transaction
    .updateTable('sign_ups')
    .set({
      ...NOTHING_TYPED,
      subscriber_id: null,
      detail: null,
      next_attempt_at: null,
      state: sql`case state when 'asked' then 'dropped' when 'mailing' then 'failed' else state end`,
    })
    .where('address_hash', '=', hash)
    .execute();
}

/** Its class stays for the sums, its fingerprint so that it is not read anew. */
async function emptyReturnedMails({ transaction }: Change, id: string): Promise<void> {
  await transaction
    .updateTable('returned_mails')
    .set({ subscriber_id: null, domain: '', verdict: NO_WORDS, raw: null, effect: '', is_seen: 1 })
    .where('subscriber_id', '=', id)
    .execute();
}
