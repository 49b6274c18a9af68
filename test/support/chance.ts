// A number goes in, the same row of chances comes out every time: tests that draw lots must draw the same ones on every machine.

export interface Chance {
  /** A whole number from 0 up to but not including `limit`. */
  below(limit: number): number;
  pick<T>(from: readonly T[]): T;
  /** So many of them, each once, in any order. */
  draw<T>(from: readonly T[], count: number): readonly T[];
}

/** The generator is mulberry32: four lines, good enough for lots. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (from) => {
      const one = from[below(from.length)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
    draw: (from, count) => {
      const left = [...from];
      return Array.from({ length: Math.min(count, left.length) }, () =>
        left.splice(below(left.length), 1),
      ).flat();
    },
  };
}
