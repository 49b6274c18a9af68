// Tags as columns hold them: a JSON object from the tag's slug to its spelling, by slug. Two spellings of one tag are one, as they are on the
// archive's pages; both databases find a slug among the keys.
import { tagSlug } from '../model/slug.ts';
import { toStoredText } from './schema.ts';

/** Null: no choice was made. An empty list is none either. */
export function toStoredTopics(topics: readonly string[] | undefined): string | null {
  return topics === undefined || topics.length === 0 ? null : toStoredTags(topics);
}

export function toStoredTags(tags: readonly string[]): string {
  const pairs = tags.map((tag) => [tagSlug(tag), toStoredText(tag)] as const);
  return JSON.stringify(Object.fromEntries(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** Spellings, sorted. */
export function readStoredTags(stored: string): readonly string[] {
  return Object.values(JSON.parse(stored) as Record<string, string>).toSorted();
}

/** Slugs. */
export function slugsOf(stored: string): readonly string[] {
  return Object.keys(JSON.parse(stored) as Record<string, string>);
}
