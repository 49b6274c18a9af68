// A file from anywhere goes in; what it is and its rows come out, one by one. Its shape tells the format: JSON by its first letter, a plain list by an
// address in its first line, a table by its heading.
import path from 'node:path';
import { readAddress } from '../../audience/address.ts';
import { BroadsideError } from '../../model/errors.ts';
import { addressColumnOf, type Cell, type CsvFormat, columnName } from './csv-format.ts';
import { CSV_FORMATS } from './csv-formats.ts';
import { type CsvRow, readCsvRows } from './csv-rows.ts';
import { type Encoding, encodingOf, textOf } from './file-text.ts';
import type { ImportRow } from './import-row.ts';
import { readJsonRows } from './json-rows.ts';
import { readListRows } from './list-rows.ts';

export interface Import {
  /** Of `IMPORT_FORMATS`. */
  readonly format: string;
  readonly title: string;
  readonly encoding: Encoding;
  readonly caution?: string;
  readonly rows: AsyncIterable<ImportRow>;
}

export interface ImportSource {
  /** Absolute. */
  readonly path: string;
  /** As it was typed, for messages. */
  readonly name: string;
  /** What it is, where its shape is not to tell. */
  readonly from?: string;
}

const MOST_COLUMNS = 500;

/** Throws FILE_UNREADABLE and IMPORT_INVALID; so do the rows as they are read. */
export async function openImport({ path: file, name, from }: ImportSource): Promise<Import> {
  const encoding = await encodingOf(file, name);
  const text = (): AsyncGenerator<string> => textOf(file, name, encoding);
  const shape = from ?? (await shapeOf(text(), name));
  if (shape === 'json') return { format: 'json', title: 'JSON', encoding, rows: readJsonRows(text(), name) };
  if (shape === 'list')
    return { format: 'list', title: 'a plain list', encoding, rows: readListRows(text(), name) };
  const rows = readCsvRows(text(), name);
  const heading = await rows.next();
  if (heading.done === true) throw empty(name);
  const columns = heading.value.cells.map(columnName);
  const format = formatOf(columns, heading.value, name, from);
  return {
    format: format.id,
    title: format.title,
    encoding,
    ...(format.caution === undefined ? {} : { caution: format.caution }),
    rows: personsIn(rows, columns, format, path.basename(file)),
  };
}

/** `table`: one of the formats with a heading. */
async function shapeOf(text: AsyncGenerator<string>, name: string): Promise<'json' | 'list' | 'table'> {
  let head = '';
  for await (const piece of text) {
    head = (head + piece).trimStart();
    if (/[\r\n]/u.test(head) || head.length > 10_000) break;
  }
  const [first = ''] = head.split(/[\r\n]/u, 1);
  if (first === '') throw empty(name);
  if (/^[[{]/u.test(first)) return 'json';
  if (/^[^,;\t]*members:\s*$/iu.test(first) || /^#/u.test(first)) return 'list';
  const inside = /<([^<>]*)>[,;]?\s*$/u.exec(first)?.[1] ?? withoutName(first.trimEnd());
  return 'problem' in readAddress(inside) ? 'table' : 'list';
}

/** `address (Name)` */
function withoutName(line: string): string {
  return line.endsWith(')') ? line.slice(0, line.indexOf('(')).trimEnd() : line;
}

function formatOf(
  columns: readonly string[],
  { line, cells }: CsvRow,
  name: string,
  from: string | undefined,
): CsvFormat {
  const place = `${name}:${line}`;
  if (columns.length > MOST_COLUMNS)
    throw new BroadsideError(
      'IMPORT_INVALID',
      `Unexpected ${columns.length} columns, expected at most ${MOST_COLUMNS}`,
      { place },
    );
  const named = CSV_FORMATS.find(({ id }) => id === from);
  const format = named ?? CSV_FORMATS.find(({ isHeading }) => isHeading(new Set(columns)));
  if (format !== undefined && (format === named ? addressColumnOf(columns) !== undefined : true))
    return format;
  const shown = cells.join(', ');
  throw new BroadsideError(
    'IMPORT_INVALID',
    `Unexpected heading line "${shown.length > 200 ? `${shown.slice(0, 200)}…` : shown}", expected a column "address" or "email"`,
    {
      place,
      ...(cells.some((cell) => !('problem' in readAddress(cell))) && {
        hint: 'The first line holds an address: put a line above it that names the columns, like `email,name`.',
      }),
    },
  );
}

async function* personsIn(
  rows: AsyncIterable<CsvRow>,
  columns: readonly string[],
  format: CsvFormat,
  fileName: string,
): AsyncGenerator<ImportRow> {
  const indexOf = new Map(columns.toReversed().map((name, index) => [name, columns.length - 1 - index]));
  const file = { name: fileName, addressColumn: addressColumnOf(columns) ?? '' };
  let cells: readonly string[] = [];
  const cell: Cell = (...names) => {
    for (const name of names) {
      const found = cells[indexOf.get(name) ?? -1];
      if (found !== undefined && found !== '') return found;
    }
    return '';
  };
  for await (const row of rows) {
    cells = row.cells;
    const person = format.read(cell, file);
    const isLonger = cells.length > columns.length && cells.slice(columns.length).some((one) => one !== '');
    // A comma where none belongs moves everything behind it: whose name and state that is, nobody knows.
    const problem = `Unexpected ${cells.length} cells in a row, expected ${columns.length} as in the heading`;
    yield { line: row.line, ...person, ...(isLonger && { standing: { kind: 'unclear' as const, problem } }) };
  }
}

function empty(name: string): BroadsideError {
  return new BroadsideError('IMPORT_INVALID', `${name} is empty`, { place: name });
}
