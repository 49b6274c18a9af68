// Headlines go in and out issue by issue; those that share most of their words with one are found without looking at the others:
// whoever shares so much shares at least one of its few rarest words.
import type { Found } from '../model/archive-index.ts';
import type { EntryDigest } from '../model/issue-digest.ts';
import { headlineWords, sharedPart } from './headline-words.ts';

/** From here on two headlines are called similar. A rule may ask for more. */
export const SIMILAR = 0.6;

export interface HeadlineIndex {
  add(one: Found<EntryDigest>): void;
  remove(one: Found<EntryDigest>): void;
  similar(headline: string): (Found<EntryDigest> & { readonly similarity: number })[];
}

/** Entries with the same words: many, where a heading comes back in every issue. */
interface Group {
  readonly words: readonly string[];
  readonly entries: Set<Found<EntryDigest>>;
}

type Near = readonly { readonly group: Group; readonly similarity: number }[];

export function createHeadlineIndex(): HeadlineIndex {
  const groups = new Map<string, Group>();
  const withWord = new Map<string, Set<Group>>();
  /** Answers stay good until there is a group more or less. */
  const remembered = new Map<string, Near>();

  const groupsNear = (words: readonly string[]): Near => {
    const key = words.join(' ');
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const rarest = words
      .map((word) => withWord.get(word) ?? new Set<Group>())
      .sort((a, b) => a.size - b.size)
      .slice(0, words.length - Math.ceil(SIMILAR * words.length) + 1);
    const near = [...new Set(rarest.flatMap((found) => [...found]))]
      .filter(
        ({ words: { length } }) => Math.min(length, words.length) >= SIMILAR * Math.max(length, words.length),
      )
      .map((group) => ({ group, similarity: sharedPart(words, group.words) }))
      .filter(({ similarity }) => similarity >= SIMILAR);
    remembered.set(key, near);
    return near;
  };

  return {
    add: (one) => {
      const words = headlineWords(one.found.headline);
      if (words.length === 0) return;
      const key = words.join(' ');
      const known = groups.get(key);
      if (known !== undefined) return void known.entries.add(one);
      const group = { words, entries: new Set([one]) };
      groups.set(key, group);
      remembered.clear();
      for (const word of words) {
        const found = withWord.get(word);
        if (found === undefined) withWord.set(word, new Set([group]));
        else found.add(group);
      }
    },
    remove: (one) => {
      const words = headlineWords(one.found.headline);
      const key = words.join(' ');
      const group = groups.get(key);
      group?.entries.delete(one);
      if (group === undefined || group.entries.size > 0) return;
      groups.delete(key);
      remembered.clear();
      for (const word of words) {
        const found = withWord.get(word);
        found?.delete(group);
        if (found?.size === 0) withWord.delete(word);
      }
    },
    similar: (headline) =>
      groupsNear(headlineWords(headline)).flatMap(({ group, similarity }) =>
        [...group.entries].map((one) => ({ ...one, similarity })),
      ),
  };
}
