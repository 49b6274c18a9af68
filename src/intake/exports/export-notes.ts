// What a reader of an export has to say, gathered while it reads: single notes, and counts of what there is much of (comments,
// attachments), which are told once, at the end.
import type { ImportNote } from '../../model/imported-post.ts';

export interface ExportNotes {
  add(note: ImportNote): void;
  /** @param reason With `#` for the number: `# comments were left out: an issue has none.` */
  count(reason: Counted): void;
  /** Nothing behind `where` was read. Only the first is kept. */
  end(reason: string, where?: string): void;
  readonly isEnded: boolean;
  /** Those since it was last asked. */
  take(): readonly ImportNote[];
  /** The counts become notes. */
  tellCounts(): void;
}

export interface Counted {
  readonly kind: ImportNote['kind'];
  readonly one: string;
  readonly many: string;
}

/** Of an export in which nothing is that could become an issue. */
export const NO_POST: ImportNote = { kind: 'look', reason: 'There is no post in it.' };

export const COMMENTS: Counted = {
  kind: 'left-out',
  one: 'A comment was left out: issues have none.',
  many: '# comments were left out: issues have none.',
};

const LONGEST_EXCERPT = 160;

export function createExportNotes(): ExportNotes {
  let notes: ImportNote[] = [];
  let isEnded = false;
  const counts = new Map<string, Counted & { count: number }>();
  return {
    add: (note) => {
      notes.push(note);
    },
    count: (counted) => {
      const known = counts.get(counted.one);
      if (known === undefined) counts.set(counted.one, { ...counted, count: 1 });
      else known.count += 1;
    },
    end: (reason, where) => {
      if (isEnded) return;
      isEnded = true;
      notes.push({ kind: 'left-out', reason, isEnd: true, ...(where === undefined ? {} : { where }) });
    },
    get isEnded() {
      return isEnded;
    },
    take: () => {
      const taken = notes;
      notes = [];
      return taken;
    },
    tellCounts: () => {
      for (const { kind, one, many, count } of counts.values())
        notes.push({ kind, reason: count === 1 ? one : many.replace('#', () => count.toLocaleString('en')) });
      counts.clear();
    },
  };
}

export function excerptOf(text: string): string {
  const line = text
    .slice(0, LONGEST_EXCERPT * 4)
    .replace(/\s+/gu, ' ')
    .trim();
  return line.length <= LONGEST_EXCERPT ? line : `${line.slice(0, LONGEST_EXCERPT - 1)}…`;
}
