// Ctrl-C, a lost terminal and a second process, with the program as a process of its own and a mail server that holds its answers back until
// the test lets them go.
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { type TestProject, testProject } from '../support/project.ts';
import { ROOT } from '../support/run-broadside.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';

const READERS = 12;
const CONNECTIONS = 3;
/** Longer than the time in which two signals count as one key. */
const NEXT_KEY_MS = 600;
/** Well within it. */
const SAME_KEY_MS = 40;
const SOON = { timeout: 20_000 };

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly signal: NodeJS.Signals | null }>;
  said(): string;
}

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

async function scene() {
  // Of one domain each: to a domain that it does not know the program opens one conversation at first.
  const readers = Array.from({ length: READERS }, (_, n) => `reader@d${n}.example\n`).join('');
  const project = testProject({ 'readers.csv': `email\n${readers}` });
  await project.run(['subscribers', 'import', 'readers.csv', '--consent', 'asked']);
  const gate = Promise.withResolvers<void>();
  const server = await startSmtpSink({
    dot: async () => {
      await gate.promise;
      return undefined;
    },
  });
  onTestFinished(() => {
    gate.resolve();
    return server.close();
  });
  return { project, server, letGo: () => gate.resolve() };
}

function start(project: TestProject, server: SmtpSink, argv: readonly string[]): Running {
  const child = spawn(process.execPath, [path.join(ROOT, 'src/broadside.js'), ...argv], {
    cwd: project.root,
    env: { PATH: process.env['PATH'] ?? '', HOME: project.root, BROADSIDE_SMTP_URL: server.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal })),
  );
  return { child, ended, said: () => said };
}

const send = ['send', '2', '--yes', '--connections', String(CONNECTIONS)];

/** Until so many messages are wholly with the server, none of them answered. */
async function onTheWire(server: SmtpSink): Promise<void> {
  await expect.poll(() => server.messages.length, SOON).toBe(CONNECTIONS);
}

async function counts(project: TestProject): Promise<unknown> {
  return (await project.run(['status', '2', '--json'])).json();
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s: what is on the wire is finished, nobody is in doubt, and the next send goes on',
  async (signal) => {
    const { project, server, letGo } = await scene();
    const run = start(project, server, send);
    await onTheWire(server);
    run.child.kill(signal);
    await expect.poll(run.said, SOON).toContain('Stopping: waiting for the answers to what is on the wire.');
    letGo();
    expect(await run.ended).toEqual({ exitCode: 3, signal: null });
    expect(run.said()).toContain('`broadside send 0002` goes on where this stopped.');
    const reached = server.accepted.length;
    expect(await counts(project)).toMatchObject({
      accepted: reached,
      pending: READERS - reached,
      inDoubt: 0,
      onTheWire: 0,
      history: expect.arrayContaining([
        expect.objectContaining({ event: 'run ended', detail: `accepted ${reached}, interrupted` }),
      ]),
    });
    expect(reached).toBe(CONNECTIONS);
    await project.run(['send', '2', '--yes'], { env: { BROADSIDE_SMTP_URL: server.url } });
    expect(server.accepted.flatMap(({ to }) => to).sort()).toHaveLength(READERS);
    expect(new Set(server.accepted.flatMap(({ to }) => to)).size).toBe(READERS);
  },
);

test('a second Ctrl-C ends at once and says what that means: exactly those on the wire are in doubt, and stay so', async () => {
  const { project, server, letGo } = await scene();
  const run = start(project, server, send);
  await onTheWire(server);
  run.child.kill('SIGINT');
  await expect.poll(run.said, SOON).toContain('Stopping');
  await sleep(NEXT_KEY_MS);
  run.child.kill('SIGINT');
  expect(await run.ended).toEqual({ exitCode: 130, signal: null });
  expect(run.said()).toContain('Ended at once. Whether what was on the wire arrived is not known');
  letGo();
  expect(await counts(project)).toMatchObject({ accepted: 0, inDoubt: CONNECTIONS, onTheWire: 0 });
  await project.run(['send', '2', '--yes'], { env: { BROADSIDE_SMTP_URL: server.url } });
  expect(await counts(project)).toMatchObject({ accepted: READERS - CONNECTIONS, inDoubt: CONNECTIONS });
  const all = server.messages.flatMap(({ to }) => to);
  expect(new Set(all).size).toBe(all.length);
});

test('one key that arrives twice, as npm and the launcher pass it on, is one', async () => {
  const { project, server, letGo } = await scene();
  const run = start(project, server, send);
  await onTheWire(server);
  for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM'] as const) {
    run.child.kill(signal);
    // Signals of one kind that come before the process has looked are one for the system already.
    await sleep(SAME_KEY_MS);
  }
  await expect.poll(run.said, SOON).toContain('Stopping');
  await sleep(NEXT_KEY_MS);
  run.child.kill('SIGTERM');
  letGo();
  expect(await run.ended).toEqual({ exitCode: 3, signal: null });
  expect(await counts(project)).toMatchObject({ accepted: CONNECTIONS, inDoubt: 0 });
});

test('a second process is refused while the first is at it, and says where and since when', async () => {
  const { project, server, letGo } = await scene();
  const first = start(project, server, send);
  await onTheWire(server);
  const second = start(project, server, send);
  expect(await second.ended).toEqual({ exitCode: 2, signal: null });
  expect(second.said()).toMatch(
    new RegExp(`0002 is being sent by process ${first.child.pid} on \\S+ since \\d{4}-\\d{2}-\\d{2}T`, 'u'),
  );
  letGo();
  expect((await first.ended).exitCode).toBe(0);
  expect(server.accepted).toHaveLength(READERS);
});

test('pause in another process stops a run within seconds, cancel leaves out whoever is left', async () => {
  const { project, server, letGo } = await scene();
  const run = start(project, server, send);
  await onTheWire(server);
  await project.run(['pause', '2']);
  letGo();
  expect(await run.ended).toEqual({ exitCode: 3, signal: null });
  expect(run.said()).toContain('`broadside resume 0002` lets it go on.');
  expect(await counts(project)).toMatchObject({ state: 'paused', accepted: CONNECTIONS, inDoubt: 0 });
  await project.run(['cancel', '2', '--yes']);
  expect(await counts(project)).toMatchObject({
    state: 'cancelled',
    accepted: CONNECTIONS,
    excluded: READERS - CONNECTIONS,
  });
  expect(server.accepted).toHaveLength(CONNECTIONS);
});

test('a worker that is told to end finishes what is on the wire', async () => {
  const { project, server, letGo } = await scene();
  await project.run(['send', '2', '--at', '2016-02-02 09:00', '--yes']);
  await project.run(['pause', '2']);
  const worker = start(project, server, ['worker', '--connections', String(CONNECTIONS)]);
  await expect.poll(worker.said, SOON).toContain('worker is ready');
  await sleep(200);
  // Long overdue by the real clock: resumed, it waits for a word and is told of.
  await project.run(['resume', '2']);
  await expect.poll(worker.said, SOON).toContain('issue is late and waits for a word');
  expect(server.messages).toEqual([]);
  // A send of now puts its rows before the worker too.
  const run = start(project, server, send);
  await expect.poll(() => server.messages.length, SOON).toBeGreaterThanOrEqual(CONNECTIONS);
  for (const { child } of [worker, run]) child.kill('SIGTERM');
  await expect.poll(worker.said, SOON).toContain('worker is stopping');
  await expect.poll(run.said, SOON).toContain('Stopping');
  letGo();
  expect((await run.ended).signal).toBeNull();
  expect((await worker.ended).signal).toBeNull();
  expect(await counts(project)).toMatchObject({ accepted: server.accepted.length, inDoubt: 0, onTheWire: 0 });
});
