// All tables from one database into another, each compared afterwards by its number of rows and a hash of all of them. One batch is in
// memory at a time, so a million readers fit.
import { hash } from 'node:crypto';
import { BroadsideError } from '../model/errors.ts';
import type { TablePlan } from './table-plan.ts';
import type { TableRow, TableSession } from './table-session.ts';

/** What a table held: enough to tell whether another one holds the same. */
export interface TableSum {
  readonly table: string;
  readonly rows: number;
  /** Sum of the SHA-256 of all rows, hex: the same in whatever order they are read. */
  readonly hash: string;
}

export interface CopyProgress {
  readonly step: 'copying' | 'comparing';
  readonly done: number;
  readonly total: number;
}

type OnProgress = (progress: CopyProgress) => void;

/** Inside transactions that the caller has begun and ends. @throws BroadsideError DATABASE_FAILED when what arrived is not what was sent */
export async function copyTables(
  from: TableSession,
  to: TableSession,
  plan: readonly TablePlan[],
  onProgress: OnProgress = () => {},
): Promise<readonly TableSum[]> {
  const tell = progressOf('copying', await countRows(from, plan), onProgress);
  const sums: TableSum[] = [];
  for (const table of plan) {
    const sum = tableHash(table);
    for await (const rows of from.rows(table)) {
      sum.add(rows);
      await to.insert(table, rows);
      tell(rows.length);
    }
    await to.filled(table);
    sums.push(sum.end());
  }
  const arrived = await sumTables(to, plan, onProgress);
  const differing = differenceOf(sums, arrived);
  if (differing === undefined) return sums;
  throw new BroadsideError(
    'DATABASE_FAILED',
    `The copy of the table ${differing} is not what was copied, and was not kept`,
  );
}

/** Reads every row of every table. */
export async function sumTables(
  tables: TableSession,
  plan: readonly TablePlan[],
  onProgress: OnProgress = () => {},
): Promise<readonly TableSum[]> {
  const tell = progressOf('comparing', await countRows(tables, plan), onProgress);
  const sums: TableSum[] = [];
  for (const table of plan) {
    const sum = tableHash(table);
    for await (const rows of tables.rows(table)) {
      sum.add(rows);
      tell(rows.length);
    }
    sums.push(sum.end());
  }
  return sums;
}

/** The first table in which they differ; undefined when all are the same. */
export function differenceOf(expected: readonly TableSum[], actual: readonly TableSum[]): string | undefined {
  const found = new Map(actual.map((sum) => [sum.table, sum]));
  return expected.find(({ table, rows, hash }) => {
    const other = found.get(table);
    return other === undefined || other.rows !== rows || other.hash !== hash;
  })?.table;
}

/**
 * Rows are read as they lie: in the order of a key each would be looked up at another end of the file. So the sum must not depend on the order;
 * each row is there once, by its key.
 */
function tableHash({ name, columns }: TablePlan): {
  add(rows: readonly TableRow[]): void;
  end(): TableSum;
} {
  const heading = JSON.stringify(columns.map((column) => column.name));
  const sum = new Uint32Array(DIGEST_WORDS);
  let count = 0;
  const add = (text: string): void => {
    const digest = hash('sha256', text, 'buffer');
    for (let word = 0; word < DIGEST_WORDS; word += 1)
      sum[word] = (sum[word] ?? 0) + digest.readUInt32LE(word * WORD_BYTES);
  };
  add(heading);
  return {
    add(rows) {
      count += rows.length;
      // The length before each value: two values can never be read as one.
      for (const row of rows)
        add(row.map((value) => (value === null ? '-' : `${value.length}:${value}`)).join(','));
    },
    end: () => ({ table: name, rows: count, hash: Buffer.from(sum.buffer).toString('hex') }),
  };
}

const WORD_BYTES = 4;
const DIGEST_WORDS = 32 / WORD_BYTES;

async function countRows(tables: TableSession, plan: readonly TablePlan[]): Promise<number> {
  let total = 0;
  for (const table of plan) total += await tables.count(table);
  return total;
}

function progressOf(
  step: CopyProgress['step'],
  total: number,
  onProgress: OnProgress,
): (rows: number) => void {
  let done = 0;
  return (rows) => {
    done += rows;
    onProgress({ step, done, total });
  };
}
