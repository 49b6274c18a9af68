// Addresses in feeds, as they come out of the reading.
import { expect, test } from 'vitest';
import { readFeed } from '../../../src/intake/feeds/read-feed.ts';

test.each([
  ['https://quay.example/no', 'https://quay.example/no'],
  ['/no', 'https://quay.example/no'],
  // In the inbox a backslash would mean something, and the next round would not know the story again.
  ['https://quay.example/feed?\\no', 'https://quay.example/feed?%5Cno'],
])('%s', (link, expected) => {
  const feed = `<rss version="2.0"><channel><title>Quay</title><item><title>No</title><link>${link}</link></item></channel></rss>`;
  const read = readFeed(feed, 'https://quay.example/feed');
  expect('refusal' in read ? read.refusal : read.entries.map(({ url }) => url)).toEqual([expected]);
});
