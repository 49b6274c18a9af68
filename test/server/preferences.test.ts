// What readers choose, carry away, and have forgotten; and that only who holds the link can.
import { describe, expect, test } from 'vitest';
import { ANA, type Fields, smallDoor, tokenOf } from './small-door.ts';
import { pageIn } from './small-list.ts';

const path = `/p/${tokenOf('preferences')}`;
const FULL: Fields = {
  name: ' Ana ',
  language: 'ar',
  choice: 'some',
  topics: ['ships', 'ports', 'ships', 'none'],
  format: 'text',
  pausedUntil: '2026-07-01',
};

function doorWithAna() {
  const door = smallDoor();
  door.list.add({ id: ANA, name: 'Ana', topics: ['ports'] });
  return door;
}

describe('the page', () => {
  test('shows what was chosen, the address masked', async () => {
    const page = await pageIn(await doorWithAna().get(path), 'preferences');
    expect(page).toMatchObject({
      action: path,
      dataAction: `${path}/data`,
      eraseUrl: `${path}/erase`,
      unsubscribeUrl: `/u/${tokenOf('unsubscribe')}`,
      values: { name: 'Ana', topics: ['ports'] },
      address: 'a…@example.org',
      isSaved: false,
    });
  });

  test('keeps what is chosen; the pause ends with the night by the newsletter’s clock', async () => {
    const door = doorWithAna();
    const page = await pageIn(await door.post(path, FULL), 'preferences');
    expect(page.isSaved).toBe(true);
    expect(page.values).toEqual({
      name: 'Ana',
      language: 'ar',
      topics: ['ships', 'ports'],
      format: 'text',
      pausedUntil: '2026-06-30T23:00:00.000Z',
    });
  });

  test.each([
    ['nothing', {}, {}],
    ['all issues, whatever else is ticked', { choice: 'all', topics: ['ships'] }, {}],
    ['a language there are no words in', { language: 'xx' }, {}],
    ['HTML', { format: 'html' }, {}],
  ])('takes %s', async (_name, fields, values) => {
    const page = await pageIn(await doorWithAna().post(path, fields), 'preferences');
    expect([page.isSaved, page.values]).toEqual([true, values]);
  });

  test.each([
    ['name-too-long', { name: 'n'.repeat(101) }],
    ['name-too-long', { name: 'Ana\u0007' }],
    ['topics-missing', { choice: 'some' }],
    ['topics-missing', { choice: 'some', topics: 'none' }],
    ['date-unusable', { pausedUntil: 'tomorrow' }],
    ['date-unusable', { pausedUntil: '2026-02-30' }],
    ['date-unusable', { pausedUntil: '2026-03-01' }],
    ['date-unusable', { pausedUntil: '2031-03-01' }],
  ])('refuses with %s: %j', async (problem, fields) => {
    const door = doorWithAna();
    const response = await door.post(path, fields);
    expect(response.status).toBe(400);
    expect((await pageIn(response, 'preferences')).problem).toBe(problem);
    expect(door.list.changes).toEqual([]);
  });

  test('forgets a pause that is over', async () => {
    const door = smallDoor();
    door.list.add({ id: ANA, pausedUntil: '2026-02-01T00:00:00.000Z' });
    expect((await pageIn(await door.get(path), 'preferences')).values).toEqual({});
  });

  test('of who has left says so, and still hands over their file and forgets them', async () => {
    const door = smallDoor();
    door.list.add({ id: ANA, status: 'unsubscribed' });
    const page = await pageIn(await door.get(path), 'unsubscribed');
    expect(page.own).toEqual({ dataAction: `${path}/data`, eraseUrl: `${path}/erase` });
    await pageIn(await door.post(path, FULL), 'unsubscribed');
    expect(door.list.readers.get(ANA)?.name).toBeUndefined();
  });
});

describe('a person’s own file', () => {
  test('is handed over by POST, as a download', async () => {
    const response = await doorWithAna().post(`${path}/data`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="my-data.json"');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({ subscriber: { id: ANA, address: 'ana@example.org' } });
  });
});

describe('to be forgotten', () => {
  test('takes a press, and then nobody is there', async () => {
    const door = doorWithAna();
    expect(await pageIn(await door.get(`${path}/erase`), 'erase')).toMatchObject({ action: `${path}/erase` });
    expect(door.list.changes).toEqual([]);
    await pageIn(await door.post(`${path}/erase`), 'erased');
    expect(door.list.changes).toEqual(['erase']);
    for (const response of [
      await door.get(path),
      await door.post(path, FULL),
      await door.post(`${path}/erase`),
    ]) {
      expect(response.status).toBe(410);
      await pageIn(response, 'erased');
    }
    expect((await door.post(`${path}/data`)).status).toBe(410);
  });
});

describe.each([path, `${path}/data`, `${path}/erase`])('a form for %s', (target) => {
  test.each([
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])('from another site is refused: %j', async (headers) => {
    const door = doorWithAna();
    const response = await door.post(target, FULL, headers);
    expect(response.status).toBe(403);
    await pageIn(response, 'form-refused');
    expect(door.list.changes).toEqual([]);
  });

  test.each([
    {},
    { Origin: 'https://list.example.org' },
    { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
  ])('of our own is taken: %j', async (headers) => {
    expect((await doorWithAna().post(target, FULL, headers)).status).toBe(200);
  });
});
