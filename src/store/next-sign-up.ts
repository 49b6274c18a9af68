// What becomes of the next request to be put on the list: a mail, or nothing. Requests of one address are decided together, and whole domains that
// were written to enough are passed over in one step, so that a hundred thousand waiting ones hold up nobody.
import { randomBytes } from 'node:crypto';
import { type Selectable, sql, type Transaction } from 'kysely';
import { readAddress } from '../audience/address.ts';
import {
  CONFIRM_LINK_MS,
  RETENTION_DAYS,
  SIGN_UP_MAIL_GAP_MS,
  SIGN_UP_MAILS_UNCONFIRMED,
  SIGN_UP_WAIT_MS,
  type SignUpLimits,
  type SignUpMail,
} from '../model/audience-ports.ts';
import type { Consent } from '../model/subscriber.ts';
import type { Change } from './audience-access.ts';
import { countEvents } from './audience-counts.ts';
import { lockAddress, lockSignUps } from './audience-lock.ts';
import { holdSubscriber } from './change-subscription.ts';
import { toConsentColumns } from './consents.ts';
import { dropAsked, dropMailing, dropWaiting } from './drop-sign-ups.ts';
import { findWaiting } from './find-sign-ups.ts';
import type { SignUpRow, Tables } from './schema.ts';
import { isLiftedByReader, reasonOf } from './suppressions.ts';

type Row = Selectable<SignUpRow>;

/** Dropped at most in one transaction for being too old. */
const PART_ROWS = 500;

/** @returns `go on`: some were dropped, and there may be more. */
export async function nextSignUp(
  change: Change,
  at: string,
  limits: SignUpLimits,
): Promise<SignUpMail | 'go on' | undefined> {
  const before = (ms: number): string => new Date(Date.parse(at) - ms).toISOString();
  await lockSignUps(change);
  const again = await mailAgain(change, at);
  if (again !== undefined) return again;
  // Before anybody is looked at: who has waited too long is not written to any more.
  if ((await dropWaiting(change, before(SIGN_UP_WAIT_MS), PART_ROWS)) === PART_ROWS) return 'go on';
  const found = await findWaiting(change, before(3_600_000), limits);
  for (const { id, address_hash } of found) {
    await lockAddress(change, address_hash);
    const row = await heldSignUp(change, id);
    if (row?.state !== 'asked') continue;
    const mail = await decide(change, row, at, before);
    if (typeof mail !== 'string') return mail;
    await dropAsked(change, address_hash, mail);
  }
  return found.length > 0 ? 'go on' : undefined;
}

/** Refused for now and due again. */
async function mailAgain(change: Change, at: string): Promise<SignUpMail | 'go on' | undefined> {
  const { transaction } = change;
  const due = await transaction
    .selectFrom('sign_ups')
    .select(['id', 'address_hash'])
    .where(sql<boolean>`state = 'mailing'`)
    .where('next_attempt_at', '<=', at)
    .orderBy('next_attempt_at')
    .limit(1)
    .executeTakeFirst();
  if (due === undefined) return undefined;
  await lockAddress(change, due.address_hash);
  const row = await heldSignUp(change, due.id);
  // Confirmed or forgotten meanwhile.
  if (row?.state !== 'mailing' || row.address === null || row.kind === null || row.mail_key === null)
    return 'go on';
  const read = readAddress(row.address);
  const subscriber = 'key' in read ? await holdSubscriber(change, { key: read.key }) : undefined;
  const reason = 'key' in read ? await reasonOf(transaction, row.address_hash, subscriber) : undefined;
  if (reason !== undefined && !isLiftedByReader(reason)) {
    await dropMailing(change, row.id, reason);
    return 'go on';
  }
  await transaction
    .updateTable('sign_ups')
    .set({ attempts: row.attempts + 1, next_attempt_at: null })
    .where('id', '=', row.id)
    .execute();
  return toMail(row, row.address, {
    kind: row.kind,
    subscriberId: row.subscriber_id,
    mailKey: row.mail_key,
    attempt: row.attempts + 1,
  });
}

async function heldSignUp({ transaction, kind }: Change, id: string): Promise<Row | undefined> {
  return transaction
    .selectFrom('sign_ups')
    .selectAll()
    .where('id', '=', id)
    .$if(kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
}

/** @returns why there is none, in a word. */
async function decide(
  change: Change,
  row: Row,
  at: string,
  before: (ms: number) => string,
): Promise<SignUpMail | string> {
  const { transaction } = change;
  if (row.address === null) return 'forgotten';
  const read = readAddress(row.address);
  if ('problem' in read) return 'unusable';
  const subscriber = await holdSubscriber(change, { key: read.key });
  const reason = await reasonOf(transaction, row.address_hash, subscriber);
  if (reason !== undefined && !isLiftedByReader(reason)) return reason;
  const kind = subscriber?.status === 'confirmed' ? 'known' : 'confirm';
  const refusal = await tooMany(change, row.address_hash, kind, before);
  if (refusal !== undefined) return refusal;
  const subscriberId = subscriber?.id ?? (await addStranger(change, read, row, at));
  const mailKey = randomBytes(16).toString('hex');
  await transaction
    .updateTable('sign_ups')
    .set({
      state: 'mailing',
      kind,
      subscriber_id: subscriberId,
      mail_key: mailKey,
      attempts: 1,
      mailed_at: at,
      expires_at: kind === 'confirm' ? before(-CONFIRM_LINK_MS) : null,
    })
    .where('id', '=', row.id)
    .execute();
  // The others of the address would be dropped one by one for the gap between two mails.
  await dropAsked(change, row.address_hash, 'written to already');
  if (kind === 'confirm') await countEvents(transaction, at, [{ event: 'signed-up' }]);
  return toMail(row, row.address, { kind, subscriberId, mailKey, attempt: 1 });
}

/** Counted by the keyed hash, which outlives what was typed. */
async function tooMany(
  { transaction }: Change,
  hash: string,
  kind: SignUpMail['kind'],
  before: (ms: number) => string,
): Promise<string | undefined> {
  const mails = await transaction
    .selectFrom('sign_ups')
    .select(['mailed_at', 'kind', 'state'])
    .where('address_hash', '=', hash)
    .where('mailed_at', 'is not', null)
    .orderBy('mailed_at', 'desc')
    .limit(COUNTED_MAILS)
    .execute();
  const lately = before(SIGN_UP_MAIL_GAP_MS);
  if (mails.some(({ mailed_at }) => mailed_at !== null && mailed_at > lately)) return 'written to lately';
  const since = before(RETENTION_DAYS.requests * 24 * 3_600_000);
  // Those who are on the list are told so as often within the time in which that is remembered.
  const counted = mails.filter((mail) =>
    kind === 'known'
      ? mail.mailed_at !== null && mail.mailed_at > since
      : mail.kind === 'confirm' && mail.state !== 'confirmed' && mail.state !== 'ended',
  );
  return counted.length >= SIGN_UP_MAILS_UNCONFIRMED ? 'written to too often' : undefined;
}

/** More than can be of one address within the time in which they count. */
const COUNTED_MAILS = 100;

/** Of a stranger nothing is kept but the address, until it is proved. */
async function addStranger(
  { transaction }: Change,
  found: { readonly address: string; readonly key: string },
  row: Row,
  at: string,
): Promise<string> {
  const id = await addUnconfirmed(transaction, found, at);
  await transaction
    .insertInto('consents')
    .values({
      subscriber_id: id,
      seq: 1,
      event: 'given',
      ...toConsentColumns(agreedTo(row)),
      at: row.asked_at,
    })
    .execute();
  return id;
}

/** @returns its id. Its consent is still to be written. */
export async function addUnconfirmed(
  transaction: Transaction<Tables>,
  { address, key }: { readonly address: string; readonly key: string },
  at: string,
): Promise<string> {
  const id = randomBytes(16).toString('base64url');
  await transaction
    .insertInto('subscribers')
    .values({ id, address, address_key: key, status: 'unconfirmed', consent_seq: 1, created_at: at })
    .execute();
  return id;
}

/** What stood beside the form. */
export function agreedTo(row: Row): Omit<Consent, 'at'> {
  return { text: row.consent_text, source: SIGN_UP_SOURCE, version: row.consent_version, url: row.url };
}

export const SIGN_UP_SOURCE = 'sign-up form';

function toMail(
  row: Row,
  address: string,
  mail: {
    readonly kind: SignUpMail['kind'];
    readonly subscriberId: string | null;
    readonly mailKey: string;
    readonly attempt: number;
  },
): SignUpMail {
  const { kind, subscriberId, mailKey, attempt } = mail;
  return {
    signUpId: row.id,
    kind,
    address,
    ...(row.language === null ? {} : { language: row.language }),
    ...(kind === 'known' && subscriberId !== null ? { subscriberId } : {}),
    mailKey,
    attempt,
  };
}
