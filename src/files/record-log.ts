// A file that only grows: one record a line, the last one of a key counts. What was appended is there even after kill -9, and half
// a line at the end, from a disk that was full, is passed over. For what is remembered bit by bit during hours of work.
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isAbsence, unreadable, unwritable } from './disk-error.ts';
import { writeText } from './write-text.ts';

export interface RecordLog<T> {
  /** By key, the last of each, in the order of the file. */
  readonly records: ReadonlyMap<string, T>;
  /** Resolves when the line is written. Lines stand in the order of the calls. */
  append(record: T): Promise<void>;
}

export interface RecordLogOptions<T> {
  readonly keyOf: (record: T) => string;
  /** Undefined for a line that is none of ours. */
  readonly read: (value: unknown) => T | undefined;
}

/** So many lines that count no more are borne before the file is written anew. */
const MAX_STALE_LINES = 200;

/** @throws BroadsideError FILE_UNREADABLE, FILE_UNWRITABLE */
export async function openRecordLog<T>(path: string, options: RecordLogOptions<T>): Promise<RecordLog<T>> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (isAbsence(error)) return '';
    throw unreadable(path, error);
  });
  const lines = text.split('\n').filter((line) => line !== '');
  const records = new Map<string, T>();
  for (const line of lines) {
    const record = parsed(line, options.read);
    if (record !== undefined) records.set(options.keyOf(record), record);
  }
  const isTorn = text !== '' && !text.endsWith('\n');
  if (isTorn || lines.length > records.size + MAX_STALE_LINES)
    await writeText(path, [...records.values()].map(toLine).join(''), { ifExists: 'replace' });
  let last: Promise<void> = Promise.resolve();
  return {
    records,
    append: (record) => {
      records.set(options.keyOf(record), record);
      last = last.then(() => appendLine(path, toLine(record)));
      return last;
    },
  };
}

/** One write of one line: two programs that append at once do not mix their words. */
async function appendLine(path: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await appendFile(path, line, 'utf8');
  } catch (error) {
    throw unwritable(path, error);
  }
}

function toLine(record: unknown): string {
  return `${JSON.stringify(record)}\n`;
}

function parsed<T>(line: string, read: (value: unknown) => T | undefined): T | undefined {
  try {
    return read(JSON.parse(line));
  } catch {
    return undefined;
  }
}
