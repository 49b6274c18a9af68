// Subscribers as CSV (RFC 4180, UTF-8): read row by row with the line each began on, and written so that a spreadsheet
// program takes no cell for a formula.
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { BroadsideError } from '../model/errors.ts';
import type { Subscriber } from '../model/subscriber.ts';

export interface SubscriberRow {
  /** Line in the file, from 1. */
  readonly line: number;
  readonly address: string;
  readonly name?: string;
  readonly language?: string;
}

/** What a decoder puts where bytes were not UTF-8. */
const NO_LETTER = '\ufffd';

const ADDRESS_COLUMNS = ['address', 'email', 'e-mail', 'email address', 'mail'];

/** Throws IMPORT_INVALID with the line when the file is not CSV or has no column of addresses, FILE_UNREADABLE as such. */
export async function* readSubscriberRows(file: Readable, name: string): AsyncGenerator<SubscriberRow> {
  let hasHeading = false;
  const parser = parse({
    bom: true,
    columns: (names: string[]) => {
      hasHeading = true;
      return readHeading(names, name);
    },
    info: true,
    skip_empty_lines: true,
    trim: true,
    // A row that ends early lacks a name or a language, no more. One that is too long has a comma where none belongs.
    relax_column_count_less: true,
  });
  file.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of file.pipe(parser) as AsyncIterable<CsvRow>) {
      const { address = '', name: person = '', language = '' } = record;
      if ([address, person, language].some((value) => value.includes(NO_LETTER)))
        throw invalidAt(info.lines, name, 'Unexpected bytes that are no letters, expected UTF-8');
      yield {
        line: info.lines,
        address,
        ...(person === '' ? {} : { name: person }),
        ...(language === '' ? {} : { language }),
      };
    }
  } catch (error) {
    throw translate(error, name);
  }
  if (!hasHeading) throw new BroadsideError('IMPORT_INVALID', `${name} is empty`, { place: name });
}

export function formatSubscribers(subscribers: readonly Subscriber[]): string {
  const columns = [
    'address',
    'name',
    'status',
    'language',
    'createdAt',
    'confirmedAt',
    'unsubscribedAt',
    'consent',
    'consentSource',
  ];
  const rows = subscribers.map((one) => [
    one.address,
    one.name ?? '',
    one.status,
    one.language ?? '',
    one.createdAt,
    one.confirmedAt ?? '',
    one.unsubscribedAt ?? '',
    one.consent.text,
    one.consent.source,
  ]);
  return stringify([columns, ...rows], { escape_formulas: true });
}

interface CsvRow {
  readonly record: Readonly<Record<string, string | undefined>>;
  readonly info: { readonly lines: number };
}

function readHeading(names: readonly string[], file: string): string[] {
  const known = names.map((name) => name.trim().toLowerCase());
  const address = known.findIndex((name) => ADDRESS_COLUMNS.includes(name));
  if (address < 0) {
    throw new BroadsideError(
      'IMPORT_INVALID',
      `Unexpected heading line "${names.join(',')}", expected a column "address"`,
      {
        place: `${file}:1`,
        ...(/[;\t]/u.test(names.join(','))
          ? { hint: 'Save it again with commas between the columns, not semicolons or tabs.' }
          : {}),
      },
    );
  }
  return known.map((name, index) => (index === address ? 'address' : name));
}

function translate(error: unknown, file: string): unknown {
  if (error instanceof BroadsideError) return error;
  if (!(error instanceof Error)) return error;
  if ('syscall' in error)
    return new BroadsideError('FILE_UNREADABLE', `${file} cannot be read`, { cause: error, place: file });
  const line = 'lines' in error ? Number(error.lines) : 1;
  return invalidAt(line, file, `${file} is not a CSV file that can be read`, error);
}

/** Rows are added some hundreds at a time as they are read, so those before the bad one may be there already. */
function invalidAt(line: number, file: string, detail: string, cause?: Error): BroadsideError {
  return new BroadsideError('IMPORT_INVALID', detail, {
    cause,
    place: `${file}:${line}`,
    hint: 'Mend that line, or save the file again as CSV in UTF-8, and import it again. Rows before it may have been added; nobody is added twice.',
  });
}
