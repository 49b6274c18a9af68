import { describe, expect, it } from 'vitest';
import { BroadsideError } from '../../src/model/errors.ts';
import { MARKERS } from '../../src/model/markers.ts';
import { createPreview } from '../../src/server/create-preview.ts';
import { failedPreviewState, type PreviewState } from '../../src/server/preview-state.ts';
import { exampleState, HOSTILE } from './example-state.ts';

describe('the preview’s addresses', () => {
  const { app } = createPreview({ load: async () => exampleState() });

  it.each([
    ['/', 200, 'text/html', 'Newsletter No. 12'],
    ['/', 200, 'text/html', '3 errors, 2 warnings'],
    ['/', 200, 'text/html', 'issues/newsletter.yaml:3:1'],
    ['/mail/0012', 200, 'text/html', '/mail/0012/frame?scheme=light"'],
    ['/mail/0012', 200, 'text/html', '31 KB of the 100 KB'],
    ['/mail/0012?view=dark', 200, 'text/html', '/mail/0012/frame?scheme=dark"'],
    ['/mail/0012?view=images-off', 200, 'text/html', 'scheme=light&amp;images=off"'],
    ['/mail/0012?view=styles-off', 200, 'text/html', 'scheme=light&amp;styles=off"'],
    ['/mail/0012?view=text', 200, 'text/html', 'Crane crews voted by four to one to go back. [1]'],
    ['/mail/0012?view=source', 200, 'text/html', '<mark>Harbor Post</mark> reports'],
    ['/mail/0012?view=html', 200, 'text/html', '&lt;meta charset=&quot;utf-8&quot;&gt;'],
    ['/mail/0012?view=nonsense', 200, 'text/html', 'scheme=light"'],
    ['/mail/0013', 200, 'text/html', '101 KB: Gmail cuts it off at 100 KB'],
    ['/mail/9999', 404, 'text/html', 'There is no such page'],
    ['/mail/9999/frame', 404, 'text/html', 'There is no such page'],
    ['/mail/0012/frame?scheme=dark', 200, 'text/html', '@media (min-width: 0)'],
    ['/mail/0012/frame?scheme=light', 200, 'text/html', '@media (max-width: 0)'],
    ['/mail/0012/frame', 200, 'text/html', 'src="/site/images/cranes.png"'],
    ['/site/', 200, 'text/html', 'Home'],
    ['/site/issues/0012.html', 200, 'text/html', '<script src="/reload.js"'],
    ['/site/tags/%D8%B9%D9%85%D9%84.html', 200, 'text/html', 'Work'],
    ['/site/feed.xml', 200, 'application/rss+xml', '<rss version="2.0"/>'],
    ['/site/images/cranes.png', 200, 'image/png', 'PNG'],
    ['/site/images/draft.png', 200, 'image/png', 'PNG'],
    ['/site/issues/0013.html', 404, 'text/html', 'href="/mail/0013"'],
    ['/site/issues/0014.html', 404, 'text/html', 'There is no such page'],
    ['/site/%', 404, 'text/html', 'There is no such page'],
    [`/u/${MARKERS.unsubscribe}`, 200, 'text/html', 'where a reader leaves'],
    [`/p/${MARKERS.preferences}`, 200, 'text/html', 'where a reader chooses'],
    ['/reload.js', 200, 'text/javascript', 'EventSource'],
    ['/desk.css', 200, 'text/css', '--oxblood: #8B1E1E'],
    ['/nothing', 404, 'text/html', 'There is no such page'],
  ])('%s → %i %s with %s', async (path, status, mediaType, text) => {
    const response = await app.request(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('Content-Type')).toContain(mediaType);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(await response.text()).toContain(text);
  });

  it.each([
    '/site/../email/0012/index.html',
    '/site/%2e%2e/email/0012/index.html',
    '/site/..%2femail/0012/index.html',
    '/site/..%5cemail/0012/index.html',
    '/site//etc/passwd',
    '/site/%00',
    '/site/__proto__',
  ])('%s leads out of nothing', async (path) => {
    const response = await app.request(path);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('not for the site');
  });

  it('leads /site to its front page', async () => {
    const response = await app.request('/site');
    expect([response.status, response.headers.get('Location')]).toEqual([302, '/site/']);
  });

  it('answers HEAD as GET without a body, and refuses to be changed', async () => {
    for (const path of ['/', '/events', '/nothing']) {
      const head = await app.request(path, { method: 'HEAD' });
      expect(head.status).toBe(path === '/nothing' ? 404 : 200);
      expect(await head.text()).toBe('');
    }
    expect((await app.request('/', { method: 'POST' })).status).toBe(405);
  });

  it('lets the desk load only what is its own, and a mail run nothing', async () => {
    const desk = (await app.request('/')).headers.get('Content-Security-Policy');
    expect(desk).toContain("default-src 'none'");
    expect(desk).toContain("frame-ancestors 'none'");
    const frame = (await app.request('/mail/0012/frame?images=off')).headers.get('Content-Security-Policy');
    expect(frame).toContain('sandbox allow-same-origin');
    expect(frame).toContain("img-src 'none'");
    expect(frame).not.toContain('script');
    expect(await (await app.request('/mail/0012')).text()).toContain(
      'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"',
    );
  });

  it.each([
    '/',
    '/mail/0013',
    '/mail/0013?view=text',
    '/mail/0013?view=source',
    '/site/issues/0013.html',
    `/${encodeURIComponent(HOSTILE)}`,
    `/mail/0012?view=${encodeURIComponent(HOSTILE)}`,
  ])('%s shows hostile words as words', async (path) => {
    const page = await (await app.request(path)).text();
    expect(page).not.toMatch(/<script>|<img/u);
    expect(page).not.toContain('</bdi>"');
  });

  it('shows every diagnostic of an issue, also those that stand nowhere in it', async () => {
    const twelve = await (await app.request('/mail/0012?view=source')).text();
    for (const id of ['source-variant', 'text-doubled-word', 'mail-unsubscribe'])
      expect(twelve).toContain(id);
    expect(twelve).toContain('line 10, column 1');
    const thirteen = await (await app.request('/mail/0013?view=source')).text();
    expect(thirteen).toContain('issues/0013.md:99:3');
  });
});

describe('the preview’s hosts', () => {
  it.each<[host: string, hosts: readonly string[], status: number]>([
    ['localhost:4321', [], 200],
    ['LOCALHOST', [], 200],
    ['127.0.0.1:4321', [], 200],
    ['[::1]:4321', [], 200],
    ['evil.example', [], 403],
    ['evil.example:4321', [], 403],
    ['localhost.evil.example', [], 403],
    ['127.0.0.1.evil.example', [], 403],
    ['192.168.1.7:4321', [], 403],
    ['desk.example.org:4321', ['desk.example.org'], 200],
    ['[fe80::1]:4321', ['fe80::1'], 200],
    ['192.168.1.7:4321', ['0.0.0.0'], 200],
    ['[fe80::1]:4321', ['::'], 200],
    ['evil.example:4321', ['0.0.0.0'], 403],
  ])('%s with %j → %i', async (host, hosts, status) => {
    const { app } = createPreview({ load: async () => exampleState(), hosts });
    const response = await app.request('/', { headers: { Host: host } });
    expect(response.status).toBe(status);
    if (status === 403) expect(await response.text()).not.toContain('Newsletter');
  });
});

describe('a preview that cannot compile', () => {
  it('says what, where and what to do, and goes on when it is mended', async () => {
    let state: PreviewState = failedPreviewState({
      code: 'TEMPLATE_INVALID',
      message: 'Unexpected "{{/if}}", expected the end of the file <b>',
      hint: 'Take it out.',
      place: 'templates/email/issue.hbs:4:1',
    });
    const preview = createPreview({ load: async () => state });
    for (const path of ['/', '/mail/0012', '/mail/0012/frame', '/site/']) {
      const response = await preview.app.request(path);
      expect(response.status).toBe(500);
      const page = await response.text();
      for (const words of [
        'A template cannot be used',
        'file &lt;b&gt;',
        'issue.hbs:4:1',
        'Take it out.',
        '/reload.js',
      ]) {
        expect(page).toContain(words);
      }
    }
    state = exampleState();
    preview.changed();
    expect((await preview.app.request('/')).status).toBe(200);
  });

  it('shows a BroadsideError that loading throws in the same way', async () => {
    const load = async () => {
      throw new BroadsideError('FILE_UNREADABLE', 'issues/0012.md may not be read');
    };
    const response = await createPreview({ load }).app.request('/');
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('issues/0012.md may not be read');
  });

  it('reports a fault of its own and shows it', async () => {
    const bugs: unknown[] = [];
    const bug = new TypeError('x is not a function');
    const load = async () => {
      throw bug;
    };
    const response = await createPreview({ load, onBug: (error) => bugs.push(error) }).app.request('/');
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('TypeError: x is not a function');
    expect(bugs).toEqual([bug]);
  });
});

describe('live reload', () => {
  it('tells open pages of every change, and pages carry the version they show', async () => {
    let loads = 0;
    const load = async () => {
      loads += 1;
      return exampleState();
    };
    const preview = createPreview({ load, startId: 'start' });
    const events = (await preview.app.request('/events')).body?.getReader();
    const next = async () => new TextDecoder().decode((await events?.read())?.value);
    expect(await next()).toContain('data: start.0\n\n');
    expect(await (await preview.app.request('/')).text()).toContain('data-version="start.0"');
    preview.changed();
    expect(await next()).toBe('data: start.1\n\n');
    expect(loads).toBe(1);
    const pages = await Promise.all(['/', '/mail/0012', '/site/'].map((path) => preview.app.request(path)));
    for (const page of pages) expect(await page.text()).toContain('data-version="start.1"');
    expect(loads).toBe(2);
    preview.close();
    expect((await events?.read())?.done).toBe(true);
  });
});

describe('a page of the site whose template cannot be used', () => {
  const { app } = createPreview({
    load: async () =>
      exampleState({
        files: async () => {
          throw new BroadsideError('TEMPLATE_INVALID', 'Unexpected "}}"', {
            place: 'templates/site/home.hbs:3:1',
          });
        },
      }),
  });

  it.each([
    ['/site/', 500, 'templates/site/home.hbs:3:1'],
    ['/', 200, 'Newsletter No. 12'],
    ['/mail/0012', 200, '/mail/0012/frame?scheme=light"'],
  ])('%s: %i, with %s', async (path, status, text) => {
    const response = await app.request(path);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
  });
});
