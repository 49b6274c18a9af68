// What one connection offers, and how it is logged in to: each connection speaks for itself.
import { describe, expect, test } from 'vitest';
import { scene } from './pipelined-scene.ts';

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
