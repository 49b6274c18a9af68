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
