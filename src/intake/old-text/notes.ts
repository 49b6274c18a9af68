// What is to be said of the reading of a text, gathered while it is read. Every word that stands in no issue stands in one of these.
import type { ImportNote } from '../../model/imported-post.ts';

export interface Notes {
  readonly add: (kind: ImportNote['kind'], reason: string, words?: string, line?: number) => void;
  readonly all: readonly ImportNote[];
}

export function createNotes(): Notes {
  const all: ImportNote[] = [];
  return {
    all,
    add: (kind, reason, words, line) => {
      const excerpt = (words ?? '').replace(/\s+/gu, ' ').trim();
      all.push({
        ...(line === undefined ? {} : { where: `line ${line}` }),
        kind,
        reason,
        ...(excerpt === '' ? {} : { excerpt }),
      });
    },
  };
}
