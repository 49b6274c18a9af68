// The hot path's statements are written out for each database and handed over as they are: building them anew for every ten messages
// would cost as much as running them. On PostgreSQL a statement may be sent before the one in front of it is answered.
import { CompiledQuery, type Kysely } from 'kysely';
import type { DatabaseKind } from './migrate.ts';
import type { Tables } from './schema.ts';

/** One statement in each database's words: `$1` on PostgreSQL, `?` on SQLite; the parameters stand in the same order. */
export interface Statement {
  readonly postgres: string;
  readonly sqlite: string;
}

/** Promises that must hold before the commit counts; nobody need wait for them earlier. */
export type Later = (promise: Promise<unknown>) => void;

/** @returns the rows that it gives back. */
export async function runStatement<Row>(
  db: Kysely<Tables>,
  text: string,
  parameters: readonly unknown[],
): Promise<readonly Row[]> {
  const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]));
  return rows;
}

/** A list as a parameter: for `any ($1::text[])` and `json_each(?)`. */
export function listOf(kind: DatabaseKind, values: readonly string[]): unknown {
  return kind === 'postgres' ? values : JSON.stringify(values);
}

/** A transaction whose begin and commit are not waited for by themselves. */
export async function inOneGo<T>(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  work: (connection: Kysely<Tables>, later: Later) => Promise<T>,
): Promise<T> {
  const promises: Promise<unknown>[] = [];
  const failures: unknown[] = [];
  const later: Later = (promise) => {
    promise.catch((error: unknown) => failures.push(error));
    promises.push(promise);
  };
  if (kind === 'sqlite')
    return db.transaction().execute(async (transaction) => {
      const result = await work(transaction, later);
      await Promise.all(promises);
      return result;
    });
  return db.connection().execute(async (connection) => {
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
      // What failed first is the cause; after it PostgreSQL refuses whatever else the transaction asks.
      throw failures.length > 0 ? failures[0] : error;
    }
  });
}
