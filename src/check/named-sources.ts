// An issue goes in, every place where it names a source comes out: attributions of items and credits of live entries.
import type { Issue } from '../model/issue.ts';
import type { Place } from '../model/place.ts';
import type { SourceName } from '../model/source.ts';
import { placeOfWords } from './place-of-words.ts';

export interface NamedSource {
  readonly source: SourceName;
  /** Of the name alone, or of the attribution where the name cannot be told apart from its markup. */
  readonly place: Place;
  /** True when `place` holds exactly the words as written, so that they can be replaced. */
  readonly isExact: boolean;
}

/** Names that were left empty are not among them: `source-missing` tells of those. */
export function namedSources(issue: Issue): readonly NamedSource[] {
  const named = issue.sections.flatMap(({ entries }) =>
    entries.flatMap((entry): readonly { source: SourceName; position: Place }[] => {
      if (entry.kind === 'item') return entry.reports;
      return entry.kind === 'live' && entry.credit !== undefined ? [entry.credit] : [];
    }),
  );
  return named
    .filter(({ source }) => source.written.trim() !== '')
    .map(({ source, position }) => {
      const place = placeOfWords(issue.text, position, source.written);
      return { source, place: place ?? position, isExact: place !== undefined };
    });
}
