// `serve`: the front door, its mails and its figures, over HTTP and in a throwaway project, until it is told to end.
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { liveIssue } from '../support/live-issue.ts';
import { testProject } from '../support/project.ts';
import { readLetter } from '../support/read-letter.ts';
import { type TestTerminalOptions, testTerminal } from '../support/test-terminal.ts';

interface Addresses {
  readonly listen: string;
  readonly signUp: string;
  readonly metrics: string;
  readonly health: string;
  readonly outbox?: string;
}

async function serving(
  argv: readonly string[],
  {
    project = testProject(),
    ...more
  }: { project?: ReturnType<typeof testProject> } & Omit<TestTerminalOptions, 'cwd'> = {},
) {
  const ended = Promise.withResolvers<void>();
  const terminal = testTerminal({
    now: () => new Date().toISOString(),
    ...more,
    cwd: project.root,
    interrupted: ended.promise,
  });
  const running = runProgram(['serve', '--listen', ':0', '--metrics', '127.0.0.1:0', ...argv], terminal);
  onTestFinished(async () => {
    ended.resolve();
    await running;
  });
  await expect.poll(() => terminal.output(), { timeout: 10_000 }).toContain('metrics');
  return { project, terminal, running, stop: () => ended.resolve() };
}

async function servingJson(options?: Parameters<typeof serving>[1]) {
  const one = await serving(['--json'], options);
  return { ...one, at: JSON.parse(one.terminal.output().split('\n')[0] ?? '') as Addresses };
}

describe('serve', () => {
  test('tells the ledger’s figures until it is stopped, and names no reader', async () => {
    const project = testProject();
    await project.run(['subscribers', 'add', 'ana@example.org']);
    await project.run(['send', '2', '--yes']);
    const { at, running, stop } = await servingJson({ project });
    await fetch(at.signUp);
    const text = await (await fetch(at.metrics)).text();
    expect(text).toContain('broadside_deliveries{issue="0002",state="accepted"} 1');
    expect(text).toContain('broadside_subscribers{status="confirmed"} 1');
    expect(text).toContain('broadside_audience{event="added"} 1');
    expect(text).toContain('broadside_requests_total{route="sign-up",method="GET",status="200"} 1');
    expect(text).not.toContain('ana@');
    expect((await fetch(at.health)).status).toBe(200);
    stop();
    expect(await running).toBe(0);
    await expect(fetch(at.metrics)).rejects.toThrow();
    await expect(fetch(at.listen)).rejects.toThrow();
  });

  test('shows a person where everything is, and what is to be done', async () => {
    const { terminal, running, stop } = await serving([]);
    const said = terminal.output();
    expect(said).toMatch(/^Serving {2}http:\/\/127\.0\.0\.1:\d+\/ /mu);
    expect(said).toMatch(/sign-up +http:\/\/127\.0\.0\.1:\d+\/subscribe$/mu);
    expect(said).toContain('to out/outbox/, for no mail server is set');
    expect(said).toContain('Next: let https://harbour.example.org lead here');
    stop();
    expect(await running).toBe(0);
    expect(terminal.output()).toContain('Ended.');
  });

  test('serves the archive as it was built', async () => {
    const project = testProject();
    await project.run(['build']);
    const { at } = await servingJson({ project });
    const home = await fetch(at.listen);
    expect(await home.text()).toContain('Harbour News');
    expect((await fetch(new URL('feed.xml', at.listen))).headers.get('content-type')).toBe(
      'application/rss+xml; charset=utf-8',
    );
    expect((await fetch(new URL('../data/broadside.db', at.listen))).status).toBe(404);
  });

  test('without an archive leads to the sign-up', async () => {
    const { at } = await servingJson();
    const response = await fetch(at.listen);
    expect(response.url).toBe(at.signUp);
  });
});

/** The mails in the outbox, as a reader's program shows them; waits until there are so many. */
async function mailsIn(folder: string, count: number) {
  const names = () =>
    readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name.endsWith('.eml'));
  await expect
    .poll(
      () => {
        try {
          return names().length;
        } catch {
          return 0;
        }
      },
      { timeout: 20_000 },
    )
    .toBe(count);
  return Promise.all(names().map(({ name }) => readLetter(readFileSync(`${folder}/${name}`))));
}

const fieldOf = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`, 'u').exec(html)?.[1] ?? '';
const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html' },
  body: new URLSearchParams(fields),
});

describe('a reader', { timeout: 60_000 }, () => {
  test('signs up, gets a mail, confirms, gets an issue, leaves by one click; nobody is named in the log', async () => {
    const project = testProject();
    const { at, terminal, stop, running } = await servingJson({ project });
    const outbox = project.path('out/outbox');
    const shown = await (await fetch(at.signUp)).text();
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const asked = await fetch(
      at.signUp,
      form({ address: 'Ana@example.org', name: 'Ana <b>', form: fieldOf(shown, 'form') }),
    );
    expect(asked.status).toBe(200);

    const [mail] = await mailsIn(outbox, 1);
    const text = mail?.email.text ?? '';
    expect(mail?.values('auto-submitted')[0]).toBe('auto-generated');
    expect(text).not.toContain('Ana');
    const link = /https:\/\/harbour\.example\.org\/c\/[\w-]+/u.exec(text)?.[0] ?? '';
    const here = new URL(new URL(link).pathname, at.listen);
    expect(await (await fetch(here)).text()).toContain('<form');
    expect((await project.run(['subscribers', 'list', '--status', 'confirmed', '--json'])).json()).toEqual(
      [],
    );
    expect((await fetch(here, form({}))).status).toBe(200);

    await project.run(['send', '2', '--yes']);
    const letters = await mailsIn(outbox, 2);
    const issue = letters.find((letter) => letter.values('list-unsubscribe').length > 0);
    const leave = /<(https:[^>]+)>/u.exec(issue?.values('list-unsubscribe')[0] ?? '')?.[1] ?? '';
    const gone = await fetch(new URL(new URL(leave).pathname, at.listen), {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect([gone.status, gone.redirected]).toEqual([200, false]);
    expect(
      (await project.run(['subscribers', 'list', '--status', 'unsubscribed', '--json'])).json(),
    ).toMatchObject([{ address: 'Ana@example.org' }]);
    stop();
    await running;
    expect(terminal.complaints()).toContain('mail about signing up');
    expect(terminal.complaints()).not.toMatch(/ana/iu);
    expect(terminal.complaints()).not.toContain('/c/');
  });
});

test('a backup that was put back writes to nobody who signs up until it is released', {
  timeout: 60_000,
}, async () => {
  const project = testProject();
  await project.run(['subscribers', 'add', 'ana@example.org']);
  await project.run(['backup', 'kept.db']);
  rmSync(project.path('data/broadside.db'));
  expect((await project.run(['restore', 'kept.db'])).exitCode).toBe(0);

  const first = await servingJson({ project });
  const shown = await (await fetch(first.at.signUp)).text();
  await new Promise((resolve) => setTimeout(resolve, 2100));
  const asked = form({ address: 'bea@example.org', form: fieldOf(shown, 'form') });
  expect((await fetch(first.at.signUp, asked)).status).toBe(200);
  await expect.poll(() => first.terminal.complaints(), { timeout: 10_000 }).toContain('DATABASE_RESTORED');
  first.stop();
  await first.running;
  expect(existsSync(project.path('out/outbox'))).toBe(false);

  await project.run(['restore', '--release', '--yes']);
  const later = () => new Date(Date.now() + 120_000).toISOString();
  await servingJson({ project, now: later });
  const letters = await mailsIn(project.path('out/outbox'), 1);
  expect(letters.some(({ email }) => email.to?.[0]?.address === 'bea@example.org')).toBe(true);
});

describe('settings', () => {
  test.each(['9464', 'example.org', '127.0.0.1:99999', ''])('refuses the address "%s"', async (address) => {
    const run = await testProject().run(['serve', '--listen', ':0', '--metrics', address]);
    expect(run.exitCode).toBe(2);
    expect(run.complaints()).toContain('expected one like 127.0.0.1:9464');
  });

  test('takes the address to listen on from the environment, and a flag before it', async () => {
    const refused = await testProject().run(['serve'], { env: { BROADSIDE_LISTEN: 'everywhere' } });
    expect(refused.complaints()).toContain('expected one like 127.0.0.1:8080');
    const { at } = await servingJson({ env: { BROADSIDE_LISTEN: 'everywhere' } });
    expect(at.listen).toMatch(/^http:\/\/127\.0\.0\.1:/u);
  });

  test('refuses proxies that are no addresses', async () => {
    const run = await testProject().run(['serve', '--listen', ':0', '--metrics', ':0'], {
      env: { BROADSIDE_TRUSTED_PROXIES: 'caddy' },
    });
    expect(run.exitCode).toBe(2);
    expect(run.complaints()).toContain('BROADSIDE_TRUSTED_PROXIES');
  });

  test('says once that a proxy is not named', async () => {
    const { at, terminal } = await servingJson();
    for (let n = 0; n < 3; n += 1)
      await fetch(new URL('u/wrong', at.listen), { headers: { 'X-Forwarded-For': '203.0.113.7' } });
    expect(terminal.complaints().match(/BROADSIDE_TRUSTED_PROXIES/gu)).toHaveLength(1);
    expect(terminal.complaints()).not.toContain('203.0.113.7');
  });
});

describe('keys', () => {
  test('are listed, and one that is added signs from then on', async () => {
    const project = testProject();
    expect((await project.run(['keys', '--json'])).json()).toEqual({ signing: 1, older: [] });
    const run = await project.run(['keys', 'rotate']);
    expect(run.output()).toContain('added  key 2, for all links from now on');
    expect(run.output()).toContain('1 older key, whose links are good for ever: 1');
    expect((await project.run(['keys', 'rotate', '--json'])).json()).toEqual({
      signing: 3,
      older: [2, 1],
      added: 3,
    });
  });
});

test('publishes a live entry when its time has come, and nothing else before', async () => {
  const project = testProject();
  const slug = '2016-01-20-live-vote';
  project.write(`issues/${slug}.md`, liveIssue());
  let now = Date.parse('2016-01-20T20:30:00Z');
  const clock = { now: () => new Date(now).toISOString() };
  await project.run(['build'], clock);
  // As if it had been built by the clock of this test.
  utimesSync(project.path(`out/site/issues/${slug}.live.json`), now / 1000, now / 1000);
  const { at, terminal } = await servingJson({ project, ...clock });
  const page = async () => (await fetch(new URL(`issues/${slug}.html`, at.listen))).text();
  const add = ['live', 'add', slug, 'Doors open.', '--time', '20:31'];
  expect((await project.run(add, clock)).output()).toContain('held back');
  expect(await page()).not.toContain('Doors open.');
  now += 61_000;
  // It looks when a file is saved; so that the test need not wait a minute, one is.
  project.write('issues/sources.yaml', `${readFileSync(project.path('issues/sources.yaml'), 'utf8')}\n`);
  await expect.poll(page, { timeout: 20_000 }).toContain('Doors open.');
  await expect.poll(() => terminal.output() + terminal.complaints()).toContain('whose time has come');
  const news = await fetch(new URL(`issues/${slug}.live.json`, at.listen));
  expect(news.headers.get('cache-control')).toBe('no-cache');
  const tag = news.headers.get('etag') ?? '';
  const again = await fetch(new URL(`issues/${slug}.live.json`, at.listen), {
    headers: { 'If-None-Match': tag },
  });
  expect(again.status).toBe(304);
  expect(again.headers.get('content-security-policy')).toContain("script-src 'self'; connect-src 'self'");
  expect((await fetch(new URL('scripts/live.js', at.listen))).headers.get('content-type')).toContain(
    'text/javascript',
  );
});
