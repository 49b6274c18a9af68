// `subscribers import FILE --consent TEXT`: a CSV file row by row, some hundreds to a transaction, and a line of report for each
// row that could not be used.
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { readAddress } from '../../audience/address.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { NewSubscriber, SubscriberStore } from '../../model/ports.ts';
import { type CommandResult, factLines, nextStep } from '../command-result.ts';
import { readSubscriberRows, type SubscriberRow } from '../subscribers-csv.ts';
import type { Terminal } from '../terminal.ts';
import { withSubscribers } from '../with-subscribers.ts';

export interface ImportOptions {
  /** How these people said yes; kept with each of them. */
  readonly consent: string;
}

/** Outcome of one row. */
interface ImportedRow {
  readonly line: number;
  readonly address: string;
  readonly result: 'added' | 'duplicate' | 'suppressed' | 'invalid';
  readonly reason?: string;
}

const ROWS_A_TRANSACTION = 500;

export async function importSubscribers(
  file: string,
  options: ImportOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  if (options.consent.trim() === '')
    throw new BroadsideError('USAGE', 'Unexpected empty --consent, expected how these people said yes');
  const consent = { text: options.consent, source: `import ${path.basename(file)}` };
  const rows = await withSubscribers(terminal, async (subscribers) => {
    const imported: ImportedRow[] = [];
    const text = createReadStream(path.resolve(terminal.cwd, file));
    for await (const batch of batchesOf(readSubscriberRows(text, file), ROWS_A_TRANSACTION)) {
      imported.push(...(await importBatch(batch, consent, subscribers, terminal)));
      terminal.progress(`${imported.length} rows read`);
    }
    return imported;
  });
  return importReport(rows, file);
}

async function importBatch(
  batch: readonly SubscriberRow[],
  consent: NewSubscriber['consent'],
  subscribers: SubscriberStore,
  terminal: Terminal,
): Promise<readonly ImportedRow[]> {
  const read = batch.map((row) => ({ row, read: readAddress(row.address) }));
  const usable = read.flatMap(({ row: { line, name, language }, read: address }) =>
    'problem' in address
      ? []
      : [
          {
            line,
            address: address.address,
            status: 'confirmed' as const,
            consent,
            ...(name === undefined ? {} : { name }),
            ...(language === undefined ? {} : { language }),
          },
        ],
  );
  const results = await subscribers.addAll(
    usable.map(({ line: _, ...subscriber }) => subscriber),
    terminal.now(),
  );
  const resultAt = new Map(usable.map(({ line }, index) => [line, results[index]]));
  return read.map(({ row: { line, address }, read: found }) => {
    if ('problem' in found) return { line, address, result: 'invalid', reason: found.problem };
    return { line, address: found.address, result: resultAt.get(line) ?? 'duplicate' };
  });
}

async function* batchesOf<T>(rows: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function importReport(rows: readonly ImportedRow[], file: string): CommandResult {
  const count = (result: ImportedRow['result']): number => rows.filter((row) => row.result === result).length;
  const counts = {
    added: count('added'),
    duplicate: count('duplicate'),
    suppressed: count('suppressed'),
    invalid: count('invalid'),
  };
  const left = rows.filter(({ result }) => result === 'invalid' || result === 'suppressed');
  return {
    exitCode: counts.invalid > 0 ? 1 : 0,
    value: { ...counts, rows },
    lines: (paint) => [
      ...left.map(
        ({ line, address, result, reason }) =>
          `${paint.ask(result)}  ${file}:${line}  ${address}${reason === undefined ? '' : `: ${reason}`}`,
      ),
      ...(left.length > 0 ? [''] : []),
      ...factLines(
        [
          ['added', String(counts.added), 'get the next issue'],
          ['duplicate', String(counts.duplicate), 'were there already'],
          ['suppressed', String(counts.suppressed), 'left or complained once; no import brings them back'],
          ['invalid', String(counts.invalid), 'not usable addresses, listed above'],
        ],
        paint,
      ),
      ...nextStep('`broadside subscribers list` shows everyone.', paint),
    ],
  };
}
