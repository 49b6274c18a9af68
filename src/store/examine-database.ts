// Looks at the database that DATABASE_URL names and changes nothing in it: whether it is there, up to date and sound, and how it
// keeps what it was told. For `doctor`, which must be able to look at what cannot be opened for work.
import { statSync } from 'node:fs';
import { Kysely, sql } from 'kysely';
import type { IsoInstant } from '../model/calendar.ts';
import { locateDatabase } from './database-location.ts';
import { isSamePlace, placeOf } from './database-place.ts';
import { type DatabaseKind, migrationState } from './migrate.ts';
import { dialectOf, isThere, type OpenDatabaseOptions } from './open-database.ts';
import type { Tables } from './schema.ts';
import { readStanding, type Standing } from './standing.ts';
import { translateError } from './translate-error.ts';

export interface DatabaseExamination {
  readonly kind: DatabaseKind;
  /** For reports; never a password. */
  readonly describe: string;
  readonly state: 'absent' | 'empty' | 'older' | 'up to date';
  /** Of SQLite: absolute path of the file. */
  readonly file?: string;
  readonly sizeBytes?: number;
  /** Of SQLite: faults that it finds in itself; empty when there are none. */
  readonly faults: readonly string[];
  /** Of SQLite `wal`, `delete` …; of PostgreSQL its `synchronous_commit`. */
  readonly durability?: string;
  /** The database server's own clock; a file has none. */
  readonly now?: IsoInstant;
  /** What it knows of itself; undefined without tables. */
  readonly standing?: Standing;
  /** It remembers to have been in another place: a copy, of which the original may be sending. */
  readonly isElsewhere: boolean;
  /** Those of the settings asked for that are there. */
  readonly settings: Readonly<Record<string, string>>;
}

/** More than these say nothing more. */
const FAULTS_SHOWN = 3;

/**
 * @param keys Of settings whose values may be seen.
 * @throws BroadsideError as `openDatabase`
 */
export async function examineDatabase(
  url: string,
  keys: readonly string[],
  options: OpenDatabaseOptions = {},
): Promise<DatabaseExamination> {
  const { kind, dialect, describe } = dialectOf(url, { ...options, isOnlyRead: true });
  const file = fileOf(url, options);
  if (!isThere(url, options))
    return {
      kind,
      describe,
      state: 'absent',
      ...(file !== undefined && { file }),
      faults: [],
      isElsewhere: false,
      settings: {},
    };
  const db = new Kysely<Tables>({ dialect });
  try {
    const state = await migrationState(db, kind, describe);
    const standing = state === 'empty' ? undefined : await readStanding(db);
    const own = kind === 'sqlite' ? await sqliteFacts(db) : await postgresFacts(db);
    return {
      kind,
      describe,
      state,
      ...(file === undefined ? {} : { file, sizeBytes: statSync(file).size }),
      ...own,
      ...(standing === undefined ? {} : { standing }),
      isElsewhere: await isElsewhere(db, url, standing, options),
      settings: state === 'empty' ? {} : await settingsOf(db, keys),
    };
  } catch (error) {
    throw translateError(error, describe);
  } finally {
    await db.destroy();
  }
}

async function isElsewhere(
  db: Kysely<Tables>,
  url: string,
  standing: Standing | undefined,
  { root }: OpenDatabaseOptions,
): Promise<boolean> {
  if (standing?.place === undefined) return false;
  // A server may forbid us to ask for its number; a send finds that out by itself.
  const now = await placeOf(db, locateDatabase(url, root)).catch(() => undefined);
  return now !== undefined && !isSamePlace(standing.place, now);
}

function fileOf(url: string, { root }: OpenDatabaseOptions): string | undefined {
  const location = locateDatabase(url, root);
  return location.kind === 'postgres' || location.file === ':memory:' ? undefined : location.file;
}

async function sqliteFacts(db: Kysely<Tables>): Promise<Pick<DatabaseExamination, 'faults' | 'durability'>> {
  const check = await sql<{ quick_check: string }>`pragma quick_check(${sql.lit(FAULTS_SHOWN)})`.execute(db);
  const journal = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db);
  const found = check.rows.map((row) => row.quick_check);
  const mode = journal.rows[0]?.journal_mode;
  return {
    faults: found.length === 1 && found[0] === 'ok' ? [] : found,
    ...(mode === undefined ? {} : { durability: mode }),
  };
}

async function postgresFacts(
  db: Kysely<Tables>,
): Promise<Pick<DatabaseExamination, 'faults' | 'durability' | 'now'>> {
  const { rows } = await sql<{ commit: string; now: Date }>`
    select current_setting('synchronous_commit') as commit, clock_timestamp() as now`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('A select without a table gave no row');
  return { faults: [], durability: row.commit, now: row.now.toISOString() };
}

async function settingsOf(
  db: Kysely<Tables>,
  keys: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  if (keys.length === 0) return {};
  const rows = await db.selectFrom('settings').select(['key', 'value']).where('key', 'in', keys).execute();
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}
