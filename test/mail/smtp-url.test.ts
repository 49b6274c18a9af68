import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { readSmtpUrl } from '../../src/mail/smtp-url.ts';

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
  expect(readSmtpUrl(url)).toEqual(settings);
});

test('a login may hold any mark, percent-encoded', () => {
  expect(readSmtpUrl('smtp://ada%40example.org:p%40ss%3Aw%2Ford@mail.example.org').login).toEqual({
    user: 'ada@example.org',
    password: 'p@ss:w/ord',
  });
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
