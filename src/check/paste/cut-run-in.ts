// A headline that stands before an attribution goes in, the edits that part the two come out. Words stay as they are and where
// they are; only signs, spaces and line ends are written.
import type { TextEdit } from '../../model/diagnostic.ts';
import { hasGapAbove, lineEndOf, typedLines } from '../parts/typed-lines.ts';
import type { RunIn } from './run-in-headlines.ts';

export function cutRunIn(run: RunIn, text: string): readonly TextEdit[] {
  const { start, end, attribution, beginsItem, isBelowSection } = run;
  const newline = lineEndOf(text);
  const between = text.slice(end, attribution.start);
  // What stands between may be an address, which stays.
  const blanks = between.length - between.trimStart().length;
  const isParted = between.slice(0, blanks).split('\n').length > 2;
  const closing = isParted ? [] : [{ start: end, end: end + blanks, text: newline + newline }];
  if (!beginsItem) return closing;
  const opening = {
    start,
    end: start,
    text: `${isBelowSection || hasGapAbove(text, start) ? '' : newline}### `,
  };
  return [opening, ...joined(text, start, end), ...closing];
}

/** A headline that was wrapped goes on one line: a heading ends with its line. */
function joined(text: string, start: number, end: number): readonly TextEdit[] {
  const lines = typedLines(text, start, end);
  return lines.slice(1).map((line, nth) => ({ start: lines[nth]?.end ?? start, end: line.start, text: ' ' }));
}
