// A database file that is made beside the name it will have: renamed when it is whole, removed when it is not. What the disk says on the
// way leaves as an operator's failure that names the file.
import { constants, copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { BroadsideError } from '../model/errors.ts';
import { translateError } from './translate-error.ts';

/** Beside the file, so that it can be renamed; it holds addresses of readers, so nobody else may read it. */
export async function makeAside(file: string): Promise<string> {
  const folder = path.dirname(file);
  const aside = path.join(folder, `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await removeLeftovers(file);
    await (await open(aside, 'wx', 0o600)).close();
    return aside;
  } catch (error) {
    throw explain(error, file, file);
  }
}

/** What a backup that was killed left beside the same file. */
async function removeLeftovers(file: string): Promise<void> {
  const folder = path.dirname(file);
  const prefix = `.${path.basename(file)}.`;
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(prefix)
      ? /^(\d+)\.tmp(?:-journal|-wal|-shm)?$/u.exec(name.slice(prefix.length))
      : null;
    if (pid !== null && !isRunning(Number(pid[1]))) await rm(path.join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export async function putInPlace(aside: string, file: string, ifExists: 'replace' | 'refuse'): Promise<void> {
  await sync(aside);
  if (ifExists === 'replace') await rename(aside, file);
  else {
    // A hard link refuses what is there already; so does the copy on a disk that has no links.
    await link(aside, file).catch(async (error) => {
      if (codeOf(error) === 'EEXIST') throw fileExists(file);
      await copyFile(aside, file, constants.COPYFILE_EXCL);
      await sync(file);
    });
  }
  await sync(path.dirname(file)).catch(() => {
    // Not every system lets a folder be synced.
  });
}

async function sync(name: string): Promise<void> {
  const handle = await open(name, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function removeAside(aside: string): Promise<void> {
  for (const end of ['', '-journal', '-wal', '-shm']) await rm(`${aside}${end}`, { force: true });
}

export async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error) => codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR',
  );
}

export function fileExists(file: string): BroadsideError {
  return new BroadsideError('FILE_EXISTS', `${file} is there already`, {
    place: file,
    hint: 'Nothing was changed. Choose another name, or add --force to replace it.',
  });
}

const DISK_CODES = new Set([
  'ENOSPC',
  'EDQUOT',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'EIO',
]);

/** A full or forbidden disk is that of the backup; everything else is the database's. */
export function explain(error: unknown, file: string, place: string): unknown {
  if (error instanceof BroadsideError) return error;
  if (DISK_CODES.has(codeOf(error))) {
    const why = codeOf(error) === 'ENOSPC' ? 'the disk is full' : (error as Error).message;
    return new BroadsideError('FILE_UNWRITABLE', `${file} cannot be written: ${why}`, {
      cause: error,
      place: file,
    });
  }
  const told = translateError(error, place);
  if (!(told instanceof BroadsideError) || told.code !== 'FILE_UNWRITABLE') return told;
  return new BroadsideError('FILE_UNWRITABLE', `${file} cannot be written: the disk is full`, {
    cause: error,
    place: file,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
