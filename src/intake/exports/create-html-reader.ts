// An export that is one page of HTML: the reader that holds it whole and gives one post at its end.
import type { ExportReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { createTextDecoding } from './decode-pieces.ts';
import type { ExportNotes } from './export-notes.ts';

/** A campaign of 1 MB is cut off by every mailbox, and a saved page has its pictures beside it. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

export function createHtmlReader(readPost: (html: string) => ImportedPost, notes: ExportNotes): ExportReader {
  const decoding = createTextDecoding();
  const pieces: string[] = [];
  let length = 0;
  const take = (text: string): void => {
    length += text.length;
    if (length > MOST_CHARACTERS)
      notes.end('It has more than 32 million characters. Nothing of it was read.');
    else pieces.push(text);
  };
  return {
    take: (piece) => {
      if (!notes.isEnded) take(decoding.take(piece));
      return [];
    },
    end: () => {
      if (!notes.isEnded) take(decoding.end());
      return notes.isEnded ? [] : [readPost(pieces.join(''))];
    },
    takeNotes: notes.take,
  };
}
