// What our own connections do between the answers: what is sent along with what, what is kept back, which connection is used again.
import { afterEach, describe, expect, test } from 'vitest';
import { openSmtpTransport, type SmtpOptions } from '../../src/mail/smtp-transport.ts';
import type { MailTransport } from '../../src/model/ports.ts';
import {
  type Deed,
  type HostileOptions,
  type HostileServer,
  type Step,
  startHostileServer,
} from '../support/hostile-server.ts';
import { shortTimeouts } from '../support/short-timeouts.ts';

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

interface Scene {
  readonly server: HostileServer;
  readonly transport: MailTransport;
  /** Sends one message; its outcome's kind, or the code of what stops the run. */
  send(to?: string, octets?: number): Promise<string>;
}

async function scene(
  options: HostileOptions = {},
  smtp: SmtpOptions & { readonly user?: string; readonly ms?: number } = {},
): Promise<Scene> {
  const server = await startHostileServer(options);
  closing.push(server);
  const { user = '', ms = 5000, ...more } = smtp;
  const transport = await openSmtpTransport(`smtp://${user}127.0.0.1:${server.port}`, {
    connections: 1,
    timeouts: shortTimeouts(ms),
    ...more,
  });
  closing.push(transport);
  return {
    server,
    transport,
    send: (to = 'ada@example.org', octets = 100) =>
      transport
        .send({
          envelope: { from: 'news@example.org', to },
          messageId: '0012.ab@example.org',
          raw: Buffer.from(`Subject: x\r\n\r\n${'A line of text.\r\n'.repeat(Math.ceil(octets / 17))}`),
        })
        .then(
          ({ kind }) => kind,
          ({ code }: { code: string }) => code,
        ),
  };
}

/** Deeds for the nth time that a step is reached on connections that carry messages; from 1. */
function nth(deeds: Partial<Record<Step, Readonly<Record<number, Deed>>>>) {
  const times: Partial<Record<Step, number>> = {};
  return (step: Step, connection: number): Deed | undefined => {
    if (connection === 0) return undefined;
    times[step] = (times[step] ?? 0) + 1;
    return deeds[step]?.[times[step]];
  };
}

const verbs = ({ commands }: HostileServer): string[] =>
  commands
    .filter((command) => !command.startsWith('0 '))
    .map((command) => command.replace(/^(\d+ \w+).*/u, '$1'));

test('the envelope goes out in one go, the message only after the 354', async () => {
  const { server, send } = await scene({ deeds: nth({ MAIL: { 1: { do: 'silence' } } }) }, { ms: 400 });
  expect(await send()).toBe('not-begun');
  // Everything of the group was there when the server stopped listening to it, and nothing else.
  expect(server.heardAfter()).toBe('RCPT TO:<ada@example.org>\r\nDATA\r\n');
});

test('while the 354 is waited for not an octet of the message leaves', async () => {
  const { server, send } = await scene({ deeds: nth({ DATA: { 1: { do: 'silence' } } }) }, { ms: 400 });
  expect(await send()).toBe('not-begun');
  expect(server.heardAfter()).toBe('');
});

test('one command at a time where this connection does not offer more', async () => {
  const { server, send } = await scene(
    {
      extensions: (connection) => (connection === 0 ? ['PIPELINING'] : []),
      deeds: nth({ MAIL: { 1: { do: 'silence' } } }),
    },
    { ms: 400 },
  );
  expect(await send()).toBe('not-begun');
  expect(server.heardAfter()).toBe('');
});

describe('the recipient is refused, the 354 comes all the same (RFC 2920 §3.1)', () => {
  const refused = { say: '550 5.1.1 nobody' };

  test.each<[string, Deed, number]>([
    ['refuses the empty end', { say: '554 5.5.1 no recipients' }, 1],
    ['takes the empty end', { say: '250 2.0.0 taken' }, 2],
    ['puts the empty end off', { say: '451 4.3.0 later' }, 2],
    ['closes at the empty end', { do: 'close' }, 2],
    ['says nothing to the empty end', { do: 'silence' }, 2],
  ])('and the server %s', async (_name, end, connections) => {
    const { server, send } = await scene(
      { deeds: nth({ RCPT: { 1: refused }, DATA: { 1: { say: '354 go on' } }, dot: { 1: end } }) },
      { ms: 400 },
    );
    expect(await send('gone@example.org')).toBe('rejected');
    expect(server.taken).toEqual([]);
    expect(await send('ada@example.org')).toBe('accepted');
    expect(server.accepted).toEqual(['ada@example.org']);
    expect(server.connections() - 1, 'only a server that kept to the rules is spoken to again').toBe(
      connections,
    );
  });

  test('where the sender was refused, not even an end is said: the recipient might get it', async () => {
    const deeds = nth({ MAIL: { 1: { say: '451 4.3.0 later' } }, DATA: { 1: { say: '354 go on' } } });
    const { server, send } = await scene({ deeds });
    expect(await send('first@example.org')).toBe('deferred');
    expect(await send('ada@example.org')).toBe('accepted');
    expect(server.ends()).toBe(1);
    expect(server.accepted).toEqual(['ada@example.org']);
  });
});

describe('a refusal', () => {
  test('is followed by RSET, in one go with the next message, on the same connection', async () => {
    const { server, send } = await scene({
      deeds: nth({ RCPT: { 1: { say: '550 5.1.1 nobody' } }, DATA: { 1: { say: '503 no' } } }),
    });
    expect(await send('gone@example.org')).toBe('rejected');
    expect(await send()).toBe('accepted');
    expect(await send()).toBe('accepted');
    expect(verbs(server)).toEqual(
      ['EHLO', 'MAIL', 'RCPT', 'DATA', 'RSET', 'MAIL', 'RCPT', 'DATA', 'MAIL', 'RCPT', 'DATA'].map(
        (verb) => `1 ${verb}`,
      ),
    );
  });

  test('stands though the connection breaks after it', async () => {
    const { send } = await scene({
      deeds: nth({ RCPT: { 1: { say: '550 5.1.1 nobody' } }, DATA: { 1: { do: 'reset' } } }),
    });
    expect(await send()).toBe('rejected');
  });

  test('to RSET costs the next message nothing but the connection', async () => {
    const { server, send } = await scene({
      deeds: nth({
        RCPT: { 1: { say: '450 4.2.1 later' } },
        DATA: { 1: { say: '503 no' } },
        RSET: { 1: { say: '500 what' } },
      }),
    });
    expect(await send('later@example.org')).toBe('deferred');
    expect(await send()).toBe('accepted');
    expect(server.accepted).toEqual(['ada@example.org']);
  });
});

describe('a connection', () => {
  test('carries as many messages as it may, then says QUIT', async () => {
    const { server, send } = await scene({}, { messagesPerConnection: 2 });
    for (let n = 0; n < 5; n += 1) expect(await send()).toBe('accepted');
    expect(server.connections() - 1).toBe(3);
    expect(server.commands.filter((command) => command === '1 QUIT')).toHaveLength(1);
  });

  test('is said goodbye to when all is done', async () => {
    const { server, send, transport } = await scene();
    expect(await send()).toBe('accepted');
    await transport.close();
    expect(server.commands.at(-1)).toBe('1 QUIT');
  });

  test.each<[string, Deed]>([
    ['told by a 421 that it ends', { say: '250 2.0.0 taken\r\n421 4.4.2 idle for too long' }],
    ['told nonsense', { say: '250 2.0.0 taken\r\nhello' }],
    ['given half an answer', { raw: '250 2.0.0 taken\r\n25', goesOn: true }],
  ])('that is free and %s is not used again', async (_name, deed) => {
    const { server, send } = await scene({ deeds: nth({ dot: { 1: deed } }) });
    expect(await send('eve@example.org')).toBe('accepted');
    expect(await send()).toBe('accepted');
    expect(server.accepted).toEqual(['eve@example.org', 'ada@example.org']);
    expect(verbs(server).filter((verb) => verb === '1 MAIL')).toHaveLength(1);
    expect(server.connections() - 1).toBe(2);
  });

  test('that ends under the next message’s commands costs it nothing', async () => {
    const { server, send } = await scene({
      deeds: nth({ MAIL: { 3: { say: '421 4.7.0 that is enough' } } }),
    });
    for (let n = 0; n < 3; n += 1) expect(await send()).toBe('accepted');
    expect(server.accepted).toHaveLength(3);
    expect(server.connections() - 1).toBe(2);
  });
});

describe('a large message', () => {
  const OCTETS = 30_000_000;

  test.each<[string, Deed, string]>([
    ['is cut', { do: 'reset' }, 'not-begun'],
    ['is closed', { do: 'close' }, 'not-begun'],
    ['stands still', { do: 'vanish' }, 'not-begun'],
    ['is refused', { say: '552 5.3.4 too big' }, 'rejected'],
    ['is put off', { say: '452 4.3.1 no room' }, 'deferred'],
    ['is taken before its end', { say: '250 2.0.0 taken' }, 'not-begun'],
    ['meets a 421', { say: '421 4.3.2 closing' }, 'not-begun'],
  ])('that %s under way has not arrived, and its end is kept back', async (_name, deed, state) => {
    const { server, send } = await scene({ deeds: nth({ body: { 1: deed } }) }, { ms: 500 });
    expect(await send('ada@example.org', OCTETS)).toBe(state);
    expect(server.ends()).toBe(0);
  });

  test('arrives whole', async () => {
    const { server, send } = await scene({}, { ms: 20_000 });
    expect(await send('ada@example.org', OCTETS)).toBe('accepted');
    expect(server.accepted).toEqual(['ada@example.org']);
  });
});

describe('extensions are those of the very connection', () => {
  test('SMTPUTF8 is named only where it is needed, with BODY=8BITMIME where that is offered', async () => {
    const { server, send } = await scene({
      extensions: () => ['PIPELINING', 'SMTPUTF8', '8BITMIME', 'SIZE'],
    });
    expect(await send('ada@example.org')).toBe('accepted');
    expect(await send('jörg@Bücher.example')).toBe('accepted');
    expect(server.commands.filter((command) => /MAIL|RCPT/u.test(command))).toEqual([
      '1 MAIL FROM:<news@example.org> SIZE=116',
      '1 RCPT TO:<ada@example.org>',
      '1 MAIL FROM:<news@example.org> SIZE=116 SMTPUTF8 BODY=8BITMIME',
      '1 RCPT TO:<jörg@xn--bcher-kva.example>',
    ]);
  });

  test('a reader with such letters is not named on a connection that does not offer it', async () => {
    const { server, send } = await scene({
      extensions: (connection) => ['PIPELINING', ...(connection === 0 ? ['SMTPUTF8'] : [])],
    });
    expect(await send('jörg@example.org')).toBe('rejected');
    expect(await send()).toBe('accepted');
    expect(server.commands.join('\n')).not.toMatch(/j.*rg@/u);
    expect(server.connections() - 1).toBe(1);
  });

  test('a message beyond the server’s size is not begun, and is everybody’s', async () => {
    const { server, send } = await scene({ extensions: () => ['PIPELINING', 'SIZE 1000'] });
    expect(await send('ada@example.org', 500)).toBe('accepted');
    expect(await send('ada@example.org', 2000)).toBe('SMTP_SENDER_REFUSED');
    expect(server.taken).toHaveLength(1);
  });
});

describe('a login', () => {
  const user = 'ada:p%40ss%20w%C3%B6rd@';
  const base64 = (text: string): string => Buffer.from(text).toString('base64');

  test('by PLAIN', async () => {
    const { server, send } = await scene({ extensions: () => ['PIPELINING', 'AUTH LOGIN PLAIN'] }, { user });
    expect(await send()).toBe('accepted');
    expect(server.commands).toContain(`1 AUTH PLAIN ${base64('\0ada\0p@ss wörd')}`);
  });

  test('by LOGIN', async () => {
    const { server, send } = await scene(
      {
        extensions: () => ['PIPELINING', 'AUTH=LOGIN'],
        deeds: (step) => (step === 'AUTH' ? { say: '334 VXNlcm5hbWU6' } : undefined),
        answers: { [base64('ada')]: '334 UGFzc3dvcmQ6', [base64('p@ss wörd')]: '235 2.7.0 welcome' },
      },
      { user },
    );
    expect(await send()).toBe('accepted');
    const mine = server.commands.filter((command) => command.startsWith('1 '));
    expect(mine.slice(1, 4)).toEqual(['1 AUTH LOGIN', `1 ${base64('ada')}`, `1 ${base64('p@ss wörd')}`]);
  });

  test('that only nodemailer knows is left to it', async () => {
    const { server, send } = await scene(
      {
        extensions: () => ['PIPELINING', 'AUTH CRAM-MD5'],
        deeds: (step) => (step === 'AUTH' ? { say: '334 PDEyMzRAZXhhbXBsZS5vcmc+' } : undefined),
        answers: { default: '235 2.7.0 welcome' },
      },
      { user },
    );
    expect(await send()).toBe('accepted');
    expect(server.commands).toContain('1 AUTH CRAM-MD5');
  });
});

test.each([
  'a@example.org>\r\nRCPT TO:<eve@example.org',
  'a\n@example.org',
  'a\0@example.org',
  '<a@example.org',
])('the address %j is not named to any server', async (to) => {
  for (const usePipelining of [true, false]) {
    const { server, send } = await scene({}, { usePipelining });
    expect(await send(to)).toBe('rejected');
    expect(server.connections()).toBe(1);
  }
});
