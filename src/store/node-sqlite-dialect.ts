// Kysely's SQLite dialect over Node's own `node:sqlite`. It stands apart because of what the bare driver gets wrong: it must be
// told which statements return rows, parameters are spread, and transactions must begin immediate, or a read followed by a
// write fails at once whenever another process wrote in between, however long the time-out.
import { hash } from 'node:crypto';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  SqliteIntrospector,
  type SqliteStatement,
} from 'kysely';

/** Statements kept ready. Bulk inserts come in few shapes, so this is never reached in practice. */
const CACHED_STATEMENTS = 200;

/** Most that pages of the file may take in memory, KiB: the indexes of a million rows are made at once in it. */
const CACHE_KIB = 16_384;

/**
 * The log goes into the database's file after so many pages of 4 KiB, 16 MiB. SQLite's own 1000 are reached every thirty transactions of a
 * send, and each time all is held up: a tenth to a sixth of its pace.
 */
const CHECKPOINT_PAGES = 4000;

/** Waits between two tries at the lock, milliseconds. */
const SHORTEST_WAIT_MS = 2;
const LONGEST_WAIT_MS = 50;

export interface NodeSqliteOptions {
  /** A file's path, or `:memory:`. */
  readonly path: string;
  /** How long to wait for another program's lock before giving up. */
  readonly busyTimeoutMs: number;
  /** Nothing is written, and the file is left as it is. */
  readonly isOnlyRead?: true;
}

export function nodeSqliteDialect({ path, busyTimeoutMs, isOnlyRead }: NodeSqliteOptions): Dialect {
  const open = () => openSqlite(path, busyTimeoutMs, isOnlyRead);
  const config = { database: async () => preparedOnce(open()) };
  const dialect = new SqliteDialect(config);
  return {
    createDriver: () => new ImmediateDriver(config, busyTimeoutMs),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
  };
}

function openSqlite(path: string, busyTimeoutMs: number, isOnlyRead = false): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    if (isOnlyRead) {
      // Not opened for reading only: the last such reader would leave the log of the writers beside the file.
      database.exec('pragma query_only = on');
      return database;
    }
    // Readers and one writer at once; FULL keeps every acknowledged row through a loss of power.
    if (path !== ':memory:') database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = full');
    database.exec(`pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    database.exec('pragma foreign_keys = on');
    // What is taken out of a page is overwritten in it: somebody who was erased is not in the file any more.
    database.exec('pragma secure_delete = on');
    database.exec(`pragma cache_size = -${CACHE_KIB}`);
    // Not by an object for each: what a million of them hold is given back only after the statement.
    database.function('broadside_hash', { deterministic: true, directOnly: true }, (seed) =>
      hash('sha256', String(seed), 'hex').slice(0, 32),
    );
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** What Kysely wants of a database, with each statement prepared once. */
function preparedOnce(database: DatabaseSync): { close(): void; prepare(sql: string): SqliteStatement } {
  const cache = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = cache.get(sql);
      if (known !== undefined) return known;
      const statement = kyselyStatement(database.prepare(sql));
      const oldest = cache.keys().next();
      if (cache.size >= CACHED_STATEMENTS && oldest.done !== true) cache.delete(oldest.value);
      cache.set(sql, statement);
      return statement;
    },
  };
}

function kyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bindable(parameters)),
    run: (parameters) => statement.run(...bindable(parameters)),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}

/** node:sqlite takes an object for named parameters and then binds nothing at all, without a word. */
function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      return value;
    throw new TypeError(`SQLite cannot be handed a value of type ${typeof value}`);
  });
}

/** Data definition belongs to the transaction on SQLite too; Kysely's own adapter says no, and a killed migration would stay half done. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #busyTimeoutMs: number;

  constructor(config: ConstructorParameters<typeof SqliteDriver>[0], busyTimeoutMs: number) {
    super(config);
    this.#busyTimeoutMs = busyTimeoutMs;
  }

  /**
   * Tries at once and again after short sleeps. SQLite's own waiting would hold up the whole process, and with it a
   * transaction of this same process that has the lock.
   */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const deadline = performance.now() + this.#busyTimeoutMs;
    await connection.executeQuery(CompiledQuery.raw('pragma busy_timeout = 0'));
    try {
      for (let wait = SHORTEST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
        try {
          await connection.executeQuery(CompiledQuery.raw('begin immediate'));
          return;
        } catch (error) {
          if (!isBusy(error) || performance.now() > deadline) throw error;
          await sleep(wait * (0.5 + Math.random() / 2));
        }
      }
    } finally {
      await connection.executeQuery(CompiledQuery.raw(`pragma busy_timeout = ${this.#busyTimeoutMs}`));
    }
  }

  /** Of a full disk SQLite has rolled back by itself already; failing at it again would hide what was wrong. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('no transaction is active')) throw error;
    }
  }
}

/** SQLITE_BUSY, whatever its extended code (the low byte is the primary one). */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === 5;
}
