// A backup into a database that is empty: verified on both sides, at the newest migration, and held. Nothing is sent from it before somebody
// who knows what was sent since lets it go.
import { BroadsideError } from '../model/errors.ts';
import type { CopyProgress, TableSum } from './copy-tables.ts';
import type { DatabaseLocation } from './database-location.ts';
import type { BackupManifest } from './database-manifest.ts';
import { fillDatabase } from './fill-database.ts';
import { type OpenBackup, openBackup } from './open-backup.ts';
import { tablePlan } from './table-plan.ts';

export interface RestoreOptions {
  readonly at: string;
  readonly onProgress?: (progress: CopyProgress) => void;
}

export interface RestoredBackup {
  readonly tables: readonly TableSum[];
  /** Undefined for a file that was copied by hand: it could not be compared with what it should hold. */
  readonly manifest?: BackupManifest;
}

/**
 * The caller opens the database afterwards and pauses what would go on by itself; until then the barrier stands.
 * @throws BroadsideError FILE_UNREADABLE, BACKUP_INVALID, DATABASE_NOT_EMPTY; then the database is as empty as it was
 */
export async function restoreBackup(
  file: string,
  to: DatabaseLocation,
  { at, onProgress }: RestoreOptions,
): Promise<RestoredBackup> {
  if (to.kind === 'sqlite' && to.file === ':memory:')
    throw new BroadsideError('SETTINGS_INVALID', 'A backup cannot be restored into memory');
  const backup = await openBackup(file, onProgress);
  try {
    await backup.tables.begin('snapshot', await tablePlan());
    const held = { ...heldAs(backup, file), heldAt: at, isOlder: true };
    const { sums } = await fillDatabase({ from: backup.tables, to, held, ...(onProgress && { onProgress }) });
    return { tables: sums, ...(backup.manifest !== undefined && { manifest: backup.manifest }) };
  } finally {
    await backup.close();
  }
}

function heldAs({ manifest }: OpenBackup, file: string): { reason: string; backupAt?: string } {
  return manifest === undefined
    ? { reason: `It was restored from ${file}` }
    : { reason: `It was restored from the backup of ${manifest.madeAt}`, backupAt: manifest.madeAt };
}
