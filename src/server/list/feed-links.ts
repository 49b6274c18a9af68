// What a feed is handed out with: the hub that tells of it, and its own address (W3C WebSub §4, RFC 8288).
import type { Newsletter } from '../../model/newsletter.ts';
import { absoluteUrl } from '../../model/site-paths.ts';
import { isFeedOfHubs } from '../../publish/feeds/feed-paths.ts';

/** @param path Below the archive's home. Undefined for what is no feed, and where there is no hub. */
export function feedLinks(
  { hub, siteUrl }: Pick<Newsletter, 'hub' | 'siteUrl'>,
  path: string,
): string | undefined {
  if (hub === undefined || !isFeedOfHubs(path)) return undefined;
  return `<${hub}>; rel="hub", <${absoluteUrl(siteUrl, path)}>; rel="self"`;
}
