// subscribers, send, status and publish, from the command line to a real SMTP server or the outbox.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import PostalMime from 'postal-mime';
import { describe, expect, onTestFinished, test } from 'vitest';
import { issueText, type TestProject, testProject } from '../support/project.ts';
import { type SinkScript, type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';

const READERS = 'email,name\nana@example.org,Ana\nben@example.org,Ben\ncleo@example.org,"Cleo ""C"" Diaz"\n';

async function projectWithReaders(): Promise<TestProject> {
  const project = testProject({ 'readers.csv': READERS });
  const run = await project.run([
    'subscribers',
    'import',
    'readers.csv',
    '--consent',
    'asked at the meeting',
    '--json',
  ]);
  expect(run.json()).toMatchObject({ imported: 3, invalid: 0 });
  return project;
}

async function sink(script: SinkScript = {}): Promise<SmtpSink> {
  const server = await startSmtpSink(script);
  onTestFinished(() => server.close());
  return server;
}

describe('send', () => {
  test('reaches everyone once; a second time nobody', async () => {
    const project = await projectWithReaders();
    const server = await sink();
    const env = { BROADSIDE_SMTP_URL: server.url };
    const first = await project.run(['send', '2', '--yes', '--json'], { env });
    expect(first.exitCode).toBe(0);
    expect(first.json()).toMatchObject({
      issue: '0002',
      eligible: 3,
      accepted: 3,
      pending: 0,
      inDoubt: 0,
      run: { accepted: 3 },
    });
    const second = await project.run(['send', '2', '--yes', '--json'], { env });
    expect(second.json()).toMatchObject({ accepted: 3, run: { accepted: 0 } });
    expect(server.messages.flatMap(({ to }) => to).sort()).toEqual([
      'ana@example.org',
      'ben@example.org',
      'cleo@example.org',
    ]);
  });

  test('Ctrl-C waits for the answers to what is on the wire, says so, and leaves nobody in doubt', async () => {
    const project = await projectWithReaders();
    const ctrlC = Promise.withResolvers<void>();
    const said = Promise.withResolvers<void>();
    const server = await sink({
      dot: async () => {
        ctrlC.resolve();
        await said.promise;
        return undefined;
      },
    });
    // Resolved one turn after the command has heard of it: only then does the server answer.
    const interrupted = ctrlC.promise.then(() => void setImmediate(said.resolve));
    const run = await project.run(['send', '2', '--yes'], {
      env: { BROADSIDE_SMTP_URL: server.url },
      interrupted,
    });
    expect(run.complaints()).toContain('waiting for the answers');
    const { json } = await project.run(['status', '2', '--json']);
    expect(json()).toMatchObject({ eligible: 3, accepted: server.accepted.length, inDoubt: 0 });
    expect(server.accepted.length).toBeGreaterThan(0);
  });

  test('a server that refuses the sender stops the run, and the way on is to mend that', async () => {
    const project = await projectWithReaders();
    const refusing = await sink({ mail: () => '550 5.7.1 not you' });
    const run = await project.run(['send', '2', '--yes'], { env: { BROADSIDE_SMTP_URL: refusing.url } });
    expect(run.exitCode).toBe(3);
    expect(run.output()).toContain('not you');
    expect(run.output()).toContain('goes on where this stopped, once that is mended');
    expect(run.output()).not.toContain('half an hour');
    const good = await sink();
    const again = await project.run(['send', '2', '--yes', '--json'], {
      env: { BROADSIDE_SMTP_URL: good.url },
    });
    expect(again.json()).toMatchObject({ accepted: 3, pending: 0, run: { accepted: 3 } });
  });

  test('without a mail server writes files, and says so', async () => {
    const project = await projectWithReaders();
    const run = await project.run(['send', '2', '--yes']);
    expect(run.output()).toContain('as files, for no mail server is set; they count as sent');
    const letters = readdirSync(project.path('out/outbox'), { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.eml'),
    );
    expect(letters).toHaveLength(3);
    const mail = await PostalMime.parse(readFileSync(project.path(`out/outbox/${letters[0]}`)));
    expect(mail.subject).toBe('Harbour News: Newsletter No. 2');
    expect(mail.text).toContain('Crane crews voted to go back.');
    expect(mail.html).not.toContain('BROADSIDEx');
  });

  test('asks first: no answer and no are both no', async () => {
    const project = await projectWithReaders();
    for (const options of [{}, { answer: 'no' as const }]) {
      const run = await project.run(['send', '2', '--json'], options);
      expect(run.exitCode).toBe(2);
      expect(run.json()).toMatchObject({ error: { code: 'NOT_CONFIRMED' } });
    }
    expect(existsSync(project.path('out/outbox'))).toBe(false);
    expect((await project.run(['send', '2'], { answer: 'yes' })).exitCode).toBe(0);
  });

  test('stops at what only the whole archive shows: an issue dated before the one before it', async () => {
    const project = await projectWithReaders();
    project.write('issues/0002.md', issueText(2, '2016-01-05'));
    const run = await project.run(['send', '2', '--yes', '--json']);
    expect(run.exitCode).toBe(1);
    expect(run.json()).toMatchObject({
      error: { code: 'ISSUE_HAS_ERRORS', message: expect.stringContaining('issue-date-order') },
    });
    expect(existsSync(project.path('out/outbox'))).toBe(false);
  });

  test('a proof is marked, goes to one address and is not in the ledger', async () => {
    const project = await projectWithReaders();
    const server = await sink();
    const run = await project.run(['send', '2', '--proof', 'editor@example.org'], {
      env: { BROADSIDE_SMTP_URL: server.url },
    });
    expect(run.exitCode).toBe(0);
    const [message, ...others] = server.messages;
    expect(others).toEqual([]);
    expect(message?.to).toEqual(['editor@example.org']);
    expect((await PostalMime.parse(message?.raw ?? Buffer.alloc(0))).subject).toBe(
      '[Proof] Harbour News: Newsletter No. 2',
    );
    expect((await project.run(['status', '2', '--json'])).json()).toMatchObject({ eligible: 0, accepted: 0 });
  });

  test('4yz is tried again later, 5yz is not; the exit code says that something is left', async () => {
    const project = await projectWithReaders();
    const answers: Record<string, string> = {
      'ana@example.org': '451 4.3.0 later',
      'ben@example.org': '550 5.1.1 nobody',
    };
    const server = await sink({ rcpt: (to) => answers[to] });
    const env = { BROADSIDE_SMTP_URL: server.url };
    const run = await project.run(['send', '2', '--yes', '--json'], { env });
    expect(run.exitCode).toBe(3);
    expect(run.json()).toMatchObject({ eligible: 3, accepted: 1, deferred: 1, rejected: 1 });
    delete answers['ana@example.org'];
    // Too early: half an hour has not passed.
    expect((await project.run(['send', '2', '--yes', '--json'], { env })).json()).toMatchObject({
      run: { accepted: 0 },
    });
    const later = await project.run(['send', '2', '--yes', '--json'], {
      env,
      now: () => '2016-02-01T12:00:00.000Z',
    });
    expect(later.json()).toMatchObject({ accepted: 2, deferred: 0, rejected: 1, run: { accepted: 1 } });
    expect(later.exitCode).toBe(0);
  });

  test('a second one with another text is refused while the first is at it, and changes nothing', async () => {
    const project = await projectWithReaders();
    let second: ReturnType<TestProject['run']> | undefined;
    const server = await sink({
      dot: async () => {
        project.write('issues/0002.md', issueText(2, '2016-01-13').replace('Crane crews', 'Pilots'));
        second ??= project.run(['send', '2', '--yes', '--json'], { env: { BROADSIDE_SMTP_URL: server.url } });
        await second;
        return undefined;
      },
    });
    await project.run(['send', '2', '--yes'], { env: { BROADSIDE_SMTP_URL: server.url } });
    const refused = await second;
    expect(refused?.exitCode).toBe(2);
    expect(refused?.json()).toMatchObject({
      error: { code: 'SEND_UNDER_WAY', message: expect.stringContaining(`process ${process.pid} on `) },
    });
    expect(server.accepted).toHaveLength(3);
    for (const { raw } of server.accepted) expect(raw.toString()).toContain('Crane crews');
  });

  test('resumed after a change of templates it sends the stored letter; a proof shows the text as it is', async () => {
    const project = await projectWithReaders();
    const first = await sink({ rcpt: (to) => (to === 'ana@example.org' ? '451 4.3.0 later' : undefined) });
    await project.run(['send', '2', '--yes'], { env: { BROADSIDE_SMTP_URL: first.url } });
    // What the mail says besides the issue's own words changes, as it does with a template.
    const settings = readFileSync(project.path('issues/newsletter.yaml'), 'utf8');
    project.write('issues/newsletter.yaml', settings.replace('A link is not', 'No link is'));
    const then = await sink();
    const env = { BROADSIDE_SMTP_URL: then.url };
    await project.run(['send', '2', '--yes'], { env, now: () => '2016-02-01T12:00:00.000Z' });
    await project.run(['send', '2', '--proof', 'editor@example.org'], { env });
    const texts = await Promise.all(then.messages.map(async ({ raw }) => (await PostalMime.parse(raw)).text));
    expect(texts).toEqual([expect.stringContaining('A link is not'), expect.stringContaining('No link is')]);
  });

  test('status has exactly the keys that scripts rely on, and they add up', async () => {
    const project = await projectWithReaders();
    await project.run(['send', '2', '--yes']);
    const counts = (await project.run(['status', '2', '--json'])).json() as Record<string, number>;
    const parts = ['accepted', 'deferred', 'rejected', 'excluded', 'inDoubt', 'onTheWire', 'pending'];
    expect(Object.keys(counts).sort()).toEqual(
      [...parts, 'issue', 'eligible', 'state', 'order', 'runs', 'reasons', 'history'].sort(),
    );
    expect(counts['issue']).toBe('0002');
    expect(parts.reduce((sum, part) => sum + (counts[part] ?? Number.NaN), 0)).toBe(counts['eligible']);
  });
});

describe('publish', () => {
  test('builds, and sends the newest issue not yet sent', async () => {
    const project = await projectWithReaders();
    const run = await project.run(['publish', '--yes', '--json']);
    expect(run.exitCode).toBe(0);
    expect(run.json()).toMatchObject({ built: true, issues: 2, sent: { issue: '0002', accepted: 3 } });
    expect((await project.run(['publish', '--yes', '--json'])).json()).toMatchObject({ sent: null });
    project.write('issues/0003.md', issueText(3, '2016-01-20'));
    expect((await project.run(['publish', '--yes', '--json'])).json()).toMatchObject({
      sent: { issue: '0003', accepted: 3 },
    });
  });

  test('--demo reaches five invented readers, whatever the environment names', async () => {
    const project = testProject();
    const server = await sink();
    const env = { BROADSIDE_SMTP_URL: server.url, DATABASE_URL: 'sqlite:data/mine.db' };
    for (let time = 0; time < 2; time += 1) {
      const run = await project.run(['publish', '--demo', '--json'], { env });
      expect(run.json()).toMatchObject({
        sent: { eligible: 5, accepted: 5, transport: expect.stringContaining('outbox') },
      });
    }
    expect(server.messages).toEqual([]);
    expect(existsSync(project.path('data'))).toBe(false);
  });

  test('stops at the proofreader’s errors and sends nothing', async () => {
    const project = await projectWithReaders();
    project.write('issues/0002.md', issueText(2, '2016-01-13').replace('date: 2016-01-13', 'date: soon'));
    const run = await project.run(['publish', '--yes']);
    expect(run.exitCode).toBe(1);
    expect(run.output()).toContain('issues/0002.md:3');
    expect(existsSync(project.path('out/site'))).toBe(false);
  });
});
