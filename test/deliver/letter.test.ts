// What the ledger keeps is enough: the letter made from it is the letter that was made from the newsletter's files.
import { expect, test } from 'vitest';
import { createComposer } from '../../src/deliver/compose.ts';
import { asProof, type Letter, letterFields, letterOf } from '../../src/deliver/letter.ts';
import { buildMasterMessage } from '../../src/deliver/master-message.ts';
import { buildMessage } from '../../src/mail/build-message.ts';
import type { LetterFields } from '../../src/model/message.ts';
import { DATE, NEWSLETTER, RENDERED, TOKENS } from './newsletter-fixture.ts';

const MAIL = { newsletter: NEWSLETTER, slug: '0012', rendered: RENDERED, date: DATE };
const ADA = {
  subscriber: { address: 'ada@example.org', name: 'Ada Lind' },
  messageId: '0012.ab@letter.harbour.example.org',
  tokens: TOKENS,
};

async function rawOf(letter: Letter): Promise<string> {
  const compose = createComposer(await buildMasterMessage(letter, buildMessage));
  return Buffer.from(compose(ADA).raw).toString('latin1');
}

test.each([
  ['an ordinary newsletter', NEWSLETTER],
  ['no Reply-To', { ...NEWSLETTER, replyTo: undefined as never }],
  [
    'international names',
    { ...NEWSLETTER, title: 'رسالة', from: { name: 'Häfen, "A"', address: 'grüße@häfen.example' } },
  ],
])('%s: kept as JSON and read again, it is the same octets', async (_what, newsletter) => {
  const whole = Object.fromEntries(Object.entries(newsletter).filter(([, value]) => value !== undefined));
  const own = letterOf({ ...MAIL, newsletter: whole as unknown as typeof NEWSLETTER });
  const kept = JSON.parse(JSON.stringify(own.fields)) as LetterFields;
  const { slug, subject, html, text, date } = own;
  const again = { slug, subject, html, text, date: new Date(date.toISOString()), fields: kept };
  expect(await rawOf(again)).toBe(await rawOf(own));
});

test('what is kept holds no reader, no key, and nothing of the machine', () => {
  const fields = letterFields(NEWSLETTER, '0012');
  expect(Object.keys(fields).sort()).toEqual(['from', 'headers', 'listId', 'replyTo']);
  expect(fields.headers.map(({ name }) => name)).toContain('List-Unsubscribe');
});

test('hostile words in what was kept end no line either', async () => {
  const name = 'a\r\nBcc: eve@evil.example';
  const own = letterOf(MAIL);
  const fields = { ...own.fields, from: { name, address: own.fields.from.address } };
  const raw = await rawOf({ ...own, fields, subject: name });
  expect(raw).not.toMatch(/^Bcc:/mu);
  const headers = [{ name: 'List-Id', value: `x\r\nBcc: eve@evil.example` }];
  await expect(rawOf({ ...own, fields: { ...own.fields, headers } })).rejects.toThrow('control character');
});

test('a proof has one word more in its subject, and nothing else', () => {
  const letter = letterOf(MAIL);
  expect(asProof(letter)).toEqual({ ...letter, subject: `[Proof] ${letter.subject}` });
});
