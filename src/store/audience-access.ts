// What everything about readers' subscriptions needs of the database: a transaction that is tried again where another broke it off, and the keyed
// hash of an address, whose key stands in the settings and is read before the transaction begins: SQLite has one connection.
import { randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { ADDRESS_HASH_KEY_BYTES, addressHash } from '../audience/address-hash.ts';
import type { DatabaseKind } from './migrate.ts';
import { retried } from './retried.ts';
import type { Tables } from './schema.ts';
import { settingStore } from './setting-store.ts';
import { translated } from './translate-error.ts';

/** Never shown, and never changed: with another key nobody who was suppressed would be known again. */
const ADDRESS_HASH_KEY = 'address-hash-key';

/** The hash of a canonical key. */
export type HashOf = (key: string) => string;

/** What is under way in one transaction. */
export interface Change {
  readonly transaction: Transaction<Tables>;
  readonly kind: DatabaseKind;
  readonly hashOf: HashOf;
}

export interface AudienceAccess {
  readonly db: Kysely<Tables>;
  readonly kind: DatabaseKind;
  /** One transaction; again from the start where PostgreSQL broke it off for another one's sake. */
  change<T>(work: (change: Change) => Promise<T>): Promise<T>;
  read<T>(work: (db: Kysely<Tables>, hashOf: HashOf) => Promise<T>): Promise<T>;
}

export function audienceAccess(db: Kysely<Tables>, kind: DatabaseKind, place: string): AudienceAccess {
  const settings = settingStore(db, place);
  let known: HashOf | undefined;
  const hasher = async (): Promise<HashOf> => {
    if (known !== undefined) return known;
    const made = () => randomBytes(ADDRESS_HASH_KEY_BYTES).toString('base64url');
    const secret = Buffer.from(await settings.getOrCreate(ADDRESS_HASH_KEY, made), 'base64url');
    known = (key) => addressHash(key, secret);
    return known;
  };
  return {
    db,
    kind,
    change: (work) =>
      translated(place, async () => {
        const hashOf = await hasher();
        return retried(() => db.transaction().execute((transaction) => work({ transaction, kind, hashOf })));
      }),
    read: (work) => translated(place, async () => work(db, await hasher())),
  };
}
