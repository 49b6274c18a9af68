// Connections to PostgreSQL: a pool for everything, and one for the hot path, whose statements are sent ahead of the answers to those before
// them and planned once per connection.
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import pg from 'pg';

export interface PoolOptions {
  /** How long to wait for a lock that another program holds. */
  readonly busyTimeoutMs: number;
  /** No answer is waited for longer than for a lock. */
  readonly isOnlyRead?: boolean;
  /**
   * So long the server lets a transaction be silent before it undoes it. A host that stands still in the middle of one (frozen, or cut off
   * without a word) would keep its locks for as long as its connection lasts, which may be hours, and everybody else would wait for it.
   */
  readonly leaseMs: number;
}

const CONNECT_TIMEOUT_MS = 10_000;
const CONNECTIONS = 10;
/** Exchanges that one process has under way at once. */
const HOT_CONNECTIONS = 4;

export function postgresPool(
  url: string,
  { busyTimeoutMs, isOnlyRead = false, leaseMs }: PoolOptions,
): pg.Pool {
  return survivingPool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: isOnlyRead ? busyTimeoutMs : CONNECT_TIMEOUT_MS,
    lock_timeout: busyTimeoutMs,
    idle_in_transaction_session_timeout: leaseMs,
    keepAlive: true,
    ...(isOnlyRead && { query_timeout: busyTimeoutMs }),
  });
}

export function hotPool(url: string, { busyTimeoutMs, leaseMs }: PoolOptions): pg.Pool {
  const pool = survivingPool({
    connectionString: url,
    max: HOT_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    lock_timeout: busyTimeoutMs,
    idle_in_transaction_session_timeout: leaseMs,
    keepAlive: true,
    pipeline: true,
  });
  pool.on('connect', (client) => void client.query(ONE_BY_ONE).catch(() => {}));
  return pool;
}

/**
 * Rows are found one by one in the index of their state. Statistics of a table whose rows all change their state within the hour are
 * always of before, and by them a million rows are sorted, or read through, to get at ten.
 */
const ONE_BY_ONE = ['sort', 'bitmapscan', 'hashjoin', 'mergejoin', 'seqscan']
  .map((way) => `set enable_${way} = off`)
  .join('; ');

function survivingPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  // A connection that breaks while nobody uses it is replaced on the next use; without a listener it would end the process.
  pool.on('error', () => {});
  // Nor may one that breaks between two statements of a transaction: the next statement fails and tells.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Statements of the hot path, by text: few, and always the same. */
const names = new Map<string, string>();
/** A server keeps them as long as the connection lasts. */
const MOST_NAMES = 50;

/** Names tell the server that it knows a statement already. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMES) return known;
  const name = `broadside_${names.size}`;
  names.set(text, name);
  return name;
}

/** What Kysely wants of a connection, each statement sent at once, whatever is still under way. */
export function postgresConnection(client: pg.PoolClient): DatabaseConnection {
  return {
    executeQuery: async <Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> => {
      const name = parameters.length === 0 ? undefined : nameOf(text);
      const values = [...parameters];
      const { command, rows, rowCount } =
        name === undefined ? await client.query(text, values) : await client.query({ name, text, values });
      // The answer to a commit has no rows, and the command says whether it was one.
      if (command === 'COMMIT' || command === 'ROLLBACK') return { rows: [{ command }] as Row[] };
      return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
    },
    streamQuery: () => {
      throw new Error('The hot path has no cursors');
    },
  };
}
