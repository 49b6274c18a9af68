import { expect, test } from 'vitest';
import { buildMessage } from '../../src/mail/build-message.ts';
import type { Message } from '../../src/model/message.ts';

const MESSAGE: Message = {
  from: { name: 'Letter', address: 'news@example.org' },
  to: { name: '', address: 'reader@invalid' },
  subject: 'Number 12',
  text: 'Short\n',
  html: '<p>Short</p>\n',
  date: new Date('2026-01-09T08:00:00Z'),
  messageId: '0012.master@example.org',
  headers: [{ name: 'List-Post', value: 'NO' }],
};
const build = async (more: Partial<Message> = {}): Promise<string> =>
  Buffer.from(await buildMessage({ ...MESSAGE, ...more })).toString('latin1');

test('the same message is the same bytes, whenever it is made', async () => {
  expect(await build()).toBe(await build());
  expect(await build({ messageId: '0013.master@example.org' })).not.toBe(await build());
});

test('nothing tells which program made it, nothing is 8-bit, lines end in CRLF', async () => {
  const raw = await build({
    subject: 'ميناء',
    text: 'é\n',
    from: { name: 'Bücher', address: 'news@example.org' },
  });
  expect(raw).not.toMatch(/^(?:X-Mailer|User-Agent|Bcc|Sender):/imu);
  expect(raw.replaceAll('\r\n', '')).toMatch(/^[\x20-\x7e]*$/u);
});

test.each(['a\r\nBcc: eve@example.org', 'a\nb', 'a\0b', 'a\x7fb', 'a\u0085b'])(
  'the header value %j is refused',
  async (value) => {
    await expect(build({ headers: [{ name: 'X-Test', value }] })).rejects.toThrow('control character');
  },
);

test('CR stands before LF only, whatever the texts had', async () => {
  const text = '\r\ra\r\r\nb\n\rc\r';
  const raw = await build({ text, html: `<p>${text}</p>` });
  expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
  expect(raw).toContain('\r\n\r\n\r\n\r\na\r\n\r\nb\r\n\r\nc\r\n');
});

test('an empty form is there all the same', async () => {
  const raw = await build({ text: '', html: '' });
  expect(raw.match(/^Content-Type: [^;\r]+/gmu)).toEqual([
    'Content-Type: multipart/alternative',
    'Content-Type: text/plain',
    'Content-Type: text/html',
  ]);
});

test('mailboxes keep their A-labels, beside other letters before the @ too', async () => {
  const mailbox = { name: 'Häfen, "A"', address: 'grüße@xn--hfen-loa.example' };
  const raw = Buffer.from(await build({ from: mailbox, replyTo: mailbox }), 'latin1').toString('utf8');
  const value = '=?UTF-8?B?SMOkZmVuLCAiQSI=?= <grüße@xn--hfen-loa.example>';
  expect(raw).toContain(`\r\nFrom: ${value}\r\n`);
  expect(raw).toContain(`\r\nReply-To: ${value}\r\n`);
  expect(raw.match(/^(?:From|Reply-To):/gmu)).toHaveLength(2);
});

test('a text that names a file is a text', async () => {
  expect(await build({ text: '/etc/passwd', html: 'file:///etc/passwd' })).toContain('/etc/passwd');
});

test.each([
  ['plain ASCII', 'Short\n'],
  ['another script', 'ميناء بلا سفن\n'.repeat(20)],
])('%s is quoted-printable, for markers are replaced in it', async (_name, text) => {
  const raw = await build({ text, html: `<p>${text}</p>\n` });
  expect(raw.match(/^Content-Transfer-Encoding: quoted-printable\r$/gmu)).toHaveLength(2);
});
