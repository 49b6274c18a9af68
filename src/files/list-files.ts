// The files below a folder, as POSIX paths in one order on every machine. Hidden files (`.DS_Store`) are not the editors'.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsence, unreadable } from './disk-error.ts';

/**
 * Paths relative to `root`, of everything below `folder` (POSIX, relative to `root`) that is not a folder itself; none where
 * there is no such folder. Links are listed, never followed.
 * @throws BroadsideError FILE_UNREADABLE
 */
export async function listFiles(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error) => {
    if (isAbsence(error)) return [];
    throw unreadable(folder, error);
  });
  const visible = entries.filter((entry) => !entry.name.startsWith('.'));
  const lists = await Promise.all(
    visible.map((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? listFiles(root, path) : [path];
    }),
  );
  return lists.flat().sort();
}
