// Words of an issue and the stretch of the file in which they stand go in, their own place comes out. Stands apart because
// the model keeps places of whole constructs, and a message should point at the very words.
import type { TextEdit } from '../../model/diagnostic.ts';
import type { Report } from '../../model/entry.ts';
import { type Place, placeOf } from '../../model/place.ts';

/** The first occurrence of `words` within `within`; `undefined` where markup or escapes stand between them. */
export function placeOfWords(text: string, within: Place, words: string): Place | undefined {
  const from = within.start.offset ?? 0;
  return placeAt(text, from, words, text.slice(from, within.end.offset).indexOf(words));
}

/** The date of an attribution: its last occurrence, for the same figures may stand in the link before it. */
export function placeOfDate(text: string, { position, dateAsWritten = '' }: Report): Place {
  return placeOfLastWords(text, position, dateAsWritten) ?? position;
}

export function placeOfLastWords(text: string, within: Place, words: string): Place | undefined {
  const from = within.start.offset ?? 0;
  return placeAt(text, from, words, text.slice(from, within.end.offset).lastIndexOf(words));
}

/** The edit that writes `replacement` at `place`. */
export function editAt(place: Place, replacement: string): TextEdit {
  return { start: place.start.offset ?? 0, end: place.end.offset ?? 0, text: replacement };
}

function placeAt(text: string, from: number, words: string, at: number): Place | undefined {
  return words === '' || at < 0 ? undefined : placeOf(text, from + at, from + at + words.length);
}
