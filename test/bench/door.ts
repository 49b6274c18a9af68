// `npm run bench:door`: requests a second, and the slowest of a hundred, of what strangers and mail providers send to the front door, against the same front
// door on a list that does nothing, and against a route that does nothing at all: in the same run, in turns, over kept connections.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeDatedToken } from '../../src/audience/dated-token.ts';
import { makeToken } from '../../src/audience/token.ts';
import { storedTokenKeys } from '../../src/cli/token-keys.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { startPostgres } from '../support/postgres.ts';
import { issueText, NEWSLETTER } from '../support/project.ts';

const REQUESTS = Number(process.env['BENCH_REQUESTS'] ?? 2000);
const ROUNDS = 3;
const AT_ONCE = 16;
const LIST_ID = 'harbour.example.org';
const AT = '2026-01-05T08:00:00.000Z';

interface Post {
  readonly path: string;
  readonly body: string;
}

interface Figures {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

const root = mkdtempSync(path.join(tmpdir(), 'broadside-bench-door-'));
const server = await startPostgres({ isDurable: true });
try {
  mkdirSync(path.join(root, 'issues'));
  writeFileSync(path.join(root, 'issues/newsletter.yaml'), `${NEWSLETTER}topics: [ports, ships]\n`);
  writeFileSync(path.join(root, 'issues/sources.yaml'), 'sources: []\n');
  writeFileSync(path.join(root, 'issues/0001.md'), issueText(1, '2016-01-06'));
  console.log(
    `Node.js ${process.versions.node}, ${REQUESTS} requests, ${AT_ONCE} at once, ${ROUNDS} rounds in turns\n`,
  );
  console.log(
    '| database | request | a second, median of rounds (min–max) | median ms | p99 ms | ÷ the same on a list that does nothing | ÷ a route that does nothing |',
  );
  console.log('|---|---|--:|--:|--:|--:|--:|');
  await measure('SQLite', `sqlite:${path.join(root, 'data/broadside.db')}`);
  if (!('reason' in server)) await measure('PostgreSQL', await server.newDatabase());
} finally {
  if (!('reason' in server)) await server.stop();
  rmSync(root, { recursive: true, force: true });
}

async function measure(name: string, url: string): Promise<void> {
  const { leaving, signingUp } = await postsFor(url);
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, 'door-server.ts'), url], {
    cwd: root,
    env: { ...process.env, CI: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text) => resolve(String(text))),
  );
  const ports = JSON.parse(line) as { real: number; idle: number; bare: number };
  const kinds = [
    ['one click, the first', leaving],
    ['one click, again', leaving.map(() => leaving[0] ?? [])],
    ['sign-up', signingUp],
  ] as const;
  for (const [kind, rounds] of kinds) {
    const found: Record<keyof typeof ports, Figures[]> = { real: [], idle: [], bare: [] };
    for (const posts of rounds)
      for (const port of ['bare', 'idle', 'real'] as const) found[port].push(await load(ports[port], posts));
    const [real, idle, bare] = [medianOf(found.real), medianOf(found.idle), medianOf(found.bare)];
    const all = found.real.map(({ perSecond }) => Math.round(perSecond));
    console.log(
      `| ${name} | ${kind} | ${Math.round(real.perSecond)} (${Math.min(...all)}–${Math.max(...all)}) | ${real.medianMs.toFixed(1)} | ${real.p99Ms.toFixed(1)} | ${(idle.perSecond / real.perSecond).toFixed(1)} | ${(bare.perSecond / real.perSecond).toFixed(1)} |`,
    );
  }
  child.stdin.end();
  await new Promise((resolve) => child.once('close', resolve));
}

/** As many readers as there are requests in all rounds: each leaves once. */
async function postsFor(url: string): Promise<{ leaving: readonly Post[][]; signingUp: readonly Post[][] }> {
  const database = await openDatabase(url, { root });
  const [key] = await storedTokenKeys(database.settings);
  if (key === undefined) throw new Error('There is no key');
  const consent = { text: 'yes', source: 'bench' };
  const readers = Array.from({ length: REQUESTS * ROUNDS }, (_, n) => ({
    address: `reader-${n}@d${n % 50}.example`,
    status: 'confirmed' as const,
    consent,
  }));
  for (let from = 0; from < readers.length; from += 500)
    await database.subscribers.addAll(readers.slice(from, from + 500), AT);
  const ids: string[] = [];
  for await (const { id } of database.subscribers.list()) ids.push(id);
  await database.close();
  const shownAt = new Date(Date.now() - 60_000).toISOString();
  const form = makeDatedToken({ purpose: 'form', listId: LIST_ID, id: ids[0] ?? '', at: shownAt }, key);
  const inRounds = (post: (n: number) => Post): Post[][] =>
    Array.from({ length: ROUNDS }, (_, round) =>
      Array.from({ length: REQUESTS }, (__, n) => post(round * REQUESTS + n)),
    );
  return {
    leaving: inRounds((n) => ({
      path: `/u/${makeToken({ purpose: 'unsubscribe', listId: LIST_ID, subscriberId: ids[n] ?? '' }, key)}`,
      body: 'List-Unsubscribe=One-Click',
    })),
    signingUp: inRounds((n) => ({
      path: '/subscribe',
      body: new URLSearchParams({ address: `new-${n}@d${n % 50}.example`, name: 'Ana', form }).toString(),
    })),
  };
}

async function load(port: number, posts: readonly Post[]): Promise<Figures> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const times: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    for (let post = posts[next++]; post !== undefined; post = posts[next++]) {
      const begun = performance.now();
      await send(agent, port, post);
      times.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  times.sort((one, other) => one - other);
  return {
    perSecond: posts.length / seconds,
    medianMs: times[Math.floor(times.length / 2)] ?? 0,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
  };
}

function send(agent: Agent, port: number, { path: target, body }: Post): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        path: target,
        method: 'POST',
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': Buffer.byteLength(body),
        },
      },
      (response) => {
        response.resume();
        response.once('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`Status ${response.statusCode}`)),
        );
      },
    );
    asking.once('error', reject);
    asking.end(body);
  });
}

function medianOf(figures: readonly Figures[]): Figures {
  const sorted = figures.toSorted((one, other) => one.perSecond - other.perSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('Nothing was measured');
  return middle;
}
