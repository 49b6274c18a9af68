// What has moved is led on from: by a page at the old address, and by a list for servers.
import { expect, test } from 'vitest';
import { ROOT_PAGES } from '../../src/check/rules/redirect-target.ts';
import type { Redirect } from '../../src/model/redirect.ts';
import { SITE_PATHS } from '../../src/model/site-paths.ts';
import { publishArchive } from '../../src/publish/publish-archive.ts';
import { contextOf, inputOf, NEWSLETTER } from './samples.ts';

const ISSUES = [{ slug: '0001', date: '2016-01-01' }];
const point = { line: 1, column: 1, offset: 0 };
const place = { start: point, end: point };

function filesWith(moves: Readonly<Record<string, string>>, siteUrl = NEWSLETTER.siteUrl) {
  const redirects = Object.entries(moves).map(
    ([from, to]): Redirect => ({ from, to, fromPlace: place, toPlace: place }),
  );
  return publishArchive(inputOf(ISSUES, { redirects, newsletter: { ...NEWSLETTER, siteUrl } }));
}

const MOVES = {
  'old.html': 'issues/0001.html#no-1-cranes',
  '2016/01/first/': 'old.html',
  'blog/ميناء': '',
  'rss.xml': 'feed.xml',
  'away.html': 'https://elsewhere.example/?a=1&b=2',
};

test('servers read one list of them, each led to its end at once', () => {
  const list = filesWith(MOVES).find(({ path }) => path === 'site/_redirects');
  expect(list?.contents).toBe(
    `/paper/2016/01/first/ /paper/issues/0001.html#no-1-cranes 301
/paper/away.html https://elsewhere.example/?a=1&b=2 301
/paper/blog/%D9%85%D9%8A%D9%86%D8%A7%D8%A1 /paper/ 301
/paper/old.html /paper/issues/0001.html#no-1-cranes 301
/paper/rss.xml /paper/feed.xml 301
`,
  );
});

test.each([
  ['old.html', 'issues/0001.html#no-1-cranes', 'issues/0001.html#no-1-cranes'],
  ['2016/01/first/index.html', '../../../issues/0001.html#no-1-cranes', 'issues/0001.html#no-1-cranes'],
  ['blog/ميناء/index.html', '../../index.html', ''],
])('a page stands at %s, and leads to %s', (path, url, absolute) => {
  const page = contextOf(filesWith(MOVES), `site/${path}`, 'moved');
  expect(page.moved).toEqual([{ url, absoluteUrl: `https://harbour.example.org/paper/${absolute}` }]);
  expect(page.isListed).toBe(false);
});

test('a page leads to another site too; nothing but a page is made of one', () => {
  const files = filesWith(MOVES);
  expect(contextOf(files, 'site/away.html', 'moved').url).toBe('https://elsewhere.example/?a=1&b=2');
  expect(files.map(({ path }) => path)).not.toContain('site/rss.xml');
});

test('a page of the archive is never written over, and what goes round leads nowhere', () => {
  const files = filesWith({ 'issues/0001.html': 'archive.html', 'a.html': 'b.html', 'b.html': 'a.html' });
  expect(contextOf(files, 'site/issues/0001.html', 'issue').here).toBe('issue');
  const paths = files.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).not.toContain('site/a.html');
});

test('where nothing has moved, there is no list', () => {
  expect(filesWith({}).map(({ path }) => path)).not.toContain('site/_redirects');
});

test('the proofreader knows every page that stands at the root', () => {
  const pages = Object.values(SITE_PATHS).filter(
    (path) => path.endsWith('.html') && path !== SITE_PATHS.home,
  );
  expect([...ROOT_PAGES].sort()).toEqual([...pages].sort());
});
