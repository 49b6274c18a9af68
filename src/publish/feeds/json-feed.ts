// `feed.json`, JSON Feed 1.1: the same issues as in `feed.xml`, under the same ids.
import type { Newsletter } from '../../model/newsletter.ts';
import type { OutputFile } from '../../model/rendered.ts';
import { absoluteUrl, SITE_PATHS } from '../site-paths.ts';
import type { FeedItem } from './feed-items.ts';
import { feedText } from './feed-text.ts';

export function jsonFeed(newsletter: Newsletter, items: readonly FeedItem[]): OutputFile {
  const home = absoluteUrl(newsletter.siteUrl, SITE_PATHS.home);
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: feedText(newsletter.title),
    home_page_url: home,
    feed_url: absoluteUrl(newsletter.siteUrl, SITE_PATHS.json),
    description: feedText(newsletter.description),
    language: newsletter.language,
    authors: [{ name: feedText(newsletter.from.name) || feedText(newsletter.title), url: home }],
    items: items.map((item) => ({
      id: item.id,
      url: item.url,
      title: item.title,
      summary: item.summary,
      content_html: item.html,
      date_published: item.publishedAt,
      ...(item.updatedAt === undefined ? {} : { date_modified: item.updatedAt }),
      language: item.language,
      tags: item.tags,
    })),
  };
  return {
    path: `site/${SITE_PATHS.json}`,
    contents: `${JSON.stringify(feed, undefined, 2)}\n`,
    mediaType: 'application/feed+json',
  };
}
