// The archive on servers of files, by the very recipes of `docs/publishing.md`: rsync brings it there, nginx and Caddy hand it out. What is not
// installed is left out by name.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { issueText, type TestProject, testProject } from '../support/project.ts';
import { ROOT } from '../support/run-broadside.ts';
import {
  aroundNginx,
  freePort,
  isInstalled,
  startWebServer,
  WEB_SERVERS,
  type WebServer,
} from '../support/web-server.ts';

const guide = readFileSync(path.join(ROOT, 'docs/publishing.md'), 'utf8');
const recipe = (name: string): string => readFileSync(path.join(ROOT, 'docs/publishing', name), 'utf8');

/** The line of the guide that begins so, with its folders put in the place of the guide's. */
function command(begin: string, folders: Readonly<Record<string, string>>): string {
  const line = guide.split('\n').find((one) => one.startsWith(begin));
  if (line === undefined) throw new Error(`The guide has no line "${begin}"`);
  return Object.entries(folders).reduce((now, [there, here]) => now.replaceAll(there, here), line);
}

function run(line: string, cwd: string): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout;
}

async function built(): Promise<TestProject> {
  const project = testProject({
    'issues/redirects.yaml': '2016/01/old-one/: issues/0001.html\nshop: https://shop.example.org/\n',
  });
  expect((await project.run(['build'])).exitCode).toBe(0);
  return project;
}

function scratch(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `broadside-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function served(name: WebServer, project: TestProject): Promise<string> {
  const folder = scratch(name);
  // Started by root, nginx reads as somebody else.
  chmodSync(folder, 0o755);
  const site = path.join(folder, 'news');
  cpSync(project.path('out/site'), site, { recursive: true });
  writeFileSync(path.join(site, 'gulls.png'), 'a picture');
  writeFileSync(path.join(site, 'x.live.json'), '{}');
  const port = await freePort();
  const argv = name === 'caddy' ? caddy(folder, site, port, project) : nginx(folder, site, port, project);
  const url = `http://127.0.0.1:${port}`;
  await startWebServer(name, argv, { folder, status: async () => (await fetch(url)).status });
  return url;
}

function caddy(folder: string, site: string, port: number, project: TestProject): readonly string[] {
  run(
    command('awk \'{ print "redir"', { 'news-redirects.caddy ': `${folder}/news-redirects.caddy ` }),
    project.root,
  );
  const config = recipe('Caddyfile')
    .replace('news.example.org {', `http://127.0.0.1:${port} {`)
    .replace('/srv/news', site);
  const file = path.join(folder, 'Caddyfile');
  writeFileSync(file, `{\n\tadmin off\n}\n${config}`);
  return ['run', '--config', file, '--adapter', 'caddyfile'];
}

function nginx(folder: string, site: string, port: number, project: TestProject): readonly string[] {
  run(command("awk '{ print $1", { 'news-redirects.conf ': `${folder}/news-redirects.conf ` }), project.root);
  const config = recipe('nginx.conf')
    .replaceAll(/^\tlisten \[::\].*\n/gmu, '')
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replaceAll('/etc/nginx', folder)
    .replace('/srv/news', site);
  mkdirSync(path.join(folder, 'temp'));
  writeFileSync(path.join(folder, 'main.conf'), aroundNginx(folder, config));
  return ['-c', path.join(folder, 'main.conf'), '-e', 'stderr'];
}

describe.each(WEB_SERVERS)('%s', (name) => {
  test.skipIf(!isInstalled(name))('hands out the archive', { timeout: 60_000 }, async () => {
    const url = await served(name, await built());
    const get = (target: string) => fetch(`${url}${target}`, { redirect: 'manual' });

    const kept: readonly [target: string, type: RegExp, freshness: string][] = [
      ['/', /^text\/html; charset=utf-8$/iu, 'public, max-age=300'],
      ['/issues/0001.html', /^text\/html; charset=utf-8$/iu, 'public, max-age=300'],
      ['/feed.xml', /xml/u, 'public, max-age=300'],
      ['/feed.json', /json/u, 'public, max-age=300'],
      ['/gulls.png', /^image\/png$/u, 'public, max-age=86400'],
      ['/x.live.json', /json/u, 'no-cache'],
    ];
    for (const [target, type, freshness] of kept) {
      const answer = await get(target);
      expect([target, answer.status, answer.headers.get('cache-control')]).toEqual([target, 200, freshness]);
      expect(answer.headers.get('content-type')).toMatch(type);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }

    const home = await fetch(url, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(home.headers.get('content-encoding')).toBe('gzip');
    const again = await fetch(url, { headers: { 'If-None-Match': home.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);

    const moved = await get('/2016/01/old-one/');
    expect(moved.status).toBe(301);
    expect(new URL(moved.headers.get('location') ?? '', url).pathname).toBe('/issues/0001.html');
    expect((await get('/shop')).headers.get('location')).toBe('https://shop.example.org/');

    const absent = await get('/nothing/here');
    expect(absent.status).toBe(404);
    expect(await absent.text()).toContain('</html>');
  });
});

const hasRsync = spawnSync('rsync', ['--version']).error === undefined;

test.skipIf(!hasRsync)(
  'rsync brings what changed, and takes away what is gone',
  { timeout: 60_000 },
  async () => {
    const project = await built();
    const there = scratch('rsync');
    const bring = () =>
      run(`${command('rsync ', { 'you@news.example.org:/srv/news': there })} --out-format=%n`, project.root)
        .split('\n')
        .filter((name) => name !== '' && !name.endsWith('/'));
    expect(bring()).toContain('issues/0001.html');
    expect(bring()).toEqual([]);

    project.write('issues/0002.md', issueText(2, '2016-01-13').replace('voted to go back', 'went back'));
    await project.run(['build']);
    const changed = bring();
    expect(changed).toContain('issues/0002.html');
    expect(changed).not.toContain('issues/0001.html');

    rmSync(project.path('issues/0002.md'));
    await project.run(['build']);
    expect(bring()).toContain('deleting issues/0002.html');
  },
);

test('the workflow for GitHub Pages builds, and publishes what it has built', () => {
  const workflow = parse(recipe('pages.yml'));
  const steps: readonly Record<string, unknown>[] = workflow.jobs.publish.steps;
  const at = (part: string) => steps.findIndex((step) => JSON.stringify(step).includes(part));
  const order = [
    'actions/checkout',
    'actions/setup-node',
    'npm ci',
    'broadside build',
    'upload-pages-artifact',
    'deploy-pages',
  ].map(at);
  expect(order).not.toContain(-1);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(steps[at('upload-pages-artifact')]).toMatchObject({ with: { path: 'out/site' } });
  expect(workflow.permissions).toEqual({ contents: 'read', pages: 'write', 'id-token': 'write' });
});
