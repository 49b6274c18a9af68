// What an issue is about, for readers who want only some of it.
import type { Issue } from './issue.ts';
import { tagSlug } from './slug.ts';

/**
 * Its own tags and those of its entries, and the newsletter's topics that are the same but for case and punctuation, as the newsletter writes
 * them: that is how readers chose them. Sorted, each once.
 */
export function tagsOfIssue(
  { tags, sections }: Pick<Issue, 'tags' | 'sections'>,
  topics: readonly string[] = [],
): readonly string[] {
  const own = new Set([
    ...tags,
    ...sections.flatMap(({ entries }) => entries.flatMap((entry) => entry.tags)),
  ]);
  const slugs = new Set([...own].map(tagSlug));
  return [...new Set([...own, ...topics.filter((topic) => slugs.has(tagSlug(topic)))])].sort();
}
