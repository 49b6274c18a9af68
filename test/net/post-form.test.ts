// A form goes out by POST: its body and kind arrive as they are, a redirect is the answer, and the guard stands as for any other request.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createFetcher } from '../../src/net/create-fetcher.ts';

const FORM = { contentType: 'application/x-www-form-urlencoded', body: 'List-Unsubscribe=One-Click' };

interface Asked {
  readonly line: string;
  readonly type: string | undefined;
  readonly cookie: string | undefined;
  readonly body: string;
}

async function server(status: number, headers: Readonly<Record<string, string>> = {}) {
  const asked: Asked[] = [];
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { 'content-type': type, cookie } = request.headers;
      asked.push({ line: `${request.method} ${request.url}`, type, cookie, body });
      response.writeHead(status, headers).end('done');
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return { asked, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/u/token` };
}

const allowing = createFetcher({
  userAgent: 'Broadside/test',
  allow: { hosts: [], networks: ['127.0.0.0/8'] },
});

test('arrives as it was given, and its answer is read', async () => {
  const { asked, url } = await server(200);
  const outcome = await allowing.fetch(url, { post: FORM });
  expect(outcome).toMatchObject({ kind: 'answer', status: 200, hops: [] });
  expect(outcome.kind === 'answer' && Buffer.from(outcome.body).toString()).toBe('done');
  expect(asked).toEqual([
    { line: 'POST /u/token', type: FORM.contentType, cookie: undefined, body: FORM.body },
  ]);
});

test.each([301, 302, 303, 307, 308])('a redirect by %i is the answer and is not followed', async (status) => {
  const { asked, url } = await server(status, { location: '/elsewhere' });
  expect(await allowing.fetch(url, { post: FORM })).toMatchObject({ kind: 'answer', status, hops: [] });
  expect(asked.map(({ line }) => line)).toEqual(['POST /u/token']);
});

test('the same redirect is followed without a form', async () => {
  const { asked, url } = await server(302, { location: '/elsewhere' });
  await allowing.fetch(url);
  expect(asked.map(({ line }) => line)).toEqual(['GET /u/token', 'GET /elsewhere']);
});

test('goes to no neighbour unless the operator says so', async () => {
  const { asked, url } = await server(200);
  const guarded = createFetcher({ userAgent: 'Broadside/test' });
  expect(await guarded.fetch(url, { post: FORM })).toMatchObject({ kind: 'failed', reason: 'blocked' });
  expect(asked).toEqual([]);
});
