// The transport against real conversations: what each answer, at each step, makes of the one message.
import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { openSmtpTransport, type SmtpOptions } from '../../src/mail/smtp-transport.ts';
import type { ComposedMessage } from '../../src/model/message.ts';
import type { MailTransport } from '../../src/model/ports.ts';
import { type HostileServer, startHostileServer } from '../support/hostile-server.ts';
import { shortTimeouts } from '../support/short-timeouts.ts';
import {
  type Answer,
  type SinkScript,
  type Stage,
  startScriptedServer,
  startSmtpSink,
} from '../support/smtp-sink.ts';

/** Both ways of speaking have to say the same of every answer; each with its commands in one go and one after the other. */
const WAYS = [
  { way: 'our own connections', usePipelining: true, first: 'PIPELINING', later: 'PIPELINING' },
  { way: 'our own, one command at a time', usePipelining: true, first: 'PIPELINING', later: '8BITMIME' },
  { way: 'nodemailer’s pool', usePipelining: false, first: 'PIPELINING', later: 'PIPELINING' },
  {
    way: 'nodemailer’s pool, one command at a time',
    usePipelining: true,
    first: '8BITMIME',
    later: '8BITMIME',
  },
] as const;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const opened = <T extends { close(): Promise<void> }>(one: T): T => {
  open.push(one);
  return one;
};
const sinkWith = async (script: SinkScript = {}) => opened(await startSmtpSink(script));
const connectTo = async (url: string, options: SmtpOptions = {}): Promise<MailTransport> =>
  opened(
    await openSmtpTransport(url, {
      timeouts: shortTimeouts(5000),
      ...options,
    }),
  );

function message(
  to = 'ada@example.org',
  raw = 'Subject: x\r\n\r\nHello\r\n.\r\n..dots\r\n',
): ComposedMessage {
  return {
    envelope: { from: 'news@example.org', to },
    messageId: '0012.ab@example.org',
    raw: Buffer.from(raw),
  };
}

describe.each([WAYS[0], WAYS[2]])('$way: a message', ({ usePipelining }) => {
  const transportTo = (url: string, options: SmtpOptions = {}) =>
    connectTo(url, { usePipelining, ...options });

  test('arrives byte for byte, for one recipient, with the server’s words', async () => {
    const sink = await sinkWith();
    const transport = await transportTo(sink.url);
    expect(transport.name).toBe(`127.0.0.1:${sink.port}`);
    expect(await transport.send(message())).toEqual({
      kind: 'accepted',
      reply: { code: 250, text: 'OK: queued' },
    });
    expect(sink.messages).toEqual([
      { from: 'news@example.org', to: ['ada@example.org'], raw: Buffer.from(message().raw) },
    ]);
  });

  test('to an international domain is addressed by A-label', async () => {
    const server = opened(await startScriptedServer(() => undefined));
    expect(await (await transportTo(server.url)).send(message('ada@Bücher.example'))).toMatchObject({
      kind: 'accepted',
    });
    expect(server.commands).toContain('RCPT TO:<ada@xn--bcher-kva.example>');
  });

  test('to a non-ASCII local part goes to a server with SMTPUTF8', async () => {
    const sink = await sinkWith();
    expect(await (await transportTo(sink.url)).send(message('jörg@example.org'))).toMatchObject({
      kind: 'accepted',
    });
    expect(sink.messages[0]?.to).toEqual(['jörg@example.org']);
  });

  test('to a non-ASCII local part is not even named to a server without SMTPUTF8', async () => {
    const named: string[] = [];
    const sink = await sinkWith({ hasSmtpUtf8: false, rcpt: (to) => void named.push(to) as undefined });
    const outcome = await (await transportTo(sink.url)).send(message('jörg@example.org'));
    expect(outcome).toMatchObject({ kind: 'rejected', reply: { text: expect.stringContaining('SMTPUTF8') } });
    expect(named).toEqual([]);
  });

  test('of many goes over as many connections as allowed, no more', async () => {
    const sink = await sinkWith({
      dot: () => new Promise((resolve) => setTimeout(() => resolve(undefined), 20)),
    });
    const transport = await transportTo(sink.url, { connections: 3, messagesPerConnection: 4 });
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, n) => transport.send(message(`r${n}@example.org`))),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 30 }, () => 'accepted'));
    expect(sink.peak()).toBeLessThanOrEqual(4);
    expect(new Set(sink.messages.flatMap(({ to }) => to)).size).toBe(30);
  });
});

const REFUSALS = ['450 4.2.0 wait', '451 wait', '452 wait', '550 5.1.1 no', '552 no', '554 5.7.1 no'];
/** Those that leave us waiting. */
const WAITED_FOR = ['', '250-half of an answer'];
const kindOf = (reply: string): string => {
  if (reply.startsWith('4')) return 'deferred';
  return reply.includes('5.7.') ? 'sender-refused' : 'rejected';
};

describe.each(WAYS)('$way: an answer at a step', ({ usePipelining, first, later }) => {
  const transportTo = (url: string, options: SmtpOptions = {}) =>
    connectTo(url, { usePipelining, ...options });

  test.each([
    ...REFUSALS.map(
      (reply) => ['MAIL', reply, reply.startsWith('4') ? 'deferred' : 'SMTP_SENDER_REFUSED'] as const,
    ),
    ...REFUSALS.flatMap((reply) =>
      (['RCPT', 'DATA', 'dot'] as const).map((stage) => [stage, reply, kindOf(reply)] as const),
    ),
    ...(['MAIL', 'RCPT', 'DATA'] as const).map((stage) => [stage, '421 4.3.2 closing', 'not-begun'] as const),
    ['dot', '421 4.3.2 closing', 'deferred'],
    ...(['MAIL', 'RCPT', 'DATA', 'body'] as const).map((stage) => [stage, 'drop', 'not-begun'] as const),
    ['dot', 'drop', 'in-doubt'],
    ['dot', 'nonsense', 'in-doubt'],
    ['dot', '250-half of an answer', 'in-doubt'],
    ['dot', '', 'in-doubt'],
    ['RCPT', '', 'not-begun'],
    ['greeting', '554 no service', 'SMTP_UNREACHABLE'],
    ['greeting', '421 too many', 'SMTP_UNREACHABLE'],
    ['greeting', 'drop', 'SMTP_UNREACHABLE'],
    ['greeting', '', 'SMTP_UNREACHABLE'],
    ['EHLO', 'drop', 'SMTP_UNREACHABLE'],
    ['EHLO', '421 closing', 'SMTP_UNREACHABLE'],
  ] as const)('%s: %s is %s', async (stage: Stage, answer: string, expected: string) => {
    const says = (at: Stage, connection: number): Answer => {
      if (at === stage && connection > 0) return answer;
      return at === 'EHLO' ? `250-sink\r\n250 ${connection === 0 ? first : later}` : undefined;
    };
    const server = opened(await startScriptedServer(says));
    const transport = await transportTo(server.url, {
      timeouts: shortTimeouts(WAITED_FOR.includes(answer) ? 600 : 5000),
    });
    // Large enough that its first bytes arrive before its last ones leave.
    const large = stage === 'body' ? `Subject: x\r\n\r\n${'A line of text.\r\n'.repeat(600_000)}` : undefined;
    const outcome = await transport.send(message('ada@example.org', large)).then(
      ({ kind }) => kind,
      ({ code }: { code: string }) => code,
    );
    expect(outcome).toBe(expected);
    if (outcome === 'not-begun') expect(server.completed()).toBe(0);
    const carriers = outcome === 'SMTP_UNREACHABLE' ? 2 : 1;
    expect(server.connections() - 1, 'beside the one that asked what the server can do').toBe(carriers);
  });

  test('is kept with its code, enhanced code and words', async () => {
    const sink = await sinkWith({ rcpt: () => '550 5.1.1 No such reader here' });
    expect(await (await transportTo(sink.url)).send(message())).toEqual({
      kind: 'rejected',
      reply: { code: 550, enhancedCode: '5.1.1', text: 'No such reader here' },
    });
  });

  test('for one reader does not spoil the next on the same connection', async () => {
    const sink = await sinkWith({ rcpt: (to) => (to.startsWith('bad') ? '550 5.1.1 no' : undefined) });
    const transport = await transportTo(sink.url, { connections: 1 });
    const kinds = await Promise.all(
      ['a', 'bad', 'b', 'bad2', 'c'].map(
        async (name) => (await transport.send(message(`${name}@example.org`))).kind,
      ),
    );
    expect(kinds).toEqual(['accepted', 'rejected', 'accepted', 'rejected', 'accepted']);
    expect(sink.messages).toHaveLength(3);
  });
});

describe.each([WAYS[0], WAYS[2]])('$way: opening', ({ usePipelining }) => {
  const transportTo = (url: string, options: SmtpOptions = {}) =>
    connectTo(url, { usePipelining, ...options });

  const LOGIN = { user: 'ada', password: 'right horse' };

  test('with the right login', async () => {
    const sink = await sinkWith({ login: LOGIN });
    expect(await (await transportTo(sink.url)).send(message())).toMatchObject({ kind: 'accepted' });
  });

  test('with a wrong password fails before anything is sent, without telling it', async () => {
    const sink = await sinkWith({ login: LOGIN });
    const failure = await openSmtpTransport(sink.url.replace('right', 'wrong')).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'SMTP_LOGIN', message: expect.stringContaining('535') });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toMatch(/wrong|horse|d3Jvbmc/u);
  });

  test('with a login that is no longer right stops at the first message', async () => {
    const login = { ...LOGIN };
    const sink = await sinkWith({ login });
    const transport = await transportTo(sink.url);
    login.password = 'changed';
    const failure = await transport.send(message()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'SMTP_LOGIN' });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toMatch(/horse/u);
  });

  test('with a login where none is offered says so', async () => {
    const sink = await sinkWith();
    await expect(openSmtpTransport(sink.url.replace('smtp://', 'smtp://ada:horse@'))).rejects.toMatchObject({
      code: 'SMTP_LOGIN',
    });
  });

  test('a server that has gone away', async () => {
    const sink = await startSmtpSink();
    await sink.close();
    await expect(openSmtpTransport(sink.url)).rejects.toMatchObject({
      code: 'SMTP_UNREACHABLE',
      place: `127.0.0.1:${sink.port}`,
    });
  });

  test('a name that does not exist', async () => {
    await expect(openSmtpTransport('smtp://mail.broadside.invalid')).rejects.toMatchObject({
      code: 'SMTP_UNREACHABLE',
    });
  });

  test('a server that says nothing', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const timeouts = shortTimeouts(100);
    await expect(openSmtpTransport(`smtp://127.0.0.1:${port}`, { timeouts })).rejects.toMatchObject({
      code: 'SMTP_UNREACHABLE',
    });
    silent.close();
  });

  test.each<[string, SinkScript['tls'], string, string]>([
    ['STARTTLS stripped, but required', 'none', '?tls=required', 'SMTP_TLS'],
    ['a certificate that nobody signed, STARTTLS', 'starttls', '?tls=required', 'SMTP_TLS'],
    ['a certificate that nobody signed, TLS at once', 'implicit', '?tls=required', 'SMTP_TLS'],
    ['STARTTLS on this machine', 'starttls', '', 'accepted'],
    ['TLS at once on this machine', 'implicit', '', 'accepted'],
    ['no TLS on this machine', 'none', '', 'accepted'],
  ])('%s', async (_name, tls, query, expected) => {
    const sink = await sinkWith(tls === undefined ? {} : { tls });
    const result = await transportTo(`${sink.url}${query}`).then(
      async (transport) => (await transport.send(message())).kind,
      ({ code }: { code: string }) => code,
    );
    expect(result).toBe(expected);
  });

  test('a server that allows one connection at a time sees the asking one go first', async () => {
    const server: HostileServer = await startHostileServer({
      deeds: (step) =>
        step === 'greeting' && server.open() > 1 ? { say: '421 4.7.0 one is enough' } : undefined,
    });
    opened(server);
    const transport = await transportTo(`smtp://127.0.0.1:${server.port}`);
    expect(await transport.send(message())).toMatchObject({ kind: 'accepted' });
  });

  test('a server without TLS at a port for TLS', async () => {
    const sink = await sinkWith();
    await expect(openSmtpTransport(sink.url.replace('smtp:', 'smtps:'))).rejects.toMatchObject({
      code: 'SMTP_TLS',
    });
  });
});
