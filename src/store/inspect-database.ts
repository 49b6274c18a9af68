// What a database is, for people: how large, how far its steps were taken, how many rows each table holds.
import { stat } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import type { DatabaseLocation } from './database-location.ts';
import { lastMigration } from './migrate.ts';
import type { Tables } from './schema.ts';
import { readTablePlan, tablePlan } from './table-plan.ts';

export interface DatabaseFacts {
  readonly kind: DatabaseLocation['kind'];
  /** The file's absolute path, or the server's address without its password. */
  readonly place: string;
  readonly sizeBytes: number;
  /** The name of the last migration. */
  readonly schema: string;
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
}

export async function inspectDatabase(
  db: Kysely<Tables>,
  location: DatabaseLocation,
): Promise<DatabaseFacts> {
  const tables = [];
  for (const { name } of await (location.kind === 'sqlite' ? readTablePlan(db) : tablePlan())) {
    const { rows } = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(name)}`.execute(db);
    tables.push({ table: name, rows: Number(rows[0]?.rows) });
  }
  return {
    kind: location.kind,
    place: location.kind === 'sqlite' ? location.file : location.describe,
    sizeBytes: await sizeOf(db, location),
    schema: await lastMigration(db),
    tables,
  };
}

async function sizeOf(db: Kysely<Tables>, location: DatabaseLocation): Promise<number> {
  if (location.kind === 'postgres') {
    const { rows } = await sql<{
      bytes: string;
    }>`select pg_database_size(current_database()) as bytes`.execute(db);
    return Number(rows[0]?.bytes);
  }
  const sizes = await Promise.all(
    // What was written last may stand in the log beside the file.
    ['', '-wal'].map(async (end) => (await stat(`${location.file}${end}`).catch(() => undefined))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
