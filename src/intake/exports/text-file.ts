// A file of plain text in, one post out: an old newsletter that was pasted or saved, or many of them. What is in it is for the reading of old
// newsletters to say (`old-text/`); here it is only decoded.
import type { ExportReader, FolderReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { decodeWhole } from './decode-pieces.ts';
import { createExportNotes, type ExportNotes } from './export-notes.ts';

/** Sixteen years of a weekly newsletter have a third of it. */
const MOST_BYTES = 32 * 1024 * 1024;

/** @param name By which it is known at the next run; a number at its end may be the newsletter's. */
export function createTextReader(name: string): ExportReader {
  const notes = createExportNotes();
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  return {
    take: (piece) => {
      if (notes.isEnded) return [];
      sizeBytes += piece.length;
      if (sizeBytes > MOST_BYTES) notes.end('It has more than 32 MB. Nothing of it was read.');
      else pieces.push(piece);
      return [];
    },
    end: () => (notes.isEnded ? [] : postsOfText(Buffer.concat(pieces), name, notes)),
    takeNotes: notes.take,
  };
}

export function createTextFolderReader(): FolderReader {
  const notes = createExportNotes();
  return {
    choose: (paths) => paths.filter(isTextFile),
    take: (path, bytes) => postsOfText(bytes, path, notes),
    end: () => [],
    takeNotes: notes.take,
  };
}

export function isTextFile(path: string): boolean {
  return /\.te?xt$/iu.test(path);
}

/** A picture or a program under the name of a text. */
export function isBinary(firstBytes: Uint8Array): boolean {
  const isWide =
    (firstBytes[0] === 0xff && firstBytes[1] === 0xfe) || (firstBytes[0] === 0xfe && firstBytes[1] === 0xff);
  return !isWide && firstBytes.includes(0);
}

function postsOfText(bytes: Uint8Array, name: string, notes: ExportNotes): readonly ImportedPost[] {
  const value = decoded(bytes, name, notes);
  if (value.trim() === '') {
    notes.add({ kind: 'left-out', where: name, reason: 'There is nothing in it.' });
    return [];
  }
  return [
    {
      id: name,
      title: '',
      kind: 'post',
      addresses: [],
      tags: [],
      authors: [],
      body: { form: 'text', value },
    },
  ];
}

/** Texts of those years are often none of UTF-8. */
function decoded(bytes: Uint8Array, name: string, notes: ExportNotes): string {
  const isMarked = (bytes[0] ?? 0) >= 0xfe && (bytes[1] ?? 0) >= 0xfe;
  if (isMarked) return decodeWhole(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    notes.add({
      kind: 'look',
      where: name,
      reason:
        'It is not written in UTF-8 and was read as Windows-1252: look at its quotation marks and accents.',
    });
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
