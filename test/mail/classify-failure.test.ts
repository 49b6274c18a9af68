import { describe, expect, test } from 'vitest';
import { classifyFailure, readReply, type SmtpFailure } from '../../src/mail/classify-failure.ts';

const SERVER = 'mail.example.org:587';
const failure = (command: string, reply?: string): SmtpFailure => ({
  message: `failed: ${reply}`,
  command,
  ...(reply === undefined
    ? { code: 'ECONNECTION' }
    : { code: 'EENVELOPE', response: reply, responseCode: Number(reply.slice(0, 3)) }),
});

describe('before the message was handed over', () => {
  test.each([
    ['MAIL FROM', '450 4.2.0 busy', 'deferred'],
    ['MAIL FROM', '451 later', 'deferred'],
    ['MAIL FROM', '421 closing', 'not-begun'],
    ['MAIL FROM', '503 out of step', 'not-begun'],
    ['MAIL FROM', '550 5.7.1 not you', 'SMTP_SENDER_REFUSED'],
    ['MAIL FROM', '552 too big', 'SMTP_SENDER_REFUSED'],
    ['MAIL FROM', '553 unknown sender', 'SMTP_SENDER_REFUSED'],
    ['MAIL FROM', '530 5.7.0 log in first', 'SMTP_LOGIN'],
    ['MAIL FROM', undefined, 'SMTP_SENDER_REFUSED'],
    ['MAIL FROM', '535 log in', 'SMTP_LOGIN'],
    ['MAIL FROM', '451 4.7.1 wait', 'deferred'],
    ['MAIL FROM', '999 nonsense', 'not-begun'],
    ['RCPT TO', '450 4.2.1 full', 'deferred'],
    ['RCPT TO', '450 4.7.1 greylisted', 'deferred'],
    ['RCPT TO', '550 5.7.1 relay access denied', 'sender-refused'],
    ['RCPT TO', '554 5.7.25 no PTR', 'sender-refused'],
    ['RCPT TO', '550-5.7.515 first line\r\n550 5.7.515 second', 'sender-refused'],
    ['RCPT TO', '530 log in', 'sender-refused'],
    ['RCPT TO', '550 5.1.1 nobody, see 5.7.1', 'rejected'],
    ['RCPT TO', '554 no such user', 'rejected'],
    ['RCPT TO', '552 5.2.2 full', 'rejected'],
    ['DATA', '554 5.7.0 not you', 'sender-refused'],
    ['RCPT TO', '452 4.5.3 too many', 'deferred'],
    ['RCPT TO', '550 5.1.1 nobody', 'rejected'],
    ['RCPT TO', '553 bad name', 'rejected'],
    ['RCPT TO', '421 closing', 'not-begun'],
    ['DATA', '451 later', 'deferred'],
    ['DATA', '554 no', 'rejected'],
    ['DATA', '503 out of step', 'not-begun'],
    ['CONN', undefined, 'not-begun'],
    ['CONN', '999 nonsense', 'not-begun'],
  ])('%s %s is %s', (command, reply, expected) => {
    const meaning = classifyFailure(failure(command, reply), {
      isBegun: true,
      isHandedOver: false,
      server: SERVER,
    });
    expect('kind' in meaning ? meaning.kind : meaning.code).toBe(expected);
  });
});

describe('after the message was handed over', () => {
  test.each([
    ['250-half', 'in-doubt'],
    [undefined, 'in-doubt'],
    ['354 what', 'in-doubt'],
    ['421 4.3.2 closing', 'deferred'],
    ['451 later', 'deferred'],
    ['552 too big', 'rejected'],
    ['554 5.7.1 spam', 'sender-refused'],
    ['550 5.7.26 not authenticated', 'sender-refused'],
    ['554 5.6.0 spam', 'rejected'],
    ['451 4.7.0 wait', 'deferred'],
    ['599 no', 'rejected'],
    ['600 nonsense', 'in-doubt'],
  ])('%s is %s', (reply, expected) => {
    const meaning = classifyFailure(failure('DATA', reply), {
      isBegun: true,
      isHandedOver: true,
      server: SERVER,
    });
    expect(meaning).toMatchObject({ kind: expected });
  });
});

test.each([
  ['550 5.6.7 no such letters', 'rejected'],
  ['553 no', 'rejected'],
  ['550 5.7.1 not you', 'sender-refused'],
  ['450 later', 'deferred'],
])('a sender named with SMTPUTF8 for one reader’s sake: %s is %s', (reply, kind) => {
  const state = { isBegun: true, isHandedOver: false, needsUtf8: true, server: SERVER };
  expect(classifyFailure(failure('MAIL FROM', reply), state)).toMatchObject({ kind });
});

describe('before the connection stood', () => {
  test.each([
    [{ code: 'EAUTH', response: '454 4.7.0 later', responseCode: 454 }, 'SMTP_UNREACHABLE'],
    [{ code: 'EAUTH', response: '421 4.7.0 closing', responseCode: 421 }, 'SMTP_UNREACHABLE'],
    [{ code: 'EAUTH', response: '550 no', responseCode: 550 }, 'SMTP_LOGIN'],
    [{ code: 'EAUTH', response: '535 5.7.8 wrong' }, 'SMTP_LOGIN'],
    [{ code: 'EAUTH' }, 'SMTP_LOGIN'],
    [{ code: 'ETLS' }, 'SMTP_TLS'],
    [{ code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'SMTP_TLS'],
    [{ code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'SMTP_TLS'],
    [{ code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' }, 'SMTP_TLS'],
    [{ code: 'ESOCKET', originalCode: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'SMTP_TLS'],
    [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'SMTP_UNREACHABLE'],
    [{ code: 'EDNS' }, 'SMTP_UNREACHABLE'],
    [{ code: 'ETIMEDOUT' }, 'SMTP_UNREACHABLE'],
    [{ code: 'EPROTOCOL', response: '554 go away', responseCode: 554 }, 'SMTP_UNREACHABLE'],
    [{}, 'SMTP_UNREACHABLE'],
  ])('%j is %s', (fields, code) => {
    const meaning = classifyFailure(
      { message: 'it failed', ...fields },
      { isBegun: false, isHandedOver: false, server: SERVER },
    );
    expect(meaning).toMatchObject({ code, place: SERVER });
  });
});

test('of OpenSSL only the words are repeated, not its place in the sources', () => {
  const message =
    '40F361EE037F0000:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../deps/openssl/methods.c:78:\n';
  const meaning = classifyFailure(
    { message, code: 'ETLS' },
    { isBegun: false, isHandedOver: false, server: SERVER },
  );
  expect(meaning).toMatchObject({
    code: 'SMTP_TLS',
    message: `No safe connection to ${SERVER}: wrong version number`,
  });
});

test.each([
  ['250 2.0.0 Ok: queued as 4F', { code: 250, enhancedCode: '2.0.0', text: 'Ok: queued as 4F' }],
  [
    '550-5.1.1 The address\r\n550-5.1.1 does not\r\n550 5.1.1 exist.',
    { code: 550, enhancedCode: '5.1.1', text: 'The address does not exist.' },
  ],
  ['451 Greylisted', { code: 451, text: 'Greylisted' }],
  ['550', { code: 550, text: '' }],
  ['what?', { text: 'what?' }],
  ['', { text: '' }],
  ['550 5.1.1 a\u0000b\u001b[31mc\u2028d', { code: 550, enhancedCode: '5.1.1', text: 'a b [31mc d' }],
  [`550 ${'x'.repeat(9000)}`, { code: 550, text: 'x'.repeat(500) }],
])('the reply %j', (response, reply) => {
  expect(readReply(response)).toEqual(reply);
});
