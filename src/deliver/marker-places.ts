// Encoded text with markers in; where their characters stand out. The message that is sent and the canonical body that is signed
// are two texts with the same markers, and both are looked over once, not once for each reader.
import { MARKERS, type MarkerName } from '../model/markers.ts';

/** A run of marker characters that stand together. */
export interface MarkerPlace {
  readonly name: MarkerName;
  /** Offset in the text, octets. */
  readonly at: number;
  /** Which characters of the marker stand here. */
  readonly from: number;
  readonly length: number;
}

export const MARKER_NAMES: readonly MarkerName[] = ['unsubscribe', 'preferences'];

/** Every occurrence, in the order of the text, in runs: quoted-printable may break a line inside a marker (RFC 2045 §6.7 rule 5). */
export function markerPlaces(text: string): readonly MarkerPlace[] {
  return MARKER_NAMES.flatMap((name) => placesOf(name, text)).sort((one, other) => one.at - other.at);
}

function placesOf(name: MarkerName, text: string): readonly MarkerPlace[] {
  const pattern = new RegExp([...MARKERS[name]].join('(?:=\r\n)?'), 'gu');
  return [...text.matchAll(pattern)].flatMap((match) => {
    const runs: MarkerPlace[] = [];
    let from = 0;
    let at = match.index;
    for (const run of match[0].split('=\r\n')) {
      runs.push({ name, at, from, length: run.length });
      from += run.length;
      at += run.length + '=\r\n'.length;
    }
    return runs;
  });
}
