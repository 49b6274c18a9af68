// In: the rows of `sources.yaml`. Out: a way to find the row that a name in an issue means, whole or at the beginning of a text.
import type { Source, SourceName } from '../model/source.ts';

export interface SourceIndex {
  /** The row with that name or variant; then one that differs only in "The", capitals, hyphens, spaces or apostrophes. */
  find(written: string): Source | undefined;
  /** The longest known name with which `text` begins, as written; undefined when it begins with none. */
  nameAtStart(text: string): string | undefined;
  /** The name with its row's id, where there is one. */
  nameOf(written: string): SourceName;
  /** Verbs that the rows give as their source's own. */
  readonly verbs: readonly string[];
}

/** Words in the longest name that is looked for at the beginning of a text. */
const MAX_NAME_WORDS = 8;

export function createSourceIndex(sources: readonly Source[]): SourceIndex {
  const exact = new Map<string, Source>();
  const loose = new Map<string, Source>();
  const remember = (map: Map<string, Source>, name: string, source: Source): void => {
    if (!map.has(name)) map.set(name, source);
  };
  // Names before variants: a variant of one row never hides another row's own name.
  for (const source of sources) {
    remember(exact, source.name, source);
    if (source.qualifier !== undefined) remember(exact, `${source.name} (${source.qualifier})`, source);
  }
  for (const source of sources) for (const variant of source.variants) remember(exact, variant, source);
  for (const [name, source] of exact) remember(loose, loosely(name), source);

  const find = (written: string): Source | undefined => {
    const name = written.trim().replace(/\s+/gu, ' ');
    return exact.get(name) ?? loose.get(loosely(name));
  };
  return {
    find,
    nameAtStart: (text) => {
      const ends = [
        ...text.slice(0, 120).matchAll(/[^\s(),:;.]+(?:\.(?=\w)[^\s(),:;.]+)*\)?(?=$|[\s(),:;.’'])/gu),
      ]
        .slice(0, MAX_NAME_WORDS)
        .map((word) => word.index + word[0].length);
      for (const end of ends.reverse()) {
        const name = text.slice(0, end);
        if (find(name) !== undefined) return name;
      }
      return undefined;
    },
    nameOf: (written) => {
      const name = written.trim().replace(/\s+/gu, ' ');
      const id = find(name)?.id;
      return id === undefined ? { written: name } : { written: name, id };
    },
    verbs: [...new Set(sources.flatMap(({ verb }) => (verb === undefined ? [] : [verb])))],
  };
}

/** Letters and digits in small letters, without "the": "The Al-Jazeera" and "al jazeera" become one. */
function loosely(name: string): string {
  const plain = name.toLowerCase().replace(/^the\s+/u, '');
  const letters = plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
  return letters === '' ? plain : letters;
}
