// In: a text. Out: a function that gives the place of any stretch of it. The line ends are looked up once, so that asking
// for hundreds of places costs no more than asking for one.
import type { Place } from '../model/place.ts';

/** From `start` to `end`, offsets from 0, end exclusive. */
export type PlaceFinder = (start: number, end: number) => Place;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Lines end as CommonMark §2.1 says: LF, CR LF or CR. */
export function createPlaceFinder(text: string): PlaceFinder {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED)) {
      starts.push(at + 1);
    }
  }
  const pointAt = (offset: number): Place['start'] => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1, offset };
  };
  return (start, end) => ({ start: pointAt(start), end: pointAt(end) });
}

/** Where a node or block begins; 0 for one without a place, which remark never makes. */
export function startOf(node: { readonly position?: Place | undefined }): number {
  return node.position?.start.offset ?? 0;
}

/** Where it ends, exclusive. */
export function endOf(node: { readonly position?: Place | undefined }): number {
  return node.position?.end.offset ?? 0;
}
