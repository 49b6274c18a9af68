// Opens the database that DATABASE_URL names: a file by default, a PostgreSQL server where one is wanted. Both hold the same tables
// and keep the same promises.
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { type Dialect, Kysely, PostgresDialect } from 'kysely';
import type {
  AudienceFigures,
  AudienceStore,
  ReturnedMailStore,
  SignUpStore,
} from '../model/audience-ports.ts';
import { BroadsideError } from '../model/errors.ts';
import type { DeliveryLedger, SettingStore, SubscriberStore } from '../model/ports.ts';
import {
  type DeliveryExchange,
  type DeliveryInquiry,
  LEASE_MS,
  type PacingBudget,
  type RunRegister,
  type SendOrders,
  type WorkSignal,
} from '../model/sending-ports.ts';
import { audienceAccess } from './audience-access.ts';
import { audienceFigures } from './audience-figures.ts';
import { audienceStore } from './audience-store.ts';
import { type DatabaseKeeping, databaseKeeping } from './database-keeping.ts';
import { locateDatabase } from './database-location.ts';
import { placeOf } from './database-place.ts';
import { deliveryExchange } from './delivery-exchange.ts';
import { deliveryInquiry } from './delivery-inquiry.ts';
import { deliveryLedger } from './delivery-ledger.ts';
import { postgresHotPath, sqliteHotPath } from './hot-path.ts';
import { type LeaseOptions, leaseClock } from './lease-clock.ts';
import { type DatabaseKind, migrate, migrationState } from './migrate.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { pacingBudget } from './pacing-budget.ts';
import { hotPool, postgresPool } from './postgres-pool.ts';
import { returnedMailStore } from './returned-mail-store.ts';
import { runRegister } from './run-register.ts';
import type { Tables } from './schema.ts';
import { sendOrders } from './send-orders.ts';
import { settingStore } from './setting-store.ts';
import { signUpStore } from './sign-up-store.ts';
import { rememberPlace } from './standing.ts';
import { subscriberStore } from './subscriber-store.ts';
import { translated, translateError } from './translate-error.ts';
import { postgresSignal, sqliteSignal } from './work-signal.ts';

export interface Database {
  readonly ledger: DeliveryLedger;
  readonly subscribers: SubscriberStore;
  readonly signUps: SignUpStore;
  readonly audience: AudienceStore;
  readonly returned: ReturnedMailStore;
  readonly figures: AudienceFigures;
  readonly settings: SettingStore;
  readonly exchange: DeliveryExchange;
  readonly inquiry: DeliveryInquiry;
  readonly runs: RunRegister;
  readonly orders: SendOrders;
  readonly pacing: PacingBudget;
  readonly signal: WorkSignal;
  /** What it knows of itself: whether it may send, when it was backed up. */
  readonly keeping: DatabaseKeeping;
  /** For reports: `data/broadside.db` or `postgres://db.example.org/broadside`. Never a password. */
  readonly describe: string;
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** Folder from which a relative path counts. */
  readonly root?: string;
  /** How long to wait for a lock that another program holds. */
  readonly busyTimeoutMs?: number;
  /** For tests: how long leases last, and by which clock. */
  readonly leases?: LeaseOptions;
}

interface DialectOptions extends OpenDatabaseOptions {
  /** Nothing is written, and no answer is waited for longer than for a lock. */
  readonly isOnlyRead?: true;
}

const BUSY_TIMEOUT_MS = 5000;

/**
 * @param url `sqlite:data/broadside.db`, `sqlite:/absolute/path.db`, `sqlite::memory:` or `postgres://user:password@host/database`.
 * @throws BroadsideError SETTINGS_INVALID, DATABASE_UNREACHABLE, DATABASE_LOCKED, FILE_UNWRITABLE
 */
export async function openDatabase(url: string, options: OpenDatabaseOptions = {}): Promise<Database> {
  const { kind, dialect, describe } = dialectOf(url, options);
  const location = locateDatabase(url, options.root);
  const db = new Kysely<Tables>({ dialect });
  try {
    await migrate(db, kind, describe);
    // Where it cannot be written now, the next one who opens it does.
    await placeOf(db, location)
      .then((place) => rememberPlace(db, place))
      .catch(() => {});
  } catch (error) {
    await db.destroy();
    throw translateError(error, describe);
  }
  const access = audienceAccess(db, kind, describe);
  const clock = leaseClock(kind, options.leases);
  const signal = kind === 'postgres' ? postgresSignal(db, url) : sqliteSignal(db);
  const { busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  const { leaseMs } = clock;
  const hot =
    location.kind === 'postgres'
      ? postgresHotPath(hotPool(url, { busyTimeoutMs, leaseMs }))
      : sqliteHotPath(db);
  return {
    ledger: deliveryLedger(db, kind, clock, describe),
    subscribers: subscriberStore(access),
    signUps: signUpStore(access),
    audience: audienceStore(access),
    returned: returnedMailStore(access),
    figures: audienceFigures(access),
    settings: settingStore(db, describe),
    exchange: deliveryExchange(db, hot, kind, describe),
    inquiry: deliveryInquiry(db, kind, clock, describe),
    runs: runRegister(db, kind, clock, describe),
    orders: sendOrders(db, kind, clock, signal, describe),
    pacing: pacingBudget(db, kind, clock, describe),
    signal: {
      wait: signal.wait,
      notify: () => translated(describe, signal.notify),
    },
    keeping: databaseKeeping({ db, kind, clock, location }),
    describe,
    close: async () => {
      await signal.close();
      await hot.close();
      await db.destroy();
    },
  };
}

/** What the ledger knows, for whoever only looks: nothing is made, brought up to date or written. */
export interface LedgerView {
  readonly ledger: Pick<DeliveryLedger, 'issues' | 'counts' | 'sentCopy'>;
  close(): Promise<void>;
}

/**
 * Undefined where there is nothing to see: no file, or a database without tables.
 * @throws BroadsideError as `openDatabase`, and DATABASE_UNREACHABLE when it has to be brought up to date first
 */
export async function viewLedger(
  url: string,
  options: OpenDatabaseOptions = {},
): Promise<LedgerView | undefined> {
  if (!isThere(url, options)) return undefined;
  const { kind, dialect, describe } = dialectOf(url, { ...options, isOnlyRead: true });
  const db = new Kysely<Tables>({ dialect });
  try {
    const state = await migrationState(db, kind, describe);
    if (state === 'older') throw older(describe);
    if (state === 'up to date')
      return {
        ledger: deliveryLedger(db, kind, leaseClock(kind, options.leases), describe),
        close: () => db.destroy(),
      };
  } catch (error) {
    await db.destroy();
    throw translateError(error, describe);
  }
  await db.destroy();
  return undefined;
}

function older(place: string): BroadsideError {
  return new BroadsideError(
    'DATABASE_UNREACHABLE',
    'the database was made by an older Broadside; `broadside status` or the next send brings it up to date',
    { place },
  );
}

/** A server is taken to be there; a file must be, or opening would make it. */
export function isThere(url: string, { root }: OpenDatabaseOptions): boolean {
  const location = locateDatabase(url, root);
  return location.kind === 'postgres' || (location.file !== ':memory:' && existsSync(location.file));
}

export function dialectOf(
  url: string,
  { root, busyTimeoutMs = BUSY_TIMEOUT_MS, isOnlyRead, leases: { leaseMs = LEASE_MS } = {} }: DialectOptions,
): { readonly kind: DatabaseKind; readonly dialect: Dialect; readonly describe: string } {
  const location = locateDatabase(url, root);
  const { kind, describe } = location;
  if (kind === 'postgres') {
    const pool = postgresPool(url, { busyTimeoutMs, leaseMs, ...(isOnlyRead && { isOnlyRead }) });
    return { kind, dialect: new PostgresDialect({ pool }), describe };
  }
  const { file } = location;
  if (file !== ':memory:' && isOnlyRead === undefined) makeFile(file, describe);
  const dialect = nodeSqliteDialect({ path: file, busyTimeoutMs, ...(isOnlyRead && { isOnlyRead }) });
  return { kind, dialect, describe };
}

/** It holds addresses of readers and the key of their links: nobody else on this machine may read it. What SQLite puts beside it is like it. */
function makeFile(file: string, describe: string): void {
  const folder = path.dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new BroadsideError('FILE_UNWRITABLE', `The folder for the database ${describe} cannot be made`, {
      cause,
      place: folder,
    });
  }
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch {
    // It is there, or cannot be: opening it says which.
  }
}
