// Clients that are slow on purpose: a request that comes an octet at a time, a body that never ends, a header without end. Each is cut off within the
// limits of `server/listen.ts`, and everybody else is answered meanwhile.
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../../src/server/listen.ts';
import { listScene } from '../support/list-scene.ts';

const CLIENTS = 60;
/** A whole request is to be there after 30 s; it is looked after every 5. */
const CUT_OFF_MS = 40_000;

const KINDS = {
  'a header, an octet at a time': 'GET /subscribe HTTP/1.1\r\nHost: x\r\nX-Slow: ',
  'a body, an octet at a time':
    'POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\naddress=',
  'chunks without end': 'POST /subscribe HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n',
} as const;

test('are cut off, and nobody waits for them', { timeout: 120_000 }, async () => {
  const scene = await listScene();
  const server = await serve(scene.app, { port: 0 });
  onTestFinished(() => server.close());
  const begun = performance.now();
  const ends = Object.entries(KINDS).flatMap(([kind, start]) =>
    Array.from({ length: CLIENTS / 3 }, () => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write(start));
      const drip = setInterval(() => socket.write(kind.startsWith('chunks') ? '1\r\na\r\n' : 'a'), 500);
      return new Promise<readonly [kind: string, ms: number]>((resolve) => {
        socket.on('error', () => {});
        socket.resume();
        socket.once('close', () => {
          clearInterval(drip);
          resolve([kind, performance.now() - begun]);
        });
      });
    }),
  );
  let slowestMs = 0;
  for (let n = 0; n < 30; n += 1) {
    const asked = performance.now();
    expect((await fetch(`${server.url}subscribe`)).status).toBe(200);
    slowestMs = Math.max(slowestMs, performance.now() - asked);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(slowestMs).toBeLessThan(2000);
  for (const [kind, ms] of await Promise.all(ends)) expect(ms, kind).toBeLessThan(CUT_OFF_MS);
});

test('a header without end is refused at once', async () => {
  const scene = await listScene();
  const server = await serve(scene.app, { port: 0 });
  onTestFinished(() => server.close());
  const answer = await new Promise<string>((resolve) => {
    let text = '';
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(100_000)}\r\n\r\n`),
    );
    socket.on('data', (part) => (text += String(part)));
    socket.on('error', () => {});
    socket.once('close', () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 431 /u);
});
