// Headlines go in and out issue by issue; those that share most of their words with one are found without looking at the others:
// whoever shares so much shares at least one of its few rarest words.
import type { Found } from '../../model/archive-index.ts';
import type { EntryDigest } from '../../model/issue-digest.ts';
import { createHeadlineScan } from './headline-scan.ts';
import { headlineWords, plainFold, sharedPart } from './headline-words.ts';

/** From here on two headlines are called similar. A rule may ask for more. */
export const SIMILAR = 0.6;

export interface HeadlineIndex {
  add(one: Found<EntryDigest>): void;
  remove(one: Found<EntryDigest>): void;
  similar(headline: string, atLeast: number): (Found<EntryDigest> & { readonly similarity: number })[];
}

/** As often as this it costs less to look through all headlines than to put them in order. */
const FEW_QUESTIONS = 100;

/** Entries with the same words: many, where a heading comes back in every issue. */
interface Group {
  readonly words: readonly string[];
  readonly entries: Set<Found<EntryDigest>>;
}

export function createHeadlineIndex(): HeadlineIndex {
  const groups = new Map<string, Group>();
  const withWord = new Map<string, Set<Group>>();
  /** Not put in order as long as little is asked. */
  let waiting: Map<Found<EntryDigest>, string | undefined> | undefined = new Map();
  let questions = 0;

  const order = (one: Found<EntryDigest>): void => {
    const words = headlineWords(one.found.headline);
    if (words.length === 0) return;
    const key = words.join(' ');
    const known = groups.get(key);
    if (known !== undefined) return void known.entries.add(one);
    const group = { words, entries: new Set([one]) };
    groups.set(key, group);
    for (const word of words) {
      const found = withWord.get(word);
      if (found === undefined) withWord.set(word, new Set([group]));
      else found.add(group);
    }
  };
  return {
    add: (one) => {
      if (waiting === undefined) order(one);
      else waiting.set(one, plainFold(one.found.headline));
    },
    remove: (one) => {
      if (waiting?.delete(one) === true) return;
      const words = headlineWords(one.found.headline);
      const key = words.join(' ');
      const group = groups.get(key);
      group?.entries.delete(one);
      if (group === undefined || group.entries.size > 0) return;
      groups.delete(key);
      for (const word of words) {
        const found = withWord.get(word);
        found?.delete(group);
        if (found?.size === 0) withWord.delete(word);
      }
    },
    similar: (headline, atLeast) => {
      questions += 1;
      if (waiting !== undefined && questions <= FEW_QUESTIONS) {
        const similarityTo = createHeadlineScan([headline], atLeast);
        return [...waiting].flatMap(([one, plain]) => {
          const similarity = similarityTo(one.found.headline, plain);
          return similarity === 0 ? [] : [{ ...one, similarity }];
        });
      }
      for (const one of waiting?.keys() ?? []) order(one);
      waiting = undefined;
      const words = headlineWords(headline);
      const near = new Map<Group, number>();
      const rarestFirst = words
        .map((word) => withWord.get(word) ?? new Set<Group>())
        .sort((a, b) => a.size - b.size);
      for (const [nth, found] of rarestFirst.entries()) {
        // Whoever lacks so many of the words cannot have enough of the others.
        if (nth > words.length - leastShared(words.length, 0, atLeast)) break;
        for (const group of found) {
          if (nth > words.length - leastShared(words.length, group.words.length, atLeast)) continue;
          if (near.has(group)) continue;
          const similarity = sharedPart(words, group.words);
          if (similarity >= atLeast) near.set(group, similarity);
        }
      }
      return [...near].flatMap(([group, similarity]) =>
        [...group.entries].map((one) => ({ ...one, similarity })),
      );
    },
  };
}

/** So many words two headlines of `a` and `b` words must share for a part of `atLeast` to be common to both. */
function leastShared(a: number, b: number, atLeast: number): number {
  return Math.max(atLeast * a, (atLeast / (1 + atLeast)) * (a + b)) - ROUNDING;
}

/** Less than any two such shares differ by. */
const ROUNDING = 1e-9;
