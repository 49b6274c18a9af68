// Whether `out/` is, file by file, as the last build left it, and that build was made from the same: then there is nothing to make and
// nothing to write, and the paths of its files come out. Nothing is changed here.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sumOfBytes } from '../model/digest-of-text.ts';
import { readManifest } from './output-manifest.ts';
import { look, standingOf, type WrittenFile, type WrittenRecord } from './written-record.ts';

/** @param madeFrom Print of everything that the whole of `out/` is made from. */
export async function standsAsWritten(
  outDir: string,
  written: WrittenRecord,
  madeFrom: string,
): Promise<readonly string[] | undefined> {
  if (written.madeFrom !== madeFrom) return undefined;
  const { files } = await readManifest(outDir);
  if (files.length !== written.files.size || !files.every((path) => written.files.has(path)))
    return undefined;
  for (const [path, known] of written.files) {
    const stands = standsAs(join(outDir, path), known);
    if (!(stands === true || (await stands))) return undefined;
  }
  return files;
}

/** True when the file's own figures, or its bytes where those tell nothing, are those that were written down. */
function standsAs(path: string, { standing, sum }: WrittenFile): boolean | Promise<boolean> {
  try {
    const found = look(path);
    if (found === undefined || !found.isFile()) return false;
    const now = standingOf(found);
    if (now !== undefined) return now === standing;
  } catch {
    return false;
  }
  return readFile(path).then(
    (bytes) => sumOfBytes(bytes) === sum,
    () => false,
  );
}
