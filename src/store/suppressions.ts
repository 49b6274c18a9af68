// Addresses that nobody writes to, whoever asks. The reason stands under the keyed hash of the address, beside the readers and not among them, so that
// it holds for addresses that are nobody's and for people who were forgotten.
import type { Kysely } from 'kysely';
import { readAddress, usableAddress } from '../audience/address.ts';
import type { AudienceEvent, AudienceStore } from '../model/audience-ports.ts';
import type { IsoInstant } from '../model/calendar.ts';
import type { SuppressionReason } from '../model/subscriber.ts';
import type { AudienceAccess, Change } from './audience-access.ts';
import { type CountedEvent, countEvents, newestIssueOf } from './audience-counts.ts';
import { lockAddress } from './audience-lock.ts';
import { type HeldSubscriber, holdSubscriber } from './change-subscription.ts';
import { addConsent } from './consents.ts';
import { type Tables, toStoredInstant, toStoredText } from './schema.ts';

/** The graver one stays: what the reader cannot lift weighs more. */
const GRAVITY: Readonly<Record<SuppressionReason, number>> = {
  erased: 1,
  bounced: 2,
  complained: 3,
  operator: 4,
};

/** Whoever signs up again and confirms takes it back. */
export function isLiftedByReader(reason: SuppressionReason): boolean {
  return reason === 'bounced' || reason === 'erased';
}

const EVENTS: Readonly<Record<SuppressionReason, AudienceEvent>> = {
  bounced: 'bounced',
  complained: 'complained',
  operator: 'suppressed',
  erased: 'erased',
};

export function suppress(
  { change }: AudienceAccess,
  address: string,
  reason: SuppressionReason,
  detail: string,
  at: IsoInstant,
): ReturnType<AudienceStore['suppress']> {
  return change(async (now) => {
    const key = usableAddress(address).key;
    await lockAddress(now, now.hashOf(key));
    const row = await holdSubscriber(now, { key });
    return (await suppressHeld(now, key, row, { reason, detail }, toStoredInstant(at)))
      ? 'suppressed'
      : 'was suppressed';
  });
}

/**
 * The address is locked, and its row, where there is one, held.
 * @returns false where it stays as it was.
 */
export async function suppressHeld(
  change: Change,
  key: string,
  row: HeldSubscriber | undefined,
  { reason, detail }: { readonly reason: SuppressionReason; readonly detail: string },
  at: string,
): Promise<boolean> {
  const { transaction } = change;
  if (!(await writeSuppression(change, change.hashOf(key), { reason, detail }, at))) return false;
  if (row === undefined) return true;
  const wasSuppressed = row.status === 'suppressed';
  await transaction
    .updateTable('subscribers')
    .set({ status: 'suppressed' })
    .where('id', '=', row.id)
    .execute();
  const text = reasonWords(reason, detail);
  await addConsent(transaction, row.id, { event: 'suppressed', text, source: SOURCES[reason] }, at);
  if (wasSuppressed) return true;
  const issueSlug = reason === 'operator' ? undefined : await newestIssueOf(transaction, row.id);
  await countEvents(transaction, at, [{ event: EVENTS[reason], issueSlug } satisfies CountedEvent]);
  return true;
}

function reasonWords(reason: SuppressionReason, detail: string): string {
  return detail === '' ? reason : `${reason}: ${detail}`;
}

const SOURCES: Readonly<Record<SuppressionReason, string>> = {
  bounced: 'bounces',
  complained: 'complaints',
  operator: 'subscribers suppress',
  erased: 'erasing',
};

/** @returns false where a reason as grave was there. */
export async function writeSuppression(
  { transaction }: Change,
  hash: string,
  { reason, detail }: { readonly reason: SuppressionReason; readonly detail: string },
  at: string,
): Promise<boolean> {
  const there = await readReason(transaction, hash);
  if (there !== undefined && GRAVITY[there.reason] >= GRAVITY[reason]) return false;
  const columns = { reason, detail: toStoredText(detail), at };
  await transaction
    .insertInto('suppressions')
    .values({ address_hash: hash, ...columns })
    .onConflict((conflict) => conflict.column('address_hash').doUpdateSet(columns))
    .execute();
  return true;
}

export function lift(
  { change }: AudienceAccess,
  address: string,
  detail: string,
  at: IsoInstant,
): ReturnType<AudienceStore['lift']> {
  return change(async (now) => {
    const { transaction } = now;
    const when = toStoredInstant(at);
    const key = usableAddress(address).key;
    const hash = now.hashOf(key);
    await lockAddress(now, hash);
    const row = await holdSubscriber(now, { key });
    const reason = await reasonOf(transaction, hash, row);
    if (reason === undefined) return undefined;
    await transaction.deleteFrom('suppressions').where('address_hash', '=', hash).execute();
    if (row?.status === 'suppressed') {
      await transaction
        .updateTable('subscribers')
        .set({ status: 'unsubscribed', unsubscribed_at: when })
        .where('id', '=', row.id)
        .execute();
      const text = reasonWords(reason, detail);
      await addConsent(transaction, row.id, { event: 'lifted', text, source: 'subscribers suppress' }, when);
      await countEvents(transaction, when, [{ event: 'lifted' }]);
    }
    return reason;
  });
}

/** Rows older than this table have their state alone: whoever cut them off was the operator. */
export async function reasonOf(
  db: Kysely<Tables>,
  hash: string,
  row: Pick<HeldSubscriber, 'status'> | undefined,
): Promise<SuppressionReason | undefined> {
  const known = await readReason(db, hash);
  return known?.reason ?? (row?.status === 'suppressed' ? 'operator' : undefined);
}

export function suppression(
  { read }: AudienceAccess,
  address: string,
): ReturnType<AudienceStore['suppression']> {
  return read(async (db, hashOf) => {
    const found = readAddress(address);
    if ('problem' in found) return undefined;
    const known = await readReason(db, hashOf(found.key));
    if (known !== undefined) return known;
    const row = await db
      .selectFrom('subscribers')
      .select(['status', 'created_at'])
      .where('address_key', '=', found.key)
      .executeTakeFirst();
    return row?.status === 'suppressed'
      ? { reason: 'operator' as const, detail: '', at: row.created_at }
      : undefined;
  });
}

function readReason(db: Kysely<Tables>, hash: string) {
  return db
    .selectFrom('suppressions')
    .select(['reason', 'detail', 'at'])
    .where('address_hash', '=', hash)
    .executeTakeFirst();
}
