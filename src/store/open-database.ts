// Opens the database that DATABASE_URL names: a file by default, a PostgreSQL server where one is wanted. Both hold the same tables
// and keep the same promises.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Dialect, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { BroadsideError } from '../model/errors.ts';
import type { DeliveryLedger, SettingStore, SubscriberStore } from '../model/ports.ts';
import { deliveryLedger } from './delivery-ledger.ts';
import { type DatabaseKind, migrate } from './migrate.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import type { Tables } from './schema.ts';
import { settingStore } from './setting-store.ts';
import { subscriberStore } from './subscriber-store.ts';
import { translateError } from './translate-error.ts';

export interface Database {
  readonly ledger: DeliveryLedger;
  readonly subscribers: SubscriberStore;
  readonly settings: SettingStore;
  /** For reports: `data/broadside.db` or `postgres://db.example.org/broadside`. Never a password. */
  readonly describe: string;
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** Folder from which a relative path counts. */
  readonly root?: string;
  /** How long to wait for a lock that another program holds. */
  readonly busyTimeoutMs?: number;
}

const BUSY_TIMEOUT_MS = 5000;
const CONNECT_TIMEOUT_MS = 10_000;
const CONNECTIONS = 10;

/**
 * @param url `sqlite:data/broadside.db`, `sqlite:/absolute/path.db`, `sqlite::memory:` or `postgres://user:password@host/database`.
 * @throws BroadsideError SETTINGS_INVALID, DATABASE_UNREACHABLE, DATABASE_LOCKED, FILE_UNWRITABLE
 */
export async function openDatabase(url: string, options: OpenDatabaseOptions = {}): Promise<Database> {
  const { kind, dialect, describe } = dialectOf(url, options);
  const db = new Kysely<Tables>({ dialect });
  try {
    await migrate(db, kind, describe);
  } catch (error) {
    await db.destroy();
    throw translateError(error, describe);
  }
  return {
    ledger: deliveryLedger(db, kind, describe),
    subscribers: subscriberStore(db, kind, describe),
    settings: settingStore(db, describe),
    describe,
    close: () => db.destroy(),
  };
}

function dialectOf(
  url: string,
  { root = '.', busyTimeoutMs = BUSY_TIMEOUT_MS }: OpenDatabaseOptions,
): { readonly kind: DatabaseKind; readonly dialect: Dialect; readonly describe: string } {
  if (/^postgres(?:ql)?:\/\//u.test(url)) {
    return { kind: 'postgres', dialect: postgresDialect(url, busyTimeoutMs), describe: withoutPassword(url) };
  }
  const [, file] = /^sqlite:(?:\/\/(?=\/))?(.+)$/u.exec(url) ?? [];
  if (file === undefined) {
    throw new BroadsideError(
      'SETTINGS_INVALID',
      'Unexpected DATABASE_URL, expected sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME',
      {
        place: 'DATABASE_URL',
      },
    );
  }
  if (file === ':memory:')
    return { kind: 'sqlite', dialect: nodeSqliteDialect({ path: file, busyTimeoutMs }), describe: file };
  const resolved = path.resolve(root, file);
  makeFolder(path.dirname(resolved), file);
  return { kind: 'sqlite', dialect: nodeSqliteDialect({ path: resolved, busyTimeoutMs }), describe: file };
}

function makeFolder(folder: string, file: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new BroadsideError('FILE_UNWRITABLE', `The folder for the database ${file} cannot be made`, {
      cause,
      place: folder,
    });
  }
}

function postgresDialect(url: string, busyTimeoutMs: number): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    lock_timeout: busyTimeoutMs,
  });
  // A connection that breaks while nobody uses it is replaced on the next use; without a listener it would end the process.
  pool.on('error', () => {});
  return new PostgresDialect({ pool });
}

/** The address of a server for messages: no user, no password, no options. Greedy, for a password may hold any mark unescaped. */
function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/)(?:.*@)?/su, '$1').replace(/[?#].*$/su, '');
}
