// In: the headline of one entry after another. Out: their ids, each once in the issue. An id is an address: it stands in links
// to the archive and in the feeds' guids, so an entry whose headline was corrected keeps the id of its first headline.
import type { KeptIds } from '../model/project.ts';
import { slugOf, uniqueSlug } from '../model/slug.ts';

/** @param prefix Names the issue: `no-294`, or `special-2014-06-30-live-iraq`. */
export function createIdGiver(prefix: string, kept: KeptIds): (headline: string, fallback: string) => string {
  const countOf = new Map<string, number>();
  const byHeadline = new Set<string>();
  // No entry may take an id that another one keeps.
  const taken = new Set(kept.values());
  const given = new Set<string>();
  return (headline, fallback) => {
    const slug = `${prefix}-${slugOf(headline, fallback)}`;
    const count = (countOf.get(slug) ?? 0) + 1;
    countOf.set(slug, count);
    // The count saves looking through -2, -3 and so on again where thousands of entries have one headline.
    const now = uniqueSlug(count === 1 ? slug : `${slug}-${count}`, byHeadline);
    const wanted = kept.get(now);
    if (wanted !== undefined && !given.has(wanted)) {
      given.add(wanted);
      return wanted;
    }
    return uniqueSlug(now, taken);
  };
}
