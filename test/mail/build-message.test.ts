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
