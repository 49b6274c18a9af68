// Folders that a build no longer needs. Only empty ones go, and never the folder around them.
import { rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Removes each of `folders` (POSIX, relative to `root`) that is empty, then whatever that empties above it. */
export async function removeEmptyFolders(root: string, folders: readonly string[]): Promise<void> {
  const deepestFirst = [...new Set(folders)].sort((a, b) => b.length - a.length);
  for (const start of deepestFirst) {
    for (let folder = start; folder !== '.'; folder = dirname(folder)) {
      // Not empty, or gone already: either way the ones above it are settled too.
      const isRemoved = await rmdir(join(root, folder)).then(
        () => true,
        () => false,
      );
      if (!isRemoved) break;
    }
  }
}
