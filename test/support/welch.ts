// Whether two kinds of answers can be told apart by the time they take: Welch's t of many samples, without the slowest tenth, which are the machine's
// and not the program's (as dudect does, https://eprint.iacr.org/2016/1123). Below 4.5 nobody can tell them apart.

export const INSEPARABLE_T = 4.5;
const KEPT = 0.9;

export function welchT(one: readonly number[], other: readonly number[]): number {
  const sorted = [...one, ...other].sort((a, b) => a - b);
  const limit = sorted[Math.floor(sorted.length * KEPT)] ?? Number.POSITIVE_INFINITY;
  const [a, b] = [momentsOf(one, limit), momentsOf(other, limit)];
  return Math.abs(a.mean - b.mean) / Math.sqrt(a.variance / a.count + b.variance / b.count);
}

function momentsOf(samples: readonly number[], limit: number) {
  const kept = samples.filter((sample) => sample <= limit);
  const mean = kept.reduce((sum, sample) => sum + sample, 0) / kept.length;
  const variance = kept.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / (kept.length - 1);
  return { mean, variance, count: kept.length };
}

/** The classes in a new order each time, so that whatever drifts meets all of them alike. */
export async function sampleInTurns<Name extends string>(
  classes: Readonly<Record<Name, () => Promise<unknown> | unknown>>,
  rounds: number,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(classes) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round += 1)
    for (const name of shuffled(names)) {
      const begun = process.hrtime.bigint();
      await classes[name]();
      samples[name].push(Number(process.hrtime.bigint() - begun));
    }
  return samples;
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
