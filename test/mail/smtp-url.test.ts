import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { readSmtpUrl, readSmtpUrls } from '../../src/mail/smtp-url.ts';

test.each([
  [
    'smtp://mail.example.org',
    {
      host: 'mail.example.org',
      port: 587,
      isImplicitTls: false,
      tls: 'required',
      name: 'mail.example.org:587',
    },
  ],
  [
    'smtps://mail.example.org',
    {
      host: 'mail.example.org',
      port: 465,
      isImplicitTls: true,
      tls: 'required',
      name: 'mail.example.org:465',
    },
  ],
  [
    'smtp://mail.example.org:2525?tls=optional',
    {
      host: 'mail.example.org',
      port: 2525,
      isImplicitTls: false,
      tls: 'optional',
      name: 'mail.example.org:2525',
    },
  ],
  [
    'smtp://localhost:1025',
    { host: 'localhost', port: 1025, isImplicitTls: false, tls: 'optional', name: 'localhost:1025' },
  ],
  [
    'smtp://127.0.0.53',
    { host: '127.0.0.53', port: 587, isImplicitTls: false, tls: 'optional', name: '127.0.0.53:587' },
  ],
  ['smtp://[::1]:25', { host: '::1', port: 25, isImplicitTls: false, tls: 'optional', name: '[::1]:25' }],
  [
    'smtp://127.0.0.1.example.org',
    {
      host: '127.0.0.1.example.org',
      port: 587,
      isImplicitTls: false,
      tls: 'required',
      name: '127.0.0.1.example.org:587',
    },
  ],
  [
    'smtp://localhost?tls=required',
    { host: 'localhost', port: 587, isImplicitTls: false, tls: 'required', name: 'localhost:587' },
  ],
])('%s', (url, settings) => {
  expect(readSmtpUrl(url)).toEqual({ weight: 1, usePipelining: true, ...settings });
});

test('a login may hold any mark, percent-encoded', () => {
  expect(readSmtpUrl('smtp://ada%40example.org:p%40ss%3Aw%2Ford@mail.example.org').login).toEqual({
    user: 'ada@example.org',
    password: 'p@ss:w/ord',
  });
});

test.each([
  ['weight=3', { weight: 3 }],
  ['connections=10', { connections: 10 }],
  ['messages=50', { messagesPerConnection: 50 }],
  ['rate=10', { ratePerSecond: 10 }],
  ['rate=10/s', { ratePerSecond: 10 }],
  ['rate=600/m', { ratePerSecond: 10 }],
  ['rate=36000/h', { ratePerSecond: 10 }],
  ['rate=0.5', { ratePerSecond: 0.5 }],
  ['tls=optional', { tls: 'optional' }],
  ['pipelining=off', { usePipelining: false }],
  ['pipelining=on', { usePipelining: true }],
  ['hello=press.example.org', { helloName: 'press.example.org' }],
  ['hello=[192.0.2.1]', { helloName: '[192.0.2.1]' }],
  ['weight=2&rate=60/m&connections=4', { weight: 2, ratePerSecond: 1, connections: 4 }],
])('?%s', (query, settings) => {
  expect(readSmtpUrl(`smtp://mail.example.org?${query}`)).toMatchObject(settings);
  expect(readSmtpUrl(`smtps://ada:x@mail.example.org:2465/?${query}`)).toMatchObject(settings);
});

test.each([
  ['colour=red', 'expected one of weight, connections, messages, rate, tls, pipelining, hello'],
  ['constructor=1', 'expected one of weight'],
  ['weight=0', 'weight=0'],
  ['weight=1.5', 'weight=1.5'],
  ['weight=', 'a number from 1 to 1000'],
  ['weight=2&weight=3', 'second weight='],
  ['connections=101', 'a number from 1 to 100'],
  ['connections=-1', 'connections=-1'],
  ['messages=0', 'messages=0'],
  ['rate=0', 'rate=0'],
  ['rate=fast', 'messages a second'],
  ['rate=10/d', 'rate=10/d'],
  ['rate=1e3', 'rate=1e3'],
  ['tls=never', 'tls=required or tls=optional'],
  ['pipelining=false', 'pipelining=on or pipelining=off'],
  ['hello=a%0D%0AMAIL', 'a name like'],
  ['hello=', 'a name like'],
])('?%s is refused', (query, words) => {
  const read = () => readSmtpUrl(`smtp://ada:secret@mail.example.org?${query}`);
  expect(read).toThrow(words);
  expect(read).not.toThrow('secret');
});

test('several servers stand with blanks between them', () => {
  const both = readSmtpUrls('  smtp://a.example.org?weight=3\n\tsmtps://ada:x@b.example.org ');
  expect(both.map(({ name, weight }) => [name, weight])).toEqual([
    ['a.example.org:587', 3],
    ['b.example.org:465', 1],
  ]);
  expect(() => readSmtpUrls('smtp://a.example.org smtp://ada:se cret@b.example.org')).toThrow('Unexpected');
});

test.each([
  'http://ada:secret@mail.example.org',
  'mail.example.org',
  'smtp://',
  'smtp:ada:secret@mail.example.org',
  'smtp://ada:secret%@mail.example.org',
  'smtp://ada:secret@mail.example.org?tls=never',
  'smtp://ada:secret@mail.example.org:99999',
])('%s is refused without repeating the password', (url) => {
  const failure = (() => {
    try {
      return readSmtpUrl(url);
    } catch (error) {
      return error;
    }
  })();
  expect(failure).toMatchObject({ code: 'SETTINGS_INVALID', place: 'BROADSIDE_SMTP_URL' });
  expect(inspect(failure, { depth: 9 })).not.toContain('secret');
});
