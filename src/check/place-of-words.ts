// Words of an issue and the stretch of the file in which they stand go in, their own place comes out. Stands apart because
// the model keeps places of whole constructs, and a message should point at the very words.
import { type Place, placeOf } from '../model/place.ts';

/** The first occurrence of `words` within `within`; `undefined` where markup or escapes stand between them. */
export function placeOfWords(text: string, within: Place, words: string): Place | undefined {
  const from = within.start.offset ?? 0;
  const at = words === '' ? -1 : text.slice(from, within.end.offset).indexOf(words);
  return at < 0 ? undefined : placeOf(text, from + at, from + at + words.length);
}

/** The edit that writes `replacement` at `place`. */
export function editAt(place: Place, replacement: string) {
  return { start: place.start.offset ?? 0, end: place.end.offset ?? 0, text: replacement };
}
