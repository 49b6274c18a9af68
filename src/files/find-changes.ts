// Which files of a build differ, byte by byte, from what stands on the disk. Nothing is changed here.
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputFile } from '../model/rendered.ts';
import { inTheWay } from './check-folders.ts';
import { isAbsence, unwritable } from './disk-error.ts';
import { eachLimited } from './each-limited.ts';

/** @throws BroadsideError FILE_UNWRITABLE where a folder stands in a file's place */
export async function findChanges(
  outDir: string,
  files: readonly OutputFile[],
): Promise<readonly OutputFile[]> {
  const isChanged = await eachLimited(files, (file) => differs(join(outDir, file.path), file.contents));
  return files.filter((_, index) => isChanged[index]);
}

async function differs(path: string, contents: string | Uint8Array): Promise<boolean> {
  const found = await lstat(path).catch((error) => {
    if (isAbsence(error)) return undefined;
    throw unwritable(path, error);
  });
  if (found?.isDirectory()) throw inTheWay(path, 'a folder, expected a file');
  const bytes = Buffer.from(contents);
  if (!found?.isFile() || found.size !== bytes.byteLength) return true;
  // One that cannot be read is no obstacle: it is replaced.
  const standing = await readFile(path).catch(() => undefined);
  return standing === undefined || !bytes.equals(standing);
}
