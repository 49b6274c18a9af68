// What a site asks of programs is heeded: RFC 9309, word for word where it gives examples of its own kind.
import { expect, test } from 'vitest';
import { createRobotsDesk } from '../../src/net/ask-robots.ts';
import { createFetcher, userAgent } from '../../src/net/create-fetcher.ts';
import { readRobots } from '../../src/net/read-robots.ts';
import { localWeb } from './local-web.ts';

const rules = (...lines: string[]) => readRobots(lines.join('\n'), 'Broadside');

test.each([
  ['nothing forbids nothing', [], '/a', true],
  ['everything', ['User-agent: *', 'Disallow: /'], '/a', false],
  ['an empty rule is none', ['User-agent: *', 'Disallow:'], '/a', true],
  ['a beginning', ['User-agent: *', 'Disallow: /p'], '/private?x', false],
  ['no other beginning', ['User-agent: *', 'Disallow: /p/'], '/p', true],
  ['the longest wins', ['User-agent: *', 'Disallow: /a', 'Allow: /a/b', 'Disallow: /a/b/c'], '/a/b/x', true],
  [
    'whatever the order',
    ['User-agent: *', 'Allow: /a/b', 'Disallow: /a/b/c', 'Disallow: /a'],
    '/a/b/c',
    false,
  ],
  [
    'of two as long, allow',
    ['User-agent: *', 'Disallow: /a*', 'Allow: /a/b', 'Disallow: /a/b'],
    '/a/b',
    true,
  ],
  ['a star', ['User-agent: *', 'Disallow: /*/print'], '/news/12/print', false],
  ['a star and the end', ['User-agent: *', 'Disallow: /*.pdf$'], '/a.pdf?x', true],
  ['the end', ['User-agent: *', 'Disallow: /*.pdf$'], '/a.pdf', false],
  ['the end alone', ['User-agent: *', 'Disallow: /$'], '/a', true],
  ['many stars', ['User-agent: *', `Disallow: /${'*a'.repeat(500)}b`], `/${'a'.repeat(3000)}`, true],
  [
    'our own name, not everybody’s',
    ['User-agent: *', 'Disallow: /', '', 'User-agent: BROADSIDE/1.0', 'Disallow: /x'],
    '/a',
    true,
  ],
  ['our name among others', ['User-agent: other', 'User-agent: broadside', 'Disallow: /'], '/a', false],
  ['our name without rules', ['User-agent: broadside', '', 'User-agent: *', 'Disallow: /'], '/a', false],
  [
    'two groups of ours are one',
    [
      'User-agent: broadside',
      'Disallow: /a',
      'User-agent: x',
      'Disallow: /',
      'User-agent: broadside',
      'Disallow: /b',
    ],
    '/b',
    false,
  ],
  ['not a longer name', ['User-agent: broadside-news', 'Disallow: /'], '/a', true],
  [
    'other fields end no group',
    ['User-agent: *', 'Crawl-delay: 5', 'Sitemap: https://x.example/s', 'Disallow: /a # why', ''],
    '/a',
    false,
  ],
  ['comments, blanks, no case', ['# hello', ' USER-AGENT : * ', 'disallow : /a b'], '/a%20b', false],
  ['letters as escapes', ['User-agent: *', 'Disallow: /ميناء'], `/${encodeURIComponent('ميناء')}/1`, false],
  ['escapes as letters', ['User-agent: *', 'Disallow: /%7Euser/%2f'], '/~user/%2F1', false],
  ['robots.txt itself', ['User-agent: *', 'Disallow: /'], '/robots.txt', true],
  ['rules before any name', ['Disallow: /', 'User-agent: *', 'Allow: /'], '/a', true],
  ['a page of HTML', ['<!doctype html>', '<p>Disallow: /</p>'], '/a', true],
])('%s', (_what, lines, path, isAllowed) => {
  expect(rules(...lines).allows(path)).toBe(isAllowed);
});

test('lines may end in any way, and begin with a byte order mark', () => {
  expect(readRobots('\ufeffUser-agent: *\rDisallow: /a\r\nDisallow: /b', 'Broadside').allows('/b')).toBe(
    false,
  );
});

const desk = (timeoutMs = 2000) =>
  createRobotsDesk(
    createFetcher({
      userAgent: userAgent('1', 'https://harbour.example/'),
      allow: { hosts: [], networks: ['127.0.0.0/8'] },
      limits: { timeoutMs },
    }),
  );

test.each([
  ['forbids', { body: 'User-agent: broadside\nDisallow: /a' }, /asks programs not to read/u],
  ['is not there', { status: 404 }, undefined],
  ['is forbidden itself', { status: 403 }, undefined],
  ['fails', { status: 503 }, /out of service/u],
  ['is asked too often', { status: 429 }, /out of service/u],
  ['is long', { body: `User-agent: *\n${'Allow: /x\n'.repeat(60_000)}Disallow: /a` }, undefined],
])('a robots.txt that %s', async (_how, page, reason) => {
  const web = await localWeb({ '/robots.txt': page });
  const answer = await desk().ask(`${web.at('127.0.0.1')}/a`);
  if (reason === undefined) expect(answer).toEqual({ isAllowed: true });
  else expect(answer).toEqual({ isAllowed: false, reason: expect.stringMatching(reason) });
});

test('is asked for once a site, and elsewhere where it leads elsewhere', async () => {
  const web = await localWeb((request) =>
    request.url === '/robots.txt'
      ? { status: 301, headers: { location: '/real.txt' } }
      : { body: 'User-agent: *\nDisallow: /a' },
  );
  const one = desk();
  const answers = await Promise.all(['/a', '/b', '/a'].map((path) => one.ask(web.at('127.0.0.1') + path)));
  expect(answers.map(({ isAllowed }) => isAllowed)).toEqual([false, true, false]);
  expect(web.asked).toEqual(['GET 127.0.0.1 /robots.txt', 'GET 127.0.0.1 /real.txt']);
});

test('who cannot be reached has forbidden everything, for now', async () => {
  expect(await desk().ask('http://127.0.0.1:1027/a')).toMatchObject({ isAllowed: false });
});
