// What a reader does with a subscription of their own: leaves, comes back at once, chooses. Each holds the reader's row while it looks and
// writes, so that two at once have one end, and a claim sees either all of it or nothing.
import type { Selectable } from 'kysely';
import type { Consent, Preferences } from '../model/subscriber.ts';
import type { Change } from './audience-access.ts';
import { countEvents, newestIssueOf } from './audience-counts.ts';
import { addConsent, storedOrNull } from './consents.ts';
import { type SubscriberRow, toStoredInstant, toStoredText } from './schema.ts';
import { readStoredTags, toStoredTopics } from './stored-topics.ts';

export type HeldSubscriber = Selectable<SubscriberRow>;

/** Locked until the transaction ends, read as whoever had it before has left it. */
export async function holdSubscriber(
  { transaction, kind }: Change,
  by: { readonly id: string } | { readonly key: string },
): Promise<HeldSubscriber | undefined> {
  const query = transaction.selectFrom('subscribers').selectAll();
  return ('id' in by ? query.where('id', '=', toStoredText(by.id)) : query.where('address_key', '=', by.key))
    .$if(kind === 'postgres', (held) => held.forUpdate())
    .executeTakeFirst();
}

export async function leave(
  change: Change,
  id: string,
  source: string,
  at: string,
): Promise<'left' | 'was gone' | 'unknown'> {
  const { transaction } = change;
  const row = await holdSubscriber(change, { id });
  if (row === undefined) return 'unknown';
  // A suppressed address stays suppressed: that weighs more than having left.
  if (row.status === 'unsubscribed' || row.status === 'suppressed') return 'was gone';
  await transaction
    .updateTable('subscribers')
    .set({ status: 'unsubscribed', unsubscribed_at: at })
    .where('id', '=', row.id)
    .execute();
  await addConsent(transaction, row.id, { event: 'withdrawn', text: 'Unsubscribed', source }, at);
  const issueSlug = await newestIssueOf(transaction, row.id);
  await countEvents(transaction, at, [{ event: 'unsubscribed', issueSlug }]);
  return 'left';
}

export async function rejoin(
  change: Change,
  id: string,
  consent: Omit<Consent, 'at'>,
  leftSince: string,
  at: string,
): Promise<boolean> {
  const { transaction } = change;
  const row = await holdSubscriber(change, { id });
  // Nobody comes back this way who was never here.
  if (row?.status !== 'unsubscribed' || row.confirmed_at === null) return false;
  if (row.unsubscribed_at === null || row.unsubscribed_at < leftSince) return false;
  const seq = await addConsent(transaction, row.id, { event: 'given', ...consent }, at);
  await transaction
    .updateTable('subscribers')
    .set({ status: 'confirmed', unsubscribed_at: null, consent_seq: seq })
    .where('id', '=', row.id)
    .execute();
  await countEvents(transaction, at, [{ event: 'rejoined' }]);
  return true;
}

export async function choose(
  change: Change,
  id: string,
  preferences: Preferences,
  source: string,
  at: string,
): Promise<boolean> {
  const { transaction } = change;
  const row = await holdSubscriber(change, { id });
  if (row?.status !== 'confirmed') return false;
  const pausedUntil = preferences.pausedUntil && toStoredInstant(preferences.pausedUntil);
  const chosen = {
    name: storedOrNull(preferences.name),
    language: storedOrNull(preferences.language),
    topics: toStoredTopics(preferences.topics),
    format: preferences.format ?? null,
    paused_until: pausedUntil === undefined || pausedUntil <= at ? null : pausedUntil,
  };
  const text = describeChoice(row, chosen);
  if (text === '') return true;
  await transaction.updateTable('subscribers').set(chosen).where('id', '=', row.id).execute();
  await addConsent(transaction, row.id, { event: 'changed', text, source }, at);
  return true;
}

type Choice = Pick<HeldSubscriber, 'name' | 'language' | 'topics' | 'format' | 'paused_until'>;

/** `topics: Iraq, Syria; pause: none`. Of a name only that it changed. The empty text: nothing did. */
function describeChoice(before: Choice, after: Choice): string {
  const topics = after.topics === null ? 'all' : readStoredTags(after.topics).join(', ');
  const pause = after.paused_until === null ? 'none' : `until ${after.paused_until}`;
  return [
    before.name !== after.name && 'name',
    before.language !== after.language && `language: ${after.language ?? 'the usual one'}`,
    before.topics !== after.topics && `topics: ${topics}`,
    before.format !== after.format && `format: ${after.format ?? 'HTML and text'}`,
    before.paused_until !== after.paused_until && `pause: ${pause}`,
  ]
    .filter((part) => part !== false)
    .join('; ');
}
