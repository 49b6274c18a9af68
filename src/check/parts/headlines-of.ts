// An issue goes in, every headline in it comes out, those of items, events and live entries. A listing's headline is cut out of
// its own words and is not among them.
import type { Entry, EventEntry, Item, LiveEntry } from '../../model/entry.ts';
import type { Issue, Section } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import { placeOfWords } from './place-of-words.ts';

export type HeadedEntry = Item | LiveEntry | EventEntry;

export interface HeadedIn {
  readonly entry: HeadedEntry;
  readonly section: Section;
}

/** In the order of the text. */
export function headlinesOf(issue: Issue): readonly HeadedIn[] {
  return issue.sections.flatMap((section) =>
    section.entries.flatMap((entry) => (isHeaded(entry) ? [{ entry, section }] : [])),
  );
}

/** Of the words alone, or of the whole heading where markup stands among them. */
export function placeOfHeadline({ text }: Issue, { headlinePosition, headline }: HeadedEntry): Place {
  return placeOfWords(text, headlinePosition, headline) ?? headlinePosition;
}

function isHeaded(entry: Entry): entry is HeadedEntry {
  return entry.kind !== 'listing';
}
