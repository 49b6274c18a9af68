// Whether the way to files below `out/` is free. Nothing is changed here, so whatever is wrong is found before the first byte.
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BroadsideError } from '../model/errors.ts';
import { isAbsence, unwritable } from './disk-error.ts';
import { eachLimited } from './each-limited.ts';

/**
 * Every folder on the way to `paths` (POSIX, relative to `outDir`) is a real folder or not there yet: a link would carry what is
 * written, and later removed, out of `out/`.
 * @throws BroadsideError FILE_UNWRITABLE
 */
export async function checkFolders(outDir: string, paths: Iterable<string>): Promise<void> {
  await eachLimited([...foldersOf(paths)], async (folder) => {
    const path = join(outDir, folder);
    const found = await lstat(path).catch((error) => {
      if (isAbsence(error)) return undefined;
      throw unwritable(path, error);
    });
    if (found === undefined || found.isDirectory()) return;
    throw inTheWay(path, found.isSymbolicLink() ? 'a link, expected a folder' : 'a file, expected a folder');
  });
}

/** `what` tells both sides: "a folder, expected a file". */
export function inTheWay(path: string, what: string): BroadsideError {
  return new BroadsideError('FILE_UNWRITABLE', `${path} is ${what}`, {
    place: path,
    hint: 'Move it away and build again. Nothing was changed.',
  });
}

/** `site/issues/0294.html` has `site/issues` and `site`. */
function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = dirname(path); folder !== '.' && !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
    }
  }
  return folders;
}
