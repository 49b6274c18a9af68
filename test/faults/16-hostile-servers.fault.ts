// Fault test 16: feeds on servers that mean harm or are broken: bodies without end, bombs, one octet at a time, a thousand redirects, lies about what is
// sent. `collect` is the real program in a process of its own: it ends in time, holds little, takes no more than it may, and reads the sound feed beside them.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { constants, createBrotliCompress, createDeflate, createGzip, createZstdCompress } from 'node:zlib';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { NEWSLETTER, testProject } from '../support/project.ts';
import { startBroadside } from '../support/start-broadside.ts';

const figures: string[] = [];
afterAll(() => console.log(`16 hostile servers: ${figures.join('; ')}`));

const MB = 1024 * 1024;
/** Node.js itself, the program and ten bodies of 5 MB, as bytes and as text. */
const MOST_MB = 400;
const HEAD = '<rss version="2.0"><channel><title>x</title>';
const item = (name: string): string =>
  `<item><title>Story of ${name}</title><link>https://${name}.example/</link></item>`;
const feed = (name: string): string => `${HEAD}${item(name)}</channel></rss>`;

/** What was written to the program, by path, in octets. */
const taken = new Map<string, number>();

function pour(stream: NodeJS.WritableStream, block: Uint8Array, most: number, name: string): void {
  let poured = 0;
  const next = (): void => {
    while (poured < most) {
      poured += block.length;
      taken.set(name, poured);
      if (!stream.write(block)) return void stream.once('drain', next);
    }
    stream.end();
  };
  stream.on('error', () => undefined);
  next();
}

function bomb(coding: string, coder: () => NodeJS.ReadWriteStream) {
  return (response: ServerResponse): void => {
    response.writeHead(200, { 'content-encoding': coding });
    const stream = coder();
    stream.pipe(response);
    pour(stream, Buffer.alloc(MB, ' '), 300 * MB, coding);
  };
}

type Deed = (response: ServerResponse, request: IncomingMessage) => void;

const every = (response: ServerResponse, ms: number, deed: () => void): void => {
  const timer = setInterval(deed, ms);
  response.on('close', () => clearInterval(timer));
};

/** What the server does, and what the report says of it. */
const DEEDS: Readonly<Record<string, readonly [deed: Deed, state: string, detail: RegExp]>> = {
  endless: [
    (response) => pour(response, Buffer.alloc(MB, 'x'), 10_000 * MB, 'endless'),
    'failed',
    /no feed/u,
  ],
  endlessFeed: [
    (response) => {
      response.write(HEAD + item('endless'));
      pour(response, Buffer.from(item('again').repeat(10_000)), 10_000 * MB, 'endlessFeed');
    },
    'new',
    /larger than 5 MB/u,
  ],
  gzip: [bomb('gzip', () => createGzip({ level: 9 })), 'failed', /empty/u],
  br: [
    bomb('br', () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 3 } })),
    'failed',
    /empty/u,
  ],
  zstd: [bomb('zstd', () => createZstdCompress()), 'failed', /empty/u],
  deflate: [bomb('deflate', () => createDeflate({ level: 9 })), 'failed', /empty/u],
  garbled: [
    (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip at all'),
    'failed',
    /compression/u,
  ],
  silent: [() => undefined, 'failed', /no answer came in time/u],
  drip: [
    (response) => {
      const text = feed('drip'.repeat(1000));
      let at = 0;
      every(response, 50, () => void response.write(text[at++] ?? ' '));
    },
    'failed',
    /within its first entry|not well-formed|no feed|breaks off/u,
  ],
  dripHead: [
    (response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\n');
      every(response, 50, () => void response.socket?.write('X-A: b\r\n'));
    },
    'failed',
    /in time|header/u,
  ],
  redirects: [
    (response, request) => {
      const step = Number(/\d+$/u.exec(request.url ?? '')?.[0] ?? 0);
      if (step < 1000) response.writeHead(302, { location: `/redirects/${step + 1}` }).end();
      else response.end(feed('redirects'));
    },
    'failed',
    /redirects more than 5 times/u,
  ],
  circle: [(response) => response.writeHead(301, { location: '/circle' }).end(), 'failed', /circle/u],
  headers: [
    (response) => void response.socket?.end(`HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(100_000)}\r\n`),
    'failed',
    /head/u,
  ],
  garbage: [(response) => void response.socket?.end('SSH-2.0-OpenSSH_9.9\r\n'), 'failed', /HTTP/u],
  cut: [
    (response) => {
      response.writeHead(200, { 'content-length': '100000' }).write(HEAD + item('cut'));
      setTimeout(() => response.socket?.resetAndDestroy(), 50);
    },
    'new',
    /cut|breaks off/u,
  ],
  charset: [
    (response) =>
      response.writeHead(200, { 'content-type': 'text/xml; charset=no-such-charset' }).end(feed('charset')),
    'new',
    /^$/u,
  ],
  unasked304: [(response) => response.writeHead(304).end(), 'nothing new', /^$/u],
  waitForEver: [
    (response) => response.writeHead(503, { 'retry-after': '999999999' }).end(),
    'failed',
    /server has failed/u,
  ],
  sound: [(response) => response.end(feed('sound')), 'new', /^$/u],
};

test('cost little and hold nobody up', async () => {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const name = /^\/(\w+)/u.exec(request.url ?? '')?.[1] ?? '';
    asked.set(name, (asked.get(name) ?? 0) + 1);
    response.on('error', () => undefined);
    DEEDS[name]?.[0](response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const names = Object.keys(DEEDS);
  const rows = names.map((name, index) => `  - url: http://127.0.1.${index + 1}:${port}/${name}\n`).join('');
  const project = testProject({ 'issues/newsletter.yaml': `${NEWSLETTER}feeds:\n${rows}` });
  const startedAt = performance.now();
  const memory = project.path('memory.txt');
  const { code, stdout, stderr } = await startBroadside(['collect', '--json'], project.root, {
    preload: 'note-memory',
    env: { BROADSIDE_NET_ALLOW: '127.0.0.0/8', NOTE_MEMORY: memory },
  });
  const seconds = (performance.now() - startedAt) / 1000;
  expect(code, stderr + stdout).toBe(3);
  const { feeds } = JSON.parse(stdout) as {
    feeds: readonly { url: string; state: string; detail?: string; nextAt?: string }[];
  };
  for (const [index, name] of names.entries()) {
    const [, state, detail] = DEEDS[name] ?? [];
    expect(feeds[index]?.state, name).toBe(state);
    expect(feeds[index]?.detail ?? '', name).toMatch(detail ?? /x/u);
  }
  const inbox = readFileSync(project.path('issues/inbox.md'), 'utf8');
  for (const name of ['endless', 'cut', 'charset', 'sound']) expect(inbox).toContain(`[Story of ${name}]`);
  // What the program has refused stays in the server, but for what fits on the way.
  for (const name of ['endless', 'endlessFeed']) expect((taken.get(name) ?? 0) / MB, name).toBeLessThan(40);
  expect(asked.get('redirects')).toBe(6);
  const week = Date.parse(feeds[names.indexOf('waitForEver')]?.nextAt ?? '') - Date.now();
  expect(week).toBeLessThan(7.1 * 86_400_000);
  expect(seconds).toBeLessThan(30);
  const mostMb = Number(readFileSync(memory, 'utf8')) / 1024;
  expect(mostMb).toBeLessThan(MOST_MB);
  figures.push(`${names.length} servers in ${seconds.toFixed(1)} s, at most ${mostMb.toFixed(0)} MB`);
});
