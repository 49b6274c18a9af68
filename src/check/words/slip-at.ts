// A stretch of a running text goes in; its place in the file comes out, and the edit that mends it where that is safe: nothing
// quoted is ever touched, and nothing that is written with markup or escapes between its letters.
import type { Fix } from '../../model/diagnostic.ts';
import type { Issue } from '../../model/issue.ts';
import { type Place, placeOf } from '../../model/place.ts';
import type { RunningText } from './running-texts.ts';

export interface Slip {
  readonly place: Place;
  /** The words, as read. */
  readonly actual: string;
  readonly isQuoted: boolean;
  /** True when the file holds the very same characters in one piece. */
  readonly isVerbatim: boolean;
}

/** Asked of slips only: finding their place takes a walk through the file. `end` is exclusive. */
export function slipAt(issue: Issue, running: RunningText, start: number, end: number): Slip {
  const from = running.offsetAt(start);
  const to = end > start ? running.offsetAt(end - 1) + 1 : from;
  const actual = running.text.slice(start, end);
  return {
    place: placeOf(issue.text, from, Math.max(from, to)),
    actual,
    isQuoted: running.isQuoted(start, end),
    isVerbatim: issue.text.slice(from, to) === actual,
  };
}

/** To be spread into a finding; empty where the editor has to do it. */
export function mending(slip: Slip, replacement: string, title: string): { readonly fix?: Fix } {
  return slip.isQuoted ? {} : mendingAnywhere(slip, replacement, title);
}

/** For what is no change of words: characters that were decoded wrongly, blanks, marks. */
export function mendingAnywhere(slip: Slip, replacement: string, title: string): { readonly fix?: Fix } {
  const { place, isVerbatim } = slip;
  if (!isVerbatim || place.start.offset === undefined || place.end.offset === undefined) return {};
  return { fix: { title, edits: [{ start: place.start.offset, end: place.end.offset, text: replacement }] } };
}
