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
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n'), offset };
}
