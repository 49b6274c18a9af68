// The front door as a whole: every answer's header fields, methods, addresses that are none, and failures.
import { describe, expect, test } from 'vitest';
import { BroadsideError } from '../../src/model/errors.ts';
import { ANA, idOf, LIST_ID, smallDoor, tokenOf } from './small-door.ts';
import { pageIn, smallList } from './small-list.ts';

const confirm = tokenOf('confirm');
const unsubscribe = tokenOf('unsubscribe');
const preferences = tokenOf('preferences');
const PERSONAL = [`/c/${confirm}`, `/u/${unsubscribe}`, `/p/${preferences}`, `/p/${preferences}/erase`];

function doorWithAna() {
  const door = smallDoor();
  door.list.add({ id: ANA });
  door.list.states.set(ANA, {
    kind: 'open',
    address: 'ana@example.org',
    expiresAt: '2026-03-08T00:00:00.000Z',
  });
  return door;
}

describe('header fields', () => {
  test.each([...PERSONAL, '/subscribe', '/nowhere', '/', '/styles/list.css', `/u/${confirm}`])(
    '%s is framed by nobody, runs nothing, tells nobody where it was',
    async (path) => {
      const { headers } = await doorWithAna().get(path);
      expect(headers.get('content-security-policy')).toContain(
        "default-src 'none'; style-src 'self'; img-src 'self'",
      );
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'; base-uri 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
      expect(headers.get('set-cookie')).toBeNull();
    },
  );

  test.each(PERSONAL)('%s is kept and found by nobody', async (path) => {
    const response = await doorWithAna().get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-robots-tag')).toBe('noindex');
  });

  test('the sign-up may be found, and is not kept', async () => {
    const { headers } = await smallDoor().get('/subscribe');
    expect([headers.get('cache-control'), headers.get('x-robots-tag')]).toEqual(['no-store', null]);
  });

  test('without https nothing is promised of it', async () => {
    const door = smallDoor({
      newsletter: {
        listUrl: 'http://list.example.org/',
        siteUrl: 'http://example.org/',
        listId: LIST_ID,
        owner: 'o@example.org',
        timeZone: 'UTC',
      },
    });
    expect((await door.get('/subscribe')).headers.has('strict-transport-security')).toBe(false);
  });
});

describe('methods', () => {
  test.each([...PERSONAL, '/subscribe', '/styles/list.css', '/'])(
    'HEAD %s is GET without its body',
    async (path) => {
      const door = doorWithAna();
      const [got, head] = [await door.get(path), await door.ask(path, { method: 'HEAD' })];
      expect(head.status).toBe(got.status);
      expect(head.headers.get('content-type')).toBe(got.headers.get('content-type'));
      expect(await head.text()).toBe('');
      expect(door.list.changes).toEqual([]);
    },
  );

  test.each([
    ...PERSONAL.map((path) => [path, 'GET, HEAD, POST'] as const),
    ['/subscribe', 'GET, HEAD, POST'] as const,
    [`/p/${preferences}/data`, 'POST'] as const,
    ['/styles/list.css', 'GET, HEAD'] as const,
    ['/', 'GET, HEAD'] as const,
  ])('%s takes %s', async (path, allowed) => {
    const door = doorWithAna();
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const response = await door.ask(path, { method });
      expect(response.status, method).toBe(405);
      expect(response.headers.get('allow')).toBe(allowed);
    }
    const options = await door.ask(path, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, allowed]);
    expect(options.headers.has('access-control-allow-origin')).toBe(false);
    expect(door.list.changes).toEqual([]);
  });

  test('what is only posted to is not there to be looked at', async () => {
    expect((await doorWithAna().get(`/p/${preferences}/data`)).status).toBe(405);
  });
});

describe('addresses', () => {
  test.each([
    '/nowhere',
    '/u',
    '/u/',
    '/c/',
    '/p/',
    `/u/${unsubscribe}/more`,
    '/hooks/ses',
    '//subscribe',
    '/%ff',
  ])('%s is not there', async (path) => {
    const response = await doorWithAna().ask(`https://list.example.org${path}`);
    expect(response.status).toBe(404);
    await pageIn(response, 'not-found');
  });

  test('the root leads to the sign-up while there is no archive', async () => {
    const response = await smallDoor().get('/');
    expect([response.status, response.headers.get('location')]).toEqual([302, '/subscribe']);
  });

  test('all of it may stand below a path', async () => {
    const door = smallDoor({
      newsletter: {
        listUrl: 'https://example.org/list/',
        siteUrl: 'https://example.org/',
        listId: LIST_ID,
        owner: 'o@example.org',
        timeZone: 'UTC',
      },
    });
    door.list.add({ id: ANA });
    expect((await pageIn(await door.get('/list/subscribe'), 'sign-up')).action).toBe('/list/subscribe');
    expect((await pageIn(await door.get(`/list/u/${unsubscribe}`), 'unsubscribe')).action).toBe(
      `/list/u/${unsubscribe}`,
    );
    expect((await door.get('/list/styles/list.css')).status).toBe(200);
    expect((await door.get('/')).headers.get('location')).toBe('/list/subscribe');
    expect((await door.get('/subscribe')).status).toBe(404);
  });

  test.each([
    ['confirm', '/c/'],
    ['unsubscribe', '/u/'],
    ['preferences', '/p/'],
  ] as const)('a token for %s opens %s and nothing else', async (purpose, path) => {
    const door = doorWithAna();
    for (const each of ['/c/', '/u/', '/p/']) {
      const response = await door.get(each + tokenOf(purpose));
      expect(response.status).toBe(each === path ? 200 : 404);
      if (each !== path) await pageIn(response, 'link-unknown');
    }
  });

  test('an address that is far too long is not read', async () => {
    expect((await smallDoor().get(`/subscribe?${'a'.repeat(3000)}`)).status).toBe(414);
  });

  test('hooks answer below hooks/', async () => {
    const door = smallDoor({
      hooks: { fetch: async (request) => new Response(`${request.method} ${new URL(request.url).pathname}`) },
    });
    expect(await (await door.post('/hooks/ses')).text()).toBe('POST /ses');
  });
});

describe('languages', () => {
  test.each([
    [{}, undefined, 'en'],
    [{ 'Accept-Language': 'de, ar-IQ;q=0.5' }, undefined, 'ar'],
    [{ 'Accept-Language': 'ar;q=0.2, en-GB;q=0.9' }, undefined, 'en'],
    [{ 'Accept-Language': 'en' }, 'ar', 'ar'],
    [{ 'Accept-Language': 'en' }, 'xx', 'en'],
    [{ 'Accept-Language': ';;q=x,*' }, '', 'en'],
  ])('%j and lang=%s make %s', async (headers, lang, expected) => {
    const response = await smallDoor().get(`/subscribe${lang === undefined ? '' : `?lang=${lang}`}`, headers);
    expect(response.headers.get('content-language')).toBe(expected);
  });

  test('the reader’s own goes before the browser’s', async () => {
    const door = smallDoor();
    door.list.add({ id: ANA, language: 'ar' });
    const response = await door.get(`/u/${unsubscribe}`, { 'Accept-Language': 'en' });
    expect(response.headers.get('content-language')).toBe('ar');
  });
});

describe('what fails', () => {
  const failing = (error: unknown) => {
    const list = smallList();
    return smallDoor({
      subscribers: {
        findById: async () => {
          throw error;
        },
      },
      audience: {
        ...list.audience,
        leave: async () => {
          throw error;
        },
      },
    });
  };

  test('a database that is away is told as such, and when to come again', async () => {
    const door = failing(new BroadsideError('DATABASE_UNREACHABLE', 'away'));
    const response = await door.post(`/u/${unsubscribe}`, { 'List-Unsubscribe': 'One-Click' }, {});
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    await pageIn(response, 'failed');
    expect(door.troubles).toHaveLength(1);
  });

  test('a mistake of ours is a failure without a word of what it was', async () => {
    const door = failing(new Error('secret of ana@example.org'));
    const response = await door.get(`/p/${preferences}`);
    expect(response.status).toBe(500);
    expect(await response.clone().text()).not.toContain('secret');
    expect(door.visits).toEqual([{ route: 'preferences', method: 'GET', status: 500 }]);
  });
});

test('visits tell what was asked for, and never of whom', async () => {
  const door = doorWithAna();
  await door.get('/subscribe');
  await door.get(`/u/${unsubscribe}`);
  await door.get(`/c/${tokenOf('confirm', idOf(3))}`);
  await door.get('/else');
  expect(door.visits).toEqual([
    { route: 'sign-up', method: 'GET', status: 200 },
    { route: 'unsubscribe', method: 'GET', status: 200 },
    { route: 'confirm', method: 'GET', status: 410 },
    { route: 'other', method: 'GET', status: 404 },
  ]);
});
