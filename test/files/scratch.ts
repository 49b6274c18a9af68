// A folder of its own for each test, filled from a plain object, and read back into one.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export async function scratchFolder(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'broadside-files-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await fill(folder, files);
  return folder;
}

export async function fill(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), contents);
  }
}

/** Every file below `folder`, hidden ones too, by path. */
export async function snapshot(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const pairs = await Promise.all(
    paths
      .sort()
      .map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'latin1')] as const),
  );
  return Object.fromEntries(pairs);
}

/** A disk of 256 KiB, or undefined where we have no leave to mount one. */
export async function smallDisk(): Promise<string | undefined> {
  const disk = join(await scratchFolder(), 'small');
  await mkdir(disk);
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(async () => {
    execFileSync('/bin/umount', [disk], { stdio: 'ignore' });
    await rmdir(disk);
  });
  return disk;
}
