// What stands behind the question mark often tells the publisher only through which letter or network a reader came. It makes
// addresses long, reports on our readers, and goes without harm.
import { readWebAddress } from '../links/canonical-url.ts';
import { linkFault } from '../links/link-fault.ts';
import { addressFix, linksOf, placeOfAddress } from '../links/link-places.ts';
import { withoutTracking } from '../links/tracking-parameters.ts';
import type { IssueRule } from '../rule.ts';

export const linkTracking: IssueRule = {
  id: 'link-tracking',
  severity: 'warning',
  stage: 'issue',
  description: 'No address carries parts that only tell the publisher where a reader came from.',
  check: (issue) =>
    linksOf(issue).flatMap((link) => {
      if (!/[?#]/u.test(link.url)) return [];
      const { url, removed } = withoutTracking(link.url);
      if (removed.length === 0 || readWebAddress(url) === undefined || linkFault(url) !== undefined)
        return [];
      return [
        {
          reason: `Unexpected ${removed.map((part) => `"${part}"`).join(', ')} in an address, expected "${url}"`,
          place: placeOfAddress(issue, link),
          actual: link.url,
          expected: [url],
          note: 'This tells the publisher through whom a reader came. The page is the same without it.',
          ...addressFix(issue, link, url, `Write "${url}"`),
        },
      ];
    }),
};
