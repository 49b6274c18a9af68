// Digests go in, an index that answers what a rule asks of all other issues comes out. It is kept issue by issue: taking in a
// changed issue costs as much as the issue is long, whatever the archive holds.
import { type ArchiveIndex, type Found, isEarlier } from '../model/archive-index.ts';
import type { IssueDigest } from '../model/issue-digest.ts';

export function createArchiveIndex(digests: Iterable<IssueDigest> = []): ArchiveIndex {
  const byPath = new Map<string, IssueDigest>();
  for (const digest of digests) byPath.set(digest.path, digest);
  const all = () => [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const everywhere = <T>(pick: (issue: IssueDigest) => readonly T[]): Found<T>[] =>
    all()
      .sort((a, b) => (isEarlier(a, b) ? -1 : 1))
      .flatMap((issue) => pick(issue).map((found) => ({ issue, found })));
  const counted = (names: Iterable<string>): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts;
  };
  return {
    put: (digest) => void byPath.set(digest.path, digest),
    remove: (path) => void byPath.delete(path),
    get: (path) => byPath.get(path),
    all,
    numbered: () =>
      all()
        .filter(({ number }) => number !== undefined)
        .sort((a, b) => (a.number ?? 0) - (b.number ?? 0)),
    linksTo: (key) => everywhere(({ links }) => links.filter((link) => link.key === key)),
    similarHeadlines: (headline) =>
      everywhere(({ entries }) => entries.filter((entry) => entry.headline === headline)).map((one) => ({
        ...one,
        similarity: 1,
      })),
    sourcesNamed: (written) =>
      everywhere(({ sources }) => sources.filter((source) => source.written === written)),
    sourceNames: () => counted(everywhere(({ sources }) => sources).map(({ found }) => found.written)),
    tags: () => counted(everywhere(({ tags }) => tags).map(({ found }) => found)),
    isSecureHost: (host) =>
      all().some(({ links }) =>
        links.some(
          ({ url }) =>
            /^https:\/\/(?:www\.)?/iu.test(url) && new URL(url).host.replace(/^www\./u, '') === host,
        ),
      ),
  };
}
