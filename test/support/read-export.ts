// An export as it lies on disk in, what its format makes of it out: recognised as the command recognises it, and read in pieces.
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { openZip } from '../../src/files/open-zip.ts';
import { EXPORT_FORMATS } from '../../src/intake/exports/export-formats.ts';
import { readMail } from '../../src/mail/read-mail.ts';
import { readMailFiles } from '../../src/mail/read-mail-files.ts';
import type {
  ExportFormat,
  ExportReader,
  ExportSettings,
  FolderReader,
} from '../../src/model/export-format.ts';
import type { ImportedPost, ImportNote } from '../../src/model/imported-post.ts';
import { readYaml } from '../../src/parse/read-yaml.ts';

export interface ReadExport {
  readonly format: string;
  readonly posts: readonly ImportedPost[];
  readonly notes: readonly ImportNote[];
}

export const EXPORT_SETTINGS: ExportSettings = {
  timeZone: 'Australia/Melbourne',
  readYaml: (text) => {
    const { value, isBroken } = readYaml(text, { path: 'front matter', ruleId: 'front-matter' });
    return isBroken ? undefined : value;
  },
};

export async function readExport(place: string, pieceBytes = 64 * 1024): Promise<ReadExport> {
  return statSync(place).isDirectory() ? readFolder(place) : readFile(place, pieceBytes);
}

async function readFile(place: string, pieceBytes: number): Promise<ReadExport> {
  const name = path.basename(place);
  const first = firstBytes(place);
  for (const format of EXPORT_FORMATS) {
    if (format.mails?.recognise(name, first)) return readMails(format, place);
    if (!format.file?.recognise(name, first)) continue;
    const bytes = readFileSync(place);
    return {
      format: format.name,
      ...readPieces(format.file.open(EXPORT_SETTINGS, name), piecesOf(bytes, pieceBytes)),
    };
  }
  throw new Error(`No format knows ${name}`);
}

export function* piecesOf(bytes: Uint8Array, pieceBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

export function readPieces(
  reader: ExportReader,
  pieces: Iterable<Uint8Array>,
): { readonly posts: readonly ImportedPost[]; readonly notes: readonly ImportNote[] } {
  const posts: ImportedPost[] = [];
  const notes: ImportNote[] = [];
  for (const piece of pieces) {
    posts.push(...reader.take(piece));
    notes.push(...reader.takeNotes());
  }
  posts.push(...reader.end());
  notes.push(...reader.takeNotes());
  return { posts, notes };
}

async function readFolder(place: string): Promise<ReadExport> {
  const paths = readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(place, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
  const format = EXPORT_FORMATS.find(
    (one) => one.folder?.recognise(paths) === true || one.mails?.recogniseFolder(paths) === true,
  );
  if (format === undefined) throw new Error(`No format knows ${place}`);
  if (format.folder?.recognise(paths) !== true) return readMails(format, place);
  const bytes = (file: string): Uint8Array => readFileSync(path.join(place, file));
  return { format: format.name, ...readFiles(format.folder.open(EXPORT_SETTINGS), paths, bytes) };
}

export async function readZip(file: string): Promise<ReadExport> {
  const zip = await openZip(file);
  try {
    const format = EXPORT_FORMATS.find((one) => one.folder?.recognise(zip.paths) === true);
    if (format?.folder === undefined) throw new Error(`No format knows ${file}`);
    const reader = format.folder.open(EXPORT_SETTINGS);
    const contents = new Map<string, Uint8Array>();
    for (const path of reader.choose(zip.paths))
      contents.set(path, Buffer.concat(await Array.fromAsync(zip.pieces(path))));
    const bytesOf = (path: string): Uint8Array => contents.get(path) ?? new Uint8Array();
    return { format: format.name, ...readFiles(format.folder.open(EXPORT_SETTINGS), zip.paths, bytesOf) };
  } finally {
    zip.close();
  }
}

export function readFiles(
  reader: FolderReader,
  paths: readonly string[],
  bytesOf: (path: string) => Uint8Array,
): { readonly posts: readonly ImportedPost[]; readonly notes: readonly ImportNote[] } {
  const posts: ImportedPost[] = [];
  const notes: ImportNote[] = [];
  for (const file of reader.choose(paths)) {
    posts.push(...reader.take(file, bytesOf(file)));
    notes.push(...reader.takeNotes());
  }
  posts.push(...reader.end());
  notes.push(...reader.takeNotes());
  return { posts, notes };
}

async function readMails(format: ExportFormat, place: string): Promise<ReadExport> {
  if (format.mails === undefined) throw new Error(`${format.name} reads no mails`);
  const reader = format.mails.open(EXPORT_SETTINGS);
  const posts: ImportedPost[] = [];
  await readMailFiles(place, async ({ raw, name }) => {
    posts.push(...reader.take(await readMail(raw), path.basename(name)));
  });
  posts.push(...reader.end());
  return { format: format.name, posts, notes: reader.takeNotes() };
}

function firstBytes(place: string): Uint8Array {
  const opened = openSync(place, 'r');
  try {
    const buffer = Buffer.alloc(64 * 1024);
    return buffer.subarray(0, readSync(opened, buffer, 0, buffer.length, 0));
  } finally {
    closeSync(opened);
  }
}
