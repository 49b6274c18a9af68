// `subscribers export`: everyone, or those that flags choose, as CSV or JSON on standard output, in the form that `subscribers import` takes back: with
// each person's consent, and with why nobody writes to those who are suppressed.
import { stringify } from 'csv-stringify/sync';
import type { AudienceStore } from '../../model/audience-ports.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Subscriber } from '../../model/subscriber.ts';
import type { CommandResult } from '../command-result.ts';
import { printJsonArray } from '../print-json-array.ts';
import { type FilterFlags, readFilter } from '../subscriber-filter.ts';
import {
  EXPORT_COLUMNS,
  type ExportedSubscriber,
  exportCells,
} from '../subscriber-lists/formats/own-export.ts';
import type { Terminal } from '../terminal.ts';
import { withAudience } from '../with-audience.ts';

export interface ExportOptions extends FilterFlags {
  /** `csv` or `json`. */
  readonly format?: string;
  readonly json?: boolean;
}

const ROWS_AT_ONCE = 500;

export async function exportSubscribers(options: ExportOptions, terminal: Terminal): Promise<CommandResult> {
  const { format = options.json === true ? 'json' : 'csv' } = options;
  if (format !== 'csv' && format !== 'json')
    throw new BroadsideError('USAGE', `Unexpected format "${format}", expected csv or json`);
  const filter = readFilter(options);
  await withAudience(terminal, async ({ audience }) => {
    const people = exported(audience.search(filter), audience);
    if (format === 'json') await printJsonArray(people, terminal);
    else await printCsv(people, terminal);
  });
  return { exitCode: 0, value: undefined, lines: () => [] };
}

async function* exported(
  rows: AsyncIterable<Subscriber>,
  audience: Pick<AudienceStore, 'suppression'>,
): AsyncGenerator<ExportedSubscriber> {
  for await (const { id: _, ...person } of rows) {
    const found = person.status === 'suppressed' ? await audience.suppression(person.address) : undefined;
    yield found === undefined
      ? person
      : { ...person, suppression: { reason: found.reason, detail: found.detail } };
  }
}

async function printCsv(people: AsyncIterable<ExportedSubscriber>, terminal: Terminal): Promise<void> {
  let rows: (readonly string[])[] = [EXPORT_COLUMNS];
  const printRows = (): void => {
    if (rows.length > 0) terminal.print(stringify(rows).replace(/\n$/u, ''));
    rows = [];
  };
  for await (const person of people) if (rows.push(exportCells(person)) === ROWS_AT_ONCE) printRows();
  printRows();
}
