// The list of sources goes in, the words of their names come out, as sets. Remembered as long as the list is.
import type { Source } from '../../model/source.ts';

export interface NameWords {
  /** Every word of every spelling. */
  readonly words: ReadonlySet<string>;
  readonly firstWords: ReadonlySet<string>;
}

const REMEMBERED = new WeakMap<readonly Source[], NameWords>();

export function namesOfSources(sources: readonly Source[]): NameWords {
  const known = REMEMBERED.get(sources);
  if (known !== undefined) return known;
  const names = sources.flatMap(({ name, variants }) => [name, ...variants].map((one) => one.split(/\s+/u)));
  const made = {
    words: new Set(names.flat()),
    firstWords: new Set(names.flatMap(([first]) => (first === undefined ? [] : [first]))),
  };
  REMEMBERED.set(sources, made);
  return made;
}
