// Keys in the order in which they stand go in; the fewest that must be moved so that the rest is in order come out. Stands apart
// because items and live entries are both asked, and comparing each with its neighbour blames the wrong one as often as not.

/**
 * Indices, ascending, of what lies outside the longest run in order (equal keys may follow one another); of several such runs
 * the one that ends first. Time grows with n log n.
 */
export function outOfOrder(keys: readonly string[], direction: 'rising' | 'falling'): readonly number[] {
  const fits = (earlier: string, later: string) =>
    direction === 'rising' ? earlier <= later : earlier >= later;
  // Of every length so far, the index at which the run of that length ends that is easiest to go on from.
  const ends: number[] = [];
  const before = keys.map((key, index) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (fits(keys[ends[middle] ?? 0] ?? '', key)) low = middle + 1;
      else high = middle;
    }
    ends[low] = index;
    return ends[low - 1];
  });
  const kept = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = before[at]) kept.add(at);
  return [...keys.keys()].filter((index) => !kept.has(index));
}
