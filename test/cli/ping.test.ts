// The hub is told of what is new and on the web, each once: against a real server that holds the site, and a real hub beside it.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { issueText, NEWSLETTER, type TestProject, testProject } from '../support/project.ts';

const ALLOW = { env: { BROADSIDE_NET_ALLOW: '127.0.0.0/8' } };

interface World {
  readonly project: TestProject;
  /** Feeds that the hub was told of, as paths, in order. */
  readonly told: string[];
  /** What the hub answers to its nth question, from 1. */
  answer: (nth: number) => number;
  /** Path of what the server has of the site; undefined where it has the project's own. */
  stale: ReadonlyMap<string, string | undefined>;
}

async function world(): Promise<World> {
  const told: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://site.example');
    if (url.pathname === '/hub') {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const form = new URLSearchParams(body);
        const status = request.method === 'POST' ? state.answer(asked(form)) : 405;
        response.writeHead(status).end(status < 300 ? '' : 'not now');
      });
      return;
    }
    const file = state.project.path(path.join('out/site', url.pathname));
    const text = state.stale.has(url.pathname)
      ? state.stale.get(url.pathname)
      : existsSync(file)
        ? readFileSync(file, 'utf8')
        : undefined;
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  const asked = (form: URLSearchParams): number => {
    expect(form.get('hub.mode')).toBe('publish');
    expect(form.get('hub.topic')).toBe(form.get('hub.url'));
    told.push(new URL(form.get('hub.url') ?? '').pathname.slice(1));
    return told.length;
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const newsletter = `${NEWSLETTER.replace('https://harbour.example.org/', `${origin}/`)}hub: ${origin}/hub\n`;
  const state: World = {
    project: testProject({ 'issues/newsletter.yaml': newsletter }),
    told,
    answer: () => 204,
    stale: new Map(),
  };
  expect((await state.project.run(['build'])).exitCode).toBe(0);
  return state;
}

/** Of the small newsletter: issues, items, a section, a tag, a source, in three forms each. */
const FEEDS = 15;

test('all feeds at first, then nothing, then those that changed', async () => {
  const { project, told } = await world();
  const first = await project.run(['ping', '--json'], ALLOW);
  expect(first.exitCode).toBe(0);
  expect(first.json()).toMatchObject({
    feeds: FEEDS,
    pinged: Array.from({ length: FEEDS }, () => ({ state: 'told' })),
  });
  expect(told).toHaveLength(FEEDS);
  expect(told).toContain('feed.xml');
  expect(readFileSync(project.path('out/site/feed.xml'), 'utf8')).toContain('rel="hub"');

  const second = await project.run(['ping'], ALLOW);
  expect(second.exitCode).toBe(0);
  expect(second.output()).toContain(`The hub knows all ${FEEDS} feeds as they are now.`);
  expect(told).toHaveLength(FEEDS);

  project.write('issues/0003.md', issueText(3, '2016-01-20').replace('[ports]', '[fish]'));
  await project.run(['build']);
  told.length = 0;
  const third = await project.run(['ping'], ALLOW);
  expect(third.exitCode).toBe(0);
  expect(told).toContain('tags/fish.xml');
  expect(told).not.toContain('tags/ports.xml');
  expect(third.output()).toContain('Next:');
});

test('a feed that the site does not have yet is not told, and told when it has', async () => {
  const world_ = await world();
  const { project, told } = world_;
  world_.stale = new Map([
    ['/feed.xml', 'an older one'],
    ['/items.xml', undefined],
  ]);
  const early = await project.run(['ping'], ALLOW);
  expect(early.exitCode).toBe(3);
  expect(early.output()).toContain('Not on the web as they are in out/site: 2 feeds');
  expect(early.output()).toContain('the server has another one');
  expect(early.output()).toContain('the server answers 404');
  expect(told).toHaveLength(FEEDS - 2);

  world_.stale = new Map();
  told.length = 0;
  expect((await project.run(['ping'], ALLOW)).exitCode).toBe(0);
  expect(told.sort()).toEqual(['feed.xml', 'items.xml']);
});

describe('a hub', () => {
  test.each([429, 503])(
    'that answers %i is asked no further, and the rest is told the next time',
    async (status) => {
      const world_ = await world();
      const { project, told } = world_;
      world_.answer = (nth) => (nth === 3 ? status : 202);
      const run = await project.run(['ping'], ALLOW);
      expect(run.exitCode).toBe(3);
      expect(run.output()).toContain(
        `The hub was asked no further (${status}: not now): ${FEEDS - 2} feeds left.`,
      );
      expect(told).toHaveLength(3);
      world_.answer = () => 202;
      told.length = 0;
      expect((await project.run(['ping'], ALLOW)).exitCode).toBe(0);
      expect(told).toHaveLength(FEEDS - 2);
    },
  );

  test('that refuses one feed is told the others', async () => {
    const world_ = await world();
    world_.answer = (nth) => (nth === 1 ? 400 : 204);
    const run = await world_.project.run(['ping'], ALLOW);
    expect(run.exitCode).toBe(3);
    expect(run.output()).toContain('Refused by the hub: 1 feed');
    expect(world_.told).toHaveLength(FEEDS);
  });

  test('that is another one than before is told everything', async () => {
    const { project, told } = await world();
    await project.run(['ping'], ALLOW);
    const settings = readFileSync(project.path('issues/newsletter.yaml'), 'utf8');
    project.write('issues/newsletter.yaml', settings.replace('/hub\n', '/hub?who=us\n'));
    await project.run(['build']);
    told.length = 0;
    expect((await project.run(['ping'], ALLOW)).exitCode).toBe(0);
    expect(told).toHaveLength(FEEDS);
  });

  test('inside our own network is not asked unless that is allowed', async () => {
    const { project, told } = await world();
    const run = await project.run(['ping']);
    expect(run.exitCode).toBe(3);
    expect(run.output()).toContain('this machine itself');
    expect(told).toEqual([]);
  });
});

test('--dry-run tells nobody, and nothing is written down', async () => {
  const { project, told } = await world();
  const run = await project.run(['ping', '--dry-run'], ALLOW);
  expect(run.exitCode).toBe(0);
  expect(run.output()).toContain(`${FEEDS} feeds`);
  expect(told).toEqual([]);
  expect(existsSync(project.path('out/cache/hub.json'))).toBe(false);
});

test('a lost or broken record only makes it tell everything again', async () => {
  const { project, told } = await world();
  await project.run(['ping'], ALLOW);
  project.write('out/cache/hub.json', '{"hub":');
  told.length = 0;
  expect((await project.run(['ping'], ALLOW)).exitCode).toBe(0);
  expect(told).toHaveLength(FEEDS);
});

test('without a hub, and without feeds, it says what to do', async () => {
  const none = await testProject().run(['ping']);
  expect(none.exitCode).toBe(2);
  expect(none.complaints()).toContain('No hub is named in issues/newsletter.yaml');
  const { project } = await world();
  rmSync(project.path('out/site'), { recursive: true });
  const unbuilt = await project.run(['ping'], ALLOW);
  expect(unbuilt.exitCode).toBe(2);
  expect(unbuilt.complaints()).toContain('broadside build');
});
