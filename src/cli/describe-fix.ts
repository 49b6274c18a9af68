// A fix and the file's text go in, what will stand there afterwards comes out, in words: "report s" → "reports". Where more than
// a few words of one line change, its title says it better.
import type { Fix } from '../model/diagnostic.ts';
import { harmless } from './display-width.ts';

const MAX_CHARACTERS = 50;

export function describeFix({ title, edits }: Fix, text: string): string {
  const [edit] = edits;
  if (edits.length !== 1 || edit === undefined || edit.text.includes('\n')) return title;
  const start = startOfWord(text, edit.start);
  const end = endOfWord(text, edit.end);
  const before = text.slice(start, end);
  const after = text.slice(start, edit.start) + edit.text + text.slice(edit.end, end);
  const isShort =
    before.length <= MAX_CHARACTERS && after.length <= MAX_CHARACTERS && !/[\r\n]/u.test(before);
  if (!isShort || before.trim() === '' || after.trim() === '') return title;
  const [shownBefore, shownAfter] = [harmless(before), harmless(after)];
  return shownBefore === shownAfter ? title : `"${shownBefore}" → "${shownAfter}"`;
}

/** Whole words are shown, so that an edit of one letter can be read. */
function startOfWord(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && offset - at < MAX_CHARACTERS && !isBlank(text, at - 1)) at -= 1;
  return at;
}

function endOfWord(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && at - offset < MAX_CHARACTERS && !isBlank(text, at)) at += 1;
  return at;
}

function isBlank(text: string, at: number): boolean {
  return /\s/u.test(text.charAt(at));
}
