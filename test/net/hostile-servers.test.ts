// Servers that mean harm, or are broken: what they may cost is bounded in bytes, seconds and redirects.
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import {
  constants,
  createBrotliCompress,
  createDeflate,
  createGzip,
  createZstdCompress,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFetcher, userAgent } from '../../src/net/create-fetcher.ts';
import { decodeText } from '../../src/net/decode-text.ts';
import type { FetchOutcome } from '../../src/net/fetch-outcome.ts';

const MB = 1024 * 1024;
const allow = { hosts: [], networks: ['127.0.0.0/8'] };
const fetcher = createFetcher({ userAgent: userAgent('9.9.9', 'https://harbour.example/'), allow });
const hasty = createFetcher({ userAgent: 'Broadside/test', allow, limits: { timeoutMs: 250 } });

async function serve(listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that does not know HTTP. */
async function serveRaw(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket.on('error', () => undefined));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Writes until the reader has gone; counts what was taken. */
function pour(stream: NodeJS.WritableStream, block: Uint8Array, bytes: number, taken = { bytes: 0 }): void {
  const next = (): void => {
    while (taken.bytes < bytes) {
      taken.bytes += block.length;
      if (!stream.write(block)) return void stream.once('drain', next);
    }
    stream.end();
  };
  stream.on('error', () => undefined);
  next();
}

function answerOf(outcome: FetchOutcome): Extract<FetchOutcome, { kind: 'answer' }> {
  if (outcome.kind !== 'answer') throw new Error(`${outcome.reason}: ${outcome.detail}`);
  return outcome;
}

describe('bodies', () => {
  test('of 10 GB are left after 5 MB', async () => {
    const taken = { bytes: 0 };
    const url = await serve((_request, response) => pour(response, Buffer.alloc(MB), 10_000 * MB, taken));
    const { body, bodyFault } = answerOf(await fetcher.fetch(url));
    expect([body.length, bodyFault]).toEqual([5 * MB, 'too-large']);
    expect(taken.bytes).toBeLessThan(40 * MB);
  });

  const CODERS = {
    gzip: () => createGzip({ level: 9 }),
    br: () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
    zstd: () => createZstdCompress(),
    deflate: () => createDeflate({ level: 9 }),
  };

  test.each(Object.entries(CODERS))(
    'that are %s bombs are left after 5 MB decoded',
    async (coding, coder) => {
      const taken = { bytes: 0 };
      const url = await serve((_request, response) => {
        response.writeHead(200, { 'content-encoding': coding });
        const stream = coder();
        stream.pipe(response);
        pour(stream, Buffer.alloc(MB), 1000 * MB, taken);
        response.on('close', () => stream.destroy());
      });
      const before = process.memoryUsage();
      const { body, bodyFault } = answerOf(await fetcher.fetch(url));
      const after = process.memoryUsage();
      expect([body.length, bodyFault]).toEqual([5 * MB, 'too-large']);
      expect(body.every((byte) => byte === 0)).toBe(true);
      // The server is in this process too and makes the bomb; what may not happen is that all of it is held.
      expect(after.external - before.external).toBeLessThan(100 * MB);
    },
  );

  test('that are bombs in a bomb are left, too', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip, gzip' });
      const inner = createGzip({ level: 9 });
      inner.pipe(createGzip({ level: 9 })).pipe(response);
      pour(inner, Buffer.alloc(MB), 200 * MB);
      response.on('close', () => inner.destroy());
    });
    expect(answerOf(await fetcher.fetch(url))).toMatchObject({ status: 200, bodyFault: 'too-large' });
  });

  test('packed thrice are not unpacked, nor those that want a large window', async () => {
    const thrice = gzipSync(gzipSync(gzipSync('x')));
    const wide = zstdCompressSync(Buffer.alloc(64 * MB, 'abc'), {
      params: { [constants.ZSTD_c_windowLog]: 26, [constants.ZSTD_c_contentSizeFlag]: 0 },
    });
    const url = await serve((request, response) => {
      const isZstd = request.url === '/zstd';
      response.writeHead(200, { 'content-encoding': isZstd ? 'zstd' : 'gzip, gzip, gzip' });
      response.end(isZstd ? wide : thrice);
    });
    expect(answerOf(await fetcher.fetch(`${url}/gzip`))).toMatchObject({ bodyFault: 'garbled' });
    expect(answerOf(await fetcher.fetch(`${url}/zstd`))).toMatchObject({ bodyFault: 'garbled' });
  });

  test.each([
    ['gzip', 'no gzip at all', 'garbled'],
    ['br', 'no brotli at all', 'garbled'],
    ['zstd', 'no zstd at all', 'garbled'],
    ['compress', 'not asked for', 'garbled'],
    ['gzip, gzip, gzip', 'thrice', 'garbled'],
  ])('that are said to be %s and are %s leave the answer standing', async (coding, text, bodyFault) => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': coding }).end(text);
    });
    expect(answerOf(await fetcher.fetch(url))).toMatchObject({ status: 200, bodyFault });
  });

  test('that drip are left when time is up', async () => {
    const url = await serve((_request, response) => {
      response.write('a');
      const timer = setInterval(() => response.write('a'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(answerOf(await hasty.fetch(url))).toMatchObject({ status: 200, bodyFault: 'too-slow' });
  });

  test('that end before their announced length are kept as far as they came', async () => {
    const url = await serveRaw((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'));
    });
    const { body, bodyFault } = answerOf(await fetcher.fetch(url));
    expect([Buffer.from(body).toString(), bodyFault]).toEqual(['half', 'broken-off']);
  });

  test('are not read of a HEAD, nor more than is asked for', async () => {
    const url = await serve((_request, response) => response.end('x'.repeat(10_000)));
    expect(answerOf(await fetcher.fetch(url, { method: 'HEAD' })).body.length).toBe(0);
    expect(answerOf(await fetcher.fetch(url, { maxBodyBytes: 100 })).body.length).toBe(100);
  });
});

describe('redirects', () => {
  test('a thousand are left after five', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: `/${asked}` }).end();
    });
    const outcome = await fetcher.fetch(`${url}/0`);
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'redirects' });
    expect(outcome.hops).toHaveLength(5);
    expect(asked).toBe(6);
  });

  test('five are followed', async () => {
    const url = await serve((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 5) response.end('here');
      else response.writeHead(301, { location: `/${step + 1}` }).end();
    });
    expect(answerOf(await fetcher.fetch(`${url}/0#top`))).toMatchObject({ url: `${url}/5`, status: 200 });
  });

  test('a circle is told from a long way', async () => {
    const url = await serve((request, response) => {
      response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end();
    });
    expect(await fetcher.fetch(`${url}/a`)).toMatchObject({ reason: 'redirect-loop' });
  });

  test.each(['http://[', '//', 'https:///'])('to "%s" lead nowhere', async (location) => {
    const url = await serve((_request, response) => void response.writeHead(302, { location }).end());
    expect(await fetcher.fetch(url)).toMatchObject({ reason: 'address', hops: [{ status: 302 }] });
  });

  test('without a place to go are the answer', async () => {
    const url = await serve((_request, response) => void response.writeHead(302).end('where?'));
    expect(answerOf(await fetcher.fetch(url))).toMatchObject({ status: 302 });
  });

  test('may name their place in UTF-8, as Arabic sites do', async () => {
    const seen: string[] = [];
    const url = await serveRaw((socket) => {
      socket.once('data', (head) => {
        seen.push(String(head).split(' ')[1] ?? '');
        const isFirst = seen.length === 1;
        socket.end(
          isFirst
            ? 'HTTP/1.1 301 Moved\r\nLocation: /ميناء?é\r\nContent-Length: 0\r\n\r\n'
            : 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
        );
      });
    });
    expect(answerOf(await fetcher.fetch(`${url}/a`)).status).toBe(200);
    expect(decodeURI(seen[1] ?? '')).toBe('/ميناء?é');
  });

  test('share one allowance of time', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      setTimeout(() => response.writeHead(302, { location: `/${asked}` }).end(), 120);
    });
    expect(await hasty.fetch(url)).toMatchObject({ reason: 'timeout' });
    expect(asked).toBeLessThan(4);
  });
});

describe('answers that are none', () => {
  test.each([
    ['100,000 header fields', `HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(100_000)}\r\n`, 'headers-too-large'],
    [
      'one endless header field',
      `HTTP/1.1 200 OK\r\nX-A: ${'b'.repeat(1_000_000)}\r\n\r\n`,
      'headers-too-large',
    ],
    ['garbage', 'SSH-2.0-OpenSSH_9.9\r\n', 'garbled'],
    ['bytes that are no text', '\u0000\u0001\u0002\u0003\r\n\r\n', 'garbled'],
    ['nothing before it closes', '', 'closed'],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-Le', 'closed'],
  ])('%s', async (_what, text, reason) => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.end(text)));
    expect(await fetcher.fetch(url)).toMatchObject({ kind: 'failed', reason });
  });

  test.each([
    ['silence', (_socket: Socket) => undefined],
    ['half a head and then silence', (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\nX: ')],
    ['one byte at a time', (socket: Socket) => drip(socket)],
    ['half-closed silence', (socket: Socket) => void socket.on('end', () => undefined)],
    ['preliminary answers without end', (socket: Socket) => drip(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n')],
  ])('%s ends when time is up', async (_what, answer) => {
    const url = await serveRaw((socket) => socket.once('data', () => answer(socket)));
    expect(await hasty.fetch(url)).toMatchObject({ kind: 'failed', reason: 'timeout' });
  });

  test('a cut connection', async () => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await fetcher.fetch(url)).toMatchObject({ reason: 'closed', isOfHost: false });
  });

  test('nobody at the port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await fetcher.fetch(`http://127.0.0.1:${port}/`)).toMatchObject({
      reason: 'refused',
      isOfHost: true,
    });
  });

  test.each([
    ['ENOTFOUND', 'name-unknown'],
    ['EAI_AGAIN', 'name-unsettled'],
  ])('a name server that says %s', async (code, reason) => {
    const resolver = (): Promise<never> => Promise.reject(Object.assign(new Error(code), { code }));
    const own = createFetcher({ userAgent: 'Broadside/test', resolver });
    expect(await own.fetch('http://nowhere.example/')).toMatchObject({ reason, isOfHost: true });
  });

  test('a name server that says nothing', async () => {
    const own = createFetcher({
      userAgent: 'Broadside/test',
      resolver: () => new Promise(() => undefined),
      limits: { timeoutMs: 50 },
    });
    expect(await own.fetch('http://nowhere.example/')).toMatchObject({ reason: 'timeout' });
  });

  test('a bug of ours is not taken for a failure of the network', async () => {
    const resolver = (): Promise<never> => Promise.reject(new TypeError('x is not a function'));
    const own = createFetcher({ userAgent: 'Broadside/test', resolver });
    await expect(own.fetch('http://paper.example/')).rejects.toThrow(TypeError);
  });
});

test('says who asks', async () => {
  const seen: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    seen.push(request.headers['user-agent'], request.headers.cookie, request.headers.referer);
    response.end();
  });
  await fetcher.fetch(url);
  expect(seen).toEqual(['Broadside/9.9.9 (+https://harbour.example/)', undefined, undefined]);
});

test('Ctrl-C ends a request at once', async () => {
  const url = await serveRaw(() => undefined);
  const control = new AbortController();
  const asked = fetcher.fetch(url, { signal: control.signal });
  setTimeout(() => control.abort(new Error('enough')), 20);
  await expect(asked).rejects.toThrow('enough');
});

test('waits for its turn at every host, and waiting costs it no time', async () => {
  const turns: string[] = [];
  const url = await serve((request, response) => {
    if (request.url === '/end') response.end('here');
    else response.writeHead(302, { location: `${url.replace('127.0.0.1', '127.0.0.2')}/end` }).end();
  });
  const second = createHttpServer((_request, response) => void response.end('here'));
  await new Promise<void>((resolve) => second.listen(Number(new URL(url).port), '127.0.0.2', resolve));
  onTestFinished(() => void second.close());
  const outcome = await hasty.fetch(url, {
    turn: async (host, ask) => {
      turns.push(host);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return ask();
    },
  });
  expect(outcome).toMatchObject({ kind: 'answer', status: 200 });
  expect(turns).toEqual(['127.0.0.1', '127.0.0.2']);
});

describe('text', () => {
  test.each([
    ['text/html; charset=windows-1252', [0x93, 0x68, 0x69, 0x94], '“hi”'],
    ['text/html; charset="utf-8"', [0xc3, 0xa9], 'é'],
    ['text/html; charset=no-such-charset', [0x68, 0x69], 'hi'],
    ['text/html; charset=utf-8', [0xff, 0x68], '\ufffdh'],
    [undefined, [...Buffer.from('<meta charset=windows-1256>'), 0xc7], '<meta charset=windows-1256>ا'],
    ['text/html', [0xef, 0xbb, 0xbf, 0x68], 'h'],
  ])('said to be %s', (contentType, bytes, text) => {
    expect(decodeText(Uint8Array.from(bytes), contentType)).toBe(text);
  });
});

function drip(socket: Socket, text = 'x'): void {
  if (text === 'x') socket.write('HTTP/1.1 200 OK\r\nX: ');
  const timer = setInterval(() => socket.write(text), 10);
  socket.on('close', () => clearInterval(timer));
}
