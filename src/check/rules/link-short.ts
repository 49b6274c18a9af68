// A short address hides where it leads, counts who follows it, and dies with the service that made it. The archive should outlive
// that. A publisher's own short address, listed among its domains, is not questioned.

import { isBelow } from '../../model/is-below.ts';
import { readWebAddress } from '../links/canonical-url.ts';
import { linksOf, placeOfAddress } from '../links/link-places.ts';
import { isShortener } from '../links/shorteners.ts';
import type { IssueRule } from '../rule.ts';

export const linkShort: IssueRule = {
  id: 'link-short',
  severity: 'warning',
  stage: 'issue',
  description: 'A link has the address of the page itself, not one of a service that shortens addresses.',
  check: (issue, { sources }) =>
    linksOf(issue).flatMap((link) => {
      const host = readWebAddress(link.url)?.hostname;
      if (host === undefined || !isShortener(host)) return [];
      if (sources.some(({ domains }) => domains.some((domain) => isBelow(host, domain)))) return [];
      return [
        {
          reason: `Unexpected short address "${link.url}", expected the address of the page`,
          place: placeOfAddress(issue, link),
          actual: link.url,
          note: `Open it and copy the address that the browser shows then. If ${host} belongs to a source, add it to the domains of that source in issues/sources.yaml.`,
        },
      ];
    }),
};
