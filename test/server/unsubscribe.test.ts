// The way out (RFC 8058): any POST to a link that is right, as often as it comes, and nothing but a POST; the undo of the result page; and the link of
// the confirmation mail, which wants a press as well.
import { describe, expect, test } from 'vitest';
import { makeDatedToken } from '../../src/audience/dated-token.ts';
import { ANA, idOf, KEY, LIST_ID, smallDoor, tokenOf } from './small-door.ts';
import { pageIn } from './small-list.ts';

const path = `/u/${tokenOf('unsubscribe')}`;
const ONE_CLICK = 'List-Unsubscribe=One-Click';
const URLENCODED = { 'Content-Type': 'application/x-www-form-urlencoded' };

function doorWithAna() {
  const door = smallDoor();
  door.list.add({ id: ANA });
  return door;
}

function multipart(): FormData {
  const form = new FormData();
  form.append('List-Unsubscribe', 'One-Click');
  return form;
}

describe('one click', () => {
  test.each([
    ['multipart/form-data', { body: multipart() }],
    ['application/x-www-form-urlencoded', { body: ONE_CLICK, headers: URLENCODED }],
    [
      'a charset beside it',
      { body: ONE_CLICK, headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' } },
    ],
    ['a foreign Origin', { body: ONE_CLICK, headers: { ...URLENCODED, Origin: 'https://mail.example' } }],
    [
      'a browser across sites',
      { body: ONE_CLICK, headers: { ...URLENCODED, 'Sec-Fetch-Site': 'cross-site' } },
    ],
  ])('with %s lets its reader go, ten times over', async (_name, init) => {
    const door = doorWithAna();
    for (let n = 0; n < 10; n += 1) {
      const response = await door.ask(path, { method: 'POST', ...init });
      expect(response.status).toBe(200);
      expect(response.redirected).toBe(false);
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/iu);
      expect(await response.text()).toBe('You are unsubscribed.\n');
    }
    expect(door.list.changes).toEqual(['leave: one-click']);
    expect(door.list.readers.get(ANA)?.status).toBe('unsubscribed');
  });

  test.each([
    ['nothing', { body: null }],
    ['other words', { body: 'List-Unsubscribe=no', headers: URLENCODED }],
    ['JSON', { body: '{"List-Unsubscribe":"One-Click"}', headers: { 'Content-Type': 'application/json' } }],
    [
      'a form that is broken off',
      { body: '--x\r\nContent-Disp', headers: { 'Content-Type': 'multipart/form-data; boundary=x' } },
    ],
    ['no kind of body', { body: new Uint8Array([0xff, 0xfe]) }],
    ['far too much', { body: 'a'.repeat(1_000_000), headers: URLENCODED }],
  ])('is meant by a POST with %s, too', async (_name, init) => {
    const door = doorWithAna();
    const response = await door.ask(path, { method: 'POST', ...init });
    expect(response.status).toBe(200);
    expect(door.list.changes).toEqual(['leave: unsubscribe page']);
  });

  test('is answered with a page where one is wanted, without an undo', async () => {
    const door = doorWithAna();
    const headers = { ...URLENCODED, Accept: 'text/html,*/*;q=0.8' };
    const page = await pageIn(
      await door.ask(path, { method: 'POST', headers, body: ONE_CLICK }),
      'unsubscribed',
    );
    expect(page).not.toHaveProperty('undo');
  });

  test.each([
    ['who was erased', () => smallDoor()],
    [
      'who is suppressed',
      () => {
        const door = smallDoor();
        door.list.add({ id: ANA, status: 'suppressed' });
        return door;
      },
    ],
  ])('of one %s is right as well', async (_name, makeDoor) => {
    const door = makeDoor();
    const response = await door.ask(path, { method: 'POST', headers: URLENCODED, body: ONE_CLICK });
    expect(response.status).toBe(200);
    expect(door.list.changes).toEqual([]);
  });

  test('with a token that is none does nothing', async () => {
    const door = doorWithAna();
    for (const token of [tokenOf('preferences'), `${tokenOf('unsubscribe').slice(0, -1)}_`, 'x']) {
      const response = await door.ask(`/u/${token}`, {
        method: 'POST',
        headers: URLENCODED,
        body: ONE_CLICK,
      });
      expect(response.status).toBe(404);
      await pageIn(response, 'link-unknown');
    }
    expect(door.list.changes).toEqual([]);
  });
});

describe('the page', () => {
  test.each(['GET', 'HEAD', 'OPTIONS'])('%s changes nothing, whatever is said of it', async (method) => {
    const door = doorWithAna();
    for (const headers of [
      {},
      { Purpose: 'prefetch' },
      { 'Sec-Purpose': 'prefetch;prerender' },
      { 'X-HTTP-Method-Override': 'POST' },
    ])
      await door.ask(`${path}?${ONE_CLICK}`, { method, headers });
    expect(door.list.changes).toEqual([]);
  });

  test('has a button, and the page after it an undo that works once', async () => {
    const door = doorWithAna();
    const shown = await pageIn(await door.get(path), 'unsubscribe');
    expect(shown.action).toBe(path);
    const { undo } = await pageIn(await door.post(shown.action), 'unsubscribed');
    door.now = '2026-03-01T12:59:59.000Z';
    await pageIn(await door.post(undo?.action ?? '', { undo: undo?.token ?? '' }), 'rejoined');
    expect(door.list.readers.get(ANA)?.status).toBe('confirmed');
    const again = await door.post(undo?.action ?? '', { undo: undo?.token ?? '' });
    expect(again.status).toBe(410);
    expect(door.list.changes).toEqual(['leave: unsubscribe page', 'rejoin']);
  });

  test('pressed again has no undo any more, for nobody knows when the first was', async () => {
    const door = doorWithAna();
    await door.post(path);
    expect(await pageIn(await door.post(path), 'unsubscribed')).not.toHaveProperty('undo');
  });
});

describe('an undo', () => {
  const undoToken = (more: { id?: string; at?: string; listId?: string } = {}): string =>
    makeDatedToken(
      { purpose: 'undo', listId: LIST_ID, id: ANA, at: '2026-03-01T12:00:00.000Z', ...more },
      KEY,
    );

  test.each([
    ['after more than an hour', undoToken(), '2026-03-01T13:00:01.000Z'],
    ['before it was made', undoToken(), '2026-03-01T11:59:59.000Z'],
    ['of another reader', undoToken({ id: idOf(2) }), '2026-03-01T12:10:00.000Z'],
    ['of another list', undoToken({ listId: 'other.example.org' }), '2026-03-01T12:10:00.000Z'],
    ['of another kind', tokenOf('unsubscribe'), '2026-03-01T12:10:00.000Z'],
    [
      'of a later leaving than there was',
      undoToken({ at: '2026-03-01T12:05:00.000Z' }),
      '2026-03-01T12:10:00.000Z',
    ],
    ['that is empty', '', '2026-03-01T12:10:00.000Z'],
  ])('%s is none', async (_name, undo, now) => {
    const door = doorWithAna();
    await door.post(path);
    door.now = now;
    const response = await door.post(path, { undo });
    expect(response.status).toBe(410);
    await pageIn(response, 'link-expired');
    expect(door.list.readers.get(ANA)?.status).toBe('unsubscribed');
  });

  test('from another site is refused', async () => {
    const door = doorWithAna();
    await door.post(path);
    const response = await door.post(path, { undo: undoToken() }, { Origin: 'https://evil.example' });
    expect(response.status).toBe(403);
    expect(door.list.readers.get(ANA)?.status).toBe('unsubscribed');
  });
});

describe('the link of the confirmation mail', () => {
  const confirm = `/c/${tokenOf('confirm')}`;
  const open = {
    kind: 'open',
    address: 'ana@example.org',
    language: 'ar',
    expiresAt: '2026-03-08T12:00:00.000Z',
  } as const;

  test('wants a press, and a second one does nothing', async () => {
    const door = smallDoor();
    door.list.states.set(ANA, open);
    const shown = await door.get(confirm);
    expect(shown.headers.get('content-language')).toBe('ar');
    expect((await pageIn(shown, 'confirm')).action).toBe(confirm);
    expect(door.list.changes).toEqual([]);
    const { preferencesUrl } = await pageIn(await door.post(confirm), 'confirmed');
    expect(preferencesUrl).toBe(`/p/${tokenOf('preferences')}`);
    await pageIn(await door.post(confirm), 'confirmed');
    await pageIn(await door.get(confirm), 'confirmed');
    expect(door.list.changes).toEqual(['confirm']);
  });

  test.each([
    ['expired', { kind: 'expired' } as const],
    ['cleared away', undefined],
  ])('that is %s leads back to the sign-up', async (_name, state) => {
    const door = smallDoor();
    if (state !== undefined) door.list.states.set(ANA, state);
    for (const response of [await door.get(confirm), await door.post(confirm)]) {
      expect(response.status).toBe(410);
      expect((await pageIn(response, 'link-expired')).signUpUrl).toBe('/subscribe');
    }
  });

  test.each([{ Origin: 'https://evil.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }])(
    'is not pressed from another site: %j',
    async (headers) => {
      const door = smallDoor();
      door.list.states.set(ANA, open);
      expect((await door.post(confirm, {}, headers)).status).toBe(403);
      expect(door.list.changes).toEqual([]);
    },
  );
});

test('a network that guesses is told to wait, and whoever has a right link gets through', async () => {
  const door = doorWithAna();
  for (let n = 0; n < 60; n += 1) expect((await door.get(`/u/${'A'.repeat(48)}`)).status).toBe(404);
  expect((await door.get(`/u/${'A'.repeat(48)}`)).status).toBe(429);
  expect((await door.post(path, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
});
