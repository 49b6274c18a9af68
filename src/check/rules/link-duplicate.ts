// One story stands in an issue once. Two headlines with one address are a link that was copied and not changed, or a story
// that two editors found. Front pages are left to `link-home-page`.
import { canonicalUrl, isFrontPage } from '../links/canonical-url.ts';
import { homePages } from '../links/home-pages.ts';
import { type StoryLink, storyLinks } from '../links/story-links.ts';
import type { IssueRule } from '../rule.ts';

export const linkDuplicate: IssueRule = {
  id: 'link-duplicate',
  severity: 'warning',
  stage: 'issue',
  description: 'No two stories or reports of an issue lead to the same page.',
  check: (issue, { sources }) => {
    const homes = homePages(sources);
    const pages = Map.groupBy(
      storyLinks(issue).filter(({ entry }) => entry.kind !== 'live'),
      ({ url }) => canonicalUrl(url),
    );
    const shared = [...pages].filter(
      ([page, [first, ...others]]) =>
        first !== undefined && others.length > 0 && !homes.has(page) && !isFrontPage(first.url),
    );
    return shared.flatMap(([, [first, ...others]]) =>
      others.map((link) => ({
        reason: `Unexpected second link to "${link.url}", expected an address of its own`,
        place: link.place,
        actual: link.url,
        note: `The same page is linked on line ${first?.place.start.line ?? 0}${headlineOf(first, link)}. Put the right address here, or leave one of the two out.`,
      })),
    );
  },
};

function headlineOf(first: StoryLink | undefined, second: StoryLink): string {
  const headline = first?.entry.headline ?? '';
  return headline === '' || first?.entry === second.entry ? '' : ` ("${headline}")`;
}
