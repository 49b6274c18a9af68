// An issue goes in, its events come out. Stands apart because four rules ask for them.
import { toString as wordsOf } from 'mdast-util-to-string';
import { blocksOf, type EventEntry, type Item } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import { placeOfWords } from '../parts/place-of-words.ts';

export function eventsOf({ sections }: Issue): readonly EventEntry[] {
  return sections.flatMap(({ entries }) => entries.filter((entry) => entry.kind === 'event'));
}

/** An event's own line. */
const WHEN = /(?:^|\n)[ \t]*when:[ \t]*\S.*\d/iu;

/** True for an event that stands among the stories. `section-kind` tells of it; what a story needs it has not. */
export function isMisplacedEvent(item: Item): boolean {
  return blocksOf(item).some((block) => block.kind === 'prose' && WHEN.test(wordsOf(block.node)));
}

/** What stands behind "When:". */
export function placeOfWhen({ when, headlinePosition }: EventEntry, text: string): Place {
  if (when === undefined) return headlinePosition;
  return placeOfWords(text, when.position, when.written) ?? when.position;
}

/** "every Friday", "Mondays at 7pm", "1st Tuesday of the month", in the languages of whole issues that we have seen. */
const RECURRING =
  /(?<!\p{L})(?:every|each|daily|weekly|monthly|yearly|nightly|ongoing|of the month|(?:mon|tues|wednes|thurs|fri|satur|sun)days|chaque|tous les|toutes les|jede[nrs]?|täglich|wöchentlich|cada|todos los|todas las|ogni)(?!\p{L})/iu;

/** What comes round has no day of its own, though one may be named with which it begins. */
export function isRecurring(written: string): boolean {
  return RECURRING.test(written);
}

export function hasYear(written: string): boolean {
  return /(?<!\d)(?:19|20)\d{2}(?!\d)/u.test(written);
}
