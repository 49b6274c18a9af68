// backup, restore, db and db move, from the command line to a real SMTP server.
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type TestProject, testProject } from '../support/project.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';

/** Each at a server of their own: one that puts a reader off is left alone for a while, and the others with it. */
const READERS = ['ana', 'ben', 'cleo', 'dan', 'eve', 'fay'].map((name) => `${name}@${name}.example.org`);

async function projectWithReaders(): Promise<TestProject> {
  const project = testProject({ 'readers.csv': `email\n${READERS.join('\n')}\n` });
  await project.run(['subscribers', 'import', 'readers.csv', '--consent', 'asked at the meeting']);
  return project;
}

async function sink(later: readonly string[] = []): Promise<SmtpSink> {
  const server = await startSmtpSink({ rcpt: (to) => (later.includes(to) ? '451 4.3.0 later' : undefined) });
  onTestFinished(() => server.close());
  return server;
}

/** Issue 2 has gone to three of six, is backed up, and goes to two more. */
async function backedUpMidway(project: TestProject): Promise<readonly SmtpSink[]> {
  const first = await sink(READERS.slice(3));
  await project.run(['send', '2', '--yes'], { env: { BROADSIDE_SMTP_URL: first.url } });
  const backup = await project.run(['backup', 'kept.db', '--json']);
  expect(backup.json()).toMatchObject({
    madeAt: '2016-02-01T09:00:00.000Z',
    from: 'data/broadside.db',
    issues: [{ slug: '0002', deliveries: { accepted: 3, deferred: 3 } }],
  });
  const second = await sink([READERS[5] ?? '']);
  await project.run(['send', '2', '--yes'], {
    env: { BROADSIDE_SMTP_URL: second.url },
    now: () => '2016-02-01T10:00:00.000Z',
  });
  expect(first.messages).toHaveLength(3);
  expect(second.messages).toHaveLength(2);
  return [first, second];
}

function loseDatabase(project: TestProject): void {
  for (const end of ['', '-wal', '-shm']) rmSync(project.path(`data/broadside.db${end}`), { force: true });
}

const LATER = (): string => '2016-02-01T12:00:00.000Z';

describe('a backup put back after more was sent', () => {
  test('sends nothing, learns from the journal, and on release reaches only who has nothing', async () => {
    const project = await projectWithReaders();
    await backedUpMidway(project);
    loseDatabase(project);
    const restored = await project.run(['restore', 'kept.db']);
    expect(restored.exitCode).toBe(0);
    expect(restored.output()).toContain('nothing is sent from it');
    const third = await sink();
    const env = { BROADSIDE_SMTP_URL: third.url };
    for (const argv of [
      ['send', '2', '--yes'],
      ['send', '1', '--yes'],
      ['worker', '--once'],
    ]) {
      const run = await project.run([...argv, '--json'], { env, now: LATER });
      expect(run.json(), argv.join(' ')).toMatchObject({
        error: { code: 'DATABASE_RESTORED', hint: expect.stringContaining('restore --release') },
      });
    }
    const asked = await project.run(['restore', '--release'], { answer: 'no' });
    expect(asked.exitCode).toBe(2);
    expect(asked.complaints()).toMatch(/0002\s+1\s+still to be sent to; paused/u);
    expect(asked.complaints()).toContain('would get it twice');
    expect((await project.run(['restore', '--release'])).complaints()).toContain('Nobody said yes');
    const released = await project.run(['restore', '--release', '--yes']);
    expect(released.output()).toContain('broadside resume 0002');
    await project.run(['resume', '2']);
    const sent = await project.run(['send', '2', '--yes', '--json'], { env, now: LATER });
    expect(sent.json()).toMatchObject({ accepted: 6, deferred: 0, inDoubt: 0 });
    expect(third.messages.map(({ to }) => to)).toEqual([[READERS[5]]]);
  });

  test('without the journal learns from the mail server’s log, or leaves out whom nobody can tell of', async () => {
    const project = await projectWithReaders();
    const [, second] = await backedUpMidway(project);
    loseDatabase(project);
    rmSync(project.path('data/journal'), { recursive: true });
    await project.run(['restore', 'kept.db']);
    const ids = (second?.messages ?? []).map(
      ({ raw }) => /^Message-ID: <(.*)>\r$/imu.exec(raw.toString())?.[1],
    );
    const postfix = (id: string | undefined, queue: string, refused: boolean): string => {
      const at = 'Feb  1 10:00:00 mail postfix/cleanup[77]:';
      const lines = [`${at} ${queue}: message-id=<${id}>`];
      if (refused)
        lines.push(`${at} ${queue}: milter-reject: END-OF-MESSAGE from x: 5.7.1 no; from=<a> to=<b>`);
      return `${lines.join('\n')}\n`;
    };
    project.write('mail.log', postfix(ids[0], '4XyzAB1', false) + postfix(ids[1], '4XyzAB2', true));
    const read = await project.run(['restore', '--sent-log', 'mail.log', '--json']);
    expect(read.json()).toMatchObject({
      messageIds: 1,
      marked: { '0002': 1 },
      open: [{ issueSlug: '0002', open: 2 }],
    });
    const released = await project.run(['restore', '--release', '--leave-out', '--yes', '--json']);
    expect(released.json()).toMatchObject({ leftOut: 2, open: [] });
    const third = await sink();
    const env = { BROADSIDE_SMTP_URL: third.url };
    await project.run(['resume', '2']);
    await project.run(['send', '2', '--yes'], { env, now: LATER });
    expect(third.messages).toEqual([]);
    await project.run(['send', '2', '--missed', '--yes'], { env, now: LATER });
    expect(third.messages).toHaveLength(2);
  });

  test('copied by hand over the live one is found out as well', async () => {
    const project = await projectWithReaders();
    copyFileSync(project.path('data/broadside.db'), project.path('old.db'));
    const first = await sink();
    await project.run(['send', '2', '--yes'], { env: { BROADSIDE_SMTP_URL: first.url } });
    expect(first.messages).toHaveLength(6);
    loseDatabase(project);
    copyFileSync(project.path('old.db'), project.path('data/broadside.db'));
    const again = await project.run(['send', '2', '--yes', '--json'], {
      env: { BROADSIDE_SMTP_URL: first.url },
    });
    expect(again.json()).toMatchObject({
      error: { code: 'DATABASE_RESTORED', message: expect.stringContaining('0002 (6)') },
    });
    await project.run(['restore', '--release', '--yes']);
    const after = await project.run(['send', '2', '--yes', '--json'], {
      env: { BROADSIDE_SMTP_URL: first.url },
    });
    expect(after.json()).toMatchObject({ accepted: 6, run: { accepted: 0 } });
    expect(first.messages).toHaveLength(6);
  });
});

describe('backup', () => {
  test('is readable for its owner alone, replaced only when told, and told of by db', async () => {
    const project = await projectWithReaders();
    expect((await project.run(['db', '--json'])).json()).toMatchObject({ lastBackup: null });
    expect((await project.run(['backup', 'kept.db'])).output()).toContain('6 subscribers');
    expect(statSync(project.path('kept.db')).mode & 0o777).toBe(0o600);
    const again = await project.run(['backup', 'kept.db', '--json']);
    expect(again.json()).toMatchObject({
      error: { code: 'FILE_EXISTS', hint: expect.stringContaining('--force') },
    });
    expect((await project.run(['backup', 'kept.db', '--force'])).exitCode).toBe(0);
    const told = await project.run(['db']);
    expect(told.output()).toContain('data/broadside.db');
    expect(told.output()).toMatch(/backed up\s+2016-02-01/u);
    expect(told.output()).toMatch(/subscribers\s+6\s+rows/u);
    expect(readdirSync(project.root).filter((name) => name.includes('tmp'))).toEqual([]);
  });
});

describe('restore', () => {
  test.each([
    { argv: [], code: 'USAGE' },
    { argv: ['kept.db', '--release'], code: 'USAGE' },
    { argv: ['kept.db', '--leave-out'], code: 'USAGE' },
    { argv: ['none.db'], code: 'FILE_UNREADABLE' },
    { argv: ['readers.csv'], code: 'BACKUP_INVALID' },
    { argv: ['kept.db'], code: 'DATABASE_NOT_EMPTY' },
    { argv: ['--sent-log', 'none.log'], code: 'FILE_UNREADABLE' },
  ])('$argv is $code, and changes nothing', async ({ argv, code }) => {
    const project = await projectWithReaders();
    await project.run(['backup', 'kept.db']);
    const run = await project.run(['restore', ...argv, '--json']);
    expect(run.json()).toMatchObject({ error: { code } });
    expect(run.exitCode).toBe(2);
    expect((await project.run(['db', '--json'])).json()).toMatchObject({ held: null });
  });

  test('of a database that was never held says so and harms nothing', async () => {
    const project = await projectWithReaders();
    expect((await project.run(['restore', '--release', '--yes'])).output()).toContain('was not held');
    expect((await project.run(['send', '2', '--yes'])).exitCode).toBe(0);
  });
});

describe('db move', () => {
  test('asks, moves everything, and from then on the old one only says where to', async () => {
    const project = await projectWithReaders();
    const other = 'sqlite:elsewhere/press.db';
    const asked = await project.run(['db', 'move', other, '--json'], { answer: 'no' });
    expect(asked.json()).toMatchObject({ error: { code: 'NOT_CONFIRMED' } });
    expect(existsSync(project.path('elsewhere'))).toBe(false);
    const moved = await project.run(['db', 'move', other, '--yes']);
    expect(moved.exitCode, moved.complaints()).toBe(0);
    for (const argv of [
      ['send', '2', '--yes'],
      ['worker', '--once'],
      ['subscribers', 'add', 'new@example.org'],
      ['subscribers', 'remove', READERS[0] ?? ''],
      ['subscribers', 'import', 'readers.csv', '--consent', 'again'],
      ['restore', '--release', '--yes'],
      ['db', 'move', 'sqlite:third.db', '--yes'],
    ]) {
      const run = await project.run([...argv, '--json'], {
        env: { BROADSIDE_SMTP_URL: 'smtp://127.0.0.1:1' },
      });
      expect(run.json(), argv.join(' ')).toMatchObject({
        error: { code: 'DATABASE_MOVED', message: expect.stringContaining('elsewhere/press.db') },
      });
    }
    expect((await project.run(['db'])).output()).toContain('nothing more is sent or changed here');
    expect((await project.run(['subscribers', 'list', '--json'])).json()).toHaveLength(6);
    const sent = await project.run(['send', '2', '--yes', '--json'], { env: { DATABASE_URL: other } });
    expect(sent.json()).toMatchObject({ accepted: 6 });
  });

  test('onto itself is refused', async () => {
    const project = await projectWithReaders();
    const run = await project.run(['db', 'move', 'sqlite:data/../data/broadside.db', '--yes', '--json']);
    expect(run.json()).toMatchObject({ error: { code: 'DATABASE_NOT_EMPTY' } });
  });
});

test('the journal stands beside the database and holds no address', async () => {
  const project = await projectWithReaders();
  const server = await sink();
  await project.run(['send', '2', '--yes'], { env: { BROADSIDE_SMTP_URL: server.url } });
  const [host = ''] = readdirSync(project.path('data/journal/0002'));
  const text = readFileSync(project.path(`data/journal/0002/${host}`), 'utf8');
  expect(text.match(/0002\.[0-9a-f]{32}@harbour\.example\.org/gu)).toHaveLength(6);
  for (const reader of READERS) expect(text).not.toContain(reader);
  await project.run(['publish', '--demo']);
  expect(readdirSync(project.path('data/journal'))).toEqual(['0002']);
});

test('files in the outbox are no mail: the journal tells nothing of them, and another database sends for real', async () => {
  const project = await projectWithReaders();
  await project.run(['send', '2', '--yes']);
  expect(existsSync(project.path('data/journal'))).toBe(false);
  const server = await sink();
  const env = { BROADSIDE_SMTP_URL: server.url, DATABASE_URL: 'sqlite:data/real.db' };
  await project.run(['subscribers', 'import', 'readers.csv', '--consent', 'asked at the meeting'], { env });
  await project.run(['send', '2', '--yes'], { env });
  expect(server.accepted).toHaveLength(6);
});

test('an issue that was planned, and sent, only after the backup is not sent to the same readers again', async () => {
  const project = await projectWithReaders();
  await project.run(['backup', 'kept.db']);
  const server = await sink();
  const env = { BROADSIDE_SMTP_URL: server.url };
  await project.run(['send', '2', '--yes'], { env });
  loseDatabase(project);
  await project.run(['restore', 'kept.db']);
  await project.run(['restore', '--release', '--yes']);
  await project.run(['subscribers', 'add', 'new@example.org']);
  const again = await project.run(['send', '2', '--yes', '--json'], { env });
  expect(again.json()).toMatchObject({ accepted: 7, run: { accepted: 1 } });
  expect(server.messages.map(({ to }) => to[0]).sort()).toEqual([...READERS, 'new@example.org'].sort());
});
