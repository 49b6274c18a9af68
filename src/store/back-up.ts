// A database in, one SQLite file out that holds all of it as it was at one moment, whatever is being sent meanwhile. The file is made
// beside, compared with the database row by row, and only then put in its place.
import { stat } from 'node:fs/promises';
import { backup, DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { BroadsideError } from '../model/errors.ts';
import { explain, fileExists, isThere, makeAside, putInPlace, removeAside } from './aside-file.ts';
import { type CopyProgress, copyTables, differenceOf, sumTables, type TableSum } from './copy-tables.ts';
import type { DatabaseLocation } from './database-location.ts';
import type { BackupManifest } from './database-manifest.ts';
import { migrate } from './migrate.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { openTables } from './open-tables.ts';
import type { Tables } from './schema.ts';
import { STANDING_KEYS } from './standing.ts';
import { OWN_SETTINGS, type TablePlan, tablePlan } from './table-plan.ts';
import type { TableSession } from './table-session.ts';
import { sqliteTables } from './tables-in-sqlite.ts';

export interface BackUpOptions {
  readonly at: string;
  readonly ifExists: 'replace' | 'refuse';
  readonly busyTimeoutMs?: number;
  readonly onProgress?: (progress: CopyProgress) => void;
}

export interface BackupReport {
  readonly manifest: BackupManifest;
  readonly sizeBytes: number;
}

const BUSY_TIMEOUT_MS = 5000;
/** Copied at a time: a few megabytes, so that progress is seen. */
const PAGES_A_STEP = 1000;

/**
 * @param location A database at the newest migration.
 * @param file Absolute path of the backup.
 * @throws BroadsideError FILE_EXISTS, FILE_UNWRITABLE (what stood at `file` stands there still), DATABASE_…
 */
export async function backUp(
  location: DatabaseLocation,
  file: string,
  options: BackUpOptions,
): Promise<BackupReport> {
  if (location.kind === 'sqlite' && location.file === ':memory:')
    throw new BroadsideError('SETTINGS_INVALID', 'A database in memory cannot be backed up');
  if (options.ifExists === 'refuse' && (await isThere(file))) throw fileExists(file);
  const aside = await makeAside(file);
  try {
    const plan = await tablePlan();
    const sums =
      location.kind === 'sqlite'
        ? await copyFileOf(location.file, aside, plan, options)
        : await copyServer(location, aside, plan, options);
    const manifest = await finish(aside, plan, { sums, at: options.at, from: location.describe });
    const { size } = await stat(aside);
    await putInPlace(aside, file, options.ifExists);
    return { manifest, sizeBytes: size };
  } catch (error) {
    throw explain(error, file, location.describe);
  } finally {
    await removeAside(aside);
  }
}

/** The pages of the file as they were when its first one was read: writers go on in the log beside it. */
async function copyFileOf(
  file: string,
  aside: string,
  plan: readonly TablePlan[],
  { onProgress, busyTimeoutMs = BUSY_TIMEOUT_MS }: BackUpOptions,
): Promise<readonly TableSum[]> {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    const tables = sqliteTables(database);
    await tables.begin('snapshot', plan);
    await backup(database, aside, {
      rate: PAGES_A_STEP,
      progress: ({ totalPages, remainingPages }) =>
        onProgress?.({ step: 'copying', done: totalPages - remainingPages, total: totalPages }),
    });
    const sums = await sumTables(tables, plan, onProgress);
    await tables.commit();
    return sums;
  } finally {
    database.close();
  }
}

async function copyServer(
  location: DatabaseLocation,
  aside: string,
  plan: readonly TablePlan[],
  { onProgress, busyTimeoutMs = BUSY_TIMEOUT_MS }: BackUpOptions,
): Promise<readonly TableSum[]> {
  await makeTables(aside);
  const from = await openTables(location, { busyTimeoutMs });
  const to = openAside(aside);
  try {
    await from.begin('snapshot', plan);
    await to.begin('exclusive', plan);
    const sums = await copyTables(from, to, plan, onProgress);
    await to.commit();
    await from.commit();
    return sums;
  } finally {
    await to.close();
    await from.close();
  }
}

async function makeTables(aside: string): Promise<void> {
  const db = new Kysely<Tables>({ dialect: nodeSqliteDialect({ path: aside, busyTimeoutMs: 0 }) });
  try {
    await migrate(db, 'sqlite', aside);
  } finally {
    await db.destroy();
  }
}

/** Nobody else knows of the file yet, and half of it is thrown away: it needs no journal, and is synced once at the end. */
function openAside(aside: string): TableSession {
  const database = new DatabaseSync(aside);
  database.exec('pragma journal_mode = delete');
  database.exec('pragma synchronous = off');
  return sqliteTables(database);
}

/** One file without a log beside it, free of what was said of the database alone, and read once more from its first row to its last. */
async function finish(
  aside: string,
  plan: readonly TablePlan[],
  { sums, at, from }: { readonly sums: readonly TableSum[]; readonly at: string; readonly from: string },
): Promise<BackupManifest> {
  const database = new DatabaseSync(aside);
  try {
    database.exec('pragma journal_mode = delete');
    for (const { name } of database
      .prepare("select name from sqlite_schema where type = 'trigger' and name like 'broadside%'")
      .all())
      database.exec(`drop trigger "${name}"`);
    database.exec(`delete from settings where key like '${OWN_SETTINGS}%'`);
    const tables = sqliteTables(database);
    const differing = differenceOf(sums, await sumTables(tables, plan));
    if (differing !== undefined) {
      throw new BroadsideError(
        'DATABASE_FAILED',
        `The copy of the table ${differing} is not what was copied, and was not kept`,
      );
    }
    const manifest = { version: 1, madeAt: at, from, issues: issuesIn(database), tables: sums } as const;
    await tables.putSetting(STANDING_KEYS.manifest, JSON.stringify(manifest));
    return manifest;
  } finally {
    database.close();
  }
}

function issuesIn(database: DatabaseSync): BackupManifest['issues'] {
  const issues = database.prepare('select slug, state from issues order by slug').all();
  const counts = database
    .prepare('select issue_slug, status, count(*) as rows from deliveries group by issue_slug, status')
    .all();
  return issues.map(({ slug, state }) => ({
    slug: String(slug),
    state: String(state),
    deliveries: Object.fromEntries(
      counts.filter((row) => row['issue_slug'] === slug).map((row) => [row['status'], Number(row['rows'])]),
    ),
  }));
}
