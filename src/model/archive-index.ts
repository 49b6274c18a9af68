// What is asked of all other issues while one is proofread. Kept up to date issue by issue, so that an answer costs the same with
// ten issues and with ten thousand.
import type { IsoDate } from './calendar.ts';
import type { EntryDigest, IssueDigest, LinkDigest, SourceDigest } from './issue-digest.ts';

export interface ArchiveIndex {
  /** Adds an issue, or takes its new state for the old one (by path). */
  put(digest: IssueDigest): void;
  remove(path: string): void;
  get(path: string): IssueDigest | undefined;
  /** By path. */
  all(): readonly IssueDigest[];
  /** Numbered issues by number; those with one number by path. */
  numbered(): readonly IssueDigest[];
  /** Every link to the page that `key` (a canonical address) names, the earliest issue first. */
  linksTo(key: string): readonly Found<LinkDigest>[];
  /**
   * Entries whose headline shares most of its words with this one, the earliest issue first; the same words included.
   * @param atLeast What part of all words of both must be common to them, from above 0 to 1.
   */
  similarHeadlines(
    headline: string,
    atLeast?: number,
  ): readonly (Found<EntryDigest> & { readonly similarity: number })[];
  /** Entries with an account by this source (its id, or its name where it has none) of this day, the earliest issue first. */
  reportedBy(source: string, date: IsoDate): readonly Found<EntryDigest>[];
  /** Every place in which a source is named so, the earliest issue first. Capitals and accents make a difference. */
  sourcesNamed(written: string): readonly Found<SourceDigest>[];
  /** Every name under which a source was ever written, with how often. */
  sourceNames(): ReadonlyMap<string, number>;
  /** Every tag as written, with how often. */
  tags(): ReadonlyMap<string, number>;
  /** Every tag in use that differs from this one in nothing but capitals, accents, hyphens or the plural; the most used first. */
  tagsLike(tag: string): readonly string[];
  /** True when some issue links to this host (without `www.`) by https. */
  isSecureHost(host: string): boolean;
}

export interface Found<T> {
  readonly issue: IssueDigest;
  readonly found: T;
}

/** True when `a` came out before `b`: by number where both have one, else by date, else by path. */
export function isEarlier(a: IssueDigest, b: IssueDigest): boolean {
  if (a.number !== undefined && b.number !== undefined && a.number !== b.number) return a.number < b.number;
  if (a.date !== b.date) return a.date < b.date;
  return a.path < b.path;
}
