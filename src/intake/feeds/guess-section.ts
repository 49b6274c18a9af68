// Headlines and tags of earlier issues go in, each with its section; a function comes out that says in which section a new story would have stood.
// It says nothing where the words are no help: a wrong heading is more work for an editor than none.

export interface ToldStory {
  readonly section: string;
  readonly headline: string;
  readonly tags: readonly string[];
}

export type GuessSection = (headline: string, tags: readonly string[]) => string | undefined;

/** A word that was met once may have been chance. */
const LEAST_MET = 2;
/** Worth one word that has stood in one section and no other. */
const LEAST_SCORE = 0.75;
const LEAST_LEAD = 0.35;

/** @param wordsOf The words of a headline that tell something, each once. */
export function createSectionGuesser(
  told: readonly ToldStory[],
  wordsOf: (headline: string) => readonly string[],
): GuessSection {
  const all = new Map<string, number>();
  const byWord = new Map<string, Map<string, number>>();
  const clues = (headline: string, tags: readonly string[]): ReadonlySet<string> =>
    new Set([...wordsOf(headline), ...tags.flatMap(wordsOf)]);
  for (const { section, headline, tags } of told) {
    all.set(section, (all.get(section) ?? 0) + 1);
    for (const word of clues(headline, tags)) {
      const counts = byWord.get(word) ?? new Map<string, number>();
      counts.set(section, (counts.get(section) ?? 0) + 1);
      byWord.set(word, counts);
    }
  }
  return (headline, tags) => {
    const scores = new Map<string, number>();
    for (const word of clues(headline, tags)) {
      const counts = byWord.get(word) ?? new Map<string, number>();
      const met = [...counts.values()].reduce((sum, count) => sum + count, 0);
      if (met < LEAST_MET) continue;
      // By how much oftener than any story a story with this word stands there.
      for (const [section, count] of counts)
        scores.set(section, (scores.get(section) ?? 0) + count / met - (all.get(section) ?? 0) / told.length);
    }
    const [best, second] = [...scores].sort(([, a], [, b]) => b - a);
    if (best === undefined || best[1] < LEAST_SCORE) return undefined;
    return best[1] - Math.max(0, second?.[1] ?? 0) >= LEAST_LEAD ? best[0] : undefined;
  };
}
