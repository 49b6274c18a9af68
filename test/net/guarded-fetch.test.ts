// No spelling of a neighbour's address, written in an issue, given by a name server or hidden behind redirects, makes a connection.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFetcher } from '../../src/net/create-fetcher.ts';
import { createAddressGuard, parseAllowList } from '../../src/net/guard-addresses.ts';
import { NEIGHBOURS as SPELLINGS } from '../support/neighbours.ts';
import { divertNetwork, PUBLIC } from './diverted-network.ts';

/** Every name is public, but for those that a machine has of itself. */
const resolver = async (host: string): Promise<readonly string[]> =>
  host.replace(/\.$/u, '') === 'localhost' ? ['127.0.0.1', '::1'] : [PUBLIC];

const fetcher = createFetcher({ userAgent: 'Broadside/test', resolver });

/** Only the literal's own range decides here, so each range stands for one row of the tables. */
const ADDRESSES = SPELLINGS.flatMap(([what, url]) => {
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/gu, '') : '';
  return /^[\d.]+$|:/u.test(host) && !what.startsWith('user') ? [[what, host] as const] : [];
});

describe('no connection is begun', () => {
  test.each(SPELLINGS)('to %s, written in an issue', async (_what, url) => {
    const network = await divertNetwork((_request, response) => response.end('secret'));
    const outcome = await fetcher.fetch(url);
    expect(outcome).toMatchObject({ kind: 'failed', hops: [] });
    expect(outcome.kind === 'failed' && ['blocked', 'address'].includes(outcome.reason)).toBe(true);
    expect(network.dialled).toEqual([]);
  });

  test.each(SPELLINGS)('to %s, by a redirect', async (_what, url) => {
    const network = await divertNetwork((_request, response) => {
      response.writeHead(302, { location: asciiOf(url) }).end();
    });
    const outcome = await fetcher.fetch('http://paper.example/story');
    expect(outcome).toMatchObject({ kind: 'failed', hops: [{ status: 302 }] });
    expect(network.dialled).toEqual([PUBLIC]);
  });

  test.each(SPELLINGS)('to %s, by the second redirect', async (_what, url) => {
    const network = await divertNetwork((request, response) => {
      const location = request.url === '/story' ? 'https://paper.example:8443/next' : asciiOf(url);
      response
        .writeHead(301, { location: request.url === '/story' ? 'http://paper.example/next' : location })
        .end();
    });
    const outcome = await fetcher.fetch('http://paper.example/story');
    expect(outcome).toMatchObject({ kind: 'failed', hops: [{ status: 301 }, { status: 301 }] });
    expect(network.dialled).toEqual([PUBLIC, PUBLIC]);
  });

  test.each(ADDRESSES)('to %s, named by a name server (%s)', async (_what, address) => {
    const network = await divertNetwork((_request, response) => response.end('secret'));
    for (const answers of [[address], [PUBLIC, address], [address, PUBLIC]]) {
      const named = createFetcher({ userAgent: 'Broadside/test', resolver: async () => answers });
      expect(await named.fetch('http://paper.example/')).toMatchObject({ reason: 'blocked', isOfHost: true });
    }
    expect(network.dialled).toEqual([]);
  });

  test.each(ADDRESSES)('to %s, by a name that changes its mind (%s)', async (_what, address) => {
    const network = await divertNetwork((_request, response) => response.end('public'));
    let asked = 0;
    const rebinding = createFetcher({
      userAgent: 'Broadside/test',
      resolver: async () => {
        asked += 1;
        return asked === 1 ? [PUBLIC] : [address];
      },
    });
    expect(await rebinding.fetch('http://rebind.example/')).toMatchObject({ kind: 'answer', status: 200 });
    expect(asked).toBe(1);
    expect(await rebinding.fetch('http://rebind.example/')).toMatchObject({ reason: 'blocked' });
    expect(network.dialled).toEqual([PUBLIC]);
  });

  test('to a neighbour whose name a redirect gives for the second time', async () => {
    const network = await divertNetwork((_request, response) => {
      response.writeHead(302, { location: 'http://rebind.example/again' }).end();
    });
    const answers = [[PUBLIC], ['127.0.0.1']];
    const rebinding = createFetcher({
      userAgent: 'Broadside/test',
      resolver: async () => answers.shift() ?? [],
    });
    expect(await rebinding.fetch('http://rebind.example/')).toMatchObject({ reason: 'blocked' });
    expect(network.dialled).toEqual([PUBLIC]);
  });
});

test('the machine itself is not found by its real address either', async () => {
  let connections = 0;
  const sink = createServer((_request, response) => response.end('secret')).on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void sink.close());
  const { port } = sink.address() as AddressInfo;
  const real = createFetcher({ userAgent: 'Broadside/test' });
  for (const host of ['127.0.0.1', '2130706433', '0x7f.1', 'localhost', '[::ffff:127.0.0.1]', '0']) {
    expect(await real.fetch(`http://${host}:${port}/`)).toMatchObject({ reason: 'blocked' });
  }
  expect(connections).toBe(0);
});

describe('what the operator allows', () => {
  const ok: RequestListener = (_request, response) => void response.end('minutes of the meeting');

  test.each([
    ['10.1.0.0/16', 'http://10.1.2.3/', true],
    ['10.1.0.0/16', 'http://10.2.2.3/', false],
    ['10.1.2.3', 'http://10.1.2.3/', true],
    ['10.1.2.3', 'http://10.1.2.4/', false],
    ['fd12::/32', 'http://[fd12:0:1::5]/', true],
    ['archive.intranet', 'http://archive.intranet/', true],
    ['archive.intranet', 'http://archive.intranet./', true],
    ['archive.intranet', 'http://other.intranet/', false],
    ['*.intranet', 'http://a.intranet/', true],
    ['*.intranet', 'http://intranet/', false],
    ['*.intranet', 'http://notintranet/', false],
    ['a.example, 10.1.0.0/16  *.intranet', 'http://b.intranet/', true],
  ])('%s lets %s through: %s', async (list, url, isAllowed) => {
    const network = await divertNetwork(ok);
    const own = createFetcher({
      userAgent: 'Broadside/test',
      allow: parseAllowList(list, 'BROADSIDE_NET_ALLOW'),
      resolver: async () => ['10.9.9.9'],
    });
    const outcome = await own.fetch(url);
    expect(outcome.kind).toBe(isAllowed ? 'answer' : 'failed');
    expect(network.dialled).toHaveLength(isAllowed ? 1 : 0);
  });

  test.each(['http://a.example', '10.0.0.0/33', '300.1.1.1', '10.0.0.0/8/8', 'a b$c', '::1/129'])(
    'nothing like %s',
    (list) => {
      expect(() => parseAllowList(list, 'BROADSIDE_NET_ALLOW')).toThrow('BROADSIDE_NET_ALLOW holds');
    },
  );
});

test.each([
  '93.184.216.34',
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '2606:2800:220:1::1',
  '2a00:1450:4009::200e',
])('%s is the public Internet', (address) => {
  expect(createAddressGuard().refusal('paper.example', address)).toBeUndefined();
});

test.each(['fe80::1%eth0', 'paper.example', ''])('"%s" is no address to connect to', (address) => {
  expect(createAddressGuard().refusal('paper.example', address)).toBeDefined();
});

/** Field values are sent in Latin-1; a server writes other letters as escapes. */
function asciiOf(url: string): string {
  return url.replaceAll(/[^\x20-\x7e]+/gu, (letters) => encodeURIComponent(letters));
}
