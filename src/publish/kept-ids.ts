// Addresses of items that survive a changed headline. What the last build published and the issues as they are now go in; which
// new id must give way to which old one comes out, for `issues/ids.yaml`. Parsing then puts the old ids in place.
import type { Entry } from '../model/entry.ts';
import type { Issue } from '../model/issue.ts';

/** What a build remembers of an issue: plain JSON. */
export interface PublishedIds {
  readonly slug: string;
  readonly entries: readonly PublishedEntry[];
}

interface PublishedEntry {
  readonly id: string;
  /** As written; empty where the entry has none. */
  readonly url: string;
  readonly section: string;
  /** Position in its section, from 0. */
  readonly index: number;
}

/** What to remember until the next build. Drafts have no readers yet, so their ids may still change. */
export function publishedIds(issues: readonly Issue[]): readonly PublishedIds[] {
  return issues
    .filter((issue) => !issue.isDraft)
    .map((issue) => ({ slug: issue.slug, entries: entriesOf(issue) }))
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

/** Reads back what `publishedIds` gave; whatever has another shape (a build of long ago) is passed over. */
export function readPublishedIds(value: unknown): readonly PublishedIds[] {
  return Array.isArray(value) ? value.filter(isPublishedIds) : [];
}

/**
 * The id that an entry has now → the id under which it was published. An entry whose id is new takes the place of one that is
 * gone from the same issue when both have the same link (no mere home page) and nobody else has, or when they are the only two
 * left, stand in the same place, and do not lead to two different articles.
 */
export function keptIds(
  published: readonly PublishedIds[],
  now: readonly PublishedIds[],
): ReadonlyMap<string, string> {
  const before = new Map(published.map((issue) => [issue.slug, issue.entries]));
  return new Map(now.flatMap(({ slug, entries }) => changedIds(before.get(slug) ?? [], entries)));
}

function changedIds(
  before: readonly PublishedEntry[],
  now: readonly PublishedEntry[],
): readonly (readonly [string, string])[] {
  if (before.length === now.length && before.every(({ id }, index) => id === now[index]?.id)) return [];
  const [idsBefore, idsNow] = [idsOf(before), idsOf(now)];
  const gone = before.filter((entry) => !idsNow.has(entry.id));
  const fresh = now.filter((entry) => !idsBefore.has(entry.id));
  const sameLink = fresh.flatMap((entry) => {
    const [old, ...others] = gone.filter((candidate) => candidate.url === entry.url);
    const isAlone = others.length === 0 && fresh.filter(({ url }) => url === entry.url).length === 1;
    return old !== undefined && isAlone && isArticle(entry.url) ? [{ entry, old }] : [];
  });
  const [old, ...otherOld] = gone.filter((entry) => !sameLink.some((pair) => pair.old === entry));
  const [entry, ...otherNew] = fresh.filter(
    (candidate) => !sameLink.some((pair) => pair.entry === candidate),
  );
  const isOnePair = otherOld.length === 0 && otherNew.length === 0 && before.length === now.length;
  const pairs =
    isOnePair && old !== undefined && entry !== undefined && isSamePlace(old, entry)
      ? [...sameLink, { entry, old }]
      : sameLink;
  return pairs.map((pair) => [pair.entry.id, pair.old.id]);
}

/** Another headline over another article is another story, though it stands where the old one stood. */
function isSamePlace(old: PublishedEntry, entry: PublishedEntry): boolean {
  const isOtherStory = isArticle(old.url) && isArticle(entry.url) && old.url !== entry.url;
  return old.section === entry.section && old.index === entry.index && !isOtherStory;
}

function entriesOf(issue: Issue): readonly PublishedEntry[] {
  return issue.sections.flatMap((section) =>
    section.entries.map((entry, index) => ({
      id: entry.id,
      url: urlOf(entry),
      section: section.anchor,
      index,
    })),
  );
}

/** The headline's link, or that of the first report which has one. */
function urlOf(entry: Entry): string {
  if (entry.url !== undefined) return entry.url;
  const reports = entry.kind === 'item' ? entry.reports : [];
  return reports.find((report) => report.url !== undefined)?.url ?? '';
}

/** False for a home page, which many entries may share, and for what is no address. */
function isArticle(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { pathname, search } = new URL(url);
  return pathname.length > 1 || search !== '';
}

function idsOf(entries: readonly PublishedEntry[]): ReadonlySet<string> {
  return new Set(entries.map((entry) => entry.id));
}

function isPublishedIds(value: unknown): value is PublishedIds {
  return (
    isObject(value) &&
    typeof value['slug'] === 'string' &&
    Array.isArray(value['entries']) &&
    value['entries'].every(isPublishedEntry)
  );
}

function isPublishedEntry(value: unknown): value is PublishedEntry {
  return (
    isObject(value) &&
    typeof value['id'] === 'string' &&
    typeof value['url'] === 'string' &&
    typeof value['section'] === 'string' &&
    typeof value['index'] === 'number'
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
