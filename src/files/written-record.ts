// What the last builds wrote: of each file what it was made from, a sum of its bytes, and how it stood on the disk. As long as it stands
// there just so, nobody has to read it, or make it, to know that it is the same. The record may be lost or torn.
import { type BigIntStats, lstatSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { isAbsence } from './disk-error.ts';
import { writeText } from './write-text.ts';

export interface WrittenFile {
  /** Empty where nobody knows. */
  readonly madeFrom: string;
  readonly sum: string;
  /** Size, time of the last change and number of the file, as the disk has them; empty where those tell nothing for certain. */
  readonly standing: string;
}

export interface WrittenRecord {
  /** Of all the files together; empty where nobody knows. */
  readonly madeFrom: string;
  /** By path relative to `out/`. */
  readonly files: ReadonlyMap<string, WrittenFile>;
  /** As it was read. */
  readonly text?: string;
}

export const NOTHING_WRITTEN: WrittenRecord = { madeFrom: '', files: new Map() };

const HEAD = 'broadside written 2 ';
/** A disk that counts whole seconds cannot tell two changes within one: what stands there is read. */
const SECOND_NS = 1_000_000_000n;

/** Undefined where it tells nothing for certain. */
export function standingOf(found: BigIntStats): string | undefined {
  if (!found.isFile() || found.mtimeNs % SECOND_NS === 0n) return undefined;
  return `${found.size} ${found.mtimeNs} ${found.ino}`;
}

/** Undefined where there is nothing. At once: of ten thousand files the waiting costs five times as much as the looking. */
export function look(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** Of nothing where there is none that can be read. */
export async function readWritten(file: string): Promise<WrittenRecord> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const end = text.lastIndexOf('\n', text.length - 2);
  const body = text.slice(0, end + 1);
  if (!body.startsWith(HEAD) || text.slice(end + 1).trimEnd() !== crc32(body).toString(16)) {
    return NOTHING_WRITTEN;
  }
  const [head = '', ...rows] = body.slice(0, -1).split('\n');
  const files = rows.flatMap((row) => {
    const [path, madeFrom, sum, standing] = row.split('\t');
    return path === undefined || madeFrom === undefined || sum === undefined || standing === undefined
      ? []
      : [[path, { madeFrom, sum, standing }] as const];
  });
  return { madeFrom: head.slice(HEAD.length), files: new Map(files), text };
}

/** Never rejects: the next build reads what stands there, and that is all. */
export async function writeWritten(
  file: string,
  before: WrittenRecord,
  record: WrittenRecord,
): Promise<void> {
  const text = formatWritten(record);
  if (text === before.text) return;
  await writeText(file, text, { ifExists: 'replace' }).catch(() => undefined);
}

function formatWritten({ madeFrom: whole, files }: WrittenRecord): string {
  const rows = [...files]
    .filter(([path]) => !/[\t\n]/u.test(path))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { madeFrom, sum, standing }]) => `${path}\t${madeFrom}\t${sum}\t${standing}\n`);
  const body = `${HEAD}${whole}\n${rows.join('')}`;
  return `${body}${crc32(body).toString(16)}\n`;
}
