import { generateKeyPairSync } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hookSecrets } from '../../../src/cli/bounces/hook-secrets.ts';
import { keepReading, oneReading } from '../../../src/cli/bounces/keep-reading.ts';
import { openBounceHooks } from '../../../src/cli/bounces/open-bounce-hooks.ts';
import { runProgram } from '../../../src/cli/program.ts';
import { BroadsideError } from '../../../src/model/errors.ts';
import { NEWSLETTER, type TestProject, testProject } from '../../support/project.ts';
import { mailgunCall } from '../../support/provider-calls.ts';
import { bounceMail, complaintMail, leavingMail } from '../../support/returned-mails.ts';
import { addressOf, LIST_ID, type ReturnsScene, returnsScene } from '../../support/returns-scene.ts';
import { runBroadside } from '../../support/run-broadside.ts';
import { startSink } from '../../support/start-sink.ts';
import { testTerminal } from '../../support/test-terminal.ts';

const NOW = '2026-01-03T09:00:00.000Z';
const now = (): string => NOW;

async function scene(): Promise<{ project: TestProject; returns: ReturnsScene }> {
  const project = testProject();
  project.write('data/.keep', '');
  const returns = await returnsScene(`sqlite:${project.path('data/broadside.db')}`);
  onTestFinished(() => returns.close());
  await returns.send('0001', 0);
  return { project, returns };
}

const maildir = (project: TestProject, mails: readonly string[]): void => {
  for (const folder of ['new', 'cur', 'tmp']) project.write(`mail/${folder}/.keep`, '');
  for (const [number, mail] of mails.entries()) project.write(`mail/new/${number}`, mail);
};

describe('bounces read', () => {
  test('tells what came, what it changed, and of how much nobody knows whom it is about', async () => {
    const { project, returns } = await scene();
    const mails = [
      bounceMail({ to: await returns.sender(1, '0001') }),
      complaintMail({ to: await returns.sender(2, '0001') }),
      bounceMail({ to: 'bounce@harbour.example.org', number: 2 }),
    ];
    maildir(project, mails);
    const first = await project.run(['bounces', 'read', 'mail'], { now });
    expect(first.exitCode).toBe(0);
    expect(first.output()).toContain('mail: 3 new mails');
    expect(first.output()).toMatch(/hard +2 /u);
    expect(first.output()).toMatch(/suppressed +2/u);
    expect(first.output()).toContain('Of 1 nobody can prove whom they are about; they changed nothing.');
    expect(readdirSync(project.path('mail/new'))).toEqual(['.keep']);
    expect([await returns.stateOf(1), await returns.stateOf(2), await returns.stateOf(3)]).toEqual([
      'suppressed',
      'suppressed',
      'confirmed',
    ]);
    project.write('again.mbox', mails.map((mail) => `From x\r\n${mail}\r\n`).join(''));
    const again = await project.run(['bounces', 'read', 'again.mbox', '--json'], { now });
    expect(again.json()).toMatchObject({ fresh: 0, known: 3, stuck: [] });
  });

  test('reads the mailbox of the settings where none is named', async () => {
    const { project, returns } = await scene();
    maildir(project, [bounceMail({ to: await returns.sender(1, '0001') })]);
    const run = await project.run(['bounces', 'read'], { now, env: { BROADSIDE_BOUNCES: 'mail' } });
    expect(run.output()).toContain('1 new mail');
    expect((await project.run(['bounces', 'read'], { now })).complaints()).toContain('Name a source');
  });

  test('tells of a mail that cannot be read, and leaves it', async () => {
    const { project } = await scene();
    maildir(project, []);
    project.write('mail/new/folder/file', '');
    const run = await project.run(['bounces', 'read', 'mail'], { now });
    expect(run.exitCode).toBe(1);
    expect(run.output()).toContain('it is no file');
  });

  test.each([
    [['bounces', 'read', 'nowhere'], 'cannot be read'],
    [['bounces', 'read', 'imaps://user@host/'], 'No user or no password'],
    [['bounces', 'read', 'mail', '--recipient', 'a@b.example'], '--recipient goes with - alone'],
    [['bounces', 'list', '--class', 'odd'], 'Unexpected class "odd"'],
    [['bounces', 'show', '17'], 'has the number 17'],
    [['bounces', 'show', 'x'], 'has the number x'],
  ])('%j is refused', async (argv, words) => {
    const { project } = await scene();
    const run = await project.run(argv, { now });
    expect(run.exitCode).toBe(2);
    expect(run.complaints()).toContain(words);
  });
});

describe('bounces read - (a pipe)', () => {
  test('takes one mail, and says nothing that a mail server would send on', async () => {
    const { project, returns } = await scene();
    const input = bounceMail({ to: 'bounce@harbour.example.org' });
    const argv = ['bounces', 'read', '-', '--recipient', await returns.sender(1, '0001')];
    const run = await project.run(argv, { now, input });
    expect([run.exitCode, run.output(), run.complaints()]).toEqual([0, '', '']);
    expect(await returns.stateOf(1)).toBe('suppressed');
    expect(await returns.database.returned.list({ limit: 9 })).toMatchObject([{ channel: 'stdin' }]);
  });

  test('asks to be tried again while the database is away, or the settings cannot be read', async () => {
    const project = testProject();
    const away = await project.run(['bounces', 'read', '-'], {
      now,
      input: 'x',
      env: { DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/nothing' },
    });
    expect(away.exitCode).toBe(75);
    expect(away.complaints()).toContain('The database cannot be opened');
    // Under another name nobody would be known by what we signed.
    project.write('issues/newsletter.yaml', 'title: [');
    expect((await project.run(['bounces', 'read', '-'], { now, input: 'x' })).exitCode).toBe(75);
  });

  test('is not read under another name of the list than letters went out with', async () => {
    const { project, returns } = await scene();
    const input = bounceMail({ to: await returns.sender(1, '0001') });
    project.write(
      'issues/newsletter.yaml',
      NEWSLETTER.replace(`listId: ${LIST_ID}`, 'listId: other.example.org'),
    );
    expect((await project.run(['bounces', 'read', '-'], { now, input })).exitCode).toBe(75);
    project.write('issues/newsletter.yaml', NEWSLETTER);
    expect((await project.run(['bounces', 'read', '-'], { now, input })).exitCode).toBe(0);
    expect(await returns.stateOf(1)).toBe('suppressed');
  });

  test('as a process of its own', () => {
    const project = testProject();
    const argv = ['bounces', 'read', '-', '--recipient', 'bounce@harbour.example.org'];
    const run = runBroadside(argv, project.root, {}, bounceMail({ to: 'bounce@harbour.example.org' }));
    expect([run.exitCode, run.stdout, run.stderr]).toEqual([0, '', '']);
    const lost = runBroadside(argv, path.dirname(project.root), {}, 'x');
    expect(lost.exitCode).toBe(75);
  });
});

describe('what came back is shown', () => {
  test('where there is nothing', async () => {
    const { project } = await scene();
    expect((await project.run(['bounces'], { now })).output()).toContain(
      'Nothing came back in the last 30 days.',
    );
    expect((await project.run(['bounces', 'list'], { now })).output()).toBe('There is none.');
  });

  test('as a report, a list, and one by one, until somebody has looked', async () => {
    const { project, returns } = await scene();
    const { take, sender } = returns;
    await take(bounceMail({ to: await sender(1, '0001') }), 1);
    await take(
      bounceMail({
        to: await sender(2, '0001'),
        number: 2,
        status: '5.7.1',
        diagnostic: '550 5.7.1 blocked',
      }),
      1,
    );
    await take(leavingMail({ to: 'leave@harbour.example.org' }, ''), 1);
    await take('From: MAILER-DAEMON@x.example\r\nReturn-Path: <>\r\n\r\n\u001b[31mred\u0007\r\n', 1);
    const report = await project.run(['bounces'], { now });
    expect(report.exitCode).toBe(0);
    for (const words of [
      /^4 things came back/mu,
      /hard +1 /u,
      /sender-problem +1 /u,
      /5\.1\.1 \(hard\) +1/u,
      /5\.7\.1 \(sender-problem\) +1/u,
      /readers\.example +2/u,
      /suppressed +1/u,
      /Not looked at/u,
      /bounces show \d+/u,
    ])
      expect(report.output()).toMatch(words);

    const list = await project.run(['bounces', 'list', '--class', 'hard', '--issue', '0001'], { now });
    expect(list.output()).toContain(addressOf(1));
    expect(list.output()).toContain('suppressed: bounced');
    const open = await project.run(['bounces', 'list', '--open', '--json'], { now });
    const mails = open.json() as { id: string; class: string }[];
    expect(mails.map((mail) => mail.class).sort()).toEqual(['unknown', 'unsubscribe-by-mail']);

    const unknown = mails.find((mail) => mail.class === 'unknown')?.id ?? '';
    const shown = await project.run(['bounces', 'show', unknown], { now });
    expect(shown.output()).toContain('nobody who can be proved');
    // The mail itself, but for what a terminal would obey.
    expect(shown.output()).toContain('\u{fffd}[31mred\u{fffd}');
    const seen = await project.run(['bounces', 'seen', ...mails.map(({ id }) => id)], { now });
    expect(seen.output()).toContain('2 mails');
    expect((await project.run(['bounces', 'seen', unknown], { now })).exitCode).toBe(2);
    expect((await project.run(['bounces', 'list', '--open'], { now })).output()).toBe('There is none.');
    const later = await project.run(['bounces'], { now });
    expect(later.output()).toContain('`broadside doctor`: 1 letter was refused because of who sends.');
  });
});

describe('by itself', () => {
  test('a worker reads the mailbox, counts what was refused, and sends nothing for it', async () => {
    const { project, returns } = await scene();
    const sink = await startSink();
    onTestFinished(() => sink.stop());
    const refusal = { code: 550, enhancedCode: '5.1.1', text: 'no such user' };
    await returns.send('0002', 1, { kind: 'rejected', reply: refusal });
    await returns.database.audience.lift(addressOf(1), 'test', NOW);
    maildir(project, [bounceMail({ to: await returns.sender(1, '0001') })]);
    const env = { BROADSIDE_BOUNCES: 'mail', BROADSIDE_SMTP_URL: sink.url };
    const run = await project.run(['worker', '--once'], { now, env });
    expect(run.exitCode, run.complaints()).toBe(0);
    expect(run.complaints()).toContain('3 letters were refused for good; 3 readers suppressed');
    expect(run.complaints()).toContain('1 mail came back to mail');
    expect([await returns.stateOf(1), await returns.stateOf(2)]).toEqual(['suppressed', 'suppressed']);
    expect(sink.events().filter(({ e }) => e === 'mail')).toEqual([]);
  });

  test('serve reads the mailbox, and answers providers', async () => {
    const { project, returns } = await scene();
    maildir(project, [bounceMail({ to: await returns.sender(1, '0001') })]);
    const key = '0123456789abcdef';
    const ended = Promise.withResolvers<void>();
    const terminal = testTerminal({
      cwd: project.root,
      env: { BROADSIDE_BOUNCES: 'mail', BROADSIDE_HOOK_MAILGUN: key },
      now: () => new Date().toISOString(),
      interrupted: ended.promise,
    });
    const running = runProgram(['serve', '--listen', ':0', '--metrics', '127.0.0.1:0', '--json'], terminal);
    onTestFinished(() => ended.resolve());
    await expect.poll(() => terminal.output(), { timeout: 20_000 }).toContain('metrics');
    const { listen } = JSON.parse(terminal.output()) as { listen: string };
    const event = { event: 'complained', id: 'e1', envelope: { sender: await returns.sender(2, '0001') } };
    const post = async (secret: string): Promise<number> => {
      const { body } = mailgunCall(event, { key: secret, at: Date.now() });
      return (await fetch(new URL('hooks/mailgun', listen), { method: 'POST', body })).status;
    };
    expect([await post('another secret of theirs'), await post(key)]).toEqual([401, 200]);
    expect((await fetch(new URL('hooks/sendgrid', listen), { method: 'POST' })).status).toBe(404);
    expect(await returns.suppression(2)).toBe('complained');
    await expect.poll(() => returns.stateOf(1), { timeout: 20_000 }).toBe('suppressed');
    ended.resolve();
    expect(await running).toBe(0);
    expect(terminal.complaints()).toContain('1 mail came back to mail; 1 reader suppressed');
    expect(terminal.complaints()).toContain('a request to /hooks/mailgun was refused');
  });

  test('a mailbox that is away does not stop a worker', async () => {
    const { project } = await scene();
    const sink = await startSink();
    onTestFinished(() => sink.stop());
    const env = { BROADSIDE_BOUNCES: 'imap://a:secret@127.0.0.1:1', BROADSIDE_SMTP_URL: sink.url };
    const run = await project.run(['worker', '--once'], { now, env });
    expect(run.exitCode).toBe(0);
    expect(run.complaints()).toContain('imap://127.0.0.1:1/INBOX');
    expect(run.complaints()).not.toContain('secret');
  });

  test('a reading that fails is told, and tried again', async () => {
    const stop = new AbortController();
    const told: string[] = [];
    let round = 0;
    await keepReading(
      () =>
        oneReading(
          async () => {
            round += 1;
            if (round === 3) stop.abort();
            if (round === 1) throw new BroadsideError('MAILBOX_UNREACHABLE', 'away');
          },
          (error) => void told.push(error.code),
        ),
      { everyMs: 1, signal: stop.signal },
    );
    expect({ round, told }).toEqual({ round: 3, told: ['MAILBOX_UNREACHABLE'] });
    await expect(
      oneReading(
        () => Promise.reject(new TypeError('a bug')),
        () => {},
      ),
    ).rejects.toThrow(TypeError);
  });
});

describe('hooks', () => {
  const secretsOf = (env: Readonly<Record<string, string>>) => hookSecrets({ env });
  const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    .publicKey.export({ format: 'der', type: 'spki' })
    .toString('base64');
  const arn = 'arn:aws:sns:eu-west-1:123456789012:bounces';

  test('are those of the settings', () => {
    expect(secretsOf({})).toEqual({});
    expect(
      secretsOf({
        BROADSIDE_HOOK_SES: ` ${arn}  ${arn}-2 `,
        BROADSIDE_HOOK_POSTMARK: '0123456789abcdef',
        BROADSIDE_HOOK_MAILGUN: 'fedcba9876543210',
        BROADSIDE_HOOK_SENDGRID: key,
      }),
    ).toEqual({
      sesTopicArns: [arn, `${arn}-2`],
      postmark: '0123456789abcdef',
      mailgun: 'fedcba9876543210',
      sendgrid: key,
    });
  });

  test.each([
    { BROADSIDE_HOOK_SES: 'bounces' },
    { BROADSIDE_HOOK_SES: `${arn} arn:aws:s3:::bucket` },
    { BROADSIDE_HOOK_POSTMARK: 'short' },
    { BROADSIDE_HOOK_MAILGUN: 'short' },
    { BROADSIDE_HOOK_SENDGRID: 'no key' },
    {
      BROADSIDE_HOOK_SENDGRID: generateKeyPairSync('rsa', { modulusLength: 1024 })
        .publicKey.export({ format: 'der', type: 'spki' })
        .toString('base64'),
    },
  ])('%j is refused', (env) => {
    expect(() => secretsOf(env)).toThrow(
      expect.objectContaining({ code: 'SETTINGS_INVALID', place: Object.keys(env)[0] }),
    );
  });

  test('act on the database, once', async () => {
    const { project, returns } = await scene();
    const env = { BROADSIDE_HOOK_MAILGUN: '0123456789abcdef' };
    const terminal = testTerminal({ cwd: project.root, env, now });
    const told: string[] = [];
    const options = {
      listId: LIST_ID,
      siteUrl: 'https://harbour.example.org/',
      tell: (words: string) => void told.push(words),
    };
    expect(
      openBounceHooks(returns.database, options, testTerminal({ cwd: project.root, now })),
    ).toBeUndefined();
    const hooks = openBounceHooks(returns.database, options, terminal);
    const event = {
      event: 'complained',
      id: 'e1',
      recipient: addressOf(1),
      envelope: { sender: await returns.sender(1, '0001') },
    };
    const post = async (token: string): Promise<number | undefined> => {
      const { path: place, body } = mailgunCall(event, {
        key: '0123456789abcdef',
        at: Date.parse(NOW),
        token,
      });
      return (await hooks?.request(place, { method: 'POST', body }))?.status;
    };
    expect([await post('1'), await post('2')]).toEqual([200, 200]);
    expect(await returns.suppression(1)).toBe('complained');
    expect(await returns.database.returned.list({ limit: 9 })).toHaveLength(1);
    expect(told).toEqual([]);
  });
});
