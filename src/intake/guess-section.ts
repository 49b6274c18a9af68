// The words of a story go in, the section comes out in which stories with such words have stood. Nothing comes out where the archive does
// not say: a guess that is wrong costs an editor more than none.

export interface Told {
  /** The section's own name. */
  readonly section: string;
  /** Of headline and tags. */
  readonly words: string;
}

export type GuessSection = (words: string) => string | undefined;

const FEWEST_LETTERS = 4;
/** What one rare word, found in one section alone, gives. */
const FEWEST_EVIDENCE = 1;
/** So much more than for the next best. */
const MARGIN = 1.25;

export function createSectionGuess(told: readonly Told[]): GuessSection {
  const byWord = new Map<string, Map<string, number>>();
  const sizes = new Map<string, number>();
  for (const { section, words } of told) {
    sizes.set(section, (sizes.get(section) ?? 0) + 1);
    for (const word of wordsOf(words)) {
      const counts = byWord.get(word) ?? new Map<string, number>();
      counts.set(section, (counts.get(section) ?? 0) + 1);
      byWord.set(word, counts);
    }
  }
  return (words) => {
    const scores = new Map<string, number>();
    for (const word of wordsOf(words)) {
      const counts = byWord.get(word);
      if (counts === undefined) continue;
      const shares = [...counts].map(
        ([section, count]) => [section, count / (sizes.get(section) ?? 1)] as const,
      );
      const sum = shares.reduce((total, [, share]) => total + share, 0);
      const uses = [...counts.values()].reduce((total, count) => total + count, 0);
      // A word that stands in every fifth story says nothing.
      const weight = Math.max(0, Math.log(told.length / (5 * uses)) + 1);
      for (const [section, share] of shares)
        scores.set(section, (scores.get(section) ?? 0) + (weight * share) / sum);
    }
    const [best, next] = [...scores].sort(([, a], [, b]) => b - a);
    if (best === undefined || best[1] < FEWEST_EVIDENCE || best[1] < MARGIN * (next?.[1] ?? 0))
      return undefined;
    return best[0];
  };
}

function wordsOf(text: string): ReadonlySet<string> {
  const words = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u);
  return new Set(
    words
      .map((word) => (word.length > FEWEST_LETTERS && word.endsWith('s') ? word.slice(0, -1) : word))
      .filter((word) => word.length >= FEWEST_LETTERS || /\P{ASCII}/u.test(word)),
  );
}
