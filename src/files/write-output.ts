// The files of a build go in, `out/` is made to hold exactly them. All new bytes are first written aside, below `out/` itself; only when
// they are all on the disk are they renamed into place, so a full disk or a refused folder leaves the last build as it was.
// Two builds at once do not tear a file: every rename is whole, each writes aside in a folder of its own, and the manifest,
// written last, is that of whichever ends last.
import { mkdir, mkdtemp, readdir, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BroadsideError } from '../model/errors.ts';
import type { OutputFile } from '../model/rendered.ts';
import { checkFolders } from './check-folders.ts';
import { isAbsence, systemCode, unwritable } from './disk-error.ts';
import { eachLimited } from './each-limited.ts';
import { findChanges } from './find-changes.ts';
import { formatManifest, MANIFEST_NAME, type OutputManifest, readManifest } from './output-manifest.ts';
import { removeEmptyFolders } from './remove-empty-folders.ts';
import { isSafePath } from './safe-path.ts';
import { writeText } from './write-text.ts';

export interface WriteOptions {
  /**
   * The folder below `out/` that the files make whole: `site`, `email/0294`; the empty text for all of it. What an earlier
   * build wrote there, and this one does not, is removed; everything else stays.
   */
  readonly scope: string;
  /** JSON to remember until the next build (`readManifest` gives it back); left as it was when absent. */
  readonly published?: unknown;
}

export interface WriteReport {
  /** Paths relative to `out/`, sorted. */
  readonly written: readonly string[];
  /** Files that held the very bytes already. */
  readonly unchanged: number;
  /** Paths relative to `out/`, sorted. */
  readonly removed: readonly string[];
}

/** @throws BroadsideError FILE_UNWRITABLE (nothing was changed), FILE_UNREADABLE (the manifest is torn) */
export async function writeOutput(
  outDir: string,
  files: readonly OutputFile[],
  options: WriteOptions,
): Promise<WriteReport> {
  const paths = checkPaths(outDir, files, options.scope);
  await makeFolder(outDir);
  await removeLeftovers(outDir);
  const before = await readManifest(outDir);
  const stale = before.files.filter((path) => isInScope(path, options.scope) && !paths.has(path));
  await checkFolders(outDir, [...paths, ...stale]);
  const changes = await findChanges(outDir, files);
  const kept = before.files.filter((path) => !isInScope(path, options.scope));
  const published = options.published ?? before.published;
  const after = manifestOf([...kept, ...paths], published);

  await stageAndMove(outDir, changes, async () => {
    // Listed before they exist: a build that is killed here leaves nothing that a later one does not know to be ours.
    await writeManifest(outDir, before, manifestOf([...before.files, ...paths], before.published));
  });
  const removed = await removeStale(outDir, stale);
  await writeManifest(outDir, undefined, after);
  return {
    written: changes.map((file) => file.path).sort(),
    unchanged: files.length - changes.length,
    removed,
  };
}

function checkPaths(outDir: string, files: readonly OutputFile[], scope: string): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path } of files) {
    if (!isSafePath(path)) throw unsafe(outDir, path);
    if (!isInScope(path, scope)) throw new Error(`${path} is not below ${scope}/`);
    if (paths.has(path)) throw new Error(`Two files are to be written to ${path}`);
    paths.add(path);
  }
  return paths;
}

function isInScope(path: string, scope: string): boolean {
  return scope === '' || path.startsWith(`${scope}/`);
}

function unsafe(outDir: string, path: string): BroadsideError {
  return new BroadsideError('FILE_UNWRITABLE', `${join(outDir, path)} is no name that every disk can hold`, {
    place: path,
    hint: 'Take the characters \\ : * ? " < > | and a final stop or space out of the name of the issue or picture.',
  });
}

async function stageAndMove(
  outDir: string,
  changes: readonly OutputFile[],
  beforeMoving: () => Promise<void>,
): Promise<void> {
  if (changes.length === 0) return;
  const folders = [...new Set(changes.map((file) => dirname(file.path)))];
  const staging = await mkdtemp(join(outDir, `${STAGING}${process.pid}-`)).catch((error) => {
    throw unwritable(outDir, error);
  });
  try {
    await eachLimited(folders, (folder) => makeFolder(join(outDir, folder)));
    const moves = await eachLimited([...changes.entries()], async ([index, { path, contents }]) => {
      const [from, to] = [join(staging, String(index)), join(outDir, path)];
      // No fsync: after a power cut the next build compares bytes, finds the torn file, and writes it again.
      await orUnwritable(to, writeFile(from, contents));
      return { from, to };
    });
    await beforeMoving();
    await eachLimited(moves, ({ from, to }) => orUnwritable(to, rename(from, to)));
  } catch (error) {
    await removeEmptyFolders(outDir, folders);
    throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function removeStale(outDir: string, stale: readonly string[]): Promise<readonly string[]> {
  const present = await eachLimited(stale, async (path) => {
    const isGone = await unlink(join(outDir, path)).then(
      () => false,
      (error) => {
        if (isAbsence(error)) return true;
        throw unwritable(join(outDir, path), error);
      },
    );
    return isGone ? [] : [path];
  });
  await removeEmptyFolders(
    outDir,
    stale.map((path) => dirname(path)),
  );
  return present.flat().sort();
}

function manifestOf(files: readonly string[], published: unknown): OutputManifest {
  const sorted = [...new Set(files)].sort();
  return published === undefined ? { files: sorted } : { files: sorted, published };
}

/** Nothing is written when the disk has these very bytes, or the manifest is `known` to be the same. */
async function writeManifest(
  outDir: string,
  known: OutputManifest | undefined,
  manifest: OutputManifest,
): Promise<void> {
  const text = formatManifest(manifest);
  const before = formatManifest(known ?? (await readManifest(outDir)));
  if (text !== before) await writeText(join(outDir, MANIFEST_NAME), text, { ifExists: 'replace' });
}

const STAGING = '.staging-';

/** What a build that was killed left aside. */
async function removeLeftovers(outDir: string): Promise<void> {
  const names = await readdir(outDir).catch((error) => {
    throw unwritable(outDir, error);
  });
  await eachLimited(
    names.filter(
      (name) => name.startsWith(STAGING) && !isRunning(Number.parseInt(name.slice(STAGING.length), 10)),
    ),
    (name) => rm(join(outDir, name), { recursive: true, force: true }),
  );
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error) => {
    throw unwritable(folder, error);
  });
}

async function orUnwritable(path: string, deed: Promise<void>): Promise<void> {
  await deed.catch((error) => {
    throw unwritable(path, error);
  });
}
