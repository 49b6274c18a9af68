// What became of each row of a list: counted, the first ones kept for the screen, and all of them written to a file where one is asked for.
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { BroadsideError } from '../../model/errors.ts';
import type { RowOutcome, RowResult } from './import-batch.ts';

export interface ImportTally {
  readonly rows: number;
  readonly counts: Readonly<Record<RowResult, number>>;
  /** Of those that were not brought in, the first ones. */
  readonly first: readonly RowOutcome[];
  /** How many more of them there are. */
  readonly unshown: number;
  readonly lastLine: number;
}

export interface ImportReport {
  add(outcomes: readonly RowOutcome[]): Promise<void>;
  tally(): ImportTally;
  close(): Promise<void>;
}

const SHOWN = 100;
const COLUMNS = ['line', 'address', 'result', 'reason'];

/** @param file Absolute; must not be there yet. JSON lines where it is called .json or .jsonl, else CSV. It holds addresses: only its owner may read it. */
export async function openImportReport(file: string | undefined, name: string): Promise<ImportReport> {
  const counts: Record<RowResult, number> = {
    imported: 0,
    duplicate: 0,
    suppressed: 0,
    unconfirmed: 0,
    invalid: 0,
  };
  const first: RowOutcome[] = [];
  let rows = 0;
  let lastLine = 0;
  let leftOut = 0;
  const written = file === undefined ? undefined : await openNew(file, name);
  const isJson = file !== undefined && /^\.jsonl?$/u.test(path.extname(file));
  if (!isJson) await written?.appendFile(stringify([COLUMNS]));
  return {
    async add(outcomes) {
      for (const outcome of outcomes) {
        rows += 1;
        lastLine = outcome.line;
        counts[outcome.result] += 1;
        if (!isLeftOut(outcome)) continue;
        leftOut += 1;
        if (first.length < SHOWN) first.push(outcome);
      }
      await written
        ?.appendFile(
          isJson ? jsonLines(outcomes) : stringify(outcomes.map(cellsOf), { escape_formulas: true }),
        )
        .catch((cause: unknown) => {
          throw new BroadsideError('FILE_UNWRITABLE', `The report ${name} cannot be written`, {
            cause,
            place: name,
          });
        });
    },
    tally: () => ({
      rows,
      counts: { ...counts },
      first: [...first],
      unshown: leftOut - first.length,
      lastLine,
    }),
    close: async () => written?.close(),
  };
}

/** A duplicate is told only where there is more to say of it. */
function isLeftOut({ result, reason }: RowOutcome): boolean {
  return result !== 'imported' && (result !== 'duplicate' || reason !== undefined);
}

function cellsOf({ line, address, result, reason = '' }: RowOutcome): readonly string[] {
  return [String(line), address, result, reason];
}

function jsonLines(outcomes: readonly RowOutcome[]): string {
  return outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join('');
}

async function openNew(file: string, name: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (cause) {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw isThere
      ? new BroadsideError('FILE_EXISTS', `${name} is there already`, { place: name })
      : new BroadsideError('FILE_UNWRITABLE', `The report ${name} cannot be written`, { cause, place: name });
  }
}
