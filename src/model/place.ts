// Where something stands in a file. The words and the counting are unist's: line and column from 1, offset from 0,
// `end` just past the last character. Offsets index `Issue.text`, so an edit made of them can be applied as it is.
import type { Point, Position } from 'unist';

export type { Point };

export type Place = Position;

/** The place of the characters from `start` to `end` (offsets from 0, end exclusive) of `text`. */
export function placeOf(text: string, start: number, end: number): Place {
  return { start: pointOf(text, start), end: pointOf(text, end) };
}

/** The line and column (from 1) of an offset (from 0) in `text`. */
export function pointOf(text: string, offset: number): Point {
  const starts = lineStartsOf(text);
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1, offset };
}

/** Of the text asked about last: whoever has many slips to tell of asks about one and the same. */
let remembered: { readonly text: string; readonly starts: readonly number[] } = { text: '', starts: [0] };

/** Offsets at which the lines begin. */
function lineStartsOf(text: string): readonly number[] {
  if (remembered.text !== text) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    remembered = { text, starts };
  }
  return remembered.starts;
}
