// Many small jobs at the disk, a few at a time, so that no system runs out of open files.

/** macOS lets a program open 256 files unless told otherwise; a quarter leaves room for everything else. */
const AT_ONCE = 64;

/** The results of `job` for every value, in the order of the values. The first failure ends it. */
export async function eachLimited<T, R>(values: readonly T[], job: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < values.length; start += AT_ONCE) {
    results.push(...(await Promise.all(values.slice(start, start + AT_ONCE).map(job))));
  }
  return results;
}
