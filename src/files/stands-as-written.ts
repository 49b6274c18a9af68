// Whether `out/` is, file by file, as the last build left it, and that build was made from the same: then there is nothing to make and
// nothing to write, and the paths of its files come out. Nothing is changed here.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sumOfBytes } from '../model/digest-of-text.ts';
import { eachLimited } from './each-limited.ts';
import { readManifest } from './output-manifest.ts';
import { look, readWritten, standingOf, type WrittenFile } from './written-record.ts';

/** @param madeFrom Print of everything that the whole of `out/` is made from. */
export async function standsAsWritten(
  outDir: string,
  record: string,
  madeFrom: string,
): Promise<readonly string[] | undefined> {
  const written = await readWritten(record);
  if (written.madeFrom !== madeFrom) return undefined;
  const { files } = await readManifest(outDir);
  if (files.length !== written.files.size || !files.every((path) => written.files.has(path)))
    return undefined;
  const isSame = await eachLimited([...written.files], ([path, known]) =>
    standsAs(join(outDir, path), known),
  );
  return isSame.every((same) => same) ? files : undefined;
}

/** True when the file's own figures, or its bytes where those tell nothing, are those that were written down. */
async function standsAs(path: string, { standing, sum }: WrittenFile): Promise<boolean> {
  const found = await look(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) return false;
  const now = standingOf(found);
  if (now !== undefined) return now === standing;
  const bytes = await readFile(path).catch(() => undefined);
  return bytes !== undefined && sumOfBytes(bytes) === sum;
}
