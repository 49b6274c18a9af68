// What a letter's envelope asks of servers that know how to report (RFC 3461), said in the same words over our own connections and the pool.
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSmtpTransport } from '../../src/mail/smtp-transport.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { shortTimeouts } from '../support/short-timeouts.ts';

const TAG = '05o0ptk8r6ogm8k2v3e9n0d4c5b7a1f2g3h4i5j6k7l8m9n0';

/** MAIL and RCPT of one message, as the server heard them. */
async function heard(
  offered: readonly string[],
  usePipelining: boolean,
  envelope: { readonly to: string; readonly envelopeId?: string },
): Promise<readonly string[]> {
  const server = await startHostileServer({ extensions: () => offered });
  onTestFinished(() => server.close());
  const transport = await openSmtpTransport(`smtp://127.0.0.1:${server.port}`, {
    connections: 1,
    timeouts: shortTimeouts(5000),
    usePipelining,
  });
  onTestFinished(() => transport.close());
  const outcome = await transport.send({
    envelope: { from: `bounce+${TAG}@example.org`, ...envelope },
    messageId: '0012.ab@example.org',
    raw: Buffer.from('Subject: x\r\n\r\nHello\r\n'),
  });
  expect(outcome.kind).toBe('accepted');
  return server.commands
    .filter((command) => /^[1-9]\d* (?:MAIL|RCPT)/u.test(command))
    .map((command) => command.replace(/^\d+ /u, '').replace(/ SIZE=\d+/u, ''));
}

const FROM = `MAIL FROM:<bounce+${TAG}@example.org>`;

describe.each([
  ['our own connections', true],
  ['nodemailer’s pool', false],
] as const)('%s', (_name, usePipelining) => {
  test.each<[string, readonly string[], { to: string; envelopeId?: string }, readonly string[]]>([
    [
      'a server that reports is asked for failures and delays, by our name for the letter',
      ['PIPELINING', 'DSN'],
      { to: 'ada@example.org', envelopeId: TAG },
      [
        `${FROM} RET=HDRS ENVID=${TAG}`,
        'RCPT TO:<ada@example.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ada@example.org',
      ],
    ],
    [
      'signs that stand for others there are written as figures (§4)',
      ['PIPELINING', 'DSN'],
      { to: 'ada+news=x@example.org', envelopeId: TAG },
      [
        `${FROM} RET=HDRS ENVID=${TAG}`,
        'RCPT TO:<ada+news=x@example.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ada+2Bnews+3Dx@example.org',
      ],
    ],
    [
      'a server that does not report hears nothing of it',
      ['PIPELINING'],
      { to: 'ada@example.org', envelopeId: TAG },
      [FROM, 'RCPT TO:<ada@example.org>'],
    ],
    [
      'a letter without such a name asks for nothing',
      ['PIPELINING', 'DSN'],
      { to: 'ada@example.org' },
      [FROM, 'RCPT TO:<ada@example.org>'],
    ],
  ])('%s', async (_case, offered, envelope, expected) => {
    expect(await heard(offered, usePipelining, envelope)).toEqual(expected);
  });
});

test('an address in letters of another script has no ORCPT of the old form (RFC 6533 §3)', async () => {
  const [, rcpt] = await heard(['PIPELINING', 'DSN', 'SMTPUTF8', '8BITMIME'], true, {
    to: 'δοκιμή@example.org',
    envelopeId: TAG,
  });
  expect(rcpt).toBe('RCPT TO:<δοκιμή@example.org> NOTIFY=FAILURE,DELAY');
});
