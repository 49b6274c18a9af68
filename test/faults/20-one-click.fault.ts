// Fault test 20: one click (RFC 8058), sent to the program as providers send it, octet by octet over a socket: in both kinds of body, without cookie,
// Origin or User-Agent, ten times over, to readers who were erased, with bodies that are wrong; and everything that is no POST changes nothing.
import { connect } from 'node:net';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { makeToken } from '../../src/audience/token.ts';
import { storedTokenKeys } from '../../src/cli/token-keys.ts';
import type { Subscriber } from '../../src/model/subscriber.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { tablesOf } from '../store/tables-of.ts';
import { type FaultScene, faultScene, IS_FULL } from '../support/fault-scene.ts';

const TIMES = 10;
const READERS = IS_FULL ? 200 : 40;
const MULTIPART = 'multipart/form-data; boundary=q7';
const URLENCODED = 'application/x-www-form-urlencoded';
const ONE_CLICK = {
  [URLENCODED]: 'List-Unsubscribe=One-Click',
  [MULTIPART]:
    '--q7\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--q7--\r\n',
} as const;

let answers = 0;
afterAll(() => console.log(`20 one click: ${answers} requests over a socket, ${READERS} readers`));

interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

interface Office {
  readonly scene: FaultScene;
  readonly readers: readonly Subscriber[];
  linkOf(reader: Subscriber): string;
  /** Nothing is in the request but what is given here, and what HTTP cannot do without. */
  send(method: string, path: string, fields?: readonly string[], body?: string): Promise<Answer>;
  state(): Promise<string>;
  statusOf(reader: Subscriber): Promise<string | undefined>;
  erase(reader: Subscriber): Promise<boolean>;
}

async function office(): Promise<Office> {
  const scene = await faultScene({ database: 'SQLite', readers: READERS });
  const running = scene.start(['serve', '--listen', ':0', '--metrics', ':0', '--json']);
  let said = '';
  running.child.stdout?.on('data', (text: string) => (said += text));
  await expect.poll(() => said, { timeout: 30_000 }).toContain('\n');
  const { listen } = JSON.parse(said) as { listen: string };
  const port = Number(new URL(listen).port);
  const database = await openDatabase(scene.databaseUrl);
  onTestFinished(() => database.close());
  const readers = await Array.fromAsync(database.subscribers.list());
  const [key] = await storedTokenKeys(database.settings);
  if (key === undefined) throw new Error('There is no key');
  return {
    scene,
    readers,
    linkOf: ({ id }) =>
      `/u/${makeToken({ purpose: 'unsubscribe', listId: 'harbour.example.org', subscriberId: id }, key)}`,
    send: (method, path, fields = [], body = '') => {
      answers += 1;
      return sendRaw(port, method, path, fields, body);
    },
    state: async () => JSON.stringify(await tablesOf(scene.databaseUrl)),
    statusOf: async ({ id }) => (await database.subscribers.findById(id))?.status,
    erase: ({ id }) => database.audience.erase(id, 'test', new Date().toISOString()),
  };
}

function sendRaw(
  port: number,
  method: string,
  path: string,
  fields: readonly string[],
  body: string,
): Promise<Answer> {
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: harbour.example.org',
    ...fields,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head.join('\r\n')}\r\n\r\n${body}`));
    socket.setEncoding('latin1').on('data', (part) => (text += part));
    socket.once('error', reject);
    socket.once('close', () => {
      const end = text.indexOf('\r\n\r\n');
      resolve({ status: Number(text.slice(9, 12)), head: text.slice(0, end), body: text.slice(end + 4) });
    });
  });
}

describe('one click', () => {
  test('in both kinds of body, ten times over, lets go and says so', async () => {
    const { readers, linkOf, send, statusOf } = await office();
    for (const [index, reader] of readers.entries()) {
      const type = index % 2 === 0 ? URLENCODED : MULTIPART;
      for (let n = 0; n < TIMES; n += 1) {
        const { status, head, body } = await send(
          'POST',
          linkOf(reader),
          [`Content-Type: ${type}`],
          ONE_CLICK[type],
        );
        expect(status).toBe(200);
        expect(head).not.toMatch(/^(?:location|set-cookie):/imu);
        expect(head).toMatch(/^cache-control: no-store$/imu);
        expect(body).toContain('You are unsubscribed.');
      }
      expect(await statusOf(reader)).toBe('unsubscribed');
    }
  });

  test('counts once, however often it comes, also at the same time', async () => {
    const { readers, linkOf, send, scene } = await office();
    const [reader] = readers;
    if (reader === undefined) throw new Error('There is no reader');
    const all = await Promise.all(
      Array.from({ length: TIMES }, () =>
        send('POST', linkOf(reader), [`Content-Type: ${URLENCODED}`], ONE_CLICK[URLENCODED]),
      ),
    );
    expect(all.map(({ status }) => status)).toEqual(Array(TIMES).fill(200));
    const tables = await tablesOf(scene.databaseUrl);
    const counted = tables['audience_counts']?.filter(({ event }) => event === 'unsubscribed');
    expect(counted).toMatchObject([{ count: 1 }]);
    expect(tables['consents']?.filter(({ event }) => event === 'withdrawn')).toHaveLength(1);
  });

  test('of a reader who was erased is right as well, and writes nothing', async () => {
    const { readers, linkOf, send, erase, state } = await office();
    const [reader] = readers;
    if (reader === undefined) throw new Error('There is no reader');
    await erase(reader);
    const before = await state();
    const { status } = await send(
      'POST',
      linkOf(reader),
      [`Content-Type: ${MULTIPART}`],
      ONE_CLICK[MULTIPART],
    );
    expect(status).toBe(200);
    expect(await state()).toBe(before);
  });

  test('is meant by any other POST to the link, too', async () => {
    const { readers, linkOf, send, statusOf } = await office();
    const bodies: readonly (readonly [fields: readonly string[], body: string])[] = [
      [[], ''],
      [[], 'List-Unsubscribe=One-Click'],
      [['Content-Type: text/plain'], 'unsubscribe me'],
      [['Content-Type: application/json'], '{"a":'],
      [[`Content-Type: ${URLENCODED}`], 'List-Unsubscribe=Two-Clicks'],
      [[`Content-Type: ${URLENCODED}`], `x=${'y'.repeat(100_000)}`],
      [[`Content-Type: ${MULTIPART}`], '--q7\r\nContent-Disposition'],
      [['Content-Type: multipart/form-data'], ONE_CLICK[MULTIPART]],
      [['Content-Type: ;;;', 'Origin: https://evil.example', 'Sec-Fetch-Site: cross-site'], '\u0000'],
    ];
    for (const [index, [fields, body]] of bodies.entries()) {
      const reader = readers[index];
      if (reader === undefined) throw new Error('There are too few readers');
      const { status, head } = await send('POST', linkOf(reader), fields, body);
      expect([status, await statusOf(reader)], `${fields.join()} ${body.slice(0, 30)}`).toEqual([
        200,
        'unsubscribed',
      ]);
      expect(head).not.toMatch(/^location:/imu);
    }
  });
});

describe('what is no POST', () => {
  const PREFETCHES = [
    [],
    ['Purpose: prefetch'],
    ['X-Purpose: preview'],
    ['Sec-Purpose: prefetch;prerender'],
    ['X-Moz: prefetch'],
    ['X-HTTP-Method-Override: POST'],
    ['X-Method-Override: POST'],
    [`Content-Type: ${URLENCODED}`],
  ];

  test.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])(
    '%s changes nothing',
    async (method) => {
      const { readers, linkOf, send, state } = await office();
      const before = await state();
      for (const [index, fields] of PREFETCHES.entries()) {
        const reader = readers[index];
        if (reader === undefined) throw new Error('There are too few readers');
        for (const path of [linkOf(reader), `${linkOf(reader)}?List-Unsubscribe=One-Click&_method=POST`]) {
          const { status } = await send(method, path, fields, method === 'HEAD' ? '' : ONE_CLICK[URLENCODED]);
          expect(status).toBe(method === 'GET' || method === 'HEAD' ? 200 : method === 'OPTIONS' ? 204 : 405);
        }
      }
      expect(await state()).toBe(before);
    },
  );
});
