// Who looks on while a worker works: sentences for a person, a log for machines, figures for Prometheus; and no reader's address in any.
import { describe, expect, onTestFinished, test } from 'vitest';
import { observeRelays } from '../../src/cli/observe-relays.ts';
import { type TestProject, testProject } from '../support/project.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';

async function scene() {
  const project = testProject({
    'readers.csv': 'email\nana@example.org\nben@example.net\ncleo@example.org\n',
  });
  await project.run(['subscribers', 'import', 'readers.csv', '--consent', 'asked at the meeting']);
  const server = await startSmtpSink({
    rcpt: (to) => (to.startsWith('ben') ? `550 5.1.1 <${to}> is nobody here` : undefined),
  });
  onTestFinished(() => server.close());
  await project.run(['send', '2', '--at', '2016-02-01 10:00', '--yes']);
  return { project, env: { BROADSIDE_SMTP_URL: server.url }, now: () => '2016-02-01T10:00:00.000Z' };
}

const entriesOf = (run: Awaited<ReturnType<TestProject['run']>>): Record<string, unknown>[] =>
  run
    .complaints()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('in a pipe', () => {
  test('a worker writes a log: what began, who was refused and why, what is left', async () => {
    const { project, ...options } = await scene();
    const run = await project.run(['worker', '--once', '--json'], options);
    const entries = entriesOf(run);
    expect(entries.map(({ msg }) => msg)).toEqual([
      'issue is being sent',
      'rejected',
      'issue is sent as far as it goes now',
      '1 letter was refused for good; 1 reader suppressed',
      'worker has ended',
    ]);
    expect(entries[1]).toMatchObject({
      to: '…@example.net',
      code: 550,
      enhancedCode: '5.1.1',
      reply: '<…@example.net> is nobody here',
      messageId: expect.stringMatching(/^0002\.[0-9a-f]{32}@harbour\.example\.org$/u),
    });
    expect(entries[2]).toMatchObject({ issue: '0002', run: { accepted: 2, rejected: 1 }, state: 'sending' });
    expect(run.complaints()).not.toMatch(/(?:ana|ben|cleo)@/u);
    expect(run.json()).toMatchObject({ issues: [{ accepted: 2, rejected: 1 }] });
  });

  test('it tells of every letter at the level debug, with addresses only where they are asked for', async () => {
    const { project, ...options } = await scene();
    const argv = ['worker', '--once', '--log', 'debug', '--log-addresses'];
    const accepted = entriesOf(await project.run(argv, options)).filter(({ msg }) => msg === 'accepted');
    expect(accepted.map(({ to }) => to).sort()).toEqual(['ana@example.org', 'cleo@example.org']);
  });

  test('a level that is none is refused', async () => {
    const { project, ...options } = await scene();
    const run = await project.run(['worker', '--once', '--log', 'loud'], options);
    expect(run.exitCode).toBe(2);
    expect(run.complaints()).toContain('Unexpected "loud" for --log, expected debug, info, warn, error');
  });
});

test('a person at a terminal reads sentences', async () => {
  const { project, ...options } = await scene();
  const run = await project.run(['worker', '--once'], { ...options, answer: 'yes' });
  expect(run.complaints()).toContain('0002 is being sent');
  expect(run.complaints()).not.toContain('{');
});

test('figures are told while it works, and the port is free again afterwards', async () => {
  const { project, ...options } = await scene();
  const stop = Promise.withResolvers<void>();
  const said: string[] = [];
  const running = project.run(['worker', '--metrics', '127.0.0.1:0', '--log', 'info'], {
    ...options,
    interrupted: stop.promise,
    onComplaint: (line) => said.push(line),
  });
  await expect
    .poll(() => said.join('\n'), { timeout: 10_000 })
    .toContain('issue is sent as far as it goes now');
  const { metrics = '' } = JSON.parse(said[0] ?? '{}') as { metrics?: string };
  const text = await (await fetch(new URL('metrics', metrics))).text();
  expect(text).toMatch(/broadside_conversations_total\{relay="127\.0\.0\.1:\d+",outcome="accepted"\} 2/u);
  expect(text).toContain('broadside_deliveries{issue="0002",state="rejected"} 1');
  expect(text).not.toMatch(/(?:ana|ben|cleo)@/u);
  stop.resolve();
  expect((await running).exitCode).toBe(0);
  // Being told to stop is an entry like the others: a reader of logs chokes on a line that is none.
  const last = said.map((line) => (JSON.parse(line) as { msg: string }).msg).slice(-3);
  expect(last).toEqual([
    'worker is stopping, after what is on the wire',
    '1 letter was refused for good; 1 reader suppressed',
    'worker has ended',
  ]);
  await expect(fetch(metrics)).rejects.toThrow();
});

test('a relay that is watched tells at any time how many it takes, as it does itself', () => {
  let connections = 5;
  const transport = {
    name: 'relay',
    get connections() {
      return connections;
    },
    send: () => Promise.reject(new Error('not asked')),
    close: () => Promise.resolve(),
  };
  const [watched] = observeRelays([{ transport, weight: 1 }], {});
  connections = 1;
  expect(watched?.transport.connections).toBe(1);
});
