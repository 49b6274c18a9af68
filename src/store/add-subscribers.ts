// Many new readers in a few statements, however many they are: an import of a million comes through here. Nobody is brought back who left
// or was cut off, and an address that may not be written to is refused, also when nothing is left of it but its keyed hash.
import { randomBytes } from 'node:crypto';
import { usableAddress } from '../audience/address.ts';
import type { IsoInstant } from '../model/calendar.ts';
import type { NewSubscriber } from '../model/ports.ts';
import type { SubscriberStatus } from '../model/subscriber.ts';
import type { Change } from './audience-access.ts';
import { countEvents } from './audience-counts.ts';
import { lockAllAddresses } from './audience-lock.ts';
import { addConsent, storedOrNull, toConsentColumns } from './consents.ts';
import { runStatement, type Statement } from './run-statement.ts';
import { toStoredInstant } from './schema.ts';
import { toStoredTopics } from './stored-topics.ts';
import { readTag } from './subscriber-tags.ts';
import { writeSuppression } from './suppressions.ts';

export type AddResult = 'added' | 'duplicate' | 'suppressed';

interface Newcomer {
  readonly id: string;
  readonly address: string;
  readonly key: string;
  readonly hash: string;
  readonly given: NewSubscriber;
}

interface Known {
  readonly id: string;
  readonly address_key: string;
  readonly status: SubscriberStatus;
}

/** @returns results in the order given. @throws BroadsideError ADDRESS_INVALID, then nobody was added. */
export async function addSubscribers(
  change: Change,
  subscribers: readonly NewSubscriber[],
  at: string,
): Promise<readonly AddResult[]> {
  const { transaction, kind, hashOf } = change;
  const newcomers = subscribers.map((given) => toNewcomer(given, hashOf));
  await lockAllAddresses(change);
  // Of two with one address the first counts, in whatever order the database goes through them.
  const first = new Map(newcomers.toReversed().map((one) => [one.key, one]));
  const rows = [...first.values()].map((one) => toColumns(one, at));
  const inserted = await runStatement<{ readonly id: string }>(transaction, ADDED[kind], [
    JSON.stringify(rows),
  ]);
  const ids = new Set(inserted.map(({ id }) => id));
  const added = newcomers.filter(({ id }) => ids.has(id));
  if (added.length > 0)
    await runStatement(transaction, AGREED[kind], [
      JSON.stringify(added.flatMap((newcomer) => toConsentRows(newcomer, at))),
    ]);
  const others = newcomers.filter(({ id }) => !ids.has(id));
  const known = others.length === 0 ? NOBODY : await findKnown(change, others);
  const confirmed = await confirmKnown(change, others, known, at);
  // The confirmed ones are there already, under another id.
  const named = [...added, ...confirmed];
  await addTags(change, named);
  await suppressAdded(change, added, at);
  const count = named.filter(({ given }) => given.status === 'confirmed').length;
  if (count > 0) await countEvents(transaction, at, [{ event: 'added', count }]);
  const done = new Set(named.map(({ given }) => given));
  return newcomers.map(({ given, key, hash }) => {
    if (done.has(given)) return 'added';
    const status = known.subscribers.get(key)?.status;
    const isGone = status === 'suppressed' || status === 'unsubscribed';
    // Whoever left or was cut off stays so: an import must never bring them back.
    return isGone || known.suppressed.has(hash) ? 'suppressed' : 'duplicate';
  });
}

function toNewcomer(given: NewSubscriber, hashOf: Change['hashOf']): Newcomer {
  const { address, key } = usableAddress(given.address);
  return { id: randomBytes(16).toString('base64url'), address, key, hash: hashOf(key), given };
}

function toColumns({ id, address, key, hash, given }: Newcomer, at: string) {
  const created = storedAt(given.createdAt, at);
  const isConfirmed = given.status === 'confirmed';
  return [
    id,
    address,
    key,
    hash,
    storedOrNull(given.name),
    given.status,
    storedOrNull(given.language),
    created,
    given.confirmedAt === undefined ? (isConfirmed ? at : null) : toStoredInstant(given.confirmedAt),
    given.status === 'unsubscribed' ? storedAt(given.unsubscribedAt, at) : null,
    given.format ?? null,
    toStoredTopics(given.topics),
    given.pausedUntil === undefined ? null : toStoredInstant(given.pausedUntil),
  ];
}

const ADDED: Statement = {
  postgres: `insert into subscribers (id, address, address_key, name, status, language, consent_seq, created_at, confirmed_at,
      unsubscribed_at, format, topics, paused_until)
    select v ->> 0, v ->> 1, v ->> 2, v ->> 4, v ->> 5, v ->> 6, 1, v ->> 7, v ->> 8, v ->> 9, v ->> 10, v ->> 11,
      v ->> 12
    from json_array_elements($1::json) as v
    where not exists (select 1 from suppressions where address_hash = v ->> 3)
    on conflict (address_key) do nothing returning id`,
  sqlite: `insert into subscribers (id, address, address_key, name, status, language, consent_seq, created_at, confirmed_at,
      unsubscribed_at, format, topics, paused_until)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 4, value ->> 5, value ->> 6, 1, value ->> 7, value ->> 8, value ->> 9,
      value ->> 10, value ->> 11, value ->> 12
    from json_each(?)
    where not exists (select 1 from suppressions where address_hash = value ->> 3)
    on conflict (address_key) do nothing returning id`,
};

/** That they agreed, and, of those who come as having left, that they took it back. */
function toConsentRows({ id, given }: Newcomer, at: string) {
  const { text, source, version, url, proof } = toConsentColumns(given.consent);
  const agreed = [id, 1, 'given', text, source, version, url, proof, storedAt(given.consent.at, at)];
  return given.status === 'unsubscribed'
    ? [
        agreed,
        [id, 2, 'withdrawn', 'Unsubscribed', source, null, null, null, storedAt(given.unsubscribedAt, at)],
      ]
    : [agreed];
}

function storedAt(instant: IsoInstant | undefined, at: string): string {
  return instant === undefined ? at : toStoredInstant(instant);
}

const AGREED: Statement = {
  postgres: `insert into consents (subscriber_id, seq, event, text, source, version, url, proof, at)
    select v ->> 0, (v ->> 1)::integer, v ->> 2, v ->> 3, v ->> 4, v ->> 5, v ->> 6, v ->> 7, v ->> 8
    from json_array_elements($1::json) as v`,
  sqlite: `insert into consents (subscriber_id, seq, event, text, source, version, url, proof, at)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8
    from json_each(?)`,
};

interface KnownAddresses {
  readonly subscribers: ReadonlyMap<string, Known>;
  /** Hashes. */
  readonly suppressed: ReadonlySet<string>;
}

const NOBODY: KnownAddresses = { subscribers: new Map(), suppressed: new Set() };

async function findKnown(
  { transaction, kind }: Change,
  others: readonly Newcomer[],
): Promise<KnownAddresses> {
  const keys = JSON.stringify(others.map(({ key }) => key));
  const hashes = JSON.stringify(others.map(({ hash }) => hash));
  const rows = await runStatement<Known>(transaction, KNOWN[kind], [keys]);
  const refused = await runStatement<{ readonly address_hash: string }>(transaction, REFUSED[kind], [hashes]);
  return {
    subscribers: new Map(rows.map((row) => [row.address_key, row])),
    suppressed: new Set(refused.map(({ address_hash }) => address_hash)),
  };
}

const KNOWN: Statement = {
  postgres: `select id, address_key, status from subscribers
    where address_key in (select json_array_elements_text($1::json)) for update`,
  sqlite: `select id, address_key, status from subscribers where address_key in (select value from json_each(?))`,
};

const REFUSED: Statement = {
  postgres: `select address_hash from suppressions where address_hash in (select json_array_elements_text($1::json))`,
  sqlite: `select address_hash from suppressions where address_hash in (select value from json_each(?))`,
};

/** Typed into a form by somebody and never proved; now the operator says that they agreed. @returns those, under the id that they have. */
async function confirmKnown(
  { transaction }: Change,
  others: readonly Newcomer[],
  known: KnownAddresses,
  at: string,
): Promise<readonly Newcomer[]> {
  const confirmed = new Map<string, Newcomer>();
  for (const one of others) {
    const { key, hash, given } = one;
    const row = known.subscribers.get(key);
    if (row?.status !== 'unconfirmed' || given.status !== 'confirmed') continue;
    if (known.suppressed.has(hash) || confirmed.has(key)) continue;
    const { consent } = given;
    const seq = await addConsent(
      transaction,
      row.id,
      { event: 'given', ...consent },
      storedAt(consent.at, at),
    );
    await transaction
      .updateTable('subscribers')
      .set({
        status: 'confirmed',
        consent_seq: seq,
        confirmed_at: given.confirmedAt === undefined ? at : toStoredInstant(given.confirmedAt),
        name: storedOrNull(given.name),
        language: storedOrNull(given.language),
        topics: toStoredTopics(given.topics),
        format: given.format ?? null,
      })
      .where('id', '=', row.id)
      .execute();
    confirmed.set(key, { ...one, id: row.id });
  }
  return [...confirmed.values()];
}

async function addTags({ transaction, kind }: Change, named: readonly Newcomer[]): Promise<void> {
  const pairs = named.flatMap(({ id, given: { tags = [] } }) =>
    tags.map((tag) => [id, readTag(tag)] as const),
  );
  if (pairs.length > 0) await runStatement(transaction, TAGGED[kind], [JSON.stringify(pairs)]);
}

const TAGGED: Statement = {
  postgres: `insert into subscriber_tags (subscriber_id, tag) select v ->> 0, v ->> 1 from json_array_elements($1::json) as v
    on conflict do nothing`,
  sqlite: `insert into subscriber_tags (subscriber_id, tag) select value ->> 0, value ->> 1 from json_each(?) where true
    on conflict do nothing`,
};

/** Brought in as suppressed: nobody writes to the address, also when the row of it is gone. */
async function suppressAdded(change: Change, added: readonly Newcomer[], at: string): Promise<void> {
  for (const { hash, given } of added.filter(({ given: { status } }) => status === 'suppressed'))
    await writeSuppression(change, hash, { reason: 'operator', detail: given.consent.source }, at);
}
