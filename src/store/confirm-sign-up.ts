// The link of a mail to confirm: looked at, which changes nothing, and pressed, which makes its reader a subscriber once, however often
// it is pressed and from wherever.
import type { Kysely, Selectable } from 'kysely';
import { readAddress } from '../audience/address.ts';
import type { SignUpState } from '../model/audience-ports.ts';
import type { SuppressionReason } from '../model/subscriber.ts';
import type { Change } from './audience-access.ts';
import { countEvents } from './audience-counts.ts';
import { lockAddress } from './audience-lock.ts';
import { type HeldSubscriber, holdSubscriber } from './change-subscription.ts';
import { addConsent } from './consents.ts';
import { addUnconfirmed, agreedTo, SIGN_UP_SOURCE } from './next-sign-up.ts';
import { type SignUpRow, type Tables, toStoredText } from './schema.ts';
import { isLiftedByReader, reasonOf } from './suppressions.ts';

type Row = Selectable<SignUpRow>;

/** Undefined: there is no such request, or nobody was sent a link for it. */
export async function lookAtSignUp(
  db: Kysely<Tables>,
  id: string,
  at: string,
): Promise<SignUpState | undefined> {
  const row = await db
    .selectFrom('sign_ups')
    .selectAll()
    .where('id', '=', toStoredText(id))
    .executeTakeFirst();
  if (row === undefined || row.kind !== 'confirm') return undefined;
  const subscriber = row.subscriber_id === null ? undefined : await subscriberOf(db, row.subscriber_id);
  const reason = await reasonOf(db, row.address_hash, subscriber);
  return stateOf(row, subscriber, reason !== undefined && !isLiftedByReader(reason), at);
}

function subscriberOf(db: Kysely<Tables>, id: string) {
  return db.selectFrom('subscribers').select(['id', 'status']).where('id', '=', id).executeTakeFirst();
}

export async function confirmSignUp(
  change: Change,
  id: string,
  at: string,
): Promise<SignUpState | undefined> {
  const { transaction, kind } = change;
  const asked = () => transaction.selectFrom('sign_ups').selectAll().where('id', '=', toStoredText(id));
  const known = await asked().executeTakeFirst();
  if (known === undefined || known.kind !== 'confirm') return undefined;
  await lockAddress(change, known.address_hash);
  const row = await asked()
    .$if(kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const read = row.address === null ? undefined : readAddress(row.address);
  const held =
    read !== undefined && 'key' in read ? await holdSubscriber(change, { key: read.key }) : undefined;
  const subscriber =
    held ?? (row.subscriber_id === null ? undefined : await subscriberOf(transaction, row.subscriber_id));
  const reason = await reasonOf(transaction, row.address_hash, subscriber);
  const state = stateOf(row, subscriber, reason !== undefined && !isLiftedByReader(reason), at);
  if (state.kind !== 'open' || read === undefined || 'problem' in read) return state;
  // Removed because nobody had confirmed for long; the link still holds.
  const subscriberId = held?.id ?? (await addUnconfirmed(transaction, read, at));
  const isNew = held?.status !== 'confirmed';
  if (reason !== undefined) await liftByReader(change, subscriberId, row.address_hash, reason, at);
  const seq = await addConsent(
    transaction,
    subscriberId,
    { event: 'given', ...agreedTo(row), proof: `link of ${row.mailed_at ?? row.asked_at}, button pressed` },
    at,
  );
  await transaction
    .updateTable('subscribers')
    // Who was added by the operator meanwhile has proved that they agree; what they have chosen stays.
    .set(isNew ? { ...chosenIn(row, held), consent_seq: seq, confirmed_at: at } : { consent_seq: seq })
    .where('id', '=', subscriberId)
    .execute();
  await closeRequests(change, row, subscriberId, at);
  await countEvents(transaction, at, [
    ...(isNew ? [{ event: 'confirmed' } as const] : []),
    ...(reason === undefined ? [] : [{ event: 'lifted' } as const]),
  ]);
  return { kind: 'confirmed', subscriberId, ...languageOf(row) };
}

function stateOf(
  row: Row,
  subscriber: Pick<HeldSubscriber, 'id' | 'status'> | undefined,
  isRefused: boolean,
  at: string,
): SignUpState {
  const language = languageOf(row);
  if (row.state === 'confirmed' || row.state === 'ended')
    return subscriber?.status === 'confirmed'
      ? { kind: 'confirmed', subscriberId: subscriber.id, ...language }
      : { kind: 'expired', ...language };
  const { address, expires_at: expiresAt } = row;
  return isRefused || address === null || expiresAt === null || expiresAt <= at
    ? { kind: 'expired', ...language }
    : { kind: 'open', address, ...language, expiresAt };
}

function languageOf({ language }: Row): { readonly language?: string } {
  return language === null ? {} : { language };
}

async function liftByReader(
  { transaction }: Change,
  subscriberId: string,
  hash: string,
  reason: SuppressionReason,
  at: string,
): Promise<void> {
  await transaction.deleteFrom('suppressions').where('address_hash', '=', hash).execute();
  const text = `${reason}: signed up again and confirmed`;
  await addConsent(transaction, subscriberId, { event: 'lifted', text, source: SIGN_UP_SOURCE }, at);
}

/** Whoever comes back keeps the name and the language that they had, where they gave no others. */
function chosenIn(row: Row, before: HeldSubscriber | undefined) {
  return {
    status: 'confirmed',
    name: row.name ?? before?.name ?? null,
    language: row.language ?? before?.language ?? null,
    topics: row.topics,
    format: row.format,
    paused_until: null,
    unsubscribed_at: null,
  } as const;
}

async function closeRequests(
  { transaction }: Change,
  { id, address_hash }: Row,
  subscriberId: string,
  at: string,
): Promise<void> {
  await transaction
    .updateTable('sign_ups')
    .set({ state: 'confirmed', confirmed_at: at, subscriber_id: subscriberId })
    .where('id', '=', id)
    .execute();
  await transaction
    .updateTable('sign_ups')
    .set({ state: 'ended', next_attempt_at: null, subscriber_id: subscriberId })
    .where('address_hash', '=', address_hash)
    .where('id', '<>', id)
    .where('state', 'in', ['asked', 'mailing', 'mailed', 'failed'])
    .execute();
}
