// What could not be carried over from one post, gathered while it is read: the same said twice is said once.
import type { ImportNote } from '../model/imported-post.ts';

export interface NoteBook {
  add(kind: ImportNote['kind'], reason: string, excerpt?: string): void;
  /** In the order in which they were added. */
  readonly notes: readonly ImportNote[];
}

/** One line of a report. */
const MAX_EXCERPT = 300;

export function createNoteBook(postId: string): NoteBook {
  const notes: ImportNote[] = [];
  const said = new Set<string>();
  return {
    notes,
    add: (kind, reason, excerpt) => {
      const line = excerpt === undefined ? '' : excerptOf(excerpt);
      const key = `${kind} ${reason} ${line}`;
      if (said.has(key)) return;
      said.add(key);
      notes.push({ postId, kind, reason, ...(line === '' ? {} : { excerpt: line }) });
    },
  };
}

/** On one line, cut between words. */
export function excerptOf(text: string, most = MAX_EXCERPT): string {
  const line = text
    .slice(0, most * 8)
    .replace(/\s+/gu, ' ')
    .trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most);
  const blank = cut.lastIndexOf(' ');
  return `${blank > most / 2 ? cut.slice(0, blank) : cut}…`;
}
