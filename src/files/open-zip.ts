// A zip from somewhere in, the files in it out, one at a time and in pieces. Nothing is written to disk. All names, kinds and sizes are judged
// before the first file is read, and a zip that was made to do harm is refused whole: with one such name, none of it can be trusted.
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { BroadsideError } from '../model/errors.ts';

export interface OpenedZip {
  /** POSIX, sorted, without folders and what macOS adds; the one folder that holds all the rest is taken off. */
  readonly paths: readonly string[];
  /** Bytes, as announced; reading stops with an error where there turn out to be more. */
  sizeOf(path: string): number;
  /** @throws BroadsideError EXPORT_INVALID where the file is damaged. */
  pieces(path: string): AsyncIterable<Uint8Array>;
  close(): void;
}

/** Fifty times what the largest export we know of has. A zip of a million names takes a minute to list. */
const MOST_ENTRIES = 200_000;
/** Deflate reaches 1,032 at most (RFC 1951), and text 30: what is near it is empty of anything to read. */
const MOST_RATIO = 1_000;
/** Below it the ratio says nothing. */
const SMALL_BYTES = 1024 * 1024;
const MOST_BYTES_IN_ALL = 64 * 1024 ** 3;
const LONGEST_NAME = 1_024;
/** "Version made by" of a system whose files have the kinds of Unix (APPNOTE 4.4.2). */
const UNIX = 3;
const KIND_OF_FILE = 0o17;
const REGULAR = 0o10;
const FOLDER = 0o04;

/** @throws BroadsideError FILE_UNREADABLE, EXPORT_INVALID. */
export async function openZip(file: string): Promise<OpenedZip> {
  const zip = await openPromise(file, { autoClose: false, decodeStrings: false }).catch((cause: unknown) => {
    throw translated(file, cause);
  });
  try {
    return zipOf(zip, file, await judgedEntries(zip, file));
  } catch (error) {
    zip.close();
    throw translated(file, error);
  }
}

function zipOf(zip: ZipFile, file: string, entries: ReadonlyMap<string, Entry>): OpenedZip {
  const names = [...entries.keys()];
  const root = commonFolder(names);
  const paths = names.map((name) => name.slice(root.length)).sort();
  const entryOf = (path: string): Entry => {
    const entry = entries.get(root + path);
    if (entry === undefined) throw new Error(`${path} is not in ${file}`);
    return entry;
  };
  return {
    paths,
    sizeOf: (path) => entryOf(path).uncompressedSize,
    async *pieces(path) {
      try {
        yield* await zip.openReadStreamPromise(entryOf(path));
      } catch (cause) {
        throw translated(`${file}: ${path}`, cause);
      }
    },
    close: () => zip.close(),
  };
}

async function judgedEntries(zip: ZipFile, file: string): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES)
    throw refused(file, `${zip.entryCount.toLocaleString('en')} files are in it, at most 200,000 are read`);
  const entries = new Map<string, Entry>();
  let sizeBytes = 0;
  for await (const entry of zip.eachEntry()) {
    const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
    const problem = problemOf(name, entry) ?? (entries.has(name) ? 'is in it twice' : undefined);
    if (problem !== undefined) throw refused(file, `"${shown(name)}" ${problem}`);
    sizeBytes += entry.uncompressedSize;
    if (!isPassedOver(name)) entries.set(name, entry);
  }
  // Files that overlap each other announce little each and very much together.
  const isBomb = sizeBytes > SMALL_BYTES && sizeBytes > zip.fileSize * MOST_RATIO;
  if (isBomb || sizeBytes > MOST_BYTES_IN_ALL)
    throw refused(file, `it would unpack to ${Math.round(sizeBytes / 1024 ** 2).toLocaleString('en')} MB`);
  return entries;
}

/** What is wrong with it, to stand behind its name. */
function problemOf(name: string, entry: Entry): string | undefined {
  if (name === '') return 'has no name';
  if (name.length > LONGEST_NAME) return 'has a name that is too long';
  if (/\p{Cc}/u.test(name)) return 'has a control character in its name';
  if (name.includes('\\')) return 'has a backslash in its name';
  if (name.startsWith('/') || /^[a-z]:/iu.test(name)) return 'would stand outside the folder';
  if (name.split('/').includes('..')) return 'would stand outside the folder';
  // A folder's own name ends in a slash.
  if (/(?:^|\/)\.?(?:\/|$)/u.test(name.replace(/\/$/u, '')))
    return 'has a part of its name that names nothing';
  if (entry.isEncrypted()) return 'is locked with a password';
  const kind = entry.versionMadeBy >> 8 === UNIX ? entry.externalFileAttributes >>> 28 : 0;
  if ((kind & KIND_OF_FILE) !== 0 && kind !== REGULAR && kind !== FOLDER) return 'is a link and no file';
  if (entry.uncompressedSize > SMALL_BYTES && entry.uncompressedSize > entry.compressedSize * MOST_RATIO)
    return `would unpack to more than ${MOST_RATIO.toLocaleString('en')} times its size`;
  return undefined;
}

/** Folders, and what macOS adds to every zip. */
function isPassedOver(name: string): boolean {
  return name.endsWith('/') || name.startsWith('__MACOSX/') || /(?:^|\/)\.DS_Store$/u.test(name);
}

/** `export/`, where every name begins with it. */
function commonFolder(names: readonly string[]): string {
  const [first = ''] = names;
  const folder = first.slice(0, first.indexOf('/') + 1);
  return names.every((name) => name.startsWith(folder)) ? folder : '';
}

function shown(name: string): string {
  const line = name.replace(/\p{Cc}/gu, '�');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

function refused(file: string, detail: string): BroadsideError {
  return new BroadsideError('EXPORT_INVALID', `The zip was refused: ${detail}`, {
    place: file,
    hint: 'Nothing of it was read. If you trust where it comes from, unpack it yourself and import the folder.',
  });
}

function translated(place: string, cause: unknown): BroadsideError {
  if (cause instanceof BroadsideError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof Error && 'syscall' in cause)
    return new BroadsideError('FILE_UNREADABLE', `${place} cannot be read: ${message}`, { cause, place });
  return new BroadsideError('EXPORT_INVALID', `The zip is damaged (${message})`, {
    cause,
    place,
    hint: 'Download it again: a part of it may be missing.',
  });
}
