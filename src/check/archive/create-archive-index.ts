// Digests go in, an index that answers what a rule asks of all other issues comes out. It is kept issue by issue: taking in a
// changed issue costs as much as the issue is long, whatever the archive holds.
import type { ArchiveIndex, Found } from '../../model/archive-index.ts';
import type { EntryDigest, IssueDigest } from '../../model/issue-digest.ts';
import { foldTag } from '../words/fold-name.ts';
import { compareInArchive, compareInTime } from './earlier-in-archive.ts';
import { createHeadlineIndex, SIMILAR } from './headline-index.ts';

export function createArchiveIndex(digests: Iterable<IssueDigest> = []): ArchiveIndex {
  const byPath = new Map<string, IssueDigest>();
  const part = <T>(kind: PartKind<T>): Part<T> => createPart(kind, byPath);
  const headlines = part({
    fresh: () => ({
      index: createHeadlineIndex(),
      entriesOf: new Map<string, readonly Found<EntryDigest>[]>(),
    }),
    add: ({ index, entriesOf }, issue) => {
      const entries = issue.entries.map((found) => ({ issue, found }));
      entriesOf.set(issue.path, entries);
      for (const one of entries) index.add(one);
    },
    remove: ({ index, entriesOf }, { path }) => {
      for (const one of entriesOf.get(path) ?? []) index.remove(one);
      entriesOf.delete(path);
    },
  });
  const links = part(postings(({ links: all }) => all.map((found) => ({ key: found.key, found }))));
  const sources = part(postings(({ sources: all }) => all.map((found) => ({ key: found.written, found }))));
  const reports = part(postings(reportsOf));
  const sourceNames = part(counts(({ sources: all }) => all.map(({ written }) => written)));
  const secureHosts = part(counts(secureHostsOf));
  const tags = part({
    fresh: () => ({ times: new Map<string, number>(), byForm: new Map<string, Set<string>>() }),
    add: (known, issue) => {
      for (const tag of issue.tags) countTag(known, tag, 1);
    },
    remove: (known, issue) => {
      for (const tag of issue.tags) countTag(known, tag, -1);
    },
  });
  const parts = [headlines, links, sources, reports, sourceNames, secureHosts, tags];
  let all: readonly IssueDigest[] | undefined;
  let numbered: readonly IssueDigest[] | undefined;

  const remove = (path: string): void => {
    const old = byPath.get(path);
    if (old === undefined) return;
    byPath.delete(path);
    for (const each of parts) each.remove(old);
    all = undefined;
    numbered = undefined;
  };
  const put = (issue: IssueDigest): void => {
    remove(issue.path);
    byPath.set(issue.path, issue);
    for (const each of parts) each.add(issue);
    all = undefined;
    numbered = undefined;
  };
  const allIssues = (): readonly IssueDigest[] => {
    all ??= [...byPath.values()].sort(byPathName);
    return all;
  };
  for (const digest of digests) put(digest);

  return {
    put,
    remove,
    get: (path) => byPath.get(path),
    all: allIssues,
    numbered: () => {
      numbered ??= allIssues()
        .filter(({ number }) => number !== undefined)
        .sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
      return numbered;
    },
    linksTo: (key) => links.asked().of(key),
    similarHeadlines: (headline, atLeast = SIMILAR) => {
      const found = headlines.asked().index.similar(headline, atLeast);
      return found.length < 2 ? found : found.sort(compareInArchive);
    },
    reportedBy: (source, date) => reports.asked().of(`${date} ${source}`),
    sourcesNamed: (written) => sources.asked().of(written),
    sourceNames: () => sourceNames.asked(),
    tags: () => tags.asked().times,
    tagsLike: (tag) => {
      const { times, byForm } = tags.asked();
      return [...(byForm.get(foldTag(tag)) ?? [])].sort(
        (a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0) || (a < b ? -1 : 1),
      );
    },
    isSecureHost: (host) => secureHosts.asked().has(host),
  };
}

interface PartKind<T> {
  readonly fresh: () => T;
  readonly add: (known: T, issue: IssueDigest) => void;
  readonly remove: (known: T, issue: IssueDigest) => void;
}

interface Part<T> {
  readonly asked: () => T;
  readonly add: (issue: IssueDigest) => void;
  readonly remove: (issue: IssueDigest) => void;
}

/** What nobody asks for is not put together, of however many issues. */
function createPart<T>(kind: PartKind<T>, byPath: ReadonlyMap<string, IssueDigest>): Part<T> {
  let known: { readonly value: T } | undefined;
  return {
    asked: () => {
      if (known === undefined) {
        known = { value: kind.fresh() };
        for (const issue of byPath.values()) kind.add(known.value, issue);
      }
      return known.value;
    },
    add: (issue) => {
      if (known !== undefined) kind.add(known.value, issue);
    },
    remove: (issue) => {
      if (known !== undefined) kind.remove(known.value, issue);
    },
  };
}

function postings<T>(
  of: (issue: IssueDigest) => readonly { readonly key: string; readonly found: T }[],
): PartKind<Postings<T>> {
  return {
    fresh: () => createPostings<T>(),
    add: (known, issue) => {
      for (const { key, found } of of(issue)) known.add(key, { issue, found });
    },
    remove: (known, issue) => {
      for (const { key } of of(issue)) known.remove(key, issue.path);
    },
  };
}

function counts(of: (issue: IssueDigest) => readonly string[]): PartKind<Map<string, number>> {
  return {
    fresh: () => new Map(),
    add: (known, issue) => {
      for (const key of of(issue)) add(known, key, 1);
    },
    remove: (known, issue) => {
      for (const key of of(issue)) add(known, key, -1);
    },
  };
}

function countTag(
  { times, byForm }: { readonly times: Map<string, number>; readonly byForm: Map<string, Set<string>> },
  tag: string,
  by: 1 | -1,
): void {
  const isKnown = times.has(tag);
  add(times, tag, by);
  if (isKnown === times.has(tag)) return;
  const form = foldTag(tag);
  const likes = byForm.get(form) ?? new Set();
  if (times.has(tag)) likes.add(tag);
  else likes.delete(tag);
  if (likes.size > 0) byForm.set(form, likes);
  else byForm.delete(form);
}

/** Each entry once for each source and day. */
function reportsOf({ entries }: IssueDigest): readonly { key: string; found: EntryDigest }[] {
  return entries.flatMap((found) => {
    const keys = found.reports.flatMap((report) =>
      report.date === undefined ? [] : [`${report.date} ${report.sourceId ?? report.source}`],
    );
    return [...new Set(keys)].map((key) => ({ key, found }));
  });
}

interface Postings<T> {
  readonly add: (key: string, one: Found<T>) => void;
  readonly remove: (key: string, path: string) => void;
  /** The earliest issue first; inside an issue as they were added. */
  readonly of: (key: string) => readonly Found<T>[];
}

interface Row<T> {
  readonly byPath: Map<string, Found<T>[]>;
  sorted?: readonly Found<T>[] | undefined;
}

function createPostings<T>(): Postings<T> {
  const rows = new Map<string, Row<T>>();
  return {
    add: (key, one) => {
      const row: Row<T> = rows.get(key) ?? { byPath: new Map() };
      rows.set(key, row);
      const standing = row.byPath.get(one.issue.path);
      if (standing === undefined) row.byPath.set(one.issue.path, [one]);
      else standing.push(one);
      row.sorted = undefined;
    },
    remove: (key, path) => {
      const row = rows.get(key);
      if (row === undefined) return;
      row.byPath.delete(path);
      row.sorted = undefined;
      if (row.byPath.size === 0) rows.delete(key);
    },
    of: (key) => {
      const row = rows.get(key);
      if (row === undefined) return [];
      row.sorted ??= [...row.byPath.values()]
        .sort(([a], [b]) => (a === undefined || b === undefined ? 0 : compareInTime(a.issue, b.issue)))
        .flat();
      return row.sorted;
    },
  };
}

function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const now = (counts.get(key) ?? 0) + by;
  if (now === 0) counts.delete(key);
  else counts.set(key, now);
}

function secureHostsOf({ links }: IssueDigest): readonly string[] {
  return links.flatMap(({ url }) => {
    const host = /^https:/iu.test(url) ? URL.parse(url)?.host : undefined;
    return host === undefined ? [] : [host.replace(/^www\./u, '')];
  });
}

function byPathName(a: IssueDigest, b: IssueDigest): number {
  return a.path < b.path ? -1 : 1;
}
