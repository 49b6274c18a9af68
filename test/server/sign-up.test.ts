// The sign-up form and what comes back of it: who is written down, who is shown the form once more, who is told to wait; and that nobody learns
// anything of an address.
import { describe, expect, test } from 'vitest';
import { type Fields, formToken, idOf, smallDoor, tokenOf } from './small-door.ts';
import { pageIn } from './small-list.ts';

const filled = (more: Fields = {}): Fields => ({
  address: ' Ana@Example.org ',
  name: 'Ana',
  form: formToken(),
  ...more,
});

describe('the form', () => {
  test('is shown empty, with a token', async () => {
    const page = await pageIn(await smallDoor().get('/subscribe'), 'sign-up');
    expect(page).toMatchObject({
      action: '/subscribe',
      values: {},
      topics: ['ports', 'ships'],
      isSecondStep: false,
    });
    expect(page.formToken).toMatch(/^[\w-]{56}$/u);
  });

  test('that was shown and filled in is written down, with what was agreed to', async () => {
    const door = smallDoor();
    const { formToken: form } = await pageIn(await door.get('/subscribe'), 'sign-up');
    door.now = '2026-03-01T12:00:02.000Z';
    const response = await door.post(
      '/subscribe',
      filled({ form, topics: ['ships', 'none', 'ships'], format: 'text' }),
    );
    expect(response.status).toBe(200);
    await pageIn(response, 'asked');
    expect(door.list.asked).toEqual([
      {
        address: 'Ana@Example.org',
        name: 'Ana',
        topics: ['ships'],
        format: 'text',
        consent: { text: 'yes in en', version: 'en-000000000000', url: 'https://list.example.org/subscribe' },
        rank: 1,
      },
    ]);
  });

  test('remembers the language that it was shown in', async () => {
    const door = smallDoor();
    const page = await pageIn(await door.get('/subscribe', { 'Accept-Language': 'ar' }), 'sign-up');
    expect(page.action).toBe('/subscribe?lang=ar');
    await door.post(page.action, filled());
    expect(door.list.asked[0]).toMatchObject({ language: 'ar', consent: { version: 'ar-000000000000' } });
  });

  test('is taken as multipart/form-data too', async () => {
    const door = smallDoor();
    const body = new FormData();
    for (const [name, value] of Object.entries(filled())) body.append(name, String(value));
    await pageIn(await door.ask('/subscribe', { method: 'POST', body }), 'asked');
    expect(door.list.asked).toHaveLength(1);
  });
});

describe('one more press is asked of a form that', () => {
  const bit = formToken().replace(/.$/u, (last) => (last === 'A' ? 'B' : 'A'));
  test.each([
    ['has no token', { form: '' }, {}],
    ['has a token of another kind', { form: tokenOf('confirm') }, {}],
    ['has a token that was changed', { form: bit }, {}],
    ['was shown more than a day ago', { form: formToken('2026-02-28T11:59:59.000Z') }, {}],
    ['was shown in the future', { form: formToken('2026-03-01T12:00:01.000Z') }, {}],
    ['comes from another site', {}, { 'Sec-Fetch-Site': 'cross-site' }],
    ['comes from another name of the site', {}, { 'Sec-Fetch-Site': 'same-site' }],
    ['has a foreign Origin', {}, { Origin: 'https://evil.example' }],
    ['hides its Origin', {}, { Origin: 'null' }],
  ])('%s', async (_name, fields, headers) => {
    const door = smallDoor();
    const response = await door.post('/subscribe', filled(fields), headers);
    expect(response.status).toBe(200);
    const page = await pageIn(response, 'sign-up');
    expect(page.isSecondStep).toBe(true);
    expect(page.values).toEqual({ address: 'Ana@Example.org', name: 'Ana' });
    expect(door.list.changes).toEqual([]);
    // And then it is taken.
    door.now = '2026-03-01T12:00:05.000Z';
    await pageIn(await door.post('/subscribe', filled({ form: page.formToken })), 'asked');
    expect(door.list.asked).toHaveLength(1);
  });

  test('was filled in within two seconds, and the next press is late enough', async () => {
    const door = smallDoor();
    const form = formToken('2026-03-01T11:59:58.500Z');
    const page = await pageIn(await door.post('/subscribe', filled({ form })), 'sign-up');
    expect(page).toMatchObject({ isSecondStep: true, formToken: form });
    door.now = '2026-03-01T12:00:01.000Z';
    await pageIn(await door.post('/subscribe', filled({ form })), 'asked');
  });

  test('was pressed five times already', async () => {
    const door = smallDoor();
    for (let n = 1; n <= 5; n += 1)
      await pageIn(await door.post('/subscribe', filled(), undefined, `192.0.2.${n}`), 'asked');
    await pageIn(await door.post('/subscribe', filled(), undefined, '192.0.2.6'), 'sign-up');
    expect(door.list.asked).toHaveLength(5);
  });
});

test('a field that people do not see gives programs away, and they are told nothing', async () => {
  const door = smallDoor();
  const response = await door.post('/subscribe', filled({ website: 'https://spam.example' }));
  expect(response.status).toBe(200);
  await pageIn(response, 'asked');
  expect(door.list.changes).toEqual([]);
});

describe('what cannot be used', () => {
  test.each([
    ['address-missing', { address: '  ' }],
    ['address-unusable', { address: 'ana@localhost' }],
    ['address-unusable', { address: 'ana@example.org, bob@example.org' }],
    ['address-unusable', { address: 'ana@example.org\r\nBcc: bob@example.org' }],
    ['address-unusable', { address: 'a'.repeat(5000) }],
    ['name-too-long', { name: 'n'.repeat(101) }],
    ['name-too-long', { name: 'Ana\u0000' }],
    ['name-too-long', { name: 'Ana\u2028Bcc' }],
  ])('%s: %j', async (problem, fields) => {
    const door = smallDoor();
    const response = await door.post('/subscribe', filled(fields));
    expect(response.status).toBe(400);
    expect((await pageIn(response, 'sign-up')).problem).toBe(problem);
    expect(door.list.changes).toEqual([]);
  });

  test('a hundred characters are a name, however many code units they are', async () => {
    const door = smallDoor();
    await pageIn(await door.post('/subscribe', filled({ name: '𐎠'.repeat(100) })), 'asked');
  });

  test.each(['20000', undefined])('more than a form can hold, announced as %s', async (length) => {
    const door = smallDoor();
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(4096).fill(97)),
    });
    const response = await door.ask('/subscribe', {
      method: 'POST',
      headers: length === undefined ? {} : { 'Content-Length': length },
      body,
      duplex: 'half',
    });
    expect(response.status).toBe(413);
    await pageIn(response, 'form-refused');
  });
});

describe('one network', () => {
  const press = (door: ReturnType<typeof smallDoor>, number: number, remote: string) =>
    door.post(
      '/subscribe',
      filled({ form: formToken(undefined, idOf(number)), address: `a${number}@example.org` }),
      undefined,
      remote,
    );

  test('asks five times an hour, each with its rank, and is told to wait then', async () => {
    const door = smallDoor();
    for (let n = 1; n <= 5; n += 1) await pageIn(await press(door, n, '2001:db8:1:2::1'), 'asked');
    // The same /64, another address.
    const response = await press(door, 6, '2001:db8:1:2:ffff::9');
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(3500);
    expect((await pageIn(response, 'too-often')).waitMinutes).toBe(60);
    expect(door.list.asked.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
    // Another network is at its beginning.
    await pageIn(await press(door, 7, '2001:db8:1:3::1'), 'asked');
    expect(door.list.asked.at(-1)?.rank).toBe(1);
  });
});
