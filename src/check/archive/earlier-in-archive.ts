// What the archive answers of an issue goes in, what came out before that issue comes out, and how a report calls it.
import { type Found, isEarlier } from '../../model/archive-index.ts';
import type { EntryDigest, IssueDigest } from '../../model/issue-digest.ts';

/** Drafts have come out nowhere. */
export function earlierThan<T extends Pick<Found<unknown>, 'issue'>>(
  issue: IssueDigest,
  found: readonly T[],
): readonly T[] {
  return found.filter(
    (one) => one.issue.path !== issue.path && !one.issue.isDraft && isEarlier(one.issue, issue),
  );
}

/** `No. 11`, or the title of a special. */
export function nameOfIssue({ number, title, slug }: IssueDigest): string {
  if (number !== undefined) return `No. ${number}`;
  return title === '' ? slug : `"${title}"`;
}

/** `"Dockers vote to end strike" (issues/0011.md, line 7)` */
export function nameOfEntry(issue: IssueDigest, { headline, place }: EntryDigest): string {
  return `"${headline}" (${issue.path}, line ${place.start.line})`;
}

/** The earliest issue first. */
export function compareInTime(a: IssueDigest, b: IssueDigest): number {
  if (a === b) return 0;
  return isEarlier(a, b) ? -1 : 1;
}

/** The same, and inside an issue as the text goes on. */
export function compareInArchive(a: Found<EntryDigest>, b: Found<EntryDigest>): number {
  const [one, other] = [a.found.place.start.offset ?? 0, b.found.place.start.offset ?? 0];
  return compareInTime(a.issue, b.issue) || one - other;
}
