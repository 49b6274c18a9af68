// JSON Feed 1.1: the same items as in the other forms, under the same ids.
import type { Newsletter } from '../../model/newsletter.ts';
import { absoluteUrl, SITE_PATHS } from '../../model/site-paths.ts';
import type { FeedItem } from './feed-items.ts';
import { feedPath } from './feed-paths.ts';
import { feedText } from './feed-text.ts';
import type { FeedWriter } from './feed-writer.ts';

export function createJsonWriter(newsletter: Newsletter): FeedWriter {
  const { siteUrl, hub } = newsletter;
  return ({ name, title, description, homePath, items, chain }) => {
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      title,
      home_page_url: absoluteUrl(siteUrl, homePath),
      feed_url: absoluteUrl(siteUrl, feedPath(name, 'json')),
      description,
      ...(chain?.previous === undefined
        ? {}
        : { next_url: absoluteUrl(siteUrl, feedPath(chain.previous, 'json')) }),
      language: newsletter.language,
      authors: [
        {
          name: feedText(newsletter.from.name) || feedText(newsletter.title),
          url: absoluteUrl(siteUrl, SITE_PATHS.home),
        },
      ],
      ...(hub === undefined || chain?.current !== undefined ? {} : { hubs: [{ type: 'WebSub', url: hub }] }),
      items: items.map(itemJson),
    };
    return `${JSON.stringify(feed, undefined, 2)}\n`;
  };
}

function itemJson(item: FeedItem): object {
  return {
    id: item.id,
    url: item.url,
    title: item.title,
    summary: item.summary,
    content_html: item.html.read(),
    date_published: item.publishedAt,
    ...(item.updatedAt === undefined ? {} : { date_modified: item.updatedAt }),
    language: item.language,
    tags: item.tags,
  };
}
