// One conversation with a mail server, as far as it may go: no recipient, no message, and no password over a connection that nobody
// vouches for.
import tls from 'node:tls';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { examineServer } from '../../src/mail/examine-server.ts';
import { readSmtpUrl } from '../../src/mail/smtp-url.ts';
import { canSign, selfSigned } from '../support/self-signed.ts';
import { type SinkScript, startScriptedServer, startSmtpSink } from '../support/smtp-sink.ts';

const trusted = tls.getCACertificates('default');
afterEach(() => tls.setDefaultCACertificates(trusted));

const OPTIONS = { addresses: ['127.0.0.1'], sender: 'news@example.org', timeoutMs: 2000 };

async function sink(script: SinkScript) {
  const server = await startSmtpSink(script);
  onTestFinished(() => server.close());
  return server;
}

test('says hello, names the sender, takes it back, and goes', async () => {
  const server = await startScriptedServer(() => undefined);
  onTestFinished(() => server.close());
  const facts = await examineServer(readSmtpUrl(`${server.url}?hello=out.example.org`), OPTIONS);
  expect(facts).toEqual({ address: '127.0.0.1', extensions: ['8BITMIME'], senderReply: '250 ok' });
  expect(server.commands).toEqual([
    'EHLO out.example.org',
    'EHLO out.example.org',
    'MAIL FROM:<news@example.org>',
    'RSET',
    'QUIT',
  ]);
  expect(server.completed()).toBe(0);
});

test('tries the next address when nobody answers at the first', async () => {
  const server = await sink({});
  const facts = await examineServer(readSmtpUrl(server.url), {
    ...OPTIONS,
    addresses: ['127.0.0.3', '127.0.0.1'],
  });
  expect(facts).toMatchObject({ address: '127.0.0.1', senderReply: expect.stringMatching(/^250 /u) });
});

test.each([
  ['nobody', [], 'its name has no address'],
  ['a port where nobody listens', ['127.0.0.3'], 'ECONNREFUSED'],
])('tells of %s', async (_what, addresses, words) => {
  const server = await sink({});
  const { failure } = await examineServer(readSmtpUrl(server.url), { ...OPTIONS, addresses });
  expect(failure).toMatchObject({ code: 'SMTP_UNREACHABLE' });
  expect(failure?.message).toContain(words);
});

test.each([
  ['greeting', '554 go away', 'SMTP_UNREACHABLE'],
  ['greeting', 'drop', 'SMTP_UNREACHABLE'],
  ['EHLO', 'drop', 'SMTP_UNREACHABLE'],
  ['MAIL', 'drop', 'SMTP_UNREACHABLE'],
  ['RSET', 'drop', 'SMTP_UNREACHABLE'],
  ['greeting', '', 'SMTP_UNREACHABLE'],
  ['MAIL', '', 'SMTP_UNREACHABLE'],
] as const)('a server that at %s says %j', async (stage, answer, code) => {
  const server = await startScriptedServer((at) => (at === stage ? answer : undefined));
  onTestFinished(() => server.close());
  const facts = await examineServer(readSmtpUrl(server.url), { ...OPTIONS, timeoutMs: 300 });
  expect(facts.failure).toMatchObject({ code });
});

test('a refused sender is told, and is no failure of the conversation', async () => {
  const server = await sink({ mail: () => '550 5.7.1 Not yours' });
  const facts = await examineServer(readSmtpUrl(server.url), OPTIONS);
  expect(facts.failure).toBeUndefined();
  expect(facts.senderReply).toBe('550 5.7.1 Not yours');
});

test('a sender that would break out of its command is never said', async () => {
  const server = await startScriptedServer(() => undefined);
  onTestFinished(() => server.close());
  await examineServer(readSmtpUrl(server.url), {
    ...OPTIONS,
    sender: 'a@example.org>\r\nRCPT TO:<b@example.org',
  });
  expect(server.commands.filter((command) => /MAIL|RCPT/u.test(command))).toEqual([]);
});

describe.skipIf(!canSign)('with a certificate', () => {
  const good = canSign ? selfSigned(['smtp.example.org'], 60) : { key: '', cert: '' };
  const url = (port: number, scheme = 'smtp') =>
    readSmtpUrl(`${scheme}://news:se%20cret@smtp.example.org:${port}`);
  const login = { user: 'news', password: 'se cret' };

  test.each(['starttls', 'implicit'] as const)('that is right, %s', async (how) => {
    tls.setDefaultCACertificates([good.cert]);
    const server = await sink({ tls: how, certificate: good, login, sizeBytes: 1000 });
    const facts = await examineServer(url(server.port, how === 'implicit' ? 'smtps' : 'smtp'), OPTIONS);
    expect(facts).toMatchObject({
      tls: { isTrusted: true, names: ['smtp.example.org'], protocol: 'TLSv1.3' },
      login: 'taken',
      senderReply: expect.stringMatching(/^250/u),
    });
    expect(facts.extensions).toContain('SIZE 1000');
    expect(facts.extensions).not.toContain('STARTTLS');
    const days = (Date.parse(facts.tls?.validUntil ?? '') - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(60);
    expect(server.messages).toEqual([]);
  });

  test.each([
    ['that nobody signed', 'smtp.example.org', false, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['for another name', 'mail.example.org', true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('%s: told, and neither password nor sender is said', async (_what, host, isTrusted, fault) => {
    tls.setDefaultCACertificates(isTrusted ? [good.cert] : trusted);
    const tried: string[] = [];
    const server = await sink({
      tls: 'starttls',
      certificate: good,
      login: {
        get user() {
          tried.push('login');
          return 'news';
        },
        password: 'se cret',
      },
      mail: () => void tried.push('sender'),
    });
    const settings = readSmtpUrl(`smtp://news:se%20cret@${host}:${server.port}`);
    // What the sink itself reads for its own address.
    tried.length = 0;
    const facts = await examineServer(settings, OPTIONS);
    expect(facts).toMatchObject({ tls: { isTrusted: false, fault } });
    expect(facts.login).toBeUndefined();
    expect(tried).toEqual([]);
  });

  test('none at all, where one is asked for', async () => {
    const server = await sink({ tls: 'none', login });
    const facts = await examineServer(url(server.port), OPTIONS);
    expect(facts.failure).toMatchObject({ code: 'SMTP_TLS' });
    expect(facts.login).toBeUndefined();
  });

  test('a wrong password', async () => {
    tls.setDefaultCACertificates([good.cert]);
    const server = await sink({
      tls: 'starttls',
      certificate: good,
      login: { user: 'news', password: 'other' },
    });
    const { failure } = await examineServer(url(server.port), OPTIONS);
    expect(failure).toMatchObject({ code: 'SMTP_LOGIN' });
    expect(failure?.message).not.toContain('se cret');
  });

  test('a login that is not wanted', async () => {
    tls.setDefaultCACertificates([good.cert]);
    const server = await sink({ tls: 'starttls', certificate: good });
    expect(await examineServer(url(server.port), OPTIONS)).toMatchObject({ login: 'not offered' });
  });
});
