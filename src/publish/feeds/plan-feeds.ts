// Which feeds there are, and what stands in each: all issues with the archive behind them, all entries, and those of every section, tag and
// source.
import type { RenderedItem } from '../../model/rendered.ts';
import { SITE_PATHS, topicPath } from '../../model/site-paths.ts';
import type { PublishedIssue, PublishInput } from '../publish-input.ts';
import type { Topic } from '../topics.ts';
import type { Feed } from './feed.ts';
import { archivedFeed } from './feed-archive.ts';
import { createFeedItems } from './feed-items.ts';
import { FEED_NAMES, topicFeedName } from './feed-paths.ts';
import { feedText } from './feed-text.ts';
import { type SectionTopic, sectionTopics } from './section-topics.ts';

/** Some weeks of a newsletter of twenty entries. */
const ENTRIES_IN_FEED = 100;
/** There may be hundreds of tags, each with three files: twenty full texts keep them all together near the size of the pages. */
const ENTRIES_IN_TOPIC_FEED = 20;

const DESCRIPTIONS = {
  tag: 'tag-description',
  source: 'source-description',
  section: 'section-description',
} as const;

export interface FeedPlan {
  readonly issues: Feed;
  /** Of the archive behind `issues`, from the oldest. */
  readonly documents: readonly Feed[];
  readonly items: Feed;
  readonly sections: readonly TopicFeed[];
  readonly tags: readonly TopicFeed[];
  readonly sources: readonly TopicFeed[];
}

export interface TopicFeed {
  readonly topic: Pick<Topic | SectionTopic, 'name' | 'direction'>;
  readonly feed: Feed;
}

interface Whole {
  readonly published: PublishedIssue;
  readonly entry?: RenderedItem;
}

interface Found {
  /** The newest first. */
  readonly issues: readonly PublishedIssue[];
  readonly tags: readonly Topic[];
  readonly sources: readonly Topic[];
}

export function planFeeds(input: PublishInput, { issues, tags, sources }: Found): FeedPlan {
  const { newsletter, say } = input;
  const { language } = newsletter;
  const title = feedText(newsletter.title);
  const items = createFeedItems(newsletter, tags);

  const whole: Feed = {
    name: FEED_NAMES.issues,
    title,
    description: feedText(newsletter.description) || title,
    homePath: SITE_PATHS.home,
    items: issues.map(items.ofIssue),
  };
  const { feed, documents } = archivedFeed(whole, (number) =>
    say(language, 'feed-document-title', { title, number }),
  );
  const topicFeed = (
    topic: { readonly kind: 'tag' | 'source' | 'section'; readonly id: string } & TopicFeed['topic'],
    entries: readonly Whole[],
  ): TopicFeed => {
    const name = feedText(topic.name);
    const { kind, id } = topic;
    return {
      topic,
      feed: {
        name: topicFeedName(kind, id),
        title: say(language, 'topic-feed-title', { title, name }),
        description: say(language, DESCRIPTIONS[kind], { title, name }),
        homePath: kind === 'section' ? SITE_PATHS.home : topicPath(kind, id),
        items: entries
          .slice(0, ENTRIES_IN_TOPIC_FEED)
          .map(({ published, entry }) =>
            entry === undefined ? items.ofIssue(published) : items.ofEntry(published, entry),
          ),
      },
    };
  };
  const ofTopic = (topic: Topic): TopicFeed => topicFeed(topic, entriesOf(topic));
  return {
    issues: feed,
    documents,
    items: {
      name: FEED_NAMES.items,
      title: say(language, 'items-feed-title', { title }),
      description: say(language, 'items-feed-description', { title }),
      homePath: SITE_PATHS.home,
      items: latestEntries(issues).map(({ published, entry }) => items.ofEntry(published, entry)),
    },
    sections: sectionTopics(issues, newsletter.sectionOrder, language).map((topic) =>
      topicFeed({ ...topic, kind: 'section' }, topic.entries),
    ),
    tags: tags.map(ofTopic),
    sources: sources.map(ofTopic),
  };
}

/** An issue that bears a tag and has no entries stands there itself. */
function entriesOf({ groups }: Topic) {
  return groups.flatMap(({ published, items }): Whole[] =>
    items.length === 0 ? [{ published }] : items.map((entry) => ({ published, entry })),
  );
}

function latestEntries(issues: readonly PublishedIssue[]) {
  const entries: { published: PublishedIssue; entry: RenderedItem }[] = [];
  for (const published of issues) {
    if (entries.length >= ENTRIES_IN_FEED) break;
    for (const entry of published.rendered.items) entries.push({ published, entry });
  }
  return entries.slice(0, ENTRIES_IN_FEED);
}
