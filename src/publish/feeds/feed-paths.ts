// Where feeds stand. A name is shared by the three forms of one feed: `feed` is `feed.xml`, `feed.atom.xml` and `feed.json`. Both kinds of XML
// end in `.xml`, because servers of files tell browsers of `.atom` as what they do not show.
export type FeedFormat = 'rss' | 'atom' | 'json';

export const FEED_FORMATS: readonly FeedFormat[] = ['rss', 'atom', 'json'];

/** Names of feeds of whole matters; a tag's is `tags/oil`. */
export const FEED_NAMES = { issues: 'feed', items: 'items' } as const;

/** Beside the page of the tag or source. */
export function topicFeedName(kind: 'tag' | 'source' | 'section', id: string): string {
  return `${kind}s/${id}`;
}

/** Of the archive of all issues (RFC 5005 §4); `number` counts from 1, the oldest. */
export function archiveFeedName(number: number): string {
  return `feed/${number}`;
}

const ENDINGS: Readonly<Record<FeedFormat, string>> = { rss: '.xml', atom: '.atom.xml', json: '.json' };

export function feedPath(name: string, format: FeedFormat): string {
  return `${name}${ENDINGS[format]}`;
}

/** RFC 4287 §7; RSS has never been registered; JSON Feed 1.1, "Suggestions for Publishers". */
export const FEED_MEDIA_TYPES: Readonly<Record<FeedFormat, string>> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
};

/** Documents of a feed's archive never change, and name no hub (RFC 5005 §4): there is nothing to be told of. @param path As below. */
export function isFeedOfHubs(path: string): boolean {
  return feedFormatOf(path) !== undefined && !path.startsWith('feed/');
}

/** @param path Relative to the archive's root. Undefined: that is no feed. */
export function feedFormatOf(path: string): FeedFormat | undefined {
  const isFeed =
    /^(?:(?:feed|items)\.|(?:feed|tags|sources|sections)\/[^/]+\.)(?:atom\.)?(?:xml|json)$/u.test(path);
  if (!isFeed || path.endsWith('.atom.json')) return undefined;
  if (path.endsWith(ENDINGS.json)) return 'json';
  return path.endsWith(ENDINGS.atom) ? 'atom' : 'rss';
}
