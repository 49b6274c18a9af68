// Which files are handed out with the address of a hub.
import { expect, test } from 'vitest';
import { feedLinks } from '../../src/server/list/feed-links.ts';

const newsletter = { siteUrl: 'https://example.org/news/', hub: 'https://hub.example/?a=1&b=2' };

test.each([
  ['feed.xml', true],
  ['items.atom.xml', true],
  ['tags/oil.json', true],
  ['feed/1.xml', false],
  ['index.html', false],
  ['sitemap.xml', false],
  ['issues/0294.json', false],
])('%s: %s', (path, isTold) => {
  expect(feedLinks(newsletter, path)).toBe(
    isTold
      ? `<https://hub.example/?a=1&b=2>; rel="hub", <https://example.org/news/${path}>; rel="self"`
      : undefined,
  );
  expect(feedLinks({ siteUrl: newsletter.siteUrl }, path)).toBeUndefined();
});
