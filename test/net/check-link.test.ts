// What became of a page, told from how its server answers.
import { describe, expect, test } from 'vitest';
import type { LinkFinding } from '../../src/model/link-state.ts';
import { createLinkChecker } from '../../src/net/check-link.ts';
import { createFetcher } from '../../src/net/create-fetcher.ts';
import { createPacer } from '../../src/net/pace-hosts.ts';
import {
  isErrorPath,
  isFront,
  isGate,
  isSamePage,
  saysMissing,
  sketchPage,
} from '../../src/net/page-signs.ts';
import {
  type Answers,
  article,
  type FakeWorld,
  fakeWorld,
  type LocalWeb,
  localWeb,
  type Page,
} from './local-web.ts';

interface Trial {
  readonly finding: LinkFinding;
  readonly web: LocalWeb;
  readonly world: FakeWorld;
}

async function tryPage(
  answers: Readonly<Record<string, Page>> | Answers,
  path = '/2016/story',
): Promise<Trial> {
  const web = await localWeb(answers);
  const world = fakeWorld();
  const finding = await checkerFor(world).check(`${web.at('127.0.0.1')}${path}`);
  return { finding, web, world };
}

function checkerFor(world: FakeWorld, timeoutMs = 2000): ReturnType<typeof createLinkChecker> {
  return createLinkChecker({
    fetcher: createFetcher({
      userAgent: 'Broadside/test',
      allow: { hosts: [], networks: ['127.0.0.0/8'] },
      limits: { timeoutMs },
    }),
    pacer: createPacer({ gapMs: 1000, concurrency: 12, timer: world.timer }),
    randomName: world.randomName,
    wallClock: () => Date.parse('2016-02-01T09:00:00Z'),
  });
}

const STORY = '/2016/story';
const story = { body: article('Cranes stand still', 'crane') };

describe('the class of a link', () => {
  test.each<[what: string, pages: Readonly<Record<string, Page>>, expected: Partial<LinkFinding>]>([
    ['a page that is there', { [STORY]: story }, { class: 'ok' }],
    ['HEAD is refused, GET is not', { [STORY]: { ...story, head: 405 } }, { class: 'ok' }],
    ['HEAD is forbidden, GET is not', { [STORY]: { ...story, head: 403 } }, { class: 'ok' }],
    ['HEAD says 404, GET does not', { [STORY]: { ...story, head: 404 } }, { class: 'ok' }],
    ['HEAD is beyond the server', { [STORY]: { ...story, head: 501 } }, { class: 'ok' }],
    ['404', {}, { class: 'gone', detail: 'status 404, page not found' }],
    ['410', { [STORY]: { status: 410 } }, { class: 'gone' }],
    ['401', { [STORY]: { status: 401 } }, { class: 'refused' }],
    ['403', { [STORY]: { status: 403 } }, { class: 'refused' }],
    ['451', { [STORY]: { status: 451 } }, { class: 'refused' }],
    ['999, as one network says to programs', { [STORY]: { status: 999 } }, { class: 'refused' }],
    ['429 without end', { [STORY]: { status: 429 } }, { class: 'refused' }],
    ['500 without end', { [STORY]: { status: 500 } }, { class: 'server-error' }],
    [
      'redirect for good',
      { [STORY]: { status: 301, headers: { location: '/new' } }, '/new': story },
      { class: 'moved' },
    ],
    ['308', { [STORY]: { status: 308, headers: { location: '/new' } }, '/new': story }, { class: 'moved' }],
    [
      'redirect for now',
      { [STORY]: { status: 302, headers: { location: '/new' } }, '/new': story },
      { class: 'redirected' },
    ],
    [
      'for good, then for now',
      {
        [STORY]: { status: 301, headers: { location: '/b' } },
        '/b': { status: 307, headers: { location: '/new' } },
        '/new': story,
      },
      { class: 'redirected' },
    ],
    [
      'for good twice',
      {
        [STORY]: { status: 301, headers: { location: '/b' } },
        '/b': { status: 308, headers: { location: '/new' } },
        '/new': story,
      },
      { class: 'moved' },
    ],
    [
      'for good, to a page that is gone',
      { [STORY]: { status: 301, headers: { location: '/b' } } },
      { class: 'gone' },
    ],
    [
      'for good, to the front page',
      { [STORY]: { status: 301, headers: { location: '/' } }, '/': story },
      { class: 'soft-404' },
    ],
    [
      'for good, to a front page in English',
      { [STORY]: { status: 301, headers: { location: '/en/' } }, '/en/': story },
      { class: 'soft-404' },
    ],
    [
      'for good, to an error page that says 200',
      { [STORY]: { status: 301, headers: { location: '/404.html' } }, '/404.html': story },
      { class: 'soft-404' },
    ],
    [
      'for good, to a page called "Page not found"',
      {
        [STORY]: { status: 301, headers: { location: '/x' } },
        '/x': { body: article('Page not found | Harbour Post', 'sorry') },
      },
      { class: 'soft-404' },
    ],
    [
      'for good, to a login',
      { [STORY]: { status: 301, headers: { location: '/login?next=story' } }, '/login': story },
      { class: 'refused' },
    ],
    [
      'for now, to a consent',
      { [STORY]: { status: 302, headers: { location: '/consent' } }, '/consent': story },
      { class: 'refused' },
    ],
    [
      'in a circle',
      {
        [STORY]: { status: 302, headers: { location: '/b' } },
        '/b': { status: 302, headers: { location: STORY } },
      },
      { class: 'refused' },
    ],
    [
      'to a machine of ours',
      { [STORY]: { status: 301, headers: { location: 'http://10.0.0.1/' } } },
      { class: 'blocked' },
    ],
    [
      'a PDF',
      { [STORY]: { body: '%PDF-1.4', headers: { 'content-type': 'application/pdf' } } },
      { class: 'ok' },
    ],
  ])('%s', async (_what, pages, expected) => {
    expect((await tryPage(pages)).finding).toMatchObject(expected);
  });

  test('a step back from https: to http: is not followed', async () => {
    const world = fakeWorld();
    const end = 'http://a.example/story';
    const checker = createLinkChecker({
      fetcher: {
        fetch: async (url) =>
          url.includes('no-such')
            ? { kind: 'answer', url, status: 404, headers: new Map(), body: new Uint8Array(), hops: [] }
            : {
                kind: 'answer',
                url: end,
                status: 200,
                headers: new Map(),
                body: new Uint8Array(),
                hops: [{ url, status: 301, to: end }],
              },
      },
      pacer: createPacer({ gapMs: 0, concurrency: 1, timer: world.timer }),
      randomName: world.randomName,
      wallClock: () => 0,
    });
    expect((await checker.check('https://a.example/story')).class).toBe('redirected');
    expect((await checker.check('http://www.a.example/story')).class).toBe('moved');
  });

  test('names the new address', async () => {
    const { finding, web } = await tryPage({
      [STORY]: { status: 301, headers: { location: '/new' } },
      '/new': story,
    });
    expect(finding.finalUrl).toBe(`${web.at('127.0.0.1')}/new`);
  });

  test('the front page itself is no soft 404, and costs no second question', async () => {
    const { finding, web } = await tryPage(() => ({ body: article('Harbour Post', 'news') }), '/');
    expect(finding.class).toBe('ok');
    expect(web.asked).toHaveLength(1);
  });

  test.each([
    ['http://127.0.0.1:22/', 'blocked'],
    ['http://169.254.169.254/latest/', 'blocked'],
    ['http://127.0.0.1:1/', 'blocked'],
  ])('%s is %s', async (url, expected) => {
    expect((await checkerFor(fakeWorld()).check(url)).class).toBe(expected);
  });
});

describe('a server that says 200 of everything', () => {
  const missing = article('Harbour Post', 'the page you want may have moved');

  test('gives the same page for a story as for a page that cannot exist', async () => {
    const { finding, web } = await tryPage(() => ({ body: missing }));
    expect(finding).toMatchObject({ class: 'soft-404' });
    expect(web.asked[1]).toBe('GET 127.0.0.1 /2016/no-such-page-1');
  });

  test('repeats the address in its page', async () => {
    const { finding } = await tryPage((request) => ({ body: `${missing}<p>${request.url}</p>` }));
    expect(finding.class).toBe('soft-404');
  });

  test('has the story all the same', async () => {
    const { finding } = await tryPage((request) => (request.url === STORY ? story : { body: missing }));
    expect(finding.class).toBe('ok');
  });

  test('fills its pages in the browser: cannot tell', async () => {
    const { finding } = await tryPage(() => ({ body: '<title>App</title><div id="root"></div>' }));
    expect(finding.class).toBe('refused');
  });

  test('redirects everything to one page', async () => {
    const { finding } = await tryPage((request) =>
      request.url === '/sorry-folks'
        ? { body: article('Harbour Post', 'try the search') }
        : { status: 302, headers: { location: '/sorry-folks' } },
    );
    expect(finding).toMatchObject({ class: 'soft-404' });
  });

  test('is asked for a page that cannot exist once', async () => {
    const web = await localWeb((request) =>
      request.url?.includes('no-such')
        ? { body: missing }
        : { body: article(String(request.url), `about ${request.url}`) },
    );
    const checker = checkerFor(fakeWorld());
    const found = await Promise.all(
      ['/a', '/b', '/c'].map((path) => checker.check(web.at('127.0.0.1') + path)),
    );
    expect(found.map((one) => one.class)).toEqual(['ok', 'ok', 'ok']);
    expect(web.asked.filter((line) => line.includes('no-such'))).toHaveLength(1);
  });
});

describe('patience', () => {
  test('waits longer each time, and takes yes for an answer', async () => {
    let asked = 0;
    const { finding, world } = await tryPage((request) => {
      asked += 1;
      if (request.url !== STORY) return { status: 404 };
      return asked < 3 ? { status: 503 } : story;
    });
    expect(finding.class).toBe('ok');
    expect(world.slept.filter((ms) => ms > 1000)).toEqual([5000, 30_000]);
  });

  test.each([
    ['20', 20_000],
    ['Mon, 01 Feb 2016 09:01:00 GMT', 60_000],
    ['1', 5000],
  ])('waits as long as "Retry-After: %s" asks', async (field, ms) => {
    let asked = 0;
    const { finding, world } = await tryPage((request) => {
      asked += 1;
      if (request.url !== STORY) return { status: 404 };
      return asked === 1 ? { status: 429, headers: { 'retry-after': field } } : story;
    });
    expect(finding.class).toBe('ok');
    expect(Math.max(...world.slept)).toBe(ms);
  });

  test('gives up on a host that asks for an hour', async () => {
    const { finding, world, web } = await tryPage({
      [STORY]: { status: 429, headers: { 'retry-after': '3600' } },
    });
    expect(finding.class).toBe('refused');
    expect(world.slept).toEqual([]);
    expect(web.asked).toHaveLength(1);
  });

  test('does not go on with the next page of a host that says "too many"', async () => {
    const web = await localWeb(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
    const checker = checkerFor(fakeWorld());
    const first = await checker.check(`${web.at('127.0.0.1')}/1`);
    const second = await checker.check(`${web.at('127.0.0.1')}/2`);
    expect([first.class, second.class]).toEqual(['refused', 'refused']);
    expect(web.asked).toHaveLength(1);
  });

  test('asks a dead host once, and no more of its addresses', async () => {
    const checker = checkerFor(fakeWorld(), 100);
    const silent = await localWeb(() => undefined);
    const found: LinkFinding[] = [];
    for (let page = 0; page < 20; page += 1)
      found.push(await checker.check(`${silent.at('127.0.0.1')}/${page}`));
    expect(new Set(found.map((one) => one.class))).toEqual(new Set(['unreachable']));
    // Two addresses are given their chances: HEAD, GET, and GET after each wait.
    expect(silent.asked.length).toBeLessThanOrEqual(8);
  });

  test('a name that nobody has is final', async () => {
    const resolver = (): Promise<never> =>
      Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    const world = fakeWorld();
    let asked = 0;
    const checker = createLinkChecker({
      fetcher: createFetcher({
        userAgent: 'Broadside/test',
        resolver: () => {
          asked += 1;
          return resolver();
        },
      }),
      pacer: createPacer({ gapMs: 1000, concurrency: 2, timer: world.timer }),
      randomName: world.randomName,
      wallClock: () => 0,
    });
    const found = await Promise.all([1, 2, 3].map((n) => checker.check(`http://nowhere.example/${n}`)));
    expect(found).toEqual(
      Array(3).fill({ class: 'unreachable', detail: 'there is no site of that name', isFinal: true }),
    );
    expect(asked).toBe(1);
  });
});

describe('pace', () => {
  test('one connection at a time for a host, with a pause; hosts do not wait for each other', async () => {
    let open = 0;
    let most = 0;
    const perHost = new Map<string, number>();
    const web = await localWeb((request, response) => {
      const host = String(request.headers.host);
      open += 1;
      perHost.set(host, (perHost.get(host) ?? 0) + 1);
      expect(perHost.get(host)).toBe(1);
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        perHost.set(host, 0);
        response.writeHead(request.url?.includes('no-such') ? 404 : 200).end();
      }, 10);
      return undefined;
    });
    const world = fakeWorld();
    const checker = checkerFor(world);
    const urls = [1, 2, 3, 4].flatMap((host) =>
      [1, 2, 3].map((page) => `${web.at(`127.0.0.${host}`)}/${page}`),
    );
    await Promise.all(urls.map((url) => checker.check(url)));
    expect(most).toBeGreaterThan(1);
    expect(world.slept.filter((ms) => ms > 900).length).toBeGreaterThanOrEqual(8);
  });

  test('no more at once than allowed for all hosts together', async () => {
    const world = fakeWorld();
    const pacer = createPacer({ gapMs: 0, concurrency: 3, timer: world.timer });
    let open = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        pacer.turn(`host-${index}`, async () => {
          open += 1;
          most = Math.max(most, open);
          await new Promise((resolve) => setImmediate(resolve));
          open -= 1;
        }),
      ),
    );
    expect(most).toBe(3);
  });

  test('a turn that fails does not stop the next', async () => {
    const pacer = createPacer({ gapMs: 0, concurrency: 1, timer: fakeWorld().timer });
    await expect(pacer.turn('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await pacer.turn('a', async () => 'yes')).toBe('yes');
  });
});

describe('signs', () => {
  test.each([
    'Page not found',
    '404',
    'Error 404',
    '404 Not Found',
    '404 - Page not found',
    'Page not found | Harbour Post',
    'Harbour Post - 404',
    'Sorry, this page is no longer available',
    'The page you requested could not be found.',
    'Page introuvable – Le Port',
    'الصفحة غير موجودة',
    '&#8220;x&#8221; &raquo; Not Found',
  ])('"%s" is a page that is gone', (title) => {
    expect(saysMissing(sketchPage(`<title>${title}</title>`))).toBe(true);
  });

  test.each([
    'WMD not found, says inspector',
    'Bodies of 404 people found in mass grave',
    'Airbus 404 lands',
    'Missing page of the report not found in archive, say MPs',
    'Story of a port',
    '',
    'Lost and not found: the harbour’s cats',
  ])('"%s" is a headline', (title) => {
    expect(saysMissing(sketchPage(`<title>${title}</title>`))).toBe(false);
  });

  test.each([
    '/404',
    '/404.html',
    '/error/404.aspx',
    '/page-not-found/',
    '/notfound',
    '/errors/not-found.php',
    '/error',
  ])('%s names itself an error page', (path) => expect(isErrorPath(`https://a.example${path}`)).toBe(true));
  test.each(['/news/404-people', '/2016/01/404', '/missing-persons', '/terror', '/error-of-judgement'])(
    '%s may be a story',
    (path) => expect(isErrorPath(`https://a.example${path}`)).toBe(path === '/2016/01/404'),
  );
  test.each([
    'https://login.a.example/x',
    'https://a.example/login',
    'https://a.example/user/sign-in?x',
    'https://consent.a.example/',
  ])('%s is a gate', (url) => expect(isGate(url)).toBe(true));
  test.each([
    'https://a.example/authors/lind',
    'https://a.example/consenting-adults',
    'https://a.example/the-challenge-of-reform',
    'https://a.example/manufacturing-consent',
    'https://a.example/blogin/x',
    'https://a.example/news/registered-voters',
  ])('%s is none', (url) => expect(isGate(url)).toBe(false));
  test.each([
    ['https://a.example/', true],
    ['https://a.example/en/', true],
    ['https://a.example/index.html', true],
    ['https://a.example/home', true],
    ['https://a.example/?p=12', false],
    ['https://a.example/iraq', false],
  ])('%s is a front page: %s', (url, is) => expect(isFront(url)).toBe(is));

  test('pages that differ in a few words are the same, others not', () => {
    const page = sketchPage(article('A', 'crane'));
    expect(isSamePage(page, sketchPage(`${article('A', 'crane')}<p>Monday 12 visitors</p>`))).toBe(true);
    expect(isSamePage(page, sketchPage(article('A', 'vote')))).toBe(false);
    expect(isSamePage(sketchPage('<title>A</title>'), sketchPage('<title>A</title>'))).toBeUndefined();
  });

  test.each(['<', '<script>', '<title ', '<title>', '&#', '<svg ', '</', 'a '])(
    'a page of nothing but "%s" costs no time',
    (piece) => {
      const startedAt = performance.now();
      saysMissing(sketchPage(piece.repeat((256 * 1024) / piece.length)));
      expect(performance.now() - startedAt).toBeLessThan(500);
    },
  );
});
