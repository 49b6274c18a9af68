// Issues that have changed, as they were and as they are, go in; which of the others the archive rules could now find something else in
// comes out. A rule asks the archive for links, headlines, reports, numbers, names and tags (`ArchiveIndex`): here stands, of each of these,
// whose answers another issue has a part in. Rather one too many: whoever is named here is judged anew, and nothing else follows from it.
// A rule that asks for anything else must be thought of here.
import { addDays } from '../../model/calendar.ts';
import { NO_DATE } from '../../model/issue.ts';
import type { EntryDigest, IssueDigest } from '../../model/issue-digest.ts';
import { foldTag } from '../words/fold-name.ts';
import { createHeadlineScan } from './headline-scan.ts';
import { SIMILAR_STORIES } from './retold-stories.ts';

export interface ChangedIssue {
  readonly path: string;
  /** Absent where it is new. */
  readonly was?: IssueDigest;
  /** Absent where it is gone. */
  readonly is?: IssueDigest;
}

/**
 * @param all As they are now.
 * @param findings What the archive showed of each issue the last time, as a text in which others are named by their path.
 * @returns Paths; of the changed issues none.
 */
export function touchedIssues(
  all: readonly IssueDigest[],
  changes: readonly ChangedIssue[],
  findings: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const changed = new Map(changes.map((change) => [change.path, change]));
  const others = all.filter(({ path }) => !changed.has(path));
  const told = changes.map(toldAnew);
  const entries = told.flatMap((one) => one.entries);
  const links = new Set(told.flatMap((one) => one.links));
  const reports = new Set(entries.flatMap(reportsOf).flatMap(([source, date]) => daysAround(source, date)));
  const hasOtherSources = told.some((one) => one.hasOtherSources);
  const tagForms = driftingForms(
    all,
    told.flatMap((one) => one.tags),
  );
  const isNamedOtherwise = numbersBeside(others, changes);
  const isAlike = createHeadlineScan(
    entries.map(({ headline }) => headline),
    SIMILAR_STORIES,
  );
  const touched = others.filter(
    (issue) =>
      isNamedOtherwise(issue) ||
      changes.some(({ path }) => findings.get(issue.path)?.includes(path) === true) ||
      (links.size > 0 && issue.links.some(({ key, isStory }) => isStory && links.has(key))) ||
      (entries.length > 0 &&
        issue.entries.some(
          (entry) =>
            isAlike(entry.headline) > 0 ||
            reportsOf(entry).some(([source, date]) => reports.has(`${date} ${source}`)),
        )) ||
      (hasOtherSources && issue.sources.some(({ id }) => id === undefined)) ||
      (tagForms.size > 0 && issue.tags.some((tag) => tagForms.has(foldTag(tag)))),
  );
  return new Set(touched.map(({ path }) => path));
}

interface ToldAnew {
  readonly entries: readonly EntryDigest[];
  /** Keys of stories. */
  readonly links: readonly string[];
  readonly tags: readonly string[];
  readonly hasOtherSources: boolean;
}

/** What only one of both has; all of it where the issue itself is called otherwise, or stands elsewhere among the others. */
function toldAnew({ was, is }: ChangedIssue): ToldAnew {
  const isSameHead = was !== undefined && is !== undefined && headOf(was) === headOf(is);
  const [before, now] = [entriesAsTold(was), entriesAsTold(is)];
  const only = (own: typeof before, other: typeof before) =>
    [...own].flatMap(([told, one]) => (isSameHead && other.has(told) ? [] : [one]));
  const anew = [...only(before, now), ...only(now, before)];
  return {
    entries: anew.map(({ entry }) => entry),
    links: anew.flatMap((one) => one.links),
    tags: isSameHead ? differing(was.tags, is.tags) : [...(was?.tags ?? []), ...(is?.tags ?? [])],
    hasOtherSources: !isSameHead || sourcesOf(was) !== sourcesOf(is),
  };
}

function headOf({ slug, number, date, title, isDraft }: IssueDigest): string {
  return JSON.stringify([slug, number, date, title, isDraft]);
}

/** No two entries of an issue have one id. */
function entriesAsTold(issue: IssueDigest | undefined) {
  return new Map(
    (issue?.entries ?? []).map((entry, index) => {
      const links = issue === undefined ? [] : linksIn(issue, index);
      const { id, kind, headline, reports } = entry;
      return [JSON.stringify([id, kind, headline, reports, links]), { entry, links }] as const;
    }),
  );
}

function sourcesOf({ sources }: IssueDigest): string {
  return JSON.stringify(sources.map(({ written, id }) => `${written}\n${id}`).sort());
}

function linksIn({ links }: IssueDigest, index: number): readonly string[] {
  return links.flatMap(({ key, entry, isStory }) => (isStory && entry === index ? [key] : []));
}

function reportsOf({ kind, reports }: EntryDigest): readonly (readonly [source: string, date: string])[] {
  if (kind !== 'item') return [];
  return reports.flatMap(({ source, sourceId = source, date }) =>
    date === undefined ? [] : [[sourceId, date] as const],
  );
}

/** A source's report of the day before or after is held against it too. */
function daysAround(source: string, date: string): readonly string[] {
  return [-1, 0, 1].map((days) => `${addDays(date, days)} ${source}`);
}

/** Those of which one has more than the other. */
function differing(a: readonly string[], b: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const tag of a) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  for (const tag of b) counts.set(tag, (counts.get(tag) ?? 0) - 1);
  return [...counts].flatMap(([tag, count]) => (count === 0 ? [] : [tag]));
}

/** Forms of these tags that are written in more ways than one, now or before. */
function driftingForms(all: readonly IssueDigest[], tags: readonly string[]): ReadonlySet<string> {
  if (tags.length === 0) return new Set();
  const forms = new Map<string, Set<string>>();
  for (const tag of tags) forms.set(foldTag(tag), (forms.get(foldTag(tag)) ?? new Set()).add(tag));
  const inUse = new Set(all.flatMap((issue) => issue.tags));
  for (const tag of inUse) forms.get(foldTag(tag))?.add(tag);
  return new Set([...forms].flatMap(([form, spellings]) => (spellings.size > 1 ? [form] : [])));
}

/** Whether another number stands before an issue's, or another issue has its own: numbers are rarely changed, so that all are looked at then. */
function numbersBeside(
  others: readonly IssueDigest[],
  changes: readonly ChangedIssue[],
): (issue: IssueDigest) => boolean {
  const moved = changes.filter(
    ({ was, is }) => was === undefined || is === undefined || headOf(was) !== headOf(is),
  );
  if (moved.length === 0) return () => false;
  const [before, now] = (['was', 'is'] as const).map((when) => [
    ...others,
    ...changes.flatMap((change) => change[when] ?? []),
  ]);
  const [placeBefore, placeNow] = [placesOf(before ?? []), placesOf(now ?? [])];
  return ({ path }) => placeBefore.get(path) !== placeNow.get(path);
}

/** Of each numbered issue: the last that is numbered lower, and the last of these with a date; and all that have its own number. */
function placesOf(issues: readonly IssueDigest[]): ReadonlyMap<string, string> {
  const numbered = issues
    .filter(({ number }) => number !== undefined)
    .sort((a, b) => (a.number ?? 0) - (b.number ?? 0) || (a.path < b.path ? -1 : 1));
  const places = new Map<string, string>();
  let [last, lastDated] = ['', ''];
  for (const same of Map.groupBy(numbered, ({ number }) => number).values()) {
    const place = [last, lastDated, ...same.map(({ path }) => path)].join('\n');
    for (const issue of same) {
      places.set(issue.path, place);
      last = `${issue.number} ${issue.date} ${issue.path}`;
      if (issue.date !== NO_DATE) lastDated = last;
    }
  }
  return places;
}
