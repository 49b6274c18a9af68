// An address that begins with http:// is open to whoever sits between the reader and the page. Where we know that the very same
// host answers to https://, the address is an old one. Many old sites never did: of those we know nothing and say nothing.
import type { Issue } from '../../model/issue.ts';
import type { Source } from '../../model/source.ts';
import { readWebAddress } from '../links/canonical-url.ts';
import { linkFault } from '../links/link-fault.ts';
import { addressFix, type IssueLink, linksOf, placeOfAddress } from '../links/link-places.ts';
import type { IssueRule } from '../rule.ts';

export const linkInsecure: IssueRule = {
  id: 'link-insecure',
  severity: 'warning',
  stage: 'issue',
  description:
    'An address begins with https:// where its site is known to have that: by a home page in sources.yaml, or another link of the issue.',
  check: (issue, { sources, newsletter }) => {
    const links = linksOf(issue);
    const insecure = links.filter(({ url }) => /^http:\/\//iu.test(url));
    if (insecure.length === 0) return [];
    const secure = secureHosts([
      newsletter.siteUrl,
      ...sources.flatMap(homeOf),
      ...links.map(({ url }) => url),
    ]);
    return insecure.flatMap((link) => {
      const url = readWebAddress(link.url);
      // A port of its own is a server of its own.
      if (
        url === undefined ||
        url.port !== '' ||
        !secure.has(bareHost(url)) ||
        linkFault(link.url) !== undefined
      )
        return [];
      return [finding(issue, link, url)];
    });
  },
};

function finding(issue: Issue, link: IssueLink, { hostname }: URL) {
  const expected = link.url.replace(/^http:/iu, 'https:');
  return {
    reason: `Unexpected http:// in the address of "${hostname}", expected https://`,
    place: placeOfAddress(issue, link),
    actual: link.url,
    expected: [expected],
    note: 'This site is known to answer to https://, where nobody on the way can see or change what is read.',
    ...addressFix(issue, link, expected, `Write "${expected}"`),
  };
}

function homeOf({ home }: Source): readonly string[] {
  return home === undefined ? [] : [home];
}

function secureHosts(urls: readonly string[]): ReadonlySet<string> {
  return new Set(
    urls
      .filter((url) => /^https:\/\//iu.test(url))
      .flatMap((written) => {
        const url = readWebAddress(written);
        return url === undefined || url.port !== '' ? [] : [bareHost(url)];
      }),
  );
}

function bareHost({ hostname }: URL): string {
  return hostname.replace(/^www\./u, '');
}
