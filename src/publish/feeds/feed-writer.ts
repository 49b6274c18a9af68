// One form of feeds: what writes them.
import type { OutputFile } from '../../model/rendered.ts';
import type { Feed } from './feed.ts';

export type FeedWriter = (feed: Feed) => OutputFile;
