// `collect`, killed again and again at moments that chance names: the inbox is whole at each of them, nothing of an editor is lost, and in the end each
// story stands there once.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keysIn } from '../../src/intake/inbox/add-to-inbox.ts';
import { readInbox } from '../../src/intake/inbox/read-inbox.ts';
import { NEWSLETTER, testProject } from '../support/project.ts';
import { ROOT } from '../support/run-broadside.ts';

const KILLS = process.env['BROADSIDE_SLOW'] === 'full' ? 100 : 8;
const FEEDS = 6;
const LONGEST_MS = 150;
const EDITED = '# Inbox\n\n- [x] [Mine](https://mine.example/1)\n  my words\n';

test('collect', { timeout: 300_000 }, async () => {
  let [round, asked] = [0, 0];
  let onAsked: (nth: number) => void = () => undefined;
  const server = createServer((request, response) => {
    asked += 1;
    onAsked(asked);
    const feed = request.url?.slice(1) ?? '';
    const items = Array.from(
      { length: round + 1 },
      (_, nth) =>
        `<item><title>Story ${nth} of ${feed}</title><link>https://s.example/${feed}/${nth}</link></item>`,
    );
    const body = `<rss version="2.0"><channel><title>x</title>${items.join('')}</channel></rss>`;
    response.setHeader('etag', `"${round}"`);
    if (request.headers['if-none-match'] === `"${round}"`) response.writeHead(304).end();
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const rows = Array.from(
    { length: FEEDS },
    (_, nth) => `  - url: http://127.0.0.${nth + 1}:${port}/${nth}\n`,
  );
  const project = testProject({
    'issues/newsletter.yaml': `${NEWSLETTER}feeds:\n${rows.join('')}`,
    'issues/inbox.md': EDITED,
  });
  const run = (isKilled = false): Promise<NodeJS.Signals | null> =>
    new Promise((resolve) => {
      const program = spawn(process.execPath, [path.join(ROOT, 'src/broadside.js'), 'collect'], {
        cwd: project.root,
        stdio: 'ignore',
        env: { PATH: process.env['PATH'], BROADSIDE_NET_ALLOW: '127.0.0.0/8' },
      });
      // Before that it loads, and has nothing to lose; soon after it is done.
      const at = Math.ceil(Math.random() * FEEDS);
      onAsked = (nth) => {
        if (isKilled && nth === at) setTimeout(() => program.kill('SIGKILL'), Math.random() * LONGEST_MS);
      };
      program.on('close', (_code, signal) => resolve(signal));
    });
  await run();
  let killed = 0;
  for (round = 1; round <= KILLS; round += 1) {
    asked = 0;
    if ((await run(true)) === 'SIGKILL') killed += 1;
    const text = readFileSync(project.path('issues/inbox.md'), 'utf8');
    expect(text.startsWith(EDITED)).toBe(true);
    expect(text.endsWith('\n')).toBe(true);
  }
  expect(killed).toBeGreaterThan(KILLS / 4);
  await run();
  const text = readFileSync(project.path('issues/inbox.md'), 'utf8');
  const urls = readInbox(text).entries.map(({ candidate }) => candidate.url);
  expect(urls).toEqual([...new Set(urls)]);
  expect(urls).toHaveLength(1 + FEEDS * (round + 1));
  // And each of them is known to have been offered.
  const offered = readFileSync(project.path('data/offered.jsonl'), 'utf8');
  for (const key of keysIn(text, (url) => new URL(url).pathname)) expect(offered).toContain(`${key}"`);
  expect(existsSync(project.path('data/collect.lock'))).toBe(false);
});
