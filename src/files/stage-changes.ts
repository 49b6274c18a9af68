// Which files of a build differ from what stands on the disk; those are written aside, one small lot after the other, so that never more
// than a lot of them is in memory. Nothing that stands in place is changed here.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sumOfBytes } from '../model/digest-of-text.ts';
import type { LaterFile, OutputFile } from '../model/rendered.ts';
import { inTheWay } from './check-folders.ts';
import { unwritable } from './disk-error.ts';
import { eachLimited } from './each-limited.ts';
import { look, standingOf, type WrittenFile, type WrittenRecord } from './written-record.ts';

export interface StagedChanges {
  /** Absolute path of the new bytes, and the path relative to `out/` that they go to. */
  readonly moves: readonly { readonly from: string; readonly path: string }[];
  /** Of all the files, once the moves are made. */
  readonly record: Map<string, WrittenFile>;
}

/**
 * @param before What is known of the files that stand there.
 * @param openStaging Makes the folder for what is written aside; called only where something is.
 * @throws BroadsideError FILE_UNWRITABLE where a folder stands in a file's place, and whatever making a file throws
 */
export async function stageChanges(
  outDir: string,
  files: readonly (OutputFile | LaterFile)[],
  before: WrittenRecord['files'],
  openStaging: () => Promise<string>,
): Promise<StagedChanges> {
  const moves: { from: string; path: string }[] = [];
  const record = new Map<string, WrittenFile>();
  const note = (path: string, written: Omit<WrittenFile, 'standing'>, standing: string | undefined): void => {
    record.set(path, { ...written, standing: standing ?? '' });
  };
  const others = [...files.entries()].flatMap(([index, file]) => {
    const { path, madeFrom = '' } = file;
    const target = join(outDir, path);
    const found = lookAt(target);
    if (found?.isDirectory()) throw inTheWay(target, 'a folder, expected a file');
    const standing = found === undefined ? undefined : standingOf(found);
    const known = before.get(path);
    const isKnown = known !== undefined && standing !== undefined && known.standing === standing;
    if (isKnown && madeFrom !== '' && known.madeFrom === madeFrom) {
      record.set(path, known);
      return [];
    }
    return [
      { index, file, target, standing, known: isKnown ? known : undefined, isFile: found?.isFile() === true },
    ];
  });
  await eachLimited(others, async ({ index, file, target, standing, known, isFile }) => {
    const { path, madeFrom = '' } = file;
    const staged = 'staged' in file ? file.staged : undefined;
    const contents = (staged && (await readFile(staged).catch(() => undefined))) ?? (await contentsOf(file));
    const sum = sumOfBytes(contents);
    const isSame = known === undefined ? isFile && (await holds(target, contents)) : known.sum === sum;
    if (isSame) return note(path, { madeFrom, sum }, standing);

    // No fsync: after a power cut the next build finds the torn file, and writes it again.
    const from = join(await openStaging(), String(index));
    const isMoved =
      staged !== undefined &&
      (await rename(staged, from).then(
        () => true,
        () => false,
      ));
    if (!isMoved) await orUnwritable(target, writeFile(from, contents));
    // Before it is moved: whoever changes it afterwards changes its time too.
    const aside = look(from);
    note(path, { madeFrom, sum }, aside === undefined ? undefined : standingOf(aside));
    moves.push({ from, path });
  });
  return { moves, record };
}

function lookAt(target: string): ReturnType<typeof look> {
  try {
    return look(target);
  } catch (error) {
    throw unwritable(target, error);
  }
}

async function contentsOf(file: OutputFile | LaterFile): Promise<string | Uint8Array> {
  return 'make' in file ? await file.make() : file.contents;
}

/** One that cannot be read is no obstacle: it is replaced. */
async function holds(path: string, contents: string | Uint8Array): Promise<boolean> {
  const standing = await readFile(path).catch(() => undefined);
  return standing?.equals(Buffer.from(contents)) === true;
}

async function orUnwritable(path: string, deed: Promise<void>): Promise<void> {
  await deed.catch((error) => {
    throw unwritable(path, error);
  });
}
