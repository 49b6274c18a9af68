// One change is told once. In a long page the same correction is easily made twice: in its place, and again on the next day by somebody
// who did not see the first.
import { toString as plainTextOf } from 'mdast-util-to-string';
import type { Note } from '../../model/block.ts';
import { placeOf } from '../../model/place.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** Shorter notes ("The film is gone.") may be said of two things. */
const MIN_WORDS = 6;
/** Share of all words of both that both have. */
const SAME = 0.8;
/** More notes than any issue has; each is compared with every other. */
const MAX_NOTES = 60;
/** So much of the note is pointed at. */
const MAX_MARK = 100;

export const updateDuplicate: IssueRule = {
  id: 'update-duplicate',
  severity: 'warning',
  stage: 'issue',
  description: 'An update or a correction is made once.',
  check: ({ corrections, text }) => {
    const notes = corrections
      .slice(0, MAX_NOTES)
      .map((note) => ({ note, words: wordsOf(note) }))
      .filter(({ words }) => words.size >= MIN_WORDS);
    return notes.flatMap(({ note, words }, index): readonly Finding[] => {
      const first = notes.slice(0, index).find((earlier) => likeness(earlier.words, words) >= SAME);
      return first === undefined ? [] : [finding(note, first.note, text)];
    });
  },
};

function finding(note: Note, first: Note, text: string): Finding {
  const start = note.position.start.offset ?? 0;
  const end = text.slice(start, start + MAX_MARK).indexOf(']');
  const { line } = first.position.start;
  return {
    reason: `Unexpected second ${note.note} with the words of line ${line}, expected it once`,
    place: end < 0 ? note.position : placeOf(text, start, start + end + 1),
    actual: plainTextOf({ type: 'paragraph', children: [...note.children] }),
    note: `Nearly the same stands on line ${line}. Take one of the two out; keep the one that stands with what it corrects.`,
  };
}

function wordsOf({ children }: Note): ReadonlySet<string> {
  const text = plainTextOf({ type: 'paragraph', children: [...children] });
  return new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return shared / (a.size + b.size - shared);
}
