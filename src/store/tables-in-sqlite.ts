// Whole tables of a SQLite file, read and filled in one transaction: what copying asks of it.
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TableColumn, TablePlan } from './table-plan.ts';
import type { TableRow, TableSession, TableSessionOptions } from './table-session.ts';

const BATCH_ROWS = 2000;
/** Rows are put in as they come, each at another end of the indexes: these had better be in memory. */
const CACHE_KB = 16_384;

export async function openSqliteTables(
  file: string,
  { busyTimeoutMs }: TableSessionOptions,
): Promise<TableSession> {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    database.exec('pragma synchronous = full');
    database.exec('pragma foreign_keys = on');
    database.exec(`pragma cache_size = -${CACHE_KB}`);
  } catch (error) {
    database.close();
    throw error;
  }
  return sqliteTables(database);
}

export function sqliteTables(database: DatabaseSync): TableSession {
  return {
    kind: 'sqlite',
    begin: async (mode) => {
      database.exec(mode === 'snapshot' ? 'begin' : 'begin immediate');
      // The moment of a snapshot is that of its first look.
      database.exec('select 1 from sqlite_schema limit 1');
    },
    commit: async () => database.exec('commit'),
    // Of a full disk SQLite has rolled back by itself already.
    rollback: async () => {
      if (database.isTransaction) database.exec('rollback');
    },
    count: async (table) =>
      Number(
        database.prepare(`select count(*) as rows from "${table.name}"${whereOf(table)}`).get()?.['rows'],
      ),
    rows: (table) => rowsOf(database, table),
    insert: async (table, rows) => {
      const columns = table.columns.map(({ name }) => `"${name}"`).join(', ');
      const marks = table.columns.map(() => '?').join(', ');
      // A column of whole numbers turns the digits into a number by itself (https://www.sqlite.org/datatype3.html §3).
      const statement = database.prepare(`insert into "${table.name}" (${columns}) values (${marks})`);
      for (const row of rows) statement.run(...row);
    },
    // SQLite's own counters follow what is inserted.
    filled: async () => {},
    execute: async (statements) => {
      for (const statement of statements) database.exec(statement);
    },
    setting: async (key) => {
      const row = database.prepare('select value from settings where key = ?').get(key);
      return row === undefined ? undefined : String(row['value']);
    },
    putSetting: async (key, value) => {
      database
        .prepare('insert into settings (key, value) values (?, ?) on conflict (key) do update set value = ?')
        .run(key, value, value);
    },
    close: async () => database.close(),
  };
}

async function* rowsOf(database: DatabaseSync, table: TablePlan): AsyncGenerator<readonly TableRow[]> {
  const columns = table.columns.map(asText).join(', ');
  const statement = database.prepare(`select ${columns} from "${table.name}"${whereOf(table)}`);
  statement.setReturnArrays(true);
  let batch: TableRow[] = [];
  for (const row of statement.iterate()) {
    batch.push((row as unknown as readonly (string | number | null)[]).map(textOf));
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
    // Others of this process may do their work: the next batch is one long turn again.
    await nextTurn();
  }
  if (batch.length > 0) yield batch;
}

/** A fraction comes as a number: SQLite's own text of it may have lost its last digits. */
function asText({ name, kind }: TableColumn): string {
  return kind === 'real' ? `"${name}"` : `cast("${name}" as text)`;
}

function textOf(value: string | number | null): string | null {
  return value === null ? null : String(value);
}

function whereOf({ where }: TablePlan): string {
  return where === undefined ? '' : ` where ${where}`;
}
