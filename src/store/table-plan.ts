// Which tables there are, in an order in which they can be filled, with their columns and keys. Read from an empty database at the newest
// migration and not written down, so that a table that is added later is backed up and moved without a word here.
import { Kysely, sql } from 'kysely';
import { migrate } from './migrate.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import type { Tables } from './schema.ts';

export interface TablePlan {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  /** The primary key. */
  readonly key: readonly TableColumn[];
  /** SQL: rows that do not satisfy it stay where they are. */
  readonly where?: string;
}

export interface TableColumn {
  readonly name: string;
  /** `real` is a fraction of double precision: the databases write the same number in different ways. */
  readonly kind: 'text' | 'integer' | 'real';
}

/** Settings of this prefix tell of this very database (where it is, whether it is held) and are no part of what it holds. */
export const OWN_SETTINGS = 'keeping:';

/** The tables as this program makes them. */
export async function tablePlan(): Promise<readonly TablePlan[]> {
  const db = new Kysely<Tables>({ dialect: nodeSqliteDialect({ path: ':memory:', busyTimeoutMs: 0 }) });
  try {
    await migrate(db, 'sqlite', ':memory:');
    return await readTablePlan(db);
  } finally {
    await db.destroy();
  }
}

/** The tables as they stand in a SQLite file, perhaps of an earlier version. */
export async function readTablePlan(db: Kysely<Tables>): Promise<readonly TablePlan[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like 'kysely%' order by name
  `.execute(db);
  const unordered: (TablePlan & { readonly parents: readonly string[] })[] = [];
  for (const { name } of tables) unordered.push(await readTable(db, name));
  return parentsFirst(unordered);
}

async function readTable(db: Kysely<Tables>, name: string) {
  const { rows: columns } = await sql<{ name: string; type: string; pk: number }>`
    select name, type, pk from pragma_table_info(${name}) order by cid
  `.execute(db);
  const { rows: references } = await sql<{ table: string }>`
    select "table" from pragma_foreign_key_list(${name})
  `.execute(db);
  const all = columns.map((column) => ({ name: column.name, kind: kindOf(column.type), pk: column.pk }));
  const key = all.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  if (key.length === 0) throw new Error(`The table ${name} has no primary key`);
  return {
    name,
    columns: all,
    key,
    parents: references.map(({ table }) => table).filter((table) => table !== name),
    ...(name === 'settings' && { where: `key not like '${OWN_SETTINGS}%'` }),
  };
}

/** By the affinity that SQLite gives a declared type (https://www.sqlite.org/datatype3.html §3.1). */
function kindOf(type: string): TableColumn['kind'] {
  if (/int/iu.test(type)) return 'integer';
  if (/char|clob|text/iu.test(type)) return 'text';
  if (/real|floa|doub/iu.test(type)) return 'real';
  throw new Error(`Values of type ${type} cannot be carried from one database to another`);
}

/** A table comes after those that its rows point to. */
function parentsFirst<T extends TablePlan & { readonly parents: readonly string[] }>(
  tables: readonly T[],
): readonly T[] {
  const ordered: T[] = [];
  const place = (table: T): void => {
    if (ordered.includes(table)) return;
    for (const parent of tables.filter(({ name }) => table.parents.includes(name))) place(parent);
    ordered.push(table);
  };
  tables.forEach(place);
  return ordered;
}
