// What stands behind the word `import` goes in: files, zips and folders. Out: each with the reader of the program that made it, ready to be
// read from its beginning as often as it takes. Disks and zips are opened here, and nowhere else for this.
import path from 'node:path';
import { listFiles } from '../../files/list-files.ts';
import { type OpenedZip, openZip } from '../../files/open-zip.ts';
import { lookAtFile, readPieces, sizeOfFile } from '../../files/read-pieces.ts';
import type { IncomingMail } from '../../mail/incoming-mail.ts';
import { readMail } from '../../mail/read-mail.ts';
import { readMailFiles } from '../../mail/read-mail-files.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { ExportFormat, ExportSettings, FolderReader } from '../../model/export-format.ts';
import type { ImportedPost, ImportNote } from '../../model/imported-post.ts';

/** What has come of one more piece. */
export interface Batch {
  readonly posts: readonly ImportedPost[];
  readonly notes: readonly ImportNote[];
  /** Read so far, of `OpenedExport.sizeBytes`. */
  readonly readBytes: number;
}

export type TakeBatch = (batch: Batch) => Promise<void>;

export interface OpenedExport {
  /** As it was typed, or a file of a folder below that. */
  readonly name: string;
  readonly format: ExportFormat;
  /** 0 where nobody knows. */
  readonly sizeBytes: number;
  read(settings: ExportSettings, take: TakeBatch): Promise<void>;
}

const FIRST_BYTES = 64 * 1024;
/** A post has a hundredth of it; what is larger in a folder is a film. */
const MOST_FILE_BYTES = 64 * 1024 * 1024;

export interface Found {
  readonly exports: readonly OpenedExport[];
  /** Files that no format knows. */
  readonly unknown: readonly string[];
  close(): void;
}

/** @throws BroadsideError FILE_UNREADABLE, EXPORT_INVALID */
export async function openExports(
  names: readonly string[],
  options: { readonly cwd: string; readonly from?: ExportFormat; readonly formats: readonly ExportFormat[] },
): Promise<Found> {
  const exports: OpenedExport[] = [];
  const unknown: string[] = [];
  const zips: OpenedZip[] = [];
  const formats = options.from === undefined ? options.formats : [options.from];
  for (const name of names) {
    const file = path.resolve(options.cwd, name);
    const { isFolder, sizeBytes, firstBytes } = await lookAtFile(file, FIRST_BYTES);
    const asked = { name, file, sizeBytes, firstBytes, formats, isNamed: options.from !== undefined };
    if (isFolder) {
      const found = await openFolder(asked);
      exports.push(...found.exports);
      unknown.push(...found.unknown);
    } else if (isZip(firstBytes)) {
      const zip = await openZip(file);
      zips.push(zip);
      const found = await openZipped(zip, asked);
      exports.push(...found.exports);
      unknown.push(...found.unknown);
    } else {
      const opened = openFile(asked);
      if (opened === undefined) unknown.push(name);
      else exports.push(opened);
    }
  }
  return {
    exports,
    unknown,
    close: () => {
      for (const zip of zips) zip.close();
    },
  };
}

interface Asked {
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  /** Its path in the folder that was named. */
  readonly inFolder?: string;
  readonly sizeBytes: number;
  readonly firstBytes: Uint8Array;
  readonly formats: readonly ExportFormat[];
  /** There is one format, for somebody said which. */
  readonly isNamed: boolean;
}

type Opened = Pick<Found, 'exports' | 'unknown'>;

function openFile({
  name,
  file,
  inFolder,
  sizeBytes,
  firstBytes,
  formats,
  isNamed,
}: Asked): OpenedExport | undefined {
  const base = path.basename(file);
  for (const format of formats) {
    const { file: one, mails } = format;
    const isMail = mails?.recognise(base, firstBytes) === true;
    // Who names the program does not say in which of its forms the export is.
    if (one !== undefined && (one.recognise(base, firstBytes) || (isNamed && !isMail)))
      return {
        name,
        format,
        sizeBytes,
        read: (settings, take) =>
          readFile({ format, name: inFolder ?? base }, settings, readPieces(file), take),
      };
    if (mails !== undefined && (isMail || isNamed)) return mailExport(name, file, sizeBytes, format);
  }
  return undefined;
}

async function openFolder(asked: Asked): Promise<Opened> {
  const { name, file, formats, isNamed } = asked;
  const paths = await listFiles(file, '');
  for (const format of formats) {
    const { folder, mails } = format;
    const areMails = mails?.recogniseFolder(paths) === true;
    if (folder !== undefined && (folder.recognise(paths) || (isNamed && !areMails))) {
      const source = filesOf(file, paths);
      return { exports: [folderExport(name, format, source)], unknown: [] };
    }
    if (mails !== undefined && (areMails || isNamed))
      return { exports: [mailExport(name, file, 0, format)], unknown: [] };
  }
  const exports: OpenedExport[] = [];
  const unknown: string[] = [];
  for (const one of paths) {
    const inside = { ...asked, name: path.join(name, one), file: path.join(file, one), inFolder: one };
    const look = await lookAtFile(inside.file, FIRST_BYTES);
    const opened = look.isFolder || isZip(look.firstBytes) ? undefined : openFile({ ...inside, ...look });
    if (opened === undefined) unknown.push(inside.name);
    else exports.push(opened);
  }
  return { exports, unknown };
}

async function openZipped(zip: OpenedZip, { name, formats, isNamed }: Asked): Promise<Opened> {
  for (const format of formats) {
    const { folder } = format;
    if (folder === undefined || !(isNamed || folder.recognise(zip.paths))) continue;
    const source: Files = {
      paths: zip.paths,
      sizeOf: async (one) => zip.sizeOf(one),
      pieces: (one) => zip.pieces(one),
    };
    return { exports: [folderExport(name, format, source)], unknown: [] };
  }
  const exports: OpenedExport[] = [];
  const unknown: string[] = [];
  for (const one of zip.paths) {
    const firstBytes = await beginning(zip.pieces(one));
    const base = one.split('/').at(-1) ?? one;
    const format = formats.find(
      ({ file }) => file !== undefined && (isNamed || file.recognise(base, firstBytes)),
    );
    if (format === undefined) unknown.push(`${name}: ${one}`);
    else
      exports.push({
        name: `${name}: ${one}`,
        format,
        sizeBytes: zip.sizeOf(one),
        read: (settings, take) => readFile({ format, name: one }, settings, zip.pieces(one), take),
      });
  }
  return { exports, unknown };
}

interface Files {
  readonly paths: readonly string[];
  sizeOf(path: string): Promise<number>;
  pieces(path: string): AsyncIterable<Uint8Array>;
}

function filesOf(folder: string, paths: readonly string[]): Files {
  return {
    paths,
    sizeOf: (one) => sizeOfFile(path.join(folder, one)),
    pieces: (one) => readPieces(path.join(folder, one)),
  };
}

async function readFile(
  { format, name }: { readonly format: ExportFormat; readonly name: string },
  settings: ExportSettings,
  pieces: AsyncIterable<Uint8Array>,
  take: TakeBatch,
): Promise<void> {
  const reader = format.file?.open(settings, name);
  if (reader === undefined) throw new Error(`${format.name} is never one file`);
  let readBytes = 0;
  for await (const piece of pieces) {
    readBytes += piece.length;
    const posts = reader.take(piece);
    const notes = reader.takeNotes();
    await take({ posts, notes, readBytes });
    if (notes.some(({ isEnd }) => isEnd === true)) break;
  }
  await take({ posts: reader.end(), notes: reader.takeNotes(), readBytes });
}

function folderExport(name: string, format: ExportFormat, files: Files): OpenedExport {
  return {
    name,
    format,
    sizeBytes: 0,
    read: async (settings, take) => {
      const reader = format.folder?.open(settings);
      if (reader === undefined) throw new Error(`${format.name} is never several files`);
      const chosen = reader.choose(files.paths);
      let readBytes = 0;
      for (const one of chosen) {
        const sizeBytes = await files.sizeOf(one);
        readBytes += sizeBytes;
        await take(
          sizeBytes > MOST_FILE_BYTES
            ? { posts: [], notes: [tooLarge(one, sizeBytes)], readBytes }
            : await takeFile(reader, one, files, readBytes),
        );
      }
      const rest = unread(files.paths, chosen);
      await take({ posts: reader.end(), notes: [...reader.takeNotes(), ...rest], readBytes });
    },
  };
}

async function takeFile(reader: FolderReader, one: string, files: Files, readBytes: number): Promise<Batch> {
  const posts = reader.take(one, await whole(files.pieces(one)));
  return { posts, notes: reader.takeNotes(), readBytes };
}

function mailExport(name: string, file: string, sizeBytes: number, format: ExportFormat): OpenedExport {
  return {
    name,
    format,
    sizeBytes,
    read: async (settings, take) => {
      const reader = format.mails?.open(settings);
      if (reader === undefined) throw new Error(`${format.name} holds no mails`);
      let readBytes = 0;
      const takeMail = async (mail: IncomingMail): Promise<void> => {
        readBytes += mail.raw.length;
        const posts = reader.take(await readMail(mail.raw), mail.name);
        await take({ posts, notes: reader.takeNotes(), readBytes });
      };
      const stuck = await readMailFiles(file, takeMail, { isOnlyLook: true });
      const notes = stuck.map(
        (one): ImportNote => ({
          kind: 'left-out',
          where: one.name,
          reason: `A mail could not be read: ${one.problem}.`,
        }),
      );
      await take({ posts: reader.end(), notes: [...reader.takeNotes(), ...notes], readBytes });
    },
  };
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of pieces) {
    sizeBytes += piece.length;
    // A zip may have announced less.
    if (sizeBytes > MOST_FILE_BYTES)
      throw new BroadsideError('EXPORT_INVALID', 'A file of it is larger than it says');
    all.push(piece);
  }
  return Buffer.concat(all);
}

async function beginning(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  for await (const piece of pieces) return piece.subarray(0, FIRST_BYTES);
  return new Uint8Array();
}

function isZip(firstBytes: Uint8Array): boolean {
  return firstBytes[0] === 0x50 && firstBytes[1] === 0x4b && (firstBytes[2] === 3 || firstBytes[2] === 5);
}

function tooLarge(one: string, sizeBytes: number): ImportNote {
  const reason = `A file was left out: it has ${Math.ceil(sizeBytes / 1024 / 1024)} MB, at most 64 MB are read.`;
  return { kind: 'left-out', where: one, reason };
}

/** Pictures, styles, scripts: named once, the first of them. */
function unread(paths: readonly string[], chosen: readonly string[]): readonly ImportNote[] {
  const taken = new Set(chosen);
  const rest = paths.filter((one) => !taken.has(one));
  if (rest.length === 0) return [];
  const reason = `${rest.length} ${rest.length === 1 ? 'file is no post and was' : 'files are no posts and were'} not read.`;
  return [{ kind: 'left-out', reason, excerpt: rest.slice(0, 10).join(', ') }];
}
