// The feed of all issues and the chain of documents behind it, back to the first issue (RFC 5005 §4). A document holds a fixed number of
// issues, counted from the oldest: what is in it stays in it, and once the next one is there none of its bytes change but for a correction.

import type { Feed } from './feed.ts';
import type { FeedItem } from './feed-items.ts';
import { archiveFeedName, FEED_NAMES } from './feed-paths.ts';

/** A year of a weekly newsletter: what a reader may have missed and still gets at once. */
const ISSUES_IN_FEED = 50;
const ISSUES_IN_DOCUMENT = 25;
/** Of those in the archive. */
const MAX_CORRECTED = 10;

export interface ArchivedFeed {
  readonly feed: Feed;
  /** From the oldest. */
  readonly documents: readonly Feed[];
}

/**
 * @param whole With all issues, the newest first.
 * @param titleOf Of a document.
 */
export function archivedFeed(whole: Feed, titleOf: (number: number) => string): ArchivedFeed {
  const { items } = whole;
  const count = documentCount(items.length);
  const oldestFirst = items.toReversed();
  const documents = Array.from({ length: count }, (_, index): Feed => {
    const number = index + 1;
    const start = index * ISSUES_IN_DOCUMENT;
    return {
      ...whole,
      name: archiveFeedName(number),
      title: titleOf(number),
      items: oldestFirst.slice(start, start + ISSUES_IN_DOCUMENT).reverse(),
      chain: {
        current: FEED_NAMES.issues,
        ...(number > 1 ? { previous: archiveFeedName(number - 1) } : {}),
        ...(number < count ? { next: archiveFeedName(number + 1) } : {}),
      },
    };
  });
  const feed: Feed = {
    ...whole,
    items: [...items.slice(0, ISSUES_IN_FEED), ...corrected(items)],
    ...(count > 0 ? { chain: { previous: archiveFeedName(count) } } : {}),
  };
  return { feed, documents };
}

/**
 * Enough for what has left the feed, and one more, so that each but the newest leads on to another: the first would otherwise be a
 * document of an archive that leads nowhere.
 */
function documentCount(issues: number): number {
  const gone = issues - ISSUES_IN_FEED;
  return gone <= 0 ? 0 : Math.ceil(gone / ISSUES_IN_DOCUMENT) + 1;
}

/**
 * Readers need not fetch a document of the archive twice, so what is corrected in one comes once more in the feed (RFC 5005 §4): while
 * its correction is younger than the oldest issue there.
 */
function corrected(items: readonly FeedItem[]): readonly FeedItem[] {
  const oldest = items.slice(0, ISSUES_IN_FEED).at(-1)?.publishedAt ?? '';
  const late = items.slice(ISSUES_IN_FEED).filter(({ updatedAt }) => (updatedAt ?? '') > oldest);
  const latest = late
    .toSorted((a, b) => ((a.updatedAt ?? '') < (b.updatedAt ?? '') ? 1 : -1))
    .slice(0, MAX_CORRECTED);
  return late.filter((item) => latest.includes(item));
}
