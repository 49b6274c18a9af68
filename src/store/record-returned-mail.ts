// One thing that came back, written down once: by its fingerprint, however often it is read. If it is about a reader of this list, what the rules say of
// their past and of this is carried out in the same transaction.
import type {
  ReturnEffect,
  ReturnedMail,
  ReturnedMailStore,
  ReturnHistoryEntry,
} from '../model/audience-ports.ts';
import type { BounceClass } from '../model/bounce.ts';
import { domainOf } from '../model/wire-address.ts';
import type { Change } from './audience-access.ts';
import { lockAddress } from './audience-lock.ts';
import { type HeldSubscriber, holdSubscriber, leave } from './change-subscription.ts';
import { readReturnHistory } from './return-history.ts';
import { toStoredText } from './schema.ts';
import { suppressHeld } from './suppressions.ts';

type Judge = Parameters<ReturnedMailStore['record']>[1];

/** The letter itself came back: it was not what a reader's server does with one that it keeps. */
const CAME_BACK: readonly BounceClass[] = ['hard', 'soft', 'sender-problem'];

/** What is looked at by a person: nobody has understood it, or it says that something is wrong with us. */
const LOOKED_AT: readonly BounceClass[] = ['unknown', 'not-a-bounce', 'sender-problem'];
/** Understood, and yet it is not known whose it is: somebody may have to find out why. */
const LOOKED_AT_WITHOUT_READER: readonly BounceClass[] = ['hard', 'soft', 'complaint', 'unsubscribe-by-mail'];

export async function recordReturnedMail(
  change: Change,
  mail: ReturnedMail,
  judge: Judge,
  at: string,
): Promise<{ readonly isNew: boolean; readonly effect: string }> {
  const { transaction, hashOf } = change;
  const about = await readerOf(change, mail);
  // Whoever is locked: before the mail is written, or two who have the same one would wait for each other.
  if (about !== undefined) await lockAddress(change, hashOf(about.address_key));
  const { class: bounceClass } = mail.verdict;
  const issueSlug = about && mail.about?.issueSlug;
  // Also of one that is known already: or a refusal that was written down would be told of for ever.
  if (
    about !== undefined &&
    issueSlug !== undefined &&
    (mail.channel === 'smtp' || CAME_BACK.includes(bounceClass))
  )
    await markReturned(change, issueSlug, about.id, at);
  const id = await write(change, mail, about, at);
  if (id === undefined) {
    const known = await transaction
      .selectFrom('returned_mails')
      .select('effect')
      .where('fingerprint', '=', mail.fingerprint)
      .executeTakeFirst();
    return { isNew: false, effect: known?.effect ?? '' };
  }
  const reader = about && (await holdSubscriber(change, { id: about.id }));
  if (reader === undefined || reader.erased_at !== null) return { isNew: true, effect: '' };
  const first: ReturnHistoryEntry = {
    at,
    ...(issueSlug === undefined ? {} : { issueSlug }),
    class: bounceClass,
  };
  const history = [first, ...(await readReturnHistory(transaction, reader.id, at, id))];
  const effect = await carryOut(change, reader, judge(history), at);
  if (effect !== '')
    await transaction
      .updateTable('returned_mails')
      .set({ effect: toStoredText(effect) })
      .where('id', '=', id)
      .execute();
  return { isNew: true, effect };
}

/** Undefined: it names nobody, or somebody who is none of this list, or is forgotten. */
async function readerOf({ transaction }: Change, { about }: ReturnedMail) {
  if (about === undefined) return undefined;
  return transaction
    .selectFrom('subscribers')
    .select(['id', 'address_key'])
    .where('id', '=', toStoredText(about.subscriberId))
    .where('erased_at', 'is', null)
    .executeTakeFirst();
}

async function markReturned(
  { transaction }: Change,
  issueSlug: string,
  subscriberId: string,
  at: string,
): Promise<void> {
  await transaction
    .updateTable('deliveries')
    .set({ returned_at: at })
    .where('issue_slug', '=', issueSlug)
    .where('subscriber_id', '=', subscriberId)
    .where('returned_at', 'is', null)
    .execute();
}

/** @returns undefined where it is there already. */
async function write(
  { transaction }: Change,
  { channel, fingerprint, verdict, about, raw }: ReturnedMail,
  reader: Pick<HeldSubscriber, 'id' | 'address_key'> | undefined,
  at: string,
): Promise<number | undefined> {
  const isKept =
    LOOKED_AT.includes(verdict.class) ||
    (reader === undefined && LOOKED_AT_WITHOUT_READER.includes(verdict.class));
  const [recipient] = verdict.recipients;
  const row = await transaction
    .insertInto('returned_mails')
    .values({
      fingerprint,
      received_at: at,
      channel,
      class: verdict.class,
      subscriber_id: reader?.id ?? null,
      issue_slug: reader === undefined ? null : (about?.issueSlug ?? null),
      domain: reader === undefined ? '' : domainOf(reader.address_key),
      status: recipient?.status ?? recipient?.smtpCode?.toString() ?? '',
      verdict: JSON.stringify(verdict),
      raw: isKept && raw !== undefined ? Buffer.from(raw).toString('base64') : null,
      effect: '',
    })
    .onConflict((conflict) => conflict.column('fingerprint').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** @returns what it changed, in words; the empty text where nothing did. */
async function carryOut(
  change: Change,
  reader: HeldSubscriber,
  effect: ReturnEffect,
  at: string,
): Promise<string> {
  if (effect.kind === 'nothing') return '';
  if (effect.kind === 'unsubscribe')
    return (await leave(change, reader.id, effect.source, at)) === 'left' ? 'unsubscribed' : '';
  const { reason, detail } = effect;
  const isChanged = await suppressHeld(change, reader.address_key, reader, { reason, detail }, at);
  if (!isChanged) return '';
  return `suppressed: ${detail === '' ? reason : `${reason}, ${detail}`}`;
}
