// A link to a publisher's front page shows the story for a day at most. Listings and events may well lead to a front page;
// items may not.
import { canonicalUrl, isFrontPage } from '../links/canonical-url.ts';
import { homePages } from '../links/home-pages.ts';
import { storyLinks } from '../links/story-links.ts';
import type { IssueRule } from '../rule.ts';

export const linkHomePage: IssueRule = {
  id: 'link-home-page',
  severity: 'warning',
  stage: 'issue',
  description: 'The link of an item leads to the story itself, not to the front page of a site.',
  check: (issue, { sources }) => {
    const homes = homePages(sources);
    return storyLinks(issue)
      .filter(({ entry, sectionKind }) => entry.kind === 'item' && sectionKind === 'items')
      .filter(({ url }) => isFrontPage(url) || homes.has(canonicalUrl(url)))
      .map(({ url, place }) => ({
        reason: `Unexpected front page "${url}", expected the address of the story`,
        place,
        actual: url,
        note: "Open the story and copy its address from the browser. If it is not known, say so on this line: <!-- on purpose: link-home-page (the story's own address is not known) -->",
      }));
  },
};
