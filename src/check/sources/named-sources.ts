// An issue goes in, every name of a source in it comes out: attributions of items and credits of live entries.
import type { TextEdit } from '../../model/diagnostic.ts';
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import type { SourceName } from '../../model/source.ts';
import { editAt, placeOfWords } from '../parts/place-of-words.ts';

export interface NamedSource {
  readonly source: SourceName;
  /** Of the attribution or credit. */
  readonly position: Place;
}

/** Names that were left empty are not among them: `source-missing` tells of those. */
export function namedSources(issue: Issue): readonly NamedSource[] {
  return issue.sections
    .flatMap(({ entries }) =>
      entries.flatMap((entry): readonly NamedSource[] => {
        if (entry.kind === 'item') return entry.reports;
        return entry.kind === 'live' && entry.credit !== undefined ? [entry.credit] : [];
      }),
    )
    .filter(({ source }) => source.written.trim() !== '');
}

/** Of the name alone, or of its attribution where markup stands inside the name. */
export function placeOfName({ source, position }: NamedSource, text: string): Place {
  return placeOfWords(text, position, source.written) ?? position;
}

/** The edit that replaces the name, none where markup stands inside it. */
export function renaming({ source, position }: NamedSource, text: string, name: string): readonly TextEdit[] {
  const place = placeOfWords(text, position, source.written);
  return place === undefined ? [] : [editAt(place, name)];
}
