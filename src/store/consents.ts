// One more line of what a reader agreed to, took back or chose. The caller holds the subscriber's row, so that two lines at once get two numbers.
import type { Transaction } from 'kysely';
import type { Consent, ConsentEvent } from '../model/subscriber.ts';
import { type Tables, toStoredText } from './schema.ts';

export interface NewConsent extends Omit<Consent, 'at'> {
  readonly event: ConsentEvent;
}

/** @returns its number. */
export async function addConsent(
  transaction: Transaction<Tables>,
  subscriberId: string,
  { event, ...consent }: NewConsent,
  at: string,
): Promise<number> {
  const { last } = await transaction
    .selectFrom('consents')
    .select(({ fn }) => fn.max('seq').as('last'))
    .where('subscriber_id', '=', subscriberId)
    .executeTakeFirstOrThrow();
  const seq = Number(last ?? 0) + 1;
  await transaction
    .insertInto('consents')
    .values({ subscriber_id: subscriberId, seq, event, ...toConsentColumns(consent), at })
    .execute();
  return seq;
}

export function toConsentColumns({ text, source, version, url, proof }: Omit<Consent, 'at'>) {
  return {
    text: toStoredText(text),
    source: toStoredText(source),
    version: storedOrNull(version),
    url: storedOrNull(url),
    proof: storedOrNull(proof),
  };
}

export function storedOrNull(text: string | undefined): string | null {
  return text === undefined ? null : toStoredText(text);
}
