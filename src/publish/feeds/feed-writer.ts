// One form of feeds: what writes them.
import type { Feed } from './feed.ts';

/** The text of the file. */
export type FeedWriter = (feed: Feed) => string;
