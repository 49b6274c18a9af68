// `worker --once` and a worker that stays, from the command line to a real mail server: what is due goes, what is not or is late does not,
// and the letter is the one that the ledger keeps, with no newsletter beside it.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import PostalMime from 'postal-mime';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { issueText, type TestProject, testProject } from '../support/project.ts';
import { type SinkScript, type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';
import { testTerminal } from '../support/test-terminal.ts';

interface Scene {
  readonly project: TestProject;
  readonly server: SmtpSink;
  run(argv: readonly string[], time?: string): ReturnType<TestProject['run']>;
}

async function scene(script: SinkScript = {}): Promise<Scene> {
  const project = testProject({
    'readers.csv': 'email\nana@example.org\nben@example.org\ncleo@example.org\n',
  });
  await project.run(['subscribers', 'import', 'readers.csv', '--consent', 'asked at the meeting']);
  const server = await startSmtpSink(script);
  onTestFinished(() => server.close());
  return {
    project,
    server,
    run: (argv, time = '2016-02-01T09:00') =>
      project.run(argv, { env: { BROADSIDE_SMTP_URL: server.url }, now: () => `${time}:00.000Z` }),
  };
}

/** A worker that stays until the test ends it. */
function stayingWorker({ project, server }: Scene, time = '2016-02-01T09:00') {
  const told = Promise.withResolvers<void>();
  const ended = project.run(['worker', '--json'], {
    env: { BROADSIDE_SMTP_URL: server.url },
    now: () => `${time}:00.000Z`,
    interrupted: told.promise,
  });
  onTestFinished(async () => {
    told.resolve();
    await ended;
  });
  return {
    end: () => {
      told.resolve();
      return ended;
    },
  };
}

test.each([{}, { DATABASE_URL: 'sqlite:elsewhere.db' }])(
  'started in a wrong folder with %j it makes no database to wait at for ever',
  async (env) => {
    const cwd = mkdtempSync(path.join(tmpdir(), 'broadside-wrong-'));
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
    const terminal = testTerminal({
      cwd,
      env: { BROADSIDE_SMTP_URL: 'smtp://127.0.0.1:1', ...env },
    });
    expect(await runProgram(['worker'], terminal)).toBe(2);
    expect(terminal.complaints()).toContain('a worker makes none');
    expect(terminal.complaints()).toContain('Start it in the folder of the newsletter, or set DATABASE_URL.');
    expect(readdirSync(cwd)).toEqual([]);
  },
);

test('without a mail server there is no worker: letters in a folder would count as sent', async () => {
  const { project } = await scene();
  await project.run(['send', '2', '--at', '2016-02-01 10:00', '--yes']);
  const refused = await project.run(['worker', '--once', '--json'], {
    now: () => '2016-02-01T10:00:00.000Z',
  });
  expect(refused.exitCode).toBe(2);
  expect(refused.json()).toMatchObject({
    error: { code: 'SETTINGS_INVALID', place: 'BROADSIDE_SMTP_URL' },
  });
  expect((await project.run(['status', '2', '--json'])).json()).toMatchObject({
    accepted: 0,
    state: 'scheduled',
  });
});

describe('worker --once', () => {
  test.each([
    ['2016-02-01T09:59', 0, 'scheduled', []],
    ['2016-02-01T10:00', 3, 'done', []],
    ['2016-02-01T11:00', 3, 'done', []],
    ['2016-02-01T11:01', 0, 'scheduled', ['0002']],
    ['2016-02-08T10:00', 0, 'scheduled', ['0002']],
  ])('at %s sends %i of an issue that is due at 10:00', async (time, accepted, state, overdue) => {
    const { run, server } = await scene();
    await run(['send', '2', '--at', '2016-02-01 10:00', '--yes']);
    const once = await run(['worker', '--once', '--json'], time);
    expect(once.exitCode).toBe(overdue.length > 0 ? 3 : 0);
    expect(once.json()).toMatchObject({
      issues: accepted > 0 ? [{ issue: '0002', accepted }] : [],
      overdue,
    });
    expect(server.accepted).toHaveLength(accepted);
    expect((await run(['status', '2', '--json'])).json()).toMatchObject({ state, accepted });
    // Called again it does nothing more.
    await run(['worker', '--once'], time);
    expect(server.accepted).toHaveLength(accepted);
  });

  test('an issue that nobody has said go for, a paused and a cancelled one are let alone', async () => {
    const { run, server, project } = await scene();
    project.write('issues/0003.md', issueText(3, '2016-01-20'));
    await run(['send', '2', '--at', '2016-02-01 10:00', '--yes']);
    await run(['send', '3', '--at', '2016-02-01 10:00', '--yes']);
    await run(['pause', '2']);
    await run(['cancel', '3', '--yes']);
    expect((await run(['worker', '--once', '--json'], '2016-02-01T10:00')).json()).toEqual({
      issues: [],
      overdue: [],
    });
    expect(server.accepted).toEqual([]);
  });

  test('those who were refused for now are tried again when they are due, and not once the issue is too old', async () => {
    let isBusy = true;
    const { run, server } = await scene({
      rcpt: (to) => (isBusy && to.startsWith('ana') ? '451 4.3.0 later' : undefined),
    });
    await run(['send', '2', '--yes']);
    isBusy = false;
    expect((await run(['worker', '--once', '--json'], '2016-02-01T09:29')).json()).toEqual({
      issues: [],
      overdue: [],
    });
    // Five days and an hour after it began.
    const late = await run(['worker', '--once', '--json'], '2016-02-06T10:01');
    expect(late.exitCode).toBe(3);
    expect(late.json()).toMatchObject({ issues: [], overdue: ['0002'] });
    const refused = await run(['send', '2', '--json'], '2016-02-06T10:01');
    expect(refused.json()).toMatchObject({ error: { code: 'SEND_OVERDUE' } });
    expect(server.accepted).toHaveLength(2);
    expect((await run(['worker', '--once', '--json'], '2016-02-01T09:30')).json()).toMatchObject({
      issues: [{ issue: '0002', accepted: 1 }],
    });
    expect(server.accepted).toHaveLength(3);
  });

  test('needs no newsletter: the letter is the ledger’s, signed for its sender, whatever the files say now', async () => {
    const { project, run, server } = await scene();
    await run(['send', '2', '--at', '2016-02-01 10:00', '--yes']);
    project.write('issues/0002.md', issueText(2, '2016-01-13').replace('Crane crews', 'Pilots'));
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'broadside-worker-'));
    onTestFinished(() => rmSync(elsewhere, { recursive: true, force: true }));
    const terminal = testTerminal({
      cwd: elsewhere,
      now: () => '2016-02-01T10:00:00.000Z',
      env: {
        BROADSIDE_SMTP_URL: server.url,
        DATABASE_URL: `sqlite:${project.path('data/broadside.db')}`,
      },
    });
    expect(await runProgram(['worker', '--once'], terminal)).toBe(0);
    expect(terminal.output()).toContain('0002  3  accepted');
    expect(server.accepted).toHaveLength(3);
    for (const { raw } of server.accepted) {
      const mail = await PostalMime.parse(raw);
      expect(mail.from).toEqual({ name: 'Harbour News', address: 'news@harbour.example.org' });
      expect(mail.text).toContain('Crane crews');
      expect(mail.headers.find(({ key }) => key === 'list-id')?.value).toContain('<harbour.example.org>');
      expect(raw.toString()).not.toContain('BROADSIDEx');
    }
  });
});

describe('a worker that stays', () => {
  test('sends what is scheduled for now, is told of by send and status, and ends when told to', async () => {
    const all = await scene();
    const worker = stayingWorker(all);
    await expect
      .poll(async () => ((await all.run(['status', '--json'])).json() as { runs: object[] }).runs, {
        timeout: 10_000,
      })
      .toMatchObject([{ kind: 'worker', pid: process.pid }]);
    const scheduled = await all.run(['send', '2', '--at', '2016-02-01 09:00:01', '--yes']);
    expect(scheduled.output()).toContain('Next: nothing: the worker that is running sends it.');
    // The worker's clock stands still a second before: it waits.
    expect(all.server.accepted).toEqual([]);
    await all.run(['cancel', '2', '--yes']);
    await all.run(['send', '2', '--yes']);
    const { exitCode, json } = await worker.end();
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ overdue: [] });
    expect(all.server.accepted).toHaveLength(3);
    expect((await all.run(['status', '--json'])).json()).toMatchObject({ runs: [] });
  });
});
