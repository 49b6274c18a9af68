// The archive as it is served: what was built, and nothing else; unchanged files are not sent again.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { siteFiles } from '../../src/server/list/archive-files.ts';
import { smallDoor } from './small-door.ts';

const PAGE = `<!doctype html><title>Home</title>${'<p>News of the harbour.</p>'.repeat(200)}`;

function doorWithArchive(more: Readonly<Record<string, string>> = {}) {
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-site-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const site = path.join(root, 'site');
  const files = {
    'secret.txt': 'outside',
    'site/index.html': PAGE,
    'site/feed.xml': '<rss/>',
    'site/feed.json': '{}',
    'site/styles/site.css': 'p{}',
    'site/images/a b.png': 'png',
    'site/issues/أخبار.html': 'arabic',
    'site/film.mp4': 'x'.repeat(3_000_000),
    'site/.hidden': 'hidden',
    'site/.git/config': 'hidden',
    ...more,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
    utimesSync(
      path.join(root, file),
      new Date('2026-02-01T10:00:00.500Z'),
      new Date('2026-02-01T10:00:00.500Z'),
    );
  }
  symlinkSync(path.join(root, 'secret.txt'), path.join(site, 'out.txt'));
  symlinkSync(root, path.join(site, 'up'));
  symlinkSync(path.join(site, 'feed.xml'), path.join(site, 'inside.xml'));
  return smallDoor({ site: siteFiles(site) });
}

describe('a file', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/feed.xml', 'application/rss+xml; charset=utf-8'],
    ['/feed.json', 'application/feed+json; charset=utf-8'],
    ['/styles/site.css', 'text/css; charset=utf-8'],
    ['/images/a%20b.png', 'image/png'],
    [`/issues/${encodeURIComponent('أخبار')}.html`, 'text/html; charset=utf-8'],
    ['/inside.xml', 'application/xml; charset=utf-8'],
    ['/film.mp4', 'application/octet-stream'],
  ])('%s is %s', async (file, type) => {
    const response = await doorWithArchive().get(file);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('last-modified')).toBe('Sun, 01 Feb 2026 10:00:00 GMT');
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(response.headers.get('content-security-policy')).toContain(
      "form-action 'self' https://list.example.org",
    );
    expect((await response.bytes()).length).toBeGreaterThan(0);
  });

  test.each([
    '/.hidden',
    '/.git/config',
    '/%2ehidden',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/styles/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%252e%252e%252fsecret.txt',
    '/out.txt',
    '/up/secret.txt',
    '/styles',
    '/styles/',
    '/index.html/',
    '//index.html',
    '/index.html%00.png',
    '/c:/index.html',
    '/%ff',
    `/${'a'.repeat(300)}`,
  ])('%s is none', async (file) => {
    const response = await doorWithArchive().ask(`https://list.example.org${file}`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('outside');
  });

  test('does not hide what the list has', async () => {
    const door = doorWithArchive();
    expect(await (await door.get('/subscribe')).text()).toContain('sign-up');
    expect((await door.post('/index.html')).status).toBe(405);
  });
});

describe('what is not there', () => {
  const withPage = () => doorWithArchive({ 'site/404.html': '<h1>Nothing here</h1>' });

  test.each(['/gone.html', '/issues/gone/deeper.html', '/%ff'])(
    'at %s is answered with the page of the archive',
    async (file) => {
      const response = await withPage().get(file, { 'If-None-Match': '*' });
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('Nothing here');
      expect(response.headers.has('etag')).toBe(false);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    },
  );

  test('is not said of links that only the list has', async () => {
    const response = await withPage().get('/u/');
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('Nothing here');
  });
});

describe('what has moved', () => {
  const list = [
    '/old.html /issues/a.html 301',
    '/blog/ https://elsewhere.example/b 301',
    '/x //evil.example/ 301',
    '/y /z 200',
    '/self /self 301',
  ];
  const moved = () =>
    doorWithArchive({
      'site/_redirects': `${list.join('\n')}\n`,
      'site/old.html': 'the page that leads on',
      'site/self/index.html': 'self',
    });

  test.each([
    ['/old.html', '/issues/a.html'],
    ['/old.html?utm=1', '/issues/a.html'],
    ['/blog', 'https://elsewhere.example/b'],
    ['/blog/', 'https://elsewhere.example/b'],
    ['/blog/index.html', 'https://elsewhere.example/b'],
  ])('%s leads to %s for good', async (from, to) => {
    const response = await moved().get(from);
    expect([response.status, response.headers.get('location')]).toEqual([301, to]);
  });

  test.each(['/x', '/y'])('%s is no line of ours', async (from) => {
    expect((await moved().get(from)).status).toBe(404);
  });

  test('an address never leads to itself', async () => {
    expect((await moved().get('/self/')).status).toBe(301);
    expect((await moved().get('/self')).status).not.toBe(301);
  });
});

describe('compression', () => {
  test.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
  ])('for %s is %s', async (accepted, encoding, decode) => {
    const door = doorWithArchive();
    for (let n = 0; n < 2; n += 1) {
      const response = await door.get('/', { 'Accept-Encoding': accepted });
      expect(response.headers.get('content-encoding')).toBe(encoding);
      expect(response.headers.get('vary')).toBe('Accept-Encoding');
      expect(decode(await response.bytes()).toString()).toBe(PAGE);
    }
  });

  test.each(['', 'identity', 'br;q=0', 'zstd'])('for %j is none', async (accepted) => {
    const response = await doorWithArchive().get('/', { 'Accept-Encoding': accepted });
    expect(response.headers.has('content-encoding')).toBe(false);
    expect(await response.text()).toBe(PAGE);
  });
});

describe('what somebody has already', () => {
  test.each([
    (tag: string) => ({ 'If-None-Match': tag }),
    (tag: string) => ({ 'If-None-Match': `"other", ${tag.slice(2)}` }),
    () => ({ 'If-None-Match': '*' }),
    () => ({ 'If-Modified-Since': 'Sun, 01 Feb 2026 10:00:00 GMT' }),
  ])('is not sent again (%#)', async (headersFor) => {
    const door = doorWithArchive();
    const tag = (await door.get('/')).headers.get('etag') ?? '';
    const response = await door.get('/', headersFor(tag));
    expect(response.status).toBe(304);
    expect(await response.text()).toBe('');
    for (const name of ['etag', 'cache-control', 'vary', 'x-content-type-options'])
      expect(response.headers.has(name), name).toBe(true);
  });

  test.each([
    { 'If-None-Match': '"other"' },
    { 'If-None-Match': '"other"', 'If-Modified-Since': 'Sun, 01 Mar 2026 10:00:00 GMT' },
    { 'If-Modified-Since': 'Sun, 01 Feb 2026 09:59:59 GMT' },
    { 'If-Modified-Since': 'nonsense' },
  ])('is sent where it is older: %j', async (headers) => {
    expect((await doorWithArchive().get('/', headers)).status).toBe(200);
  });
});
