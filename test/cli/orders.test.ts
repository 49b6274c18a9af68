// Sending at a time, holding back, pausing, resuming, cancelling, and reaching those who were missed: from the command line to a real mail
// server over a real database. What must not happen comes first in each part.
import { describe, expect, onTestFinished, test } from 'vitest';
import { plainPaint } from '../../src/cli/paint.ts';
import { takenBack } from '../../src/cli/sending/taken-back.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { type TestProject, testProject } from '../support/project.ts';
import { type SinkScript, type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';

const NAMES = ['ana', 'ben', 'cleo', 'dan'] as const;

interface Scene {
  readonly project: TestProject;
  readonly server: SmtpSink;
  /** Runs a command with the mail server set. */
  run(argv: readonly string[], options?: Parameters<TestProject['run']>[1]): ReturnType<TestProject['run']>;
  /** To whom a message was taken, in order of their names. */
  reached(): readonly string[];
}

async function scene(script: SinkScript = {}): Promise<Scene> {
  const project = testProject({
    'readers.csv': `email\n${NAMES.map((name) => `${name}@example.org\n`).join('')}`,
  });
  await project.run(['subscribers', 'import', 'readers.csv', '--consent', 'asked at the meeting']);
  const server = await startSmtpSink(script);
  onTestFinished(() => server.close());
  return {
    project,
    server,
    run: (argv, options = {}) =>
      project.run(argv, { ...options, env: { BROADSIDE_SMTP_URL: server.url, ...options.env } }),
    reached: () =>
      server.accepted.flatMap(({ to }) => to.map((address) => address.split('@')[0] ?? '')).sort(),
  };
}

/** The test terminal's clock stands at 2016-02-01T09:00Z, a Monday in London's winter. */
const at = (time: string) => ({ now: () => `2016-02-01T${time}:00.000Z` });

describe('send --at', () => {
  test('keeps the issue for then: nobody is written to, and who would send it is said', async () => {
    const { run, reached } = await scene();
    const scheduled = await run(['send', '2', '--at', '2016-02-04 22:00', '--yes']);
    expect(scheduled.exitCode).toBe(0);
    expect(scheduled.output()).toBe(`scheduled  Newsletter No. 2

  goes out  Thursday 4 February 2016, 22:00 (Europe/London, UTC+00:00)
  in UTC    2016-02-04T22:00:00Z
  that is   in 3 days 13 hours
  to        4 subscribers, and whoever confirms until then

Next: start a \`broadside worker\` and let it run, or have cron run \`broadside worker --once\`: no worker is running now, and nobody else sends it then.`);
    expect(reached()).toEqual([]);
    expect((await run(['status', '2', '--json'])).json()).toMatchObject({
      state: 'scheduled',
      order: { sendAt: '2016-02-04T22:00:00.000Z' },
      pending: 4,
    });
    expect((await run(['status'])).output()).toContain(
      `  0002  scheduled for Thursday 4 February 2016, 22:00 (Europe/London,
        UTC+00:00), in 3 days 13 hours`,
    );
  });

  test('asks with the time and the number of readers', async () => {
    const { run } = await scene();
    const no = await run(['send', '2', '--at', '2016-02-04 22:00', '--json'], { answer: 'no' });
    expect(no.json()).toMatchObject({ error: { code: 'NOT_CONFIRMED' } });
    expect(no.questions()).toEqual([
      'Send Newsletter No. 2 on Thursday 4 February 2016, 22:00 (Europe/London, UTC+00:00), in 3 days 13 hours, to 4 subscribers?',
    ]);
    expect((await run(['status', '2', '--json'])).json()).toMatchObject({ state: 'not planned' });
  });

  test.each([
    ['2016-02-01 08:59', 'is past'],
    ['2016-03-27 01:30', 'never show'],
    ['2016-10-30 01:30', 'twice'],
    ['soon', 'Unexpected "soon"'],
  ])('refuses %s and plans nothing', async (time, words) => {
    const { run } = await scene();
    const refused = await run(['send', '2', '--at', time, '--yes', '--json']);
    expect(refused.exitCode).toBe(2);
    expect(refused.json()).toMatchObject({
      error: { code: 'TIME_UNUSABLE', message: expect.stringContaining(words) },
    });
    expect((await run(['status', '2', '--json'])).json()).toMatchObject({
      state: 'not planned',
      eligible: 0,
    });
  });

  test('a script’s send before the time is refused, a person’s is asked about; at the time it goes', async () => {
    const { run, reached } = await scene();
    await run(['send', '2', '--at', '2016-02-01 10:00', '--yes']);
    for (const argv of [
      ['send', '2', '--yes', '--json'],
      ['send', '2', '--json'],
    ]) {
      const early = await run(argv);
      expect(early.exitCode).toBe(2);
      expect(early.json()).toMatchObject({ error: { code: 'SEND_NOT_OPEN' } });
    }
    const asked = await run(['send', '2'], { answer: 'no' });
    expect(asked.questions()[0]).toContain('is scheduled for Monday 1 February 2016, 10:00');
    expect((await run(['publish', '--yes', '--json'])).json()).toMatchObject({ sent: null });
    expect(reached()).toEqual([]);
    expect((await run(['send', '2', '--yes'], at('10:00'))).exitCode).toBe(0);
    expect(reached()).toEqual(NAMES);
  });

  test('more than an hour late it is asked about: with nobody there it stays', async () => {
    const { run, reached } = await scene();
    await run(['send', '2', '--at', '2016-02-01 10:00', '--yes']);
    const alone = await run(['send', '2', '--json'], at('11:01'));
    expect(alone.json()).toMatchObject({
      error: {
        code: 'SEND_OVERDUE',
        message: expect.stringContaining(
          'was due on Monday 1 February 2016, 10:00 (Europe/London, UTC+00:00), 1 hour',
        ),
      },
    });
    expect((await run(['status'], at('11:01'))).output()).toContain('was due on Monday 1 February 2016');
    const no = await run(['send', '2', '--json'], { ...at('11:01'), answer: 'no' });
    expect(no.json()).toMatchObject({ error: { code: 'NOT_CONFIRMED' } });
    expect(no.questions()[0]).toMatch(/was due on .* ago; send it now to 4 subscribers\?$/u);
    expect(reached()).toEqual([]);
    await run(['send', '2'], { ...at('11:01'), answer: 'yes' });
    expect(reached()).toEqual(NAMES);
  });

  test('what has begun cannot be scheduled', async () => {
    const { run } = await scene();
    await run(['send', '2', '--yes']);
    const refused = await run(['send', '2', '--at', '2016-02-04 22:00', '--yes', '--json']);
    expect(refused.json()).toMatchObject({ error: { code: 'SEND_NOT_OPEN' } });
  });

  test('a live worker is told of instead', async () => {
    const { run, project } = await scene();
    const database = await openDatabase('sqlite:data/broadside.db', { root: project.root });
    onTestFinished(() => database.close());
    await database.runs.begin({
      id: 'w',
      kind: 'worker',
      host: 'elsewhere',
      pid: 7,
      transport: 'smtp:25',
      startedAt: '2016-02-01T08:00:00Z',
    });
    const scheduled = await run(['send', '2', '--at', '2016-02-04 22:00', '--yes']);
    expect(scheduled.output()).toContain('Next: nothing: the worker that is running sends it.');
  });
});

describe('send --hold', () => {
  test('Ctrl-C takes it back: nobody has it, and it can be sent as if it were new', async () => {
    const { run, reached } = await scene();
    const taken = await run(['send', '2', '--hold', '1h', '--yes'], { interrupted: Promise.resolve() });
    expect(taken.exitCode).toBe(0);
    expect(taken.output()).toContain('taken back  Newsletter No. 2: nobody has it');
    expect(reached()).toEqual([]);
    expect((await run(['status', '2', '--json'])).json()).toMatchObject({ state: 'cancelled', excluded: 4 });
    const again = await run(['send', '2', '--json'], { answer: 'yes' });
    expect(again.questions()).toEqual(['Send Newsletter No. 2 to 4 subscribers?']);
    expect(again.json()).toMatchObject({ accepted: 4, excluded: 0, state: 'sending' });
    expect(reached()).toEqual(NAMES);
  });

  test('cancel elsewhere takes it back too', async () => {
    const { run, reached } = await scene();
    const holding = run(['send', '2', '--hold', '1h', '--yes']);
    await expect
      .poll(async () => (await run(['cancel', '2', '--yes', '--json'])).json(), { timeout: 20_000 })
      .toMatchObject({ state: 'cancelled' });
    const taken = await holding;
    expect(taken.output()).toContain('taken back');
    expect(reached()).toEqual([]);
  });

  test('pause elsewhere ends it too, and says that it is paused and how it goes on', async () => {
    const { run, reached } = await scene();
    const holding = run(['send', '2', '--hold', '1h', '--yes']);
    await expect
      .poll(async () => (await run(['pause', '2', '--json'])).json(), { timeout: 20_000 })
      .toMatchObject({ state: 'paused' });
    expect((await holding).output()).toBe(
      'paused  Newsletter No. 2: nobody has it\n\nNext: `broadside resume 0002` lets it go at its time.',
    );
    expect(reached()).toEqual([]);
  });

  test.each([
    [{}, 'taken back  No. 2: nobody has it\n\nNext: `broadside send 0002` sends it when it is ready.'],
    [
      { accepted: 1 },
      'taken back  No. 2: 1 reader has it, or may have\n\nNext: `broadside status 0002` shows who; `broadside send 0002 --missed` sends it to the others after all.',
    ],
    [{ accepted: 1, onTheWire: 1, inDoubt: 1 }, 'taken back  No. 2: 3 readers have it, or may have'],
  ])('taken back when a worker had begun with %j: who may have it is not kept quiet', (had, words) => {
    const none = { accepted: 0, deferred: 0, rejected: 0, excluded: 3, inDoubt: 0, onTheWire: 0, pending: 0 };
    const counts = { issue: '0002', eligible: 4, ...none, ...had };
    const { lines } = takenBack(
      { counts, order: { issueSlug: '0002', state: 'cancelled' }, runs: [] },
      'No. 2',
    );
    expect(lines(plainPaint).join('\n')).toContain(words);
  });

  test('otherwise it goes out when the time is over, and not before', async () => {
    const { run, reached } = await scene();
    const drawn: string[] = [];
    const sent = await run(['send', '2', '--hold', '1s', '--yes', '--json'], {
      onProgress: (text) => {
        drawn.push(text);
        if (text.includes('goes out')) expect(reached()).toEqual([]);
      },
    });
    expect(sent.json()).toMatchObject({ accepted: 4 });
    expect(drawn[0]).toBe('  0002 goes out in 1 s to 4 subscribers. Ctrl-C takes it back.');
    expect(reached()).toEqual(NAMES);
  });
});

describe('a mail server that is forgotten to be set', () => {
  test('after mail was sent: no script writes a list into a folder, and a person is told what it would be', async () => {
    const { run, project, reached } = await scene();
    await run(['send', '2', '--yes']);
    await run(['subscribers', 'add', 'eva@example.org']);
    const forgotten = { env: { BROADSIDE_SMTP_URL: '' } };
    const refused = await run(['send', '2', '--yes', '--json'], forgotten);
    expect(refused.exitCode).toBe(2);
    expect(refused.json()).toMatchObject({
      error: { code: 'NOT_CONFIRMED', message: expect.stringContaining('count as sent') },
    });
    const no = await run(['send', '2'], { ...forgotten, answer: 'no' });
    expect(no.questions()).toEqual([
      'No mail server is set, though mail was sent from here before: the letters would be written to out/outbox/ as files and count as sent. Send Newsletter No. 2 to 1 subscriber?',
    ]);
    expect((await run(['send', '2', '--yes', '--json'])).json()).toMatchObject({ accepted: 5 });
    expect(reached()).toEqual([...NAMES, 'eva']);
    await project.run(['subscribers', 'add', 'finn@example.org']);
    const meant = await run(['send', '2', '--json'], { ...forgotten, answer: 'yes' });
    expect(meant.json()).toMatchObject({ accepted: 6, transport: 'out/outbox' });
  });

  test('before any mail was sent files are written as ever', async () => {
    const { run } = await scene();
    const sent = await run(['send', '2', '--yes', '--json'], { env: { BROADSIDE_SMTP_URL: '' } });
    expect(sent.json()).toMatchObject({ accepted: 4, transport: 'out/outbox' });
  });
});

describe('pause, resume and cancel', () => {
  test('of an issue that nobody has sent are refused', async () => {
    const { run } = await scene();
    for (const argv of [
      ['pause', '2'],
      ['resume', '2'],
      ['cancel', '2', '--yes'],
    ]) {
      const refused = await run([...argv, '--json']);
      expect(refused.exitCode).toBe(2);
      expect(refused.json()).toMatchObject({ error: { code: 'SEND_NOT_OPEN' } });
    }
  });

  test('cancel asks, and says how many have it', async () => {
    const { run, reached } = await scene({
      rcpt: (to) => (to.startsWith('ana') ? '451 4.3.0 later' : undefined),
    });
    await run(['send', '2', '--yes']);
    const no = await run(['cancel', '2', '--json'], { answer: 'no' });
    expect(no.json()).toMatchObject({ error: { code: 'NOT_CONFIRMED' } });
    expect(no.questions()).toEqual([
      'Cancel Newsletter No. 2? 3 readers have it already, 1 will not get it.',
    ]);
    const yes = await run(['cancel', '2', '--yes']);
    expect(yes.exitCode).toBe(0);
    expect(yes.output()).toContain(
      '3 readers have it: if it was wrong, put a correction into the next issue',
    );
    const again = await run(['cancel', '2', '--json']);
    expect(again.json()).toMatchObject({ state: 'cancelled', changed: false, accepted: 3, excluded: 1 });
    const refused = await run(['send', '2', '--yes', '--json']);
    expect(refused.json()).toMatchObject({ error: { code: 'SEND_NOT_OPEN' } });
    expect((await run(['resume', '2', '--json'])).json()).toMatchObject({ error: { code: 'SEND_NOT_OPEN' } });
    expect(reached()).toEqual(['ben', 'cleo', 'dan']);
  });

  test('what has gone out to everybody can be neither cancelled nor paused, and new readers are reached', async () => {
    const { run, reached } = await scene();
    await run(['send', '2', '--yes']);
    for (const argv of [
      ['cancel', '2', '--yes'],
      ['pause', '2'],
    ]) {
      const refused = await run([...argv, '--json']);
      expect(refused.json()).toMatchObject({ error: { code: 'SEND_NOT_OPEN' } });
    }
    await run(['subscribers', 'add', 'eva@example.org']);
    expect((await run(['send', '2', '--yes', '--json'])).json()).toMatchObject({ accepted: 5 });
    expect(reached()).toEqual([...NAMES, 'eva']);
  });

  test('a paused issue is not sent, not even with --yes, until it is resumed; each said twice changes nothing', async () => {
    const { run, reached } = await scene({
      rcpt: (to) => (to.startsWith('ana') ? '451 4.3.0 later' : undefined),
    });
    await run(['send', '2', '--yes']);
    expect((await run(['pause', '2', '--json'])).json()).toMatchObject({ state: 'paused', changed: true });
    expect((await run(['pause', '2', '--json'])).json()).toMatchObject({ state: 'paused', changed: false });
    const refused = await run(['send', '2', '--yes', '--json'], at('12:00'));
    expect(refused.json()).toMatchObject({ error: { code: 'SEND_NOT_OPEN' } });
    expect((await run(['resume', '2', '--json'])).json()).toMatchObject({ state: 'sending', changed: true });
    expect((await run(['resume', '2', '--json'])).json()).toMatchObject({ state: 'sending', changed: false });
    expect((await run(['send', '2', '--yes', '--json'], at('12:00'))).json()).toMatchObject({
      state: 'sending',
    });
    expect(reached()).toEqual(['ben', 'cleo', 'dan']);
  });

  test('a scheduled issue that was paused is scheduled again when it is resumed', async () => {
    const { run } = await scene();
    await run(['send', '2', '--at', '2016-02-04 22:00', '--yes']);
    await run(['pause', '2']);
    expect((await run(['resume', '2', '--json'])).json()).toMatchObject({ state: 'scheduled' });
  });

  test('a run in the middle stops for pause; what was on the wire is finished, the others wait', async () => {
    let paused: Promise<unknown> | undefined;
    const { run, reached } = await scene({
      dot: async () => {
        paused ??= run(['pause', '2']);
        await paused;
        return undefined;
      },
    });
    const sent = await run(['send', '2', '--yes', '--connections', '1']);
    expect(sent.exitCode).toBe(3);
    expect(sent.output()).toContain('Next: `broadside resume 0002` lets it go on.');
    expect(reached()).toHaveLength(1);
    expect((await run(['status', '2', '--json'])).json()).toMatchObject({
      state: 'paused',
      accepted: 1,
      pending: 3,
      inDoubt: 0,
    });
    await run(['resume', '2']);
    await run(['send', '2', '--yes']);
    expect(reached()).toEqual(NAMES);
  });
});

describe('send --missed', () => {
  test('reaches exactly those who have not got it: refused, left out and new ones, nobody twice', async () => {
    const answers: Record<string, string | undefined> = {
      'ana@example.org': '554 5.3.0 not this one',
      'ben@example.org': '451 4.3.0 later',
    };
    const { run, reached } = await scene({ rcpt: (to) => answers[to] });
    await run(['send', '2', '--yes']);
    answers['ana@example.org'] = undefined;
    answers['ben@example.org'] = undefined;
    await run(['subscribers', 'add', 'eve@example.org']);
    // By itself a send reaches neither the refused nor those who are not due.
    const asked = await run(['send', '2', '--missed', '--json'], { answer: 'yes' });
    expect(asked.questions()).toEqual(['Send Newsletter No. 2 to 3 subscribers who have not got it?']);
    expect(asked.json()).toMatchObject({ accepted: 5, deferred: 0, rejected: 0, run: { accepted: 3 } });
    expect(reached()).toEqual(['ana', 'ben', 'cleo', 'dan', 'eve']);
    const nobody = await run(['send', '2', '--missed', '--json']);
    expect(nobody.exitCode).toBe(0);
    expect(nobody.json()).toMatchObject({ run: { accepted: 0 } });
  });

  test('who has no mailbox is not among them: nobody writes there any more', async () => {
    const { run, reached } = await scene({
      rcpt: (to) => (to.startsWith('ana') ? '550 5.1.1 nobody' : undefined),
    });
    const first = await run(['send', '2', '--yes']);
    expect(first.complaints()).toContain('1 letter was refused for good; 1 reader suppressed.');
    expect((await run(['send', '2', '--missed', '--yes', '--json'])).json()).toMatchObject({
      run: { accepted: 0 },
      rejected: 1,
    });
    expect(reached()).toEqual(['ben', 'cleo', 'dan']);
  });

  test('who has left is not among them', async () => {
    const { run, reached } = await scene({
      rcpt: (to) => (to.startsWith('ana') ? '554 5.3.0 not this one' : undefined),
    });
    await run(['send', '2', '--yes']);
    await run(['subscribers', 'remove', 'ana@example.org']);
    expect((await run(['send', '2', '--missed', '--yes', '--json'])).json()).toMatchObject({
      run: { accepted: 0 },
      rejected: 1,
    });
    expect(reached()).toEqual(['ben', 'cleo', 'dan']);
  });

  test('of an issue that has not begun is refused', async () => {
    const { run } = await scene();
    for (const flag of ['--missed', '--resend-in-doubt'])
      expect((await run(['send', '2', flag, '--yes', '--json'])).json()).toMatchObject({
        error: { code: 'SEND_NOT_OPEN' },
      });
  });
});

describe('in doubt', () => {
  /** ben's message is cut off after its last byte. */
  const cutOff = (): { script: SinkScript; mend: () => void } => {
    let isBroken = true;
    return {
      script: { dot: ({ to }) => (isBroken && to[0]?.startsWith('ben') === true ? 'drop' : undefined) },
      mend: () => {
        isBroken = false;
      },
    };
  };

  test('is never sent again by itself, is named with message and run, and sent once more on a word', async () => {
    const { script, mend } = cutOff();
    const { run, reached, server } = await scene(script);
    const first = await run(['send', '2', '--yes', '--json']);
    expect(first.exitCode).toBe(3);
    expect(first.json()).toMatchObject({ accepted: 3, inDoubt: 1, onTheWire: 0 });
    mend();
    for (const argv of [
      ['send', '2', '--yes'],
      ['send', '2', '--missed', '--yes'],
    ])
      await run(argv, at('12:00'));
    expect(reached()).toEqual(['ana', 'cleo', 'dan']);

    const named = await run(['status', '2', '--in-doubt']);
    expect(named.output()).toMatch(
      /^0002: 1 reader in doubt: the answer to the whole message never came\n\n {2}ben@example\.org {2}since 2016-02-01 09:00\n {4}<0002\.[0-9a-f]+@harbour\.example\.org>\n {4}run [0-9a-f-]{36}\n/u,
    );
    const listed = (await run(['status', '2', '--in-doubt', '--json'])).json();
    const [{ to, raw } = { to: [], raw: Buffer.alloc(0) }] = server.messages.filter(
      (message) => !server.accepted.includes(message),
    );
    const messageId = /^Message-ID: <(.+)>\r$/imu.exec(raw.toString())?.[1];
    expect(to).toEqual(['ben@example.org']);
    expect(listed).toMatchObject({ inDoubt: 1, deliveries: [{ address: 'ben@example.org', messageId }] });

    const no = await run(['send', '2', '--resend-in-doubt', '--json'], { answer: 'no' });
    expect(no.questions()).toEqual([
      'Send Newsletter No. 2 once more to 1 subscriber in doubt, who may have it already?',
    ]);
    expect(reached()).toEqual(['ana', 'cleo', 'dan']);
    const again = await run(['send', '2', '--resend-in-doubt', '--json'], { answer: 'yes' });
    expect(again.exitCode).toBe(0);
    expect(again.json()).toMatchObject({ accepted: 4, inDoubt: 0, run: { accepted: 1 } });
    expect(reached()).toEqual(NAMES);
  });

  test('the names are shown before anybody is asked', async () => {
    const { script } = cutOff();
    const { run } = await scene(script);
    await run(['send', '2', '--yes']);
    const asked = await run(['send', '2', '--resend-in-doubt'], { answer: 'no' });
    expect(asked.complaints()).toContain('ben@example.org');
  });
});

describe('status', () => {
  test('answers for one reader whether they got it, and how that is known', async () => {
    const { run } = await scene({
      rcpt: (to) => {
        if (to.startsWith('ana')) return '550 5.1.1 nobody here';
        return to.startsWith('ben') ? '451 4.3.0 later' : undefined;
      },
    });
    await run(['send', '2', '--yes']);
    const answer = async (address: string) => {
      const { exitCode, json } = await run(['status', '2', '--address', address, '--json']);
      return { exitCode, ...(json() as object) };
    };
    expect(await answer('ANA@example.org')).toMatchObject({ exitCode: 3, answer: 'is no subscriber' });
    expect(await answer('ana@EXAMPLE.org')).toMatchObject({
      exitCode: 3,
      answer: 'no: refused for good',
      delivery: {
        status: 'rejected',
        enhancedCode: '5.1.1',
        response: expect.stringContaining('nobody here'),
      },
      attempts: [{ attempt: 1, outcome: 'rejected' }],
    });
    expect(await answer('ben@example.org')).toMatchObject({
      exitCode: 3,
      answer: 'not yet: refused for now',
    });
    expect(await answer('cleo@example.org')).toMatchObject({
      exitCode: 0,
      answer: 'yes, as far as can be known: the next server took it',
      delivery: { messageId: expect.stringMatching(/^0002\./u), response: expect.stringContaining('queued') },
      attempts: [],
    });
    expect(await answer('zoe@example.org')).toMatchObject({ exitCode: 3, answer: 'is no subscriber' });
    expect((await run(['status', '2', '--address', 'no address', '--json'])).json()).toMatchObject({
      error: { code: 'ADDRESS_INVALID' },
    });
  });

  test('groups reasons by code and domain, and tells what has happened', async () => {
    const { run } = await scene({
      rcpt: (to) => (to.startsWith('ana') ? '550 5.1.1 nobody here' : undefined),
    });
    await run(['send', '2', '--yes']);
    const told = await run(['status', '2', '--json']);
    expect(told.json()).toMatchObject({
      state: 'done',
      reasons: [{ status: 'rejected', domain: 'example.org', code: '5.1.1', deliveries: 1 }],
      runs: [],
      history: [
        { event: 'run began' },
        { event: 'planned' },
        { event: 'started' },
        { event: 'run ended', detail: 'accepted 3, rejected 1' },
      ],
    });
  });

  test.each([
    [['status', '--in-doubt']],
    [['status', '--address', 'a@example.org']],
    [['status', '2', '--rejected', '--deferred']],
    [['status', '2', '--rejected', '--address', 'a@example.org']],
    [['send', '2', '--missed', '--at', '2016-02-04 22:00']],
    [['send', '2', '--hold', '5m', '--proof', 'a@example.org']],
    [['send', '2', '--rate', 'fast']],
    [['send', '2', '--connections', '0']],
    [['send', '2', '--hold', 'a while']],
  ])('%j is not understood', async (argv) => {
    const { run } = await scene();
    const refused = await run([...argv, '--json']);
    expect(refused.exitCode).toBe(2);
    expect(refused.json()).toMatchObject({ error: { code: 'USAGE' } });
  });
});

test('send --rate keeps the pace, and --connections no more conversations at once', async () => {
  const { run, server, reached } = await scene();
  const begun = performance.now();
  await run(['send', '2', '--yes', '--rate', '4', '--connections', '2']);
  // Four messages at four a second, the first at once: three waits of a quarter of a second.
  expect(performance.now() - begun).toBeGreaterThan(700);
  expect(server.peak()).toBeLessThanOrEqual(2);
  expect(reached()).toEqual(NAMES);
});

test('in a terminal the lines of progress are drawn, and taken away at the end', async () => {
  const { run } = await scene();
  const drawn: string[] = [];
  await run(['send', '2', '--yes'], { onProgress: (text) => void drawn.push(text) });
  expect(drawn.some((text) => /^ {2}0002 {2}[━─]+ {2}\d of 4/u.test(text))).toBe(true);
  expect(drawn.at(-1)).toBe('');
});
