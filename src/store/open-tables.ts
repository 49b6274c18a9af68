// Opens a database below Kysely, for whoever copies whole tables.
import type { DatabaseLocation } from './database-location.ts';
import type { TableSession, TableSessionOptions } from './table-session.ts';
import { openPostgresTables } from './tables-in-postgres.ts';
import { openSqliteTables } from './tables-in-sqlite.ts';

/** The tables must be there and at the newest migration. Errors are the drivers' own. */
export function openTables(location: DatabaseLocation, options: TableSessionOptions): Promise<TableSession> {
  return location.kind === 'postgres'
    ? openPostgresTables(location.url, options)
    : openSqliteTables(location.file, options);
}
