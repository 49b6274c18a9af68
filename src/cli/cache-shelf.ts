// What was found out about issues goes in and is there for the next command: a file in `out/cache/`, one line an issue. A line is
// only understood when somebody asks for it, and is written again as it is unless something else is known by now. The file may be
// lost or torn at any time, and two commands may write it at once; whatever cannot be read is as if it had never been there.
import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { writeText } from '../files/write-text.ts';

export interface CacheShelf<T> {
  /** Undefined unless it was found out under the same `key`, which is of everything that it depends on. */
  get(issuePath: string, key: string): T | undefined;
  /** Under which key something is there, whatever that is worth now. */
  keyOf(issuePath: string): string | undefined;
  paths(): readonly string[];
  put(issuePath: string, key: string, value: T): void;
  /** The same, of what was packed and made JSON elsewhere. */
  putJson(issuePath: string, key: string, json: string): void;
  /** Forgets all other issues. */
  keepOnly(issuePaths: ReadonlySet<string>): void;
  /** Writes it if there is anything new. Never rejects: the next check takes longer, and that is all. */
  save(): Promise<void>;
}

interface Row<T> {
  readonly key: string;
  /** As in the file. */
  readonly json: string;
  /** CRC-32 of `json`, as it was when it was written; hex. */
  readonly sum: string;
  value?: T | undefined;
}

export interface ShelfOptions<T> {
  /** First line of the file; with another one, nothing in it counts. */
  readonly head: string;
  readonly pack: (value: T) => unknown;
  /** Throws where it cannot be understood. */
  readonly unpack: (packed: unknown) => T;
}

export async function openCacheShelf<T>(file: string, options: ShelfOptions<T>): Promise<CacheShelf<T>> {
  const { head, pack, unpack } = options;
  const rows: Map<string, Row<T>> = rowsIn(await readFile(file, 'utf8').catch(() => ''), head);
  let isNew = false;
  const forget = (issuePath: string): void => {
    isNew = rows.delete(issuePath) || isNew;
  };
  const lay = (issuePath: string, row: Omit<Row<T>, 'sum'>): void => {
    // No name of an issue has such a sign in it that could be typed; one that has is found out anew each time.
    if (/\p{Cc}/u.test(issuePath)) return;
    rows.set(issuePath, { ...row, sum: sumOf(row.json) });
    isNew = true;
  };
  return {
    get: (issuePath, key) => {
      const row = rows.get(issuePath);
      if (row?.key !== key) return undefined;
      row.value ??= understood(row, unpack);
      if (row.value === undefined) forget(issuePath);
      return row.value;
    },
    keyOf: (issuePath) => rows.get(issuePath)?.key,
    paths: () => [...rows.keys()],
    put: (issuePath, key, value) => lay(issuePath, { key, json: JSON.stringify(pack(value)), value }),
    putJson: (issuePath, key, json) => lay(issuePath, { key, json }),
    keepOnly: (issuePaths) => {
      for (const issuePath of [...rows.keys()]) if (!issuePaths.has(issuePath)) forget(issuePath);
    },
    save: async () => {
      if (!isNew) return;
      isNew = false;
      const lines = [...rows].map(
        ([issuePath, { key, sum, json }]) => `${[issuePath, key, sum, json].join('\t')}\n`,
      );
      await writeText(file, `${head}\n${lines.join('')}`, { ifExists: 'replace' }).catch(() => undefined);
    },
  };
}

function understood<T>({ json, sum }: Row<T>, unpack: ShelfOptions<T>['unpack']): T | undefined {
  try {
    return sumOf(json) === sum ? unpack(JSON.parse(json)) : undefined;
  } catch {
    return undefined;
  }
}

function sumOf(json: string): string {
  return crc32(json).toString(16);
}

/** Without a last line that has no end: the rest of it may be missing. */
function rowsIn<T>(text: string, head: string): Map<string, Row<T>> {
  const rows = new Map<string, Row<T>>();
  if (!text.startsWith(`${head}\n`)) return rows;
  let from = head.length + 1;
  for (let end = text.indexOf('\n', from); end >= 0; end = text.indexOf('\n', from)) {
    const [issuePath = '', key = '', sum = ''] = text
      .slice(from, Math.min(end, from + LONGEST_BEGINNING))
      .split('\t', 3);
    const json = text.slice(from + issuePath.length + key.length + sum.length + 3, end);
    rows.set(issuePath, { key, sum, json });
    from = end + 1;
  }
  return rows;
}

/** A file's name has 255 bytes at most on the systems there are; key and sum are short. */
const LONGEST_BEGINNING = 512;
