// A link of an issue goes in, the other issues that lead to the same page come out.
import { type ArchiveIndex, type Found, isEarlier } from '../model/archive-index.ts';
import type { IssueDigest, LinkDigest } from '../model/issue-digest.ts';
import { endOf, startOf } from './positions.ts';

/** The link in or at whose end the offset stands. */
export function linkAt({ links }: IssueDigest, offset: number): LinkDigest | undefined {
  return links.find(({ place }) => startOf(place) <= offset && offset <= endOf(place));
}

/** The earliest first. Of issues that came out before this one. */
export function earlierUses(
  link: LinkDigest,
  digest: IssueDigest,
  archive: ArchiveIndex,
): readonly Found<LinkDigest>[] {
  return archive
    .linksTo(link.key)
    .filter(({ issue }) => issue.path !== digest.path && isEarlier(issue, digest));
}
