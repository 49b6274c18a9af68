// Digests go in, an index that answers what a rule asks of all other issues comes out. It is kept issue by issue: taking in a
// changed issue costs as much as the issue is long, whatever the archive holds.
import type { ArchiveIndex, Found } from '../../model/archive-index.ts';
import type { EntryDigest, IssueDigest, LinkDigest, SourceDigest } from '../../model/issue-digest.ts';
import { foldTag } from '../words/fold-name.ts';
import { compareInArchive, compareInTime } from './earlier-in-archive.ts';
import { createHeadlineIndex, SIMILAR } from './headline-index.ts';

export function createArchiveIndex(digests: Iterable<IssueDigest> = []): ArchiveIndex {
  const byPath = new Map<string, IssueDigest>();
  const entriesOf = new Map<string, readonly Found<EntryDigest>[]>();
  const headlines = createHeadlineIndex();
  const links = createPostings<LinkDigest>();
  const sources = createPostings<SourceDigest>();
  const reports = createPostings<EntryDigest>();
  const sourceNames = new Map<string, number>();
  const tags = new Map<string, number>();
  const tagsByForm = new Map<string, Set<string>>();
  const secureHosts = new Map<string, number>();
  let all: readonly IssueDigest[] | undefined;
  let numbered: readonly IssueDigest[] | undefined;

  const countTag = (tag: string, by: 1 | -1): void => {
    const isKnown = tags.has(tag);
    add(tags, tag, by);
    if (isKnown === tags.has(tag)) return;
    const form = foldTag(tag);
    const likes = tagsByForm.get(form) ?? new Set();
    if (tags.has(tag)) likes.add(tag);
    else likes.delete(tag);
    if (likes.size > 0) tagsByForm.set(form, likes);
    else tagsByForm.delete(form);
  };
  const count = (issue: IssueDigest, by: 1 | -1): void => {
    for (const { written } of issue.sources) add(sourceNames, written, by);
    for (const tag of issue.tags) countTag(tag, by);
    for (const host of secureHostsOf(issue)) add(secureHosts, host, by);
    all = undefined;
    numbered = undefined;
  };
  const remove = (path: string): void => {
    const old = byPath.get(path);
    if (old === undefined) return;
    byPath.delete(path);
    for (const one of entriesOf.get(path) ?? []) headlines.remove(one);
    entriesOf.delete(path);
    for (const { key } of old.links) links.remove(key, path);
    for (const { written } of old.sources) sources.remove(written, path);
    for (const { key } of reportsOf(old)) reports.remove(key, path);
    count(old, -1);
  };
  const put = (issue: IssueDigest): void => {
    remove(issue.path);
    byPath.set(issue.path, issue);
    const entries = issue.entries.map((found) => ({ issue, found }));
    entriesOf.set(issue.path, entries);
    for (const one of entries) headlines.add(one);
    for (const found of issue.links) links.add(found.key, { issue, found });
    for (const found of issue.sources) sources.add(found.written, { issue, found });
    for (const { key, found } of reportsOf(issue)) reports.add(key, { issue, found });
    count(issue, 1);
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
    linksTo: links.of,
    similarHeadlines: (headline, atLeast = SIMILAR) => {
      const found = headlines.similar(headline, atLeast);
      return found.length < 2 ? found : found.sort(compareInArchive);
    },
    reportedBy: (source, date) => reports.of(`${date} ${source}`),
    sourcesNamed: sources.of,
    sourceNames: () => sourceNames,
    tags: () => tags,
    tagsLike: (tag) =>
      [...(tagsByForm.get(foldTag(tag)) ?? [])].sort(
        (a, b) => (tags.get(b) ?? 0) - (tags.get(a) ?? 0) || (a < b ? -1 : 1),
      ),
    isSecureHost: (host) => secureHosts.has(host),
  };
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
