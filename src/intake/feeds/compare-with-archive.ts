// A candidate and the archive go in; whether the archive has it already, or something like it, comes out. What it has is not offered; what is only
// alike is, with the issue in which to look.
import type { ArchiveIndex } from '../../model/archive-index.ts';
import { daysBetween, type IsoDate } from '../../model/calendar.ts';
import type { Candidate } from '../../model/candidate.ts';

export interface CompareOptions {
  readonly keyOf: (url: string) => string;
  /** See `MergeOptions`. */
  readonly headlineKey: (headline: string) => string | undefined;
  readonly today: IsoDate;
}

/** Two words in three are the same. */
const ALIKE = 0.66;
/** One word in eight may be more than the other has. */
const NEARLY_SAME = 0.87;
/** The same words half a year later are another story. */
const MOST_DAYS = 60;
/** Headed so in as many issues, it is a heading that comes back. */
const STANDING = 2;

/** Undefined: an issue tells it already. */
export function compareWithArchive(
  candidate: Candidate,
  archive: ArchiveIndex,
  { keyOf, headlineKey, today }: CompareOptions,
): Candidate | undefined {
  const links = archive.linksTo(keyOf(candidate.url));
  if (links.some(({ found }) => found.isStory)) return undefined;
  const seen = links.findLast(({ issue }) => !issue.isDraft)?.issue.slug;
  if (headlineKey(candidate.headline) === undefined) return withSeen(candidate, seen);
  const alike = archive
    .similarHeadlines(candidate.headline, ALIKE)
    .filter(
      ({ found }) => found.kind === 'item' && figuresIn(found.headline) === figuresIn(candidate.headline),
    );
  const issues = new Set(alike.filter(({ similarity }) => similarity === 1).map(({ issue }) => issue.path));
  if (issues.size >= STANDING) return withSeen(candidate, seen);
  const isTold = alike.some(
    ({ issue, similarity }) =>
      similarity >= NEARLY_SAME && Math.abs(daysBetween(issue.date, candidate.date ?? today)) <= MOST_DAYS,
  );
  if (isTold) return undefined;
  return withSeen(candidate, seen ?? alike.findLast(({ issue }) => !issue.isDraft)?.issue.slug);
}

function withSeen(candidate: Candidate, slug: string | undefined): Candidate {
  return slug === undefined ? candidate : { ...candidate, seenIn: slug };
}

/** With other figures the same words are another story. */
function figuresIn(headline: string): string {
  return (headline.match(/\p{N}+/gu) ?? []).sort().join(' ');
}
