// A story is told in one issue. Its address in a second one is most often an item that was pasted again, or a link that was
// copied from last week's issue and not changed. Links in the running text are background and may well come back.
import type { EntryDigest } from '../../model/issue-digest.ts';
import { earlierThan, nameOfEntry, nameOfIssue } from '../archive/earlier-in-archive.ts';
import { isFrontPage } from '../links/canonical-url.ts';
import { homePages } from '../links/home-pages.ts';
import type { ArchiveRule } from '../rule.ts';

export const linkRepeated: ArchiveRule = {
  id: 'link-repeated',
  severity: 'warning',
  stage: 'archive',
  description: 'No story leads to a page to which a story of an earlier issue led.',
  check: (issue, archive, { sources }) => {
    const homes = homePages(sources);
    return issue.links.flatMap((link) => {
      if (!link.isStory || issue.entries[link.entry ?? -1]?.kind !== 'item') return [];
      const own = issue.entries[link.entry ?? -1];
      const earlier = earlierThan(issue, archive.linksTo(link.key)).flatMap(({ issue: other, found }) => {
        const entry = other.entries[found.entry ?? -1];
        return found.isStory && entry?.kind === 'item' && !isStanding(own, entry)
          ? [{ issue: other, entry }]
          : [];
      });
      const [first] = earlier;
      // Front pages are left to link-home-page.
      if (first === undefined || homes.has(link.key) || isFrontPage(link.url)) return [];
      const name = nameOfIssue(first.issue);
      return [
        {
          reason: `Unexpected link to a story that ${name} has linked, expected a new one`,
          place: link.place,
          actual: link.url,
          note: `${nameOfEntry(first.issue, first.entry)} leads to the same page. Put the right address here, or leave the item out; if it is told again for a reason, say so: <!-- on purpose: link-repeated (the reason) -->`,
        },
      ];
    });
  },
};

/** "Weather" comes back every week over the page that is written anew: under the same headline, with a report of a later day. */
function isStanding(own: EntryDigest | undefined, earlier: EntryDigest): boolean {
  return own?.headline === earlier.headline && lastDay(own) > lastDay(earlier) && lastDay(earlier) !== '';
}

function lastDay({ reports }: EntryDigest): string {
  return (
    reports
      .map(({ date }) => date ?? '')
      .toSorted()
      .at(-1) ?? ''
  );
}
