// A source and the archive go in; how often it was quoted, and where last, comes out.
import { type ArchiveIndex, type Found, isEarlier } from '../model/archive-index.ts';
import type { SourceDigest } from '../model/issue-digest.ts';
import type { Source } from '../model/source.ts';

export interface SourceUse {
  readonly times: number;
  readonly issues: number;
  readonly last?: Found<SourceDigest>;
}

/** @param except Path of the issue from which it is asked. */
export function useOfSource(source: Source, archive: ArchiveIndex, except: string): SourceUse {
  const found = [...new Set(namesOf(source))]
    .flatMap((name) => archive.sourcesNamed(name))
    .filter(({ issue, found: name }) => name.id === source.id && issue.path !== except);
  const last = found.reduce<Found<SourceDigest> | undefined>(
    (latest, one) => (latest === undefined || isEarlier(latest.issue, one.issue) ? one : latest),
    undefined,
  );
  return {
    times: found.length,
    issues: new Set(found.map(({ issue }) => issue.path)).size,
    ...(last !== undefined && { last }),
  };
}

/** How often each of its names was written, without asking where: enough to sort by. */
export function timesNamed(source: Source, counts: ReadonlyMap<string, number>): number {
  return [...new Set(namesOf(source))].reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
}

function namesOf({ name, qualifier, variants }: Source): readonly string[] {
  return [name, ...(qualifier === undefined ? [] : [`${name} (${qualifier})`]), ...variants];
}
