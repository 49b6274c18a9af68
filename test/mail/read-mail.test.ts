// Reading mail of strangers: what is taken out of it, and where it stops.
import { expect, test } from 'vitest';
import { READING_LIMITS, readMail } from '../../src/mail/read-mail.ts';
import { wordsOfHtml } from '../../src/mail/words-of-html.ts';
import type { ReceivedMail } from '../../src/model/received-mail.ts';

async function read(raw: string, limits = READING_LIMITS): Promise<ReceivedMail> {
  const mail = await readMail(Buffer.from(raw), limits);
  if ('problem' in mail) throw new Error(mail.problem);
  return mail;
}

test('fields in order, subject decoded, type and parameters', async () => {
  const mail = await read(
    'From: a@example.org\r\nX-One: 1\r\nSubject: =?utf-8?Q?caf=C3=A9?=\r\n folded\r\nx-one: 2\r\nContent-Type: TEXT/Plain; Charset="utf-8"; x\r\n\r\nBody\r\n',
  );
  expect(mail.fields.map(({ name }) => name)).toEqual(['From', 'X-One', 'Subject', 'x-one', 'Content-Type']);
  expect(mail.subject).toBe('café folded');
  expect(mail.contentType).toEqual({ type: 'text/plain', parameters: { charset: 'utf-8' } });
  expect(mail.text.trim()).toBe('Body');
  expect(mail.isCut).toBe(false);
});

const enclosed = (depth: number): string =>
  depth === 0
    ? 'Subject: innermost\n\nhello\n'
    : `Subject: ${depth}\nContent-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n\nwords ${depth}\n--b${depth}\nContent-Type: message/rfc822\n\n${enclosed(depth - 1)}\n--b${depth}--\n`;

test('an enclosed mail is a part, its words are not the outer one’s, and the depth has an end', async () => {
  const mail = await read(enclosed(5));
  expect(mail.text.trim()).toBe('words 5');
  expect(mail.parts.map(({ type }) => type)).toEqual(['message/rfc822']);
  expect(mail.parts[0]?.mail?.subject).toBe('4');
  expect(mail.parts[0]?.mail?.parts[0]?.mail?.subject).toBe('3');
  expect(mail.parts[0]?.mail?.parts[0]?.mail?.parts[0]?.mail).toBeUndefined();
});

test('of a mail that is too long the beginning is read', async () => {
  const mail = await read(`Subject: long\n\n${'line\n'.repeat(1_000)}`, {
    ...READING_LIMITS,
    sizeBytes: 200,
  });
  expect(mail.isCut).toBe(true);
  expect(mail.text.length).toBeLessThan(200);
});

test('of a mail with too many lines the first are read', async () => {
  const mail = await read(`Subject: lines\n\n${'\n'.repeat(1_000_000)}`);
  expect(mail.isCut).toBe(true);
  expect(mail.text.length).toBeLessThanOrEqual(READING_LIMITS.lines);
});

test('of a mail with too many parts the first are read', async () => {
  const parts = '--b\nContent-Type: text/x-nothing\n\nx\n'.repeat(50_000);
  const mail = await read(`Subject: parts\nContent-Type: multipart/mixed; boundary=b\n\n${parts}`);
  expect(mail.isCut).toBe(true);
  expect(mail.parts.length).toBeLessThanOrEqual(READING_LIMITS.boundaryLines);
});

test.each([
  ['nothing', ''],
  ['blanks', ' \r\n\r\n'],
  ['no header', '\r\n\r\nonly words\r\n'],
  ['too much header', `Subject: x\nX-Long: ${'y'.repeat(READING_LIMITS.headerBytes)}\n\nz\n`],
  [
    'too deep',
    Array.from(
      { length: 40 },
      (_, at) => `Content-Type: multipart/mixed; boundary="x${at}y"\n\n--x${at}y\n`,
    ).join(''),
  ],
])('%s is a problem with words, not an exception', async (_, raw) => {
  expect(await readMail(Buffer.from(raw))).toEqual({ problem: expect.stringMatching(/^\p{Lu}/u) });
});

test('the separator line of a mailbox file is no field', async () => {
  const mail = await read('From MAILER-DAEMON Fri Jan  9 08:00:00 2026\nSubject: x\n\ny\n');
  expect(mail.fields.map(({ name }) => name)).toEqual(['Subject']);
});

test.each([
  ['<p>One<br>two &amp; three</p>', '\nOne\ntwo & three\n'],
  ['<style>p {}</style><script>x < y</script>z', 'z'],
  ['a<b', 'a'],
  ['&#39;&#x27;&rsquo;&nothing;&#0;', "''’&nothing;&#0;"],
  ['<STYLE>never closed', ''],
])('words of %j', (html, words) => {
  expect(wordsOfHtml(html)).toBe(words);
});
