// Fault test 15: feeds whose addresses, redirects or names lead to this machine, its neighbours or its cloud. `collect` is the real program in a process
// of its own; each connection that it makes to anything but the public address ends in a sink that counts it. The sink must see none.
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, isIP, type Server } from 'node:net';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { NEIGHBOURS } from '../support/neighbours.ts';
import { NEWSLETTER, testProject } from '../support/project.ts';
import { startBroadside } from '../support/start-broadside.ts';

const figures: string[] = [];
afterAll(() => console.log(`15 neighbours: ${figures.join('; ')}`));

const STORY =
  '<rss version="2.0"><channel><title>x</title><item><title>A story</title><link>https://paper.example/story</link></item></channel></rss>';
const ascii = (url: string): string =>
  url.replaceAll(/[^\x20-\x7e]+/gu, (letters) => encodeURIComponent(letters));

/** The ones that a name server can give. */
const ADDRESSES = [
  ...new Set(
    NEIGHBOURS.flatMap(([, url]) => {
      const host = URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/gu, '') : '';
      return isIP(host) === 0 ? [] : [host];
    }),
  ),
];
const nameFor = (kind: string, address: string): string =>
  `http://${kind}.${address.replaceAll(':', '-')}.at.example`;

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

interface Collected {
  readonly sinkCount: number;
  readonly askedCount: number;
  readonly feeds: readonly { readonly url: string; readonly state: string; readonly detail?: string }[];
}

async function collect(feeds: readonly string[], allow = ''): Promise<Collected> {
  let [sinkCount, askedCount] = [0, 0];
  const sink = createTcpServer((socket) => {
    sinkCount += 1;
    socket
      .on('error', () => undefined)
      .end(`HTTP/1.1 200 OK\r\nContent-Length: ${STORY.length}\r\n\r\n${STORY}`);
  });
  const front = createServer((request, response) => {
    askedCount += 1;
    const [, way = '', index = ''] = /^\/(direct|second|again|feed)\/?(\d*)/u.exec(request.url ?? '') ?? [];
    const target = ascii(NEIGHBOURS[Number(index)]?.[1] ?? '');
    if (way === 'direct') response.writeHead(302, { location: target }).end();
    else if (way === 'second') response.writeHead(301, { location: `/direct/${index}` }).end();
    // To the same name once more, which has changed its mind meanwhile.
    else if (way === 'again')
      response.writeHead(307, { location: `http://${request.headers.host}/feed` }).end();
    else response.end(STORY);
  });
  const project = testProject({
    'issues/newsletter.yaml': `${NEWSLETTER}feeds:\n${feeds.map((url) => `  - url: ${JSON.stringify(url)}\n`).join('')}`,
  });
  const { code, stdout, stderr } = await startBroadside(['collect', '--pace', '0', '--json'], project.root, {
    preload: 'diverted-process',
    env: {
      FRONT_PORT: String(await listen(front)),
      SINK_PORT: String(await listen(sink)),
      BROADSIDE_NET_ALLOW: allow,
    },
  });
  expect([0, 3], stderr + stdout).toContain(code);
  return {
    sinkCount,
    askedCount,
    ...(JSON.parse(stdout) as Pick<Collected, 'feeds'>),
  };
}

test('the sink would tell: what the operator allows arrives there, and what is public does not', async () => {
  const { sinkCount, feeds } = await collect(
    ['http://127.0.0.1:8080/a', `${nameFor('name', '10.0.0.1')}/feed`, 'http://paper.example/feed'],
    '127.0.0.0/8 10.0.0.0/8',
  );
  expect(sinkCount).toBe(2);
  expect(feeds.map(({ state }) => state)).toEqual(['new', 'nothing new', 'nothing new']);
});

test('nobody is connected to: direct, by a redirect, by the second one, by name, by a name that changes its mind', async () => {
  expect(NEIGHBOURS.length).toBeGreaterThanOrEqual(30);
  const indices = NEIGHBOURS.map((_, index) => index);
  const { sinkCount, askedCount, feeds } = await collect([
    ...NEIGHBOURS.map(([, url]) => url),
    ...indices.map((index) => `http://paper.example/direct/${index}`),
    ...indices.map((index) => `http://paper.example/second/${index}`),
    ...ADDRESSES.flatMap((address) => [
      `${nameFor('name', address)}/feed`,
      `${nameFor('both', address)}/feed`,
    ]),
    ...ADDRESSES.map((address) => `${nameFor('rebind', address)}/again`),
    'http://paper.example/feed',
  ]);
  expect(sinkCount).toBe(0);
  const open = feeds.filter(({ state }) => state !== 'failed').map(({ url }) => url);
  expect(open).toEqual(['http://paper.example/feed']);
  expect(askedCount).toBe(1 + 3 * indices.length + ADDRESSES.length);
  figures.push(
    `${NEIGHBOURS.length} spellings and ${ADDRESSES.length} answers of name servers, ${feeds.length} feeds, ${askedCount} requests to the public address, ${sinkCount} connections elsewhere`,
  );
});
