// An issue goes in, its events come out. Stands apart because four rules ask for them.
import type { EventEntry } from '../model/entry.ts';
import type { Issue } from '../model/issue.ts';
import type { Place } from '../model/place.ts';
import { placeOfWords } from './place-of-words.ts';

export function eventsOf({ sections }: Issue): readonly EventEntry[] {
  return sections.flatMap(({ entries }) => entries.filter((entry) => entry.kind === 'event'));
}

/** What stands behind "When:". */
export function placeOfWhen({ when, headlinePosition }: EventEntry, text: string): Place {
  if (when === undefined) return headlinePosition;
  return placeOfWords(text, when.position, when.written) ?? when.position;
}

export function hasYear(written: string): boolean {
  return /(?<!\d)(?:19|20)\d{2}(?!\d)/u.test(written);
}
