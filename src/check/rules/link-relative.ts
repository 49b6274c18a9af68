// An issue is read as a page, as a mail and in a feed. An address that says only where a page lies from here leads nowhere from two
// of the three, so the press prints its words without a link.
import type { Fix } from '../../model/diagnostic.ts';
import type { Issue } from '../../model/issue.ts';
import { nearestNames } from '../../model/nearest-names.ts';
import { linkFault } from '../links/link-fault.ts';
import { addressFix, linksOf, placeOfAddress } from '../links/link-places.ts';
import type { IssueRule } from '../rule.ts';

export const linkRelative: IssueRule = {
  id: 'link-relative',
  severity: 'error',
  stage: 'issue',
  description: 'A link has a whole address, one to an issue or a place in it included.',
  check: (issue, { newsletter, images }) =>
    linksOf(issue).flatMap((link) => {
      const { url } = link;
      if (linkFault(url) !== undefined || /^[a-z][a-z0-9+.-]*:/iu.test(url)) return [];
      const whole = wholeAddress(url, issue, newsletter.siteUrl, images);
      const fix: { fix?: Fix } =
        whole?.isCertain === true ? addressFix(issue, link, whole.url, `Write "${whole.url}"`) : {};
      return [
        {
          reason: `Unexpected address without https://: "${url}", expected "${whole?.url ?? 'https://…'}"`,
          place: placeOfAddress(issue, link),
          actual: url,
          expected: [whole?.url ?? 'https://…'],
          note: 'The words are printed without a link. Write the whole address, as it stands in the browser when the page is open.',
          ...fix,
        },
      ];
    }),
};

/** What the address means, if it can be told; certain when no other page of the site can be meant. */
function wholeAddress(
  url: string,
  issue: Issue,
  siteUrl: string,
  images: ReadonlySet<string> | undefined,
): { readonly url: string; readonly isCertain: boolean } | undefined {
  const page = `${siteUrl}issues/`;
  if (url.startsWith('#')) {
    const anchors = anchorsOf(issue);
    const anchor = url.slice(1);
    if (anchors.includes(anchor)) return { url: `${page}${issue.slug}.html#${anchor}`, isCertain: true };
    const [nearest] = nearestNames(anchor, anchors);
    return nearest === undefined
      ? undefined
      : { url: `${page}${issue.slug}.html#${nearest}`, isCertain: false };
  }
  const other = /^(?:(?:\.{1,2}\/)*(?:issues\/)?)(\d[\w-]*)\.(?:md|html)(#[^#]*)?$/iu.exec(url);
  if (other !== null) return { url: `${page}${other[1]}.html${other[2] ?? ''}`, isCertain: true };
  const picture = url.replace(/^\.\//u, '');
  if (images?.has(picture) === true) return { url: `${siteUrl}${picture}`, isCertain: true };
  return url.startsWith('/') ? { url: `${siteUrl}${url.slice(1)}`, isCertain: false } : undefined;
}

function anchorsOf({ sections }: Issue): readonly string[] {
  return sections.flatMap(({ anchor, entries }) => [anchor, ...entries.map(({ id }) => id)]);
}
