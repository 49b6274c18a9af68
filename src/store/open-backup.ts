// A backup's file in, its tables out, at this program's migration: compared with the sums that it carries, and, where an earlier version
// made it, brought up to date in a copy of its own. The file itself is never changed.
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { BroadsideError } from '../model/errors.ts';
import { explain, isThere } from './aside-file.ts';
import { type CopyProgress, differenceOf, sumTables } from './copy-tables.ts';
import type { BackupManifest } from './database-manifest.ts';
import { migrate, migrationState } from './migrate.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import type { Tables } from './schema.ts';
import { STANDING_KEYS } from './standing.ts';
import { readTablePlan } from './table-plan.ts';
import type { TableSession } from './table-session.ts';
import { sqliteTables } from './tables-in-sqlite.ts';

export interface OpenBackup {
  readonly tables: TableSession;
  /** Undefined in a file that was copied by hand: then nothing is known of what it should hold. */
  readonly manifest?: BackupManifest;
  close(): Promise<void>;
}

/** @throws BroadsideError FILE_UNREADABLE, BACKUP_INVALID, FILE_UNWRITABLE (no room for the copy of an old one) */
export async function openBackup(
  file: string,
  onProgress: (progress: CopyProgress) => void = () => {},
): Promise<OpenBackup> {
  if (!(await isThere(file))) {
    throw new BroadsideError('FILE_UNREADABLE', `${file} cannot be read: it does not exist`, { place: file });
  }
  if ((await stat(file)).isDirectory()) {
    throw new BroadsideError(
      'FILE_UNREADABLE',
      `${file} is a folder, expected the file that \`backup\` wrote`,
      {
        place: file,
      },
    );
  }
  const scratch = await mkdtemp(path.join(tmpdir(), 'broadside-restore-'));
  const discard = () => rm(scratch, { recursive: true, force: true });
  try {
    const found = await examine(file, onProgress);
    const readable = found.isReady ? file : await bringUpToDate(file, path.join(scratch, 'backup.db'));
    const database = new DatabaseSync(readable, { readOnly: true });
    return {
      tables: sqliteTables(database),
      ...(found.manifest !== undefined && { manifest: found.manifest }),
      close: async () => {
        database.close();
        await discard();
      },
    };
  } catch (error) {
    await discard();
    throw invalid(error, file);
  }
}

interface Examined {
  readonly manifest?: BackupManifest;
  /** At the newest migration, and one file without a log beside it. */
  readonly isReady: boolean;
}

async function examine(file: string, onProgress: (progress: CopyProgress) => void): Promise<Examined> {
  const hasLog = await isThere(`${file}-wal`);
  const db = new Kysely<Tables>({
    dialect: nodeSqliteDialect({ path: file, busyTimeoutMs: 0, isOnlyRead: true }),
  });
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const [check] = database.prepare('pragma quick_check(1)').all();
    if (check?.['quick_check'] !== 'ok') throw new Error(String(check?.['quick_check']));
    const state = await migrationState(db, 'sqlite', file);
    if (state === 'empty') throw new Error('it is no database of Broadside');
    const tables = sqliteTables(database);
    const manifest = readManifest(await tables.setting(STANDING_KEYS.manifest));
    if (manifest === undefined) return { isReady: state === 'up to date' && !hasLog };
    const differing = differenceOf(
      manifest.tables,
      await sumTables(tables, await readTablePlan(db), onProgress),
    );
    if (differing !== undefined) throw new Error(`its table ${differing} is not what was backed up`);
    return { manifest, isReady: state === 'up to date' && !hasLog };
  } finally {
    database.close();
    await db.destroy();
  }
}

function readManifest(text: string | undefined): BackupManifest | undefined {
  if (text === undefined) return undefined;
  const manifest = JSON.parse(text) as BackupManifest;
  if (manifest.version !== 1) throw new Error('it was made by a newer Broadside');
  return manifest;
}

async function bringUpToDate(file: string, copy: string): Promise<string> {
  for (const end of ['', '-wal'])
    if (await isThere(`${file}${end}`)) await copyFile(`${file}${end}`, `${copy}${end}`);
  const db = new Kysely<Tables>({ dialect: nodeSqliteDialect({ path: copy, busyTimeoutMs: 0 }) });
  try {
    await migrate(db, 'sqlite', file);
  } finally {
    await db.destroy();
  }
  return copy;
}

function invalid(error: unknown, file: string): unknown {
  const told = explain(error, file, file);
  if (told instanceof BroadsideError && told.code === 'FILE_UNWRITABLE') return told;
  const why = error instanceof Error ? error.message : String(error);
  return new BroadsideError('BACKUP_INVALID', `${file} cannot be used: ${why}`, {
    cause: error,
    place: file,
  });
}
