// `feeds.opml` (OPML 2.0): every feed in one file, that a feed reader takes in at once. Each is named in its RSS form, which all of them know.
import { generateOpml } from 'feedsmith';
import type { OutputFile } from '../../model/rendered.ts';
import { absoluteUrl, SITE_PATHS } from '../../model/site-paths.ts';
import type { PublishInput } from '../publish-input.ts';
import type { Feed } from './feed.ts';
import { feedPath } from './feed-paths.ts';
import { feedText } from './feed-text.ts';
import type { FeedPlan } from './plan-feeds.ts';
import { checkWellFormed } from './xml-frame.ts';

export function opmlFile({ newsletter, say }: PublishInput, plan: FeedPlan): OutputFile {
  const { siteUrl, language } = newsletter;
  const outline = (feed: Feed) => ({
    text: feed.title,
    title: feed.title,
    type: 'rss',
    version: 'RSS2',
    description: feed.description,
    language,
    xmlUrl: absoluteUrl(siteUrl, feedPath(feed.name, 'rss')),
    htmlUrl: absoluteUrl(siteUrl, feed.homePath),
  });
  const group = (heading: string, topics: FeedPlan['tags']) =>
    topics.length === 0
      ? []
      : [{ text: say(language, heading), outlines: topics.map(({ feed }) => outline(feed)) }];
  const xml = generateOpml({
    head: {
      title: say(language, 'follow-title', { title: feedText(newsletter.title) }),
      ownerName: feedText(newsletter.from.name) || feedText(newsletter.title),
      ownerId: absoluteUrl(siteUrl, SITE_PATHS.home),
      docs: 'https://opml.org/spec2.opml',
    },
    body: {
      outlines: [
        outline(plan.issues),
        outline(plan.items),
        ...group('sections', plan.sections),
        ...group('tags', plan.tags),
        ...group('sources', plan.sources),
      ],
    },
  });
  checkWellFormed(xml, SITE_PATHS.opml);
  return {
    path: `site/${SITE_PATHS.opml}`,
    contents: `${xml.trimEnd()}\n`,
    mediaType: 'text/x-opml; charset=utf-8',
  };
}
