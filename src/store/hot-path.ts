// The transactions in which rows are settled and claimed while an issue is sent. On PostgreSQL they have connections of their own, whose
// statements are sent without waiting for the answers to those before.
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { pinnedTo } from './pinned-connection.ts';
import { postgresConnection } from './postgres-pool.ts';
import { runStatement } from './run-statement.ts';
import type { Tables } from './schema.ts';

/** Promises that must hold before the commit counts; nobody need wait for them earlier. */
export type Later = (promise: Promise<unknown>) => void;

export type Work<T> = (connection: Kysely<Tables>, later: Later) => Promise<T>;

export interface HotPath {
  /** One transaction, whose statements need not be waited for one by one. */
  transaction<T>(work: Work<T>): Promise<T>;
  close(): Promise<void>;
}

export function postgresHotPath(pool: pg.Pool): HotPath {
  const known = new WeakMap<pg.PoolClient, Kysely<Tables>>();
  return {
    transaction: async (work) => {
      const client = await pool.connect();
      const db = known.get(client) ?? pinnedTo(postgresConnection(client));
      known.set(client, db);
      try {
        return await inOneGo(db, work);
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

/** SQLite has one connection, and needs no other: its statements are done when they are asked for. */
export function sqliteHotPath(db: Kysely<Tables>): HotPath {
  return { transaction: (work) => stepByStep(db, work), close: async () => {} };
}

/** Kysely's own transaction. */
function stepByStep<T>(db: Kysely<Tables>, work: Work<T>): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    const promises: Promise<unknown>[] = [];
    const result = await work(transaction, (promise) => void promises.push(promise));
    await Promise.all(promises);
    return result;
  });
}

/** Begin and commit are not waited for by themselves. */
async function inOneGo<T>(connection: Kysely<Tables>, work: Work<T>): Promise<T> {
  const promises: Promise<unknown>[] = [];
  const failures: unknown[] = [];
  const later: Later = (promise) => {
    promise.catch((error: unknown) => failures.push(error));
    promises.push(promise);
  };
  try {
    later(runStatement(connection, 'begin', []));
    const result = await work(connection, later);
    const commit = runStatement<{ readonly command: string }>(connection, 'commit', []);
    const [[done]] = await Promise.all([commit, ...promises]);
    // PostgreSQL's answer to the commit of a transaction in which something had failed.
    if (done?.command === 'ROLLBACK') throw new Error('The transaction was rolled back');
    return result;
  } catch (error) {
    await runStatement(connection, 'rollback', []).catch(() => {});
    // What failed first is the cause; after it the database refuses whatever else the transaction asks.
    throw failures.length > 0 ? failures[0] : error;
  }
}
