// No spelling of a neighbour's address, written in an issue, given by a name server or hidden behind redirects, makes a connection.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFetcher } from '../../src/net/create-fetcher.ts';
import { createAddressGuard, parseAllowList } from '../../src/net/guard-addresses.ts';
import { divertNetwork, PUBLIC } from './diverted-network.ts';

/** Addresses as someone might write them; each must be refused before a connection is begun. */
const SPELLINGS: readonly (readonly [what: string, url: string])[] = [
  ['loopback', 'http://127.0.0.1/'],
  ['loopback, not the usual one', 'http://127.8.9.10/'],
  ['loopback, decimal', 'http://2130706433/'],
  ['loopback, hex', 'http://0x7f000001/'],
  ['loopback, hex in parts', 'http://0x7f.0x0.0x0.0x1/'],
  ['loopback, octal', 'http://0177.0.0.1/'],
  ['loopback, octal in one', 'http://017700000001/'],
  ['loopback, short', 'http://127.1/'],
  ['loopback with a final dot', 'http://127.0.0.1./'],
  ['loopback in full-width figures', 'http://１２７.０.０.１/'],
  ['loopback in circled figures', 'http://①②⑦.⓪.⓪.①/'],
  ['loopback with an ideographic stop', 'http://127。0。0。1/'],
  ['loopback, escaped', 'http://%31%32%37.0.0.1/'],
  ['unspecified', 'http://0.0.0.0/'],
  ['unspecified, short', 'http://0/'],
  ['private 10', 'http://10.0.0.1/'],
  ['private 172', 'http://172.31.255.255/'],
  ['private 192', 'http://192.168.1.1/'],
  ['private, decimal', 'http://3232235777/'],
  ['link-local', 'http://169.254.1.1/'],
  ['metadata', 'http://169.254.169.254/latest/meta-data/'],
  ['metadata, hex', 'http://0xa9fea9fe/'],
  ['metadata of Azure', 'http://168.63.129.16/'],
  ['CGNAT, metadata of Alibaba', 'http://100.100.100.200/'],
  ['multicast', 'http://224.0.0.1/'],
  ['broadcast', 'http://255.255.255.255/'],
  ['reserved', 'http://240.0.0.1/'],
  ['benchmark network', 'http://198.18.0.1/'],
  ['documentation', 'http://192.0.2.1/'],
  ['documentation, second', 'http://198.51.100.1/'],
  ['documentation, third', 'http://203.0.113.1/'],
  ['protocol assignments', 'http://192.0.0.8/'],
  ['6to4 relay', 'http://192.88.99.1/'],
  ['IPv6 loopback', 'http://[::1]/'],
  ['IPv6 loopback in full', 'http://[0:0:0:0:0:0:0:1]/'],
  ['IPv6 unspecified', 'http://[::]/'],
  ['IPv4-mapped', 'http://[::ffff:127.0.0.1]/'],
  ['IPv4-mapped in hex', 'http://[::ffff:7f00:1]/'],
  ['IPv4-compatible', 'http://[::127.0.0.1]/'],
  ['NAT64', 'http://[64:ff9b::7f00:1]/'],
  ['NAT64, local', 'http://[64:ff9b:1::7f00:1]/'],
  ['6to4', 'http://[2002:7f00:1::]/'],
  ['Teredo', 'http://[2001:0:7f00:1::]/'],
  ['unique local', 'http://[fd12:3456::1]/'],
  ['metadata, IPv6', 'http://[fd00:ec2::254]/'],
  ['link-local, IPv6', 'http://[fe80::1]/'],
  ['site-local, IPv6', 'http://[fec0::1]/'],
  ['multicast, IPv6', 'http://[ff02::1]/'],
  ['discard-only', 'http://[100::1]/'],
  ['documentation, IPv6', 'http://[2001:db8::1]/'],
  ['documentation, IPv6, newer', 'http://[3fff::1]/'],
  ['segment routing', 'http://[5f00::1]/'],
  ['user name', 'http://paper.example@127.0.0.1/'],
  ['user name before a public host', 'http://admin:secret@paper.example/'],
  ['port of SSH', 'http://paper.example:22/'],
  ['port of SMTP', 'https://paper.example:25/'],
  ['port of SIP', 'http://paper.example:5060/'],
  ['port of X11', 'http://paper.example:6000/'],
  ['a file', 'file:///etc/passwd'],
  ['gopher', 'gopher://paper.example/'],
  ['data', 'data:text/html,hello'],
  ['localhost by name', 'http://localhost/'],
  ['localhost with a final dot', 'http://localhost./'],
  ['localhost in capitals', 'http://LOCALHOST/'],
];

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
