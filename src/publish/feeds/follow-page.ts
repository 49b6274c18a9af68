// `feeds.html`: every feed, for people: what each brings, and its three addresses.
import { directionOfLanguage } from '../../model/direction.ts';
import type { FollowFeed, FollowPage } from '../../model/pages.ts';
import { linkTo, SITE_PATHS } from '../../model/site-paths.ts';
import type { Page } from '../page-writer.ts';
import type { PublishInput } from '../publish-input.ts';
import type { Feed } from './feed.ts';
import { FEED_FORMATS, type FeedFormat, feedPath } from './feed-paths.ts';
import type { FeedPlan, TopicFeed } from './plan-feeds.ts';

export function followPage({ newsletter, say }: PublishInput, plan: FeedPlan): Page<'follow'> {
  const { language, title } = newsletter;
  const direction = directionOfLanguage(language);
  const group = (key: string, topics: readonly TopicFeed[]): FollowPage['groups'] =>
    topics.length === 0 ? [] : [{ heading: say(language, key), feeds: topics.map(topicFeed) }];
  return {
    path: SITE_PATHS.follow,
    template: 'follow',
    here: 'nowhere',
    title: say(language, 'follow'),
    description: say(language, 'follow-title', { title }),
    context: {
      opmlUrl: linkTo('', SITE_PATHS.opml),
      main: [
        { name: say(language, 'every-issue'), direction, forms: formsOf(plan.issues) },
        { name: say(language, 'every-item'), direction, forms: formsOf(plan.items) },
      ],
      groups: [
        ...group('sections', plan.sections),
        ...group('tags', plan.tags),
        ...group('sources', plan.sources),
      ],
    },
  };
}

function topicFeed({ topic, feed }: TopicFeed): FollowFeed {
  return { name: topic.name, direction: topic.direction, forms: formsOf(feed) };
}

function formsOf({ name }: Feed): FollowFeed['forms'] {
  return FEED_FORMATS.map((format) => ({
    name: FORM_NAMES[format],
    url: linkTo('', feedPath(name, format)),
  }));
}

/** Names, the same in every language. */
const FORM_NAMES: Readonly<Record<FeedFormat, string>> = { rss: 'RSS', atom: 'Atom', json: 'JSON' };
