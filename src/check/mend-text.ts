// A file's text and a way to check it go in; the text in which nothing is left that can be mended by itself comes out. One mend
// may bring to light the next: where `###Headline` becomes a heading, the source below it is read for the first time.
import type { Diagnostic } from '../model/diagnostic.ts';
import { applyFixes } from './apply-fixes.ts';

/** Each round mends what the one before has uncovered; three are the most that was ever seen. */
const MAX_ROUNDS = 10;

/**
 * @param diagnose Reads and checks a text: what `readIssue` in compile.ts says of it.
 * @returns `applied` in the order in which they were mended; their places are those of the text at that moment.
 */
export function mendText(
  text: string,
  diagnose: (text: string) => readonly Diagnostic[],
): { text: string; applied: Diagnostic[] } {
  const all: Diagnostic[] = [];
  let mended = text;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { text: next, applied } = applyFixes(mended, diagnose(mended));
    if (applied.length === 0) break;
    mended = next;
    all.push(...applied);
  }
  return { text: mended, applied: all };
}
