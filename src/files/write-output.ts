// The files of a build go in, `out/` is made to hold exactly them. All new bytes are first written aside, below `out/` itself; only when
// they are all on the disk are they renamed into place, so a full disk or a refused folder leaves the last build as it was.
// Two builds at once do not tear a file: every rename is whole, each writes aside in a folder of its own, and the manifest,
// written last, is that of whichever ends last.
import { mkdir, mkdtemp, readdir, readFile, rename, rm, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BroadsideError } from '../model/errors.ts';
import type { LaterFile, OutputFile } from '../model/rendered.ts';
import { checkFolders } from './check-folders.ts';
import { isAbsence, systemCode, unwritable } from './disk-error.ts';
import { eachLimited } from './each-limited.ts';
import { formatManifest, MANIFEST_NAME, type OutputManifest, readManifest } from './output-manifest.ts';
import { removeEmptyFolders } from './remove-empty-folders.ts';
import { isSafePath } from './safe-path.ts';
import { stageChanges } from './stage-changes.ts';
import { writeText } from './write-text.ts';
import {
  NOTHING_WRITTEN,
  readWritten,
  type WrittenFile,
  type WrittenRecord,
  writeWritten,
} from './written-record.ts';

export interface WriteOptions {
  /**
   * The folder below `out/` that the files make whole: `site`, `email/0294`; the empty text for all of it. What an earlier
   * build wrote there, and this one does not, is removed; everything else stays.
   */
  readonly scope: string;
  /** JSON to remember until the next build (`readManifest` gives it back); left as it was when absent. */
  readonly published?: unknown;
  /**
   * The file that remembers what was written and how it stood on the disk, and the print of everything that all files together are made
   * from. Without it everything that stands there is read.
   */
  readonly record?: { readonly file: string; readonly madeFrom: string; readonly known?: WrittenRecord };
}

export interface WriteReport {
  /** Paths relative to `out/`, sorted. */
  readonly written: readonly string[];
  /** Files that held the very bytes already. */
  readonly unchanged: number;
  /** Paths relative to `out/`, sorted. */
  readonly removed: readonly string[];
}

/**
 * @throws BroadsideError FILE_UNWRITABLE (nothing was changed), FILE_UNREADABLE (the manifest is torn), and whatever making a file
 * that is made only now throws: nothing was changed then either
 */
export async function writeOutput(
  outDir: string,
  files: readonly (OutputFile | LaterFile)[],
  options: WriteOptions,
): Promise<WriteReport> {
  const paths = checkPaths(outDir, files, options.scope);
  await makeFolder(outDir);
  await removeLeftovers(outDir);
  const [before, writtenBefore] = await Promise.all([
    readManifest(outDir),
    options.record === undefined
      ? NOTHING_WRITTEN
      : (options.record.known ?? readWritten(options.record.file)),
  ]);
  const stale = before.files.filter((path) => isInScope(path, options.scope) && !paths.has(path));
  await checkFolders(outDir, [...paths, ...stale]);
  const kept = before.files.filter((path) => !isInScope(path, options.scope));
  const published = options.published ?? before.published;
  const after = manifestOf([...kept, ...paths], published);

  const { written, record } = await stageAndMove(outDir, files, writtenBefore.files, async () => {
    // Listed before they exist: a build that is killed here leaves nothing that a later one does not know to be ours.
    await writeManifest(outDir, before, manifestOf([...before.files, ...paths], before.published));
  });
  const removed = await removeStale(outDir, stale);
  await writeManifest(outDir, undefined, after);
  for (const path of kept) {
    const known = writtenBefore.files.get(path);
    if (known !== undefined) record.set(path, known);
  }
  if (options.record !== undefined) {
    const { file, madeFrom } = options.record;
    await writeWritten(file, writtenBefore, { madeFrom, files: record });
  }
  return { written: written.toSorted(), unchanged: files.length - written.length, removed };
}

function checkPaths(
  outDir: string,
  files: readonly Pick<OutputFile, 'path'>[],
  scope: string,
): ReadonlySet<string> {
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
  files: readonly (OutputFile | LaterFile)[],
  before: WrittenRecord['files'],
  beforeMoving: () => Promise<void>,
): Promise<{ readonly written: readonly string[]; readonly record: Map<string, WrittenFile> }> {
  let staging: Promise<string> | undefined;
  const openStaging = (): Promise<string> => {
    staging ??= makeStaging(outDir);
    return staging;
  };
  let folders: readonly string[] = [];
  try {
    const { moves, record } = await stageChanges(outDir, files, before, openStaging);
    if (moves.length === 0) return { written: [], record };
    folders = [...new Set(moves.map(({ path }) => dirname(path)))];
    await eachLimited(folders, (folder) => makeFolder(join(outDir, folder)));
    await beforeMoving();
    await eachLimited(moves, ({ from, path }) => {
      const to = join(outDir, path);
      return rename(from, to).catch((error) => {
        throw unwritable(to, error);
      });
    });
    return { written: moves.map(({ path }) => path), record };
  } catch (error) {
    await removeEmptyFolders(outDir, folders);
    throw error;
  } finally {
    if (staging !== undefined) await removeStaging(await staging.catch(() => undefined));
  }
}

/** A folder of this build's own below `outDir`, for what is moved into place later. One that is left over, a later build takes away. */
export async function makeStaging(outDir: string): Promise<string> {
  await makeFolder(outDir);
  return mkdtemp(join(outDir, `${STAGING}${process.pid}-`)).catch((error) => {
    throw unwritable(outDir, error);
  });
}

/** Never rejects: what is left over, a later build takes away. */
export async function removeStaging(folder: string | undefined): Promise<void> {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
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
  if (known !== undefined && isSameManifest(known, manifest)) return;
  const text = formatManifest(manifest);
  const file = join(outDir, MANIFEST_NAME);
  if (text !== (await readFile(file, 'utf8').catch(() => '')))
    await writeText(file, text, { ifExists: 'replace' });
}

function isSameManifest(a: OutputManifest, b: OutputManifest): boolean {
  return (
    a.published === b.published &&
    a.files.length === b.files.length &&
    a.files.every((path, index) => path === b.files[index])
  );
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
