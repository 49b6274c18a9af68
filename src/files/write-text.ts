// One text, or the bytes of one file, is written whole or not at all: aside first, synced, then put in its place. Not with write-file-atomic, whose version
// 8.0.0 takes a short write for a whole one: on a full disk half a file replaces the good one (a test here keeps us honest).
import {
  constants,
  copyFile,
  link,
  mkdir,
  open,
  readFile,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BroadsideError } from '../model/errors.ts';
import { isAbsence, systemCode, unwritable } from './disk-error.ts';
import { whileHeld } from './hold-file.ts';

export interface WriteTextOptions {
  readonly ifExists: 'replace' | 'refuse';
  /** What the file held when it was read: it is not replaced if someone has saved it again since. */
  readonly textBefore?: string;
  /** Permissions of a new file: 0o600 for what nobody else may read. */
  readonly mode?: number;
}

/**
 * Writes UTF-8, or bytes as they are. Folders on the way are made; a replaced file keeps its permissions; a link stays, what it leads to is replaced.
 * @throws BroadsideError FILE_EXISTS (it is there, or was changed), FILE_UNWRITABLE; the file is then as it was
 */
export async function writeText(
  path: string,
  text: string | Uint8Array,
  options: WriteTextOptions,
): Promise<void> {
  let aside: string | undefined;
  try {
    await mkdir(dirname(path), { recursive: true });
    const target = options.ifExists === 'refuse' ? path : await realpath(path).catch(() => path);
    aside = await writeAside(target, text, options.mode);
    if (options.ifExists === 'refuse') return await place(aside, target);
    const written = aside;
    const replace = async (): Promise<void> => {
      await refuseChanged(target, options.textBefore);
      await rename(written, target);
    };
    // Between the look and the replacing nobody else of ours may do the same.
    await (options.textBefore === undefined ? replace() : whileHeld(target, replace));
    aside = undefined;
  } catch (error) {
    throw error instanceof BroadsideError ? error : unwritable(path, error);
  } finally {
    if (aside !== undefined) await rm(aside, { force: true });
  }
}

let asideCount = 0;

/** Hidden, so that neither an editor nor the watcher takes it for an issue. */
async function writeAside(target: string, text: string | Uint8Array, newMode?: number): Promise<string> {
  asideCount += 1;
  const aside = join(dirname(target), `.${basename(target)}.${process.pid}-${asideCount}.tmp`);
  const mode = (await stat(target).catch(() => undefined))?.mode ?? newMode;
  const file = await open(aside, 'w', mode);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return aside;
}

/** Puts it there unless something is there already: a hard link or, on disks that have none, a copy; both refuse by themselves. */
async function place(aside: string, target: string): Promise<void> {
  try {
    await link(aside, target).catch((error) => {
      if (systemCode(error) === 'EEXIST') throw error;
      return copyFile(aside, target, constants.COPYFILE_EXCL);
    });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    throw new BroadsideError('FILE_EXISTS', `${target} is there already`, { cause: error, place: target });
  }
}

async function refuseChanged(path: string, textBefore: string | undefined): Promise<void> {
  if (textBefore === undefined) return;
  const now = await readFile(path, 'utf8').catch((error) => {
    if (isAbsence(error)) return undefined;
    throw error;
  });
  if (now === textBefore) return;
  throw new BroadsideError('FILE_EXISTS', `${path} was changed by someone else in the meantime`, {
    place: path,
    hint: 'Nothing was changed. Run the command again: it will read the new text.',
  });
}
