// An item and the archive go in, what tells in an earlier issue of the same story under another address comes out. Two rules
// share the answer: one for the same account of the same source, the other for what only has the same headline.
import type { ArchiveIndex, Found } from '../../model/archive-index.ts';
import { addDays } from '../../model/calendar.ts';
import type { EntryDigest, IssueDigest } from '../../model/issue-digest.ts';
import { compareInArchive, earlierThan } from './earlier-in-archive.ts';
import { headlineWords, sharedPart } from './headline-words.ts';

export type Retold = Found<EntryDigest> & {
  readonly similarity: number;
  /** One source has told it on one day, or on the next. */
  readonly isSameReport: boolean;
};

/** Shorter ones say too little: "Weather", "More strikes". */
const LEAST_WORDS = 4;
const LEAST_WORDS_OF_SOURCE = 3;
/** One word in five may be another. */
export const SIMILAR_STORIES = 0.8;
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
  const words = headlineWords(entry.headline);
  if (words.length < LEAST_WORDS_OF_SOURCE) return [];
  const alike = earlierItems(issue, archive.similarHeadlines(entry.headline, SIMILAR_STORIES));
  const same = new Set(alike.filter(({ similarity }) => similarity === 1).map((one) => one.issue));
  const isStanding = same.size >= STANDING;
  const near = isStanding || words.length < LEAST_WORDS ? [] : alike;
  const told = earlierItems(issue, sameReports(entry, archive))
    .map((one) => ({ ...one, similarity: sharedPart(words, headlineWords(one.found.headline)) }))
    .filter(({ similarity }) => similarity >= NEAR_OF_SOURCE);
  if (near.length + told.length === 0) return [];
  const reports = new Set(told.map(({ found }) => found));
  const addresses = addressesOf(issue, entry);
  const marks = tellingMarks(entry);
  return [...told, ...near.filter(({ found }) => !reports.has(found))]
    .filter(
      (one) =>
        tellingMarks(one.found) === marks &&
        !addressesOf(one.issue, one.found).some((key) => addresses.includes(key)),
    )
    .map((one) => ({ ...one, isSameReport: reports.has(one.found) }))
    .sort(compareInArchive);
}

function earlierItems<T extends Found<EntryDigest>>(issue: IssueDigest, found: readonly T[]): readonly T[] {
  return earlierThan(issue, found).filter((one) => one.found.kind === 'item');
}

/** What one of the entry's sources told on the day of its report, or on the day before or after; each once. */
function sameReports({ reports }: EntryDigest, archive: ArchiveIndex): readonly Found<EntryDigest>[] {
  const all = reports.flatMap(({ source, sourceId = source, date }) =>
    date === undefined ? [] : [-1, 0, 1].flatMap((days) => archive.reportedBy(sourceId, addDays(date, days))),
  );
  return [...new Map(all.map((one) => [one.found, one])).values()];
}

function addressesOf({ entries, links }: IssueDigest, entry: EntryDigest): readonly string[] {
  const index = entries.indexOf(entry);
  return links.flatMap((link) => (link.isStory && link.entry === index ? [link.key] : []));
}

/** Figures and denials: with others, the same words are another story. */
function tellingMarks({ headline }: EntryDigest): string {
  return (
    headline.toLowerCase().match(/\p{N}+|(?<!\p{L})(?:not|no|never|without)(?!\p{L})|n['’]t(?!\p{L})/gu) ?? []
  )
    .sort()
    .join(' ');
}
