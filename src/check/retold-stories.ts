// An item and the archive go in, what tells in an earlier issue of the same story under another address comes out. Two rules
// share the answer: one for the same account of the same source, the other for what only has the same headline.
import type { ArchiveIndex, Found } from '../model/archive-index.ts';
import { daysBetween } from '../model/calendar.ts';
import type { EntryDigest, IssueDigest } from '../model/issue-digest.ts';
import { earlierThan } from './earlier-in-archive.ts';
import { headlineWords } from './headline-words.ts';

export type Retold = Found<EntryDigest> & {
  readonly similarity: number;
  /** One source has told it on one day, or on the next. */
  readonly isSameReport: boolean;
};

/** Shorter ones say too little: "Weather", "More strikes". */
const LEAST_WORDS = 4;
const LEAST_WORDS_OF_SOURCE = 3;
/** One word in five may be another. */
const NEAR = 0.8;
/** One word in six may have another in its place. */
const NEAR_OF_SOURCE = 0.65;
/** Headed so in as many issues before, it is a heading that comes back. */
const STANDING = 2;

/** The earliest first. Stories that share an address are not among them: those `link-repeated` tells of. */
export function retoldStories(
  issue: IssueDigest,
  entry: EntryDigest,
  archive: ArchiveIndex,
): readonly Retold[] {
  if (entry.kind !== 'item') return [];
  const words = headlineWords(entry.headline).length;
  if (words < LEAST_WORDS_OF_SOURCE) return [];
  const earlier = earlierThan(issue, archive.similarHeadlines(entry.headline)).filter(
    ({ found }) => found.kind === 'item',
  );
  if (earlier.length === 0) return [];
  const same = new Set(earlier.filter(({ similarity }) => similarity === 1).map((one) => one.issue));
  const isStanding = same.size >= STANDING;
  const addresses = addressesOf(issue, entry);
  // The dearest question comes last: in a large archive there are many to ask about.
  return earlier.flatMap((one) => {
    const { found, similarity } = one;
    const isReport = isSameReport(entry, found, similarity);
    const isNear =
      !isStanding &&
      words >= LEAST_WORDS &&
      similarity >= NEAR &&
      tellingMarks(entry) === tellingMarks(found);
    if (!isReport && !isNear) return [];
    const hasSharedAddress = [...addressesOf(one.issue, found)].some((key) => addresses.has(key));
    return hasSharedAddress ? [] : [{ ...one, isSameReport: isReport }];
  });
}

function isSameReport(entry: EntryDigest, other: EntryDigest, similarity: number): boolean {
  return (
    similarity >= NEAR_OF_SOURCE &&
    tellingMarks(entry) === tellingMarks(other) &&
    entry.reports.some((mine) =>
      other.reports.some((theirs) => {
        if ((mine.sourceId ?? mine.source) !== (theirs.sourceId ?? theirs.source)) return false;
        if (mine.date === undefined || theirs.date === undefined) return false;
        return Math.abs(daysBetween(mine.date, theirs.date)) <= 1;
      }),
    )
  );
}

function addressesOf({ entries, links }: IssueDigest, entry: EntryDigest): ReadonlySet<string> {
  const index = entries.indexOf(entry);
  return new Set(links.flatMap((link) => (link.isStory && link.entry === index ? [link.key] : [])));
}

/** Figures and denials: with others, the same words are another story. */
function tellingMarks({ headline }: EntryDigest): string {
  return (
    headline.toLowerCase().match(/\p{N}+|(?<!\p{L})(?:not|no|never|without)(?!\p{L})|n['’]t(?!\p{L})/gu) ?? []
  )
    .sort()
    .join(' ');
}
