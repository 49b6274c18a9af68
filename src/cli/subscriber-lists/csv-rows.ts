// Text of a table in pieces goes in, its rows come out, each with the line it begins on. The mark between cells is found out. Whatever the text is, no
// more of it is held than one row may be long: a quotation mark that is never closed, or a file that is no table, ends in a refusal.
import { CsvError, parse } from 'csv-parse';
import { BroadsideError } from '../../model/errors.ts';

export interface CsvRow {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '|'];
/** Characters; notes and attributes of other programs are long. */
const MOST_IN_A_ROW = 1024 * 1024;
const PIECE_CHARACTERS = 16 * 1024;

/** Throws IMPORT_INVALID with the line. Empty lines are passed over. */
export async function* readCsvRows(text: AsyncIterable<string>, name: string): AsyncGenerator<CsvRow> {
  const { head, rest } = await headOf(text);
  const [firstLine = ''] = head.split(/\r\n|\n|\r/u, 1);
  // What Excel writes before a table, so that Excel finds the mark.
  const told = /^sep=(.)$/iu.exec(firstLine)?.[1];
  const parser = parse({
    bom: true,
    delimiter: told ?? delimiterOf(firstLine),
    info: true,
    from_line: told === undefined ? 1 : 2,
    max_record_size: MOST_IN_A_ROW,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const feeding = feed(rest, parser);
  feeding.catch((error) => parser.destroy(error));
  let last = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRow>) {
      yield { line: info.lines - linesInside(record), cells: record };
      last = info.lines;
    }
    await feeding;
  } catch (error) {
    throw translate(error, name, last + 1);
  }
}

interface ParsedRow {
  readonly record: readonly string[];
  /** Of its last line. */
  readonly info: { readonly lines: number };
}

async function feed(text: AsyncIterable<string>, parser: ReturnType<typeof parse>): Promise<void> {
  const done = (): number => parser.info.records + parser.info.empty_lines + parser.info.comment_lines;
  let rows = 0;
  let since = 0;
  for await (const piece of inPieces(text)) {
    if (parser.destroyed) return;
    if (!parser.write(piece)) await drained(parser);
    if (done() > rows) since = 0;
    else since += piece.length;
    rows = done();
    if (since > 2 * MOST_IN_A_ROW) throw new TooLong();
  }
  parser.end();
}

function drained(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      parser.off('drain', over).off('close', over);
      resolve();
    };
    parser.on('drain', over).on('close', over);
  });
}

async function* inPieces(text: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of text)
    for (let at = 0; at < piece.length; at += PIECE_CHARACTERS) yield piece.slice(at, at + PIECE_CHARACTERS);
}

/** The beginning, and everything with the beginning in front again. */
async function headOf(
  text: AsyncIterable<string>,
): Promise<{ readonly head: string; readonly rest: AsyncIterable<string> }> {
  const iterator = text[Symbol.asyncIterator]();
  let head = '';
  while (!/[\r\n]./su.test(head) && head.length < MOST_IN_A_ROW) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    head += value;
  }
  return {
    head,
    rest: (async function* () {
      try {
        yield head;
        yield* { [Symbol.asyncIterator]: () => iterator };
      } finally {
        await iterator.return?.();
      }
    })(),
  };
}

/** The one that the heading has most of, outside quotation marks. */
function delimiterOf(heading: string): string {
  const bare = heading.slice(0, 100_000).replace(/"(?:[^"]|"")*"/gu, '');
  const counted = DELIMITERS.map((mark) => ({ mark, count: bare.split(mark).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}

function linesInside(cells: readonly string[]): number {
  let lines = 0;
  for (const cell of cells) if (cell.includes('\n')) lines += cell.split('\n').length - 1;
  return lines;
}

/** @param begunOn The row that was being read. */
function translate(error: unknown, name: string, begunOn: number): unknown {
  if (error instanceof TooLong) return tooLong(begunOn, name);
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_MAX_RECORD_SIZE') return tooLong(begunOn, name);
  const line =
    error.code === 'CSV_QUOTE_NOT_CLOSED' || !('lines' in error) ? begunOn : Number(error['lines']);
  return new BroadsideError('IMPORT_INVALID', `${name} is not a table that can be read`, {
    cause: error,
    place: `${name}:${line}`,
    hint: 'Mend that line, or save the file again as CSV in UTF-8, and import it again. Rows before it may have been added; nobody is added twice.',
  });
}

/** Many empty cells are long without having much in them, which the parser does not count. */
class TooLong extends Error {}

function tooLong(line: number, name: string): BroadsideError {
  return new BroadsideError('IMPORT_INVALID', 'Unexpected row of more than a million characters', {
    place: `${name}:${line}`,
    hint: 'A quotation mark may be opened there and never closed. Mend the line and import the file again. Rows before it may have been added; nobody is added twice.',
  });
}
