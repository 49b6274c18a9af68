// A file of unknown making goes in, its text comes out in pieces, whatever letters it was saved in. It is read twice: once to tell which
// letters, because the byte that tells may be its last, and once for the text.
import { createReadStream } from 'node:fs';
import { BroadsideError } from '../../model/errors.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const PIECE_BYTES = 64 * 1024;
/** Bytes that windows-1252 has no letter for. */
const NO_LETTERS = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
const LINE_END = 0x0a;
const ZIP = 'PK\u0003\u0004';

/** Throws FILE_UNREADABLE, and IMPORT_INVALID for what is no text, or text in two ways at once. */
export async function encodingOf(path: string, name: string): Promise<Encoding> {
  const scan = newScan();
  for await (const bytes of bytesOf(path, name)) scan.take(bytes);
  const { first, nulAt, nuls, badAt, wide, unknownAt } = scan.found();
  if (first.toString('latin1').startsWith(ZIP))
    throw new BroadsideError(
      'IMPORT_INVALID',
      `${name} is a zip archive or a spreadsheet, expected a text file`,
      {
        place: name,
        hint: 'Unpack it and import the CSV files that are in it one after the other, those who left and those who bounced too; or save the spreadsheet as CSV.',
      },
    );
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  if (nuls.odd > 0 && nuls.even === 0 && first[1] === 0) return 'utf-16le';
  if (nuls.even > 0 && nuls.odd === 0 && first[0] === 0) return 'utf-16be';
  if (nulAt !== undefined) throw noText(name, nulAt, 'Unexpected byte 0, expected text');
  if (badAt === undefined) return 'utf-8';
  if (wide > 0)
    throw noText(name, badAt, 'Unexpected bytes that are no UTF-8 in a file that is in UTF-8 otherwise');
  if (unknownAt !== undefined)
    throw noText(name, unknownAt, 'Unexpected bytes that are letters neither in UTF-8 nor in Windows-1252');
  return 'windows-1252';
}

/** Without the mark that a file may begin with. */
export async function* textOf(path: string, name: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of bytesOf(path, name)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

async function* bytesOf(path: string, name: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: PIECE_BYTES });
  } catch (cause) {
    throw new BroadsideError('FILE_UNREADABLE', `${name} cannot be read`, { cause, place: name });
  }
}

interface Found {
  readonly first: Buffer;
  /** Line of the first, from 1. */
  readonly nulAt: number | undefined;
  /** How many at even and at odd places: of UTF-16 without its mark, letters of Latin have them on one side only. */
  readonly nuls: { readonly even: number; readonly odd: number };
  /** Line of the first byte that is not UTF-8. */
  readonly badAt: number | undefined;
  /** Letters of several bytes in good UTF-8. */
  readonly wide: number;
  /** Line of the first byte that is no letter of windows-1252. */
  readonly unknownAt: number | undefined;
}

/** Reads UTF-8 byte for byte (RFC 3629 §4), as loosely as is needed to tell it from other ways to write letters. */
function newScan(): { take(bytes: Buffer): void; found(): Found } {
  let first = Buffer.alloc(0);
  let line = 1;
  let offset = 0;
  let nulAt: number | undefined;
  let badAt: number | undefined;
  let unknownAt: number | undefined;
  const nuls = { even: 0, odd: 0 };
  let wide = 0;
  /** Bytes that the letter begun still wants. */
  let wanted = 0;
  const takeByte = (byte: number): void => {
    if (byte === 0) {
      nulAt ??= line;
      nuls[offset % 2 === 0 ? 'even' : 'odd'] += 1;
    }
    if (byte < 0x80) {
      if (wanted > 0) badAt ??= line;
      wanted = 0;
      if (byte === LINE_END) line += 1;
      return;
    }
    if (NO_LETTERS.has(byte)) unknownAt ??= line;
    if (byte < 0xc0) {
      if (wanted === 0) badAt ??= line;
      else if (wanted === 1) wide += 1;
      wanted = Math.max(0, wanted - 1);
      return;
    }
    if (wanted > 0 || byte < 0xc2 || byte > 0xf4) badAt ??= line;
    wanted = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  };
  return {
    take(bytes) {
      if (first.length < ZIP.length) first = Buffer.concat([first, bytes]).subarray(0, ZIP.length);
      for (const byte of bytes) {
        takeByte(byte);
        offset += 1;
      }
    },
    found: () => ({ first, nulAt, nuls, badAt: wanted > 0 ? (badAt ?? line) : badAt, wide, unknownAt }),
  };
}

function noText(name: string, line: number, detail: string): BroadsideError {
  return new BroadsideError('IMPORT_INVALID', detail, {
    place: `${name}:${line}`,
    hint: 'Save the file again as CSV in UTF-8, and import that. Nothing was added.',
  });
}
