// The database and the disks under it and under out/: there, up to date, sound, kept so that what was acknowledged stays, with room.
import path from 'node:path';
import { type DiskSpace, freeSpace } from '../../files/free-space.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Finding, Verdict } from '../../model/finding.ts';
import { type DatabaseExamination, examineDatabase } from '../../store/examine-database.ts';
import { databaseUrl } from '../environment.ts';
import { LIST_ID } from '../remember-list-id.ts';
import type { Terminal } from '../terminal.ts';
import { judgeBackup, judgeCopy } from './judge-standing.ts';

export interface DatabaseCheck {
  /** Undefined when it cannot be looked at. */
  readonly examination?: DatabaseExamination;
  readonly findings: readonly Finding[];
}

export async function checkDatabase(root: string, terminal: Terminal): Promise<DatabaseCheck> {
  const looked = await looking(root, terminal);
  const disk: Finding = { check: 'disk', ...(await judgeDisks(root, looked)) };
  if (looked instanceof BroadsideError)
    return {
      findings: [{ check: 'database', state: 'fail', found: looked.message, mend: looked.hint }, disk],
    };
  return {
    examination: looked,
    findings: [
      { check: 'database', ...judgeState(looked) },
      ...(looked.state === 'absent'
        ? []
        : [
            { check: 'integrity' as const, ...judgeIntegrity(looked) },
            { check: 'durability' as const, ...judgeDurability(looked, await networkOf(looked)) },
          ]),
      ...(looked.standing === undefined
        ? []
        : [
            { check: 'copy' as const, ...judgeCopy(looked) },
            { check: 'backup' as const, ...judgeBackup(looked, terminal.now()) },
          ]),
      disk,
    ],
  };
}

async function looking(root: string, terminal: Terminal): Promise<DatabaseExamination | BroadsideError> {
  try {
    return await examineDatabase(databaseUrl(terminal), [LIST_ID], { root });
  } catch (error) {
    if (error instanceof BroadsideError) return error;
    throw error;
  }
}

function judgeState({ state, describe }: DatabaseExamination): Verdict {
  switch (state) {
    case 'absent':
      return { state: 'ok', found: `${describe} is not there yet; the first reader makes it` };
    case 'empty':
      return { state: 'ok', found: `${describe} is there and empty` };
    case 'older':
      return {
        state: 'warn',
        found: `${describe} was made by an older Broadside`,
        mend: 'Back it up; `broadside status` then brings it up to date.',
      };
    case 'up to date':
      return { state: 'ok', found: `${describe}, up to date` };
  }
}

export function judgeIntegrity({ kind, faults }: Pick<DatabaseExamination, 'kind' | 'faults'>): Verdict {
  if (kind === 'postgres')
    return { state: 'skipped', found: 'a PostgreSQL server looks after this by itself (data checksums)' };
  if (faults.length > 0)
    return {
      state: 'fail',
      found: `the file is damaged: ${faults.join('; ')}`,
      mend: 'Stop sending, and put the last backup in its place.',
    };
  return { state: 'ok', found: 'SQLite finds no fault in it' };
}

export function judgeDurability(
  { kind, durability }: Pick<DatabaseExamination, 'kind' | 'durability'>,
  network: string | undefined,
): Verdict {
  if (kind === 'postgres')
    return durability === 'off'
      ? {
          state: 'fail',
          found: 'synchronous_commit is off: after a crash of the server readers may get an issue twice',
          mend: 'Switch it on for this database: alter database … set synchronous_commit = on.',
        }
      : { state: 'ok', found: `synchronous_commit is ${durability}` };
  if (network !== undefined)
    return {
      state: 'fail',
      found: `the file lies on a network disk (${network}), where locks cannot be trusted`,
      mend: 'Move it to a disk of this machine, or use PostgreSQL.',
    };
  if (durability !== 'wal')
    return {
      state: 'warn',
      found: `its journal is "${durability}": a reader and a sender wait for each other`,
      mend: 'The next send sets it to "wal"; if it stays so, the disk does not allow it.',
    };
  return { state: 'ok', found: 'journal "wal", written through to the disk' };
}

async function networkOf({ file }: DatabaseExamination): Promise<string | undefined> {
  return file === undefined ? undefined : (await freeSpace(path.dirname(file))).network;
}

const MEGABYTE = 1024 * 1024;
/** A send of some 100,000 rows and a build of a large archive fit into it. */
const LEAST_FREE_BYTES = 500 * MEGABYTE;
/** A backup is a second whole copy, and a migration may make a third. */
const COPIES = 3;

async function judgeDisks(root: string, looked: DatabaseExamination | BroadsideError): Promise<Verdict> {
  const database = looked instanceof BroadsideError ? undefined : looked;
  const needed = Math.max(LEAST_FREE_BYTES, COPIES * (database?.sizeBytes ?? 0));
  const places: readonly (readonly [string, string])[] = [
    ...(database?.file === undefined ? [] : [['the database', path.dirname(database.file)] as const]),
    ['out/', path.join(root, 'out')],
  ];
  const spaces = await Promise.all(
    places.map(async ([what, folder]) => [what, await freeSpace(folder)] as const),
  );
  return judgeSpaces(spaces, needed);
}

export function judgeSpaces(spaces: readonly (readonly [string, DiskSpace])[], neededBytes: number): Verdict {
  const short = spaces.find(([, { freeBytes }]) => freeBytes < neededBytes);
  if (short !== undefined)
    return {
      state: 'warn',
      found: `${inMegabytes(short[1].freeBytes)} are free where ${short[0]} lies, and ${inMegabytes(neededBytes)} should be`,
      mend: 'Make room, or move it to a larger disk.',
    };
  const least = Math.min(...spaces.map(([, { freeBytes }]) => freeBytes));
  return { state: 'ok', found: `${inMegabytes(least)} are free` };
}

function inMegabytes(bytes: number): string {
  return bytes >= 10_240 * MEGABYTE
    ? `${Math.floor(bytes / MEGABYTE / 1024)} GB`
    : `${Math.floor(bytes / MEGABYTE)} MB`;
}
