// An export that is one JSON file: the reader that gives all posts at its end, and says so where there is none.
import type { ExportReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { type ExportNotes, NO_POST } from './export-notes.ts';
import { createJsonCollector } from './read-json.ts';

/** @param readPosts Given undefined where the file is no JSON; the notes say so by then. */
export function createJsonReader(
  readPosts: (value: unknown) => readonly ImportedPost[],
  notes: ExportNotes,
): ExportReader {
  const json = createJsonCollector(notes);
  return {
    take: (piece) => {
      json.push(piece);
      return [];
    },
    end: () => {
      const posts = readPosts(json.end());
      notes.tellCounts();
      if (posts.length === 0 && !notes.isEnded) notes.add(NO_POST);
      return posts;
    },
    takeNotes: notes.take,
  };
}
