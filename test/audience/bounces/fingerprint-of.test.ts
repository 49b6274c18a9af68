import { describe, expect, test } from 'vitest';
import { fingerprintOfEvent, fingerprintOfMail } from '../../../src/audience/bounces/fingerprint-of.ts';

const HEADER =
  'From: MAILER-DAEMON@x.example\nMessage-ID: <1@x.example>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nSubject: failure\n';
const BODY = 'Hello.\nIt failed.\n';
const ADA = { subscriberId: 'a', issueHash: '00000000' };
const mark = (text: string, about?: Parameters<typeof fingerprintOfMail>[1]): string =>
  fingerprintOfMail(Buffer.from(text), about);
const first = mark(`${HEADER}\n${BODY}`);

describe('one mail has one fingerprint', () => {
  test.each([
    [
      'with fields of a mailbox before it',
      `Return-Path: <>\nDelivered-To: b@x.example\nReceived: by x;\n now\n${HEADER}\n${BODY}`,
    ],
    ['with CRLF', `${HEADER}\n${BODY}`.replaceAll('\n', '\r\n')],
    ['with blank lines behind it', `${HEADER}\n${BODY}\n\n`],
    ['without a last line end', `${HEADER}\n${BODY.trimEnd()}`],
    ['with a separator before it', `From MAILER-DAEMON Thu Jan  1 00:00:00 2026\n${HEADER}\n${BODY}`],
    ['with a field folded', `${HEADER.replace('<1@', '\n <1@')}\n${BODY}`],
  ])('%s', (_, text) => expect(mark(text)).toBe(first));
});

describe('another mail has another', () => {
  test.each([
    ['body', `${HEADER}\n${BODY}more\n`],
    ['id', `${HEADER.replace('<1@', '<2@')}\n${BODY}`],
    ['date', `${HEADER.replace('2026', '2027')}\n${BODY}`],
    ['nothing', ''],
  ])('by its %s', (_, text) => expect(mark(text)).not.toBe(first));

  test('about another reader, or another issue', () => {
    const marks = [
      first,
      mark(`${HEADER}\n${BODY}`, ADA),
      mark(`${HEADER}\n${BODY}`, { ...ADA, subscriberId: 'b' }),
      mark(`${HEADER}\n${BODY}`, { ...ADA, issueHash: '00000001' }),
    ];
    expect(new Set(marks).size).toBe(4);
  });

  test('without any field of its own, by all of it', () => {
    expect(mark('X: 1\n\nnoise')).not.toBe(mark('X: 2\n\nnoise'));
    expect(mark('\0\0')).not.toBe(mark('\0'));
  });

  test('by the end of a long body only as far as it is read', () => {
    const long = 'x'.repeat(300 * 1024);
    expect(mark(`${HEADER}\n${long}a`)).toBe(mark(`${HEADER}\n${long}b`));
    expect(mark(`${HEADER}\na${long}`)).not.toBe(mark(`${HEADER}\nb${long}`));
  });
});

test('an event is marked by its channel and id', () => {
  const marks = [
    fingerprintOfEvent('ses', '1'),
    fingerprintOfEvent('ses', '2'),
    fingerprintOfEvent('mailgun', '1'),
  ];
  expect(new Set(marks).size).toBe(3);
  expect(fingerprintOfEvent('ses', '1')).toBe(marks[0]);
});
