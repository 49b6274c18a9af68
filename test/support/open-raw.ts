// The database of a scene without the program's own door to it: for triggers that watch, and for questions whose answers must not come
// from what is tested.
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

export interface RawDatabase {
  run(statement: string): Promise<void>;
  rows(query: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

const BUSY_TIMEOUT_MS = 20_000;

/** @param lockTimeoutMs How long a change waits for a lock; then it is refused. */
export async function openRaw(url: string, lockTimeoutMs = BUSY_TIMEOUT_MS): Promise<RawDatabase> {
  if (url.startsWith('sqlite:')) {
    const database = new DatabaseSync(url.slice('sqlite:'.length), { timeout: lockTimeoutMs });
    return {
      run: async (statement) => database.exec(statement),
      rows: async (query) => database.prepare(query).all(),
      close: async () => database.close(),
    };
  }
  const client = new pg.Client({ connectionString: url, lock_timeout: lockTimeoutMs });
  client.on('error', () => {});
  await client.connect();
  return {
    run: async (statement) => void (await client.query(statement)),
    rows: async (query) => (await client.query(query)).rows,
    close: () => client.end(),
  };
}
