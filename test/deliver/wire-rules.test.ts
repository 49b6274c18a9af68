// What RFC 5322, 2045–2047, 2369, 2919, 6376 and 8058 and the mailbox providers ask of a letter, each rule held against letters that
// make it hard. Read by a parser that knows nothing of how they were made, and by their octets.
import { describe, expect, test } from 'vitest';
import { formatTokenKey, makeToken, readToken, readTokenKeys } from '../../src/audience/token.ts';
import { createSigningComposer } from '../../src/deliver/compose.ts';
import { type Letter, letterOf } from '../../src/deliver/letter.ts';
import { buildMasterMessage } from '../../src/deliver/master-message.ts';
import { buildMessage } from '../../src/mail/build-message.ts';
import { checkSignatures, stoppedClock, testKeys } from '../support/dkim-check.ts';
import { LETTER_FIELDS, type ReadLetter, readLetter } from '../support/read-letter.ts';
import { DATE, LINKS, NEWSLETTER, RENDERED } from './newsletter-fixture.ts';

const KEYS = testKeys('harbour.example.org');
const TOKEN_KEYS = readTokenKeys(formatTokenKey({ number: 1, secret: Buffer.alloc(32, 5) }));
const SUBSCRIBER_ID = Buffer.alloc(16, 7).toString('base64url');
const tokenFor = (purpose: 'unsubscribe' | 'preferences') => {
  const [key] = TOKEN_KEYS;
  if (key === undefined) throw new Error('There is no key');
  return makeToken({ purpose, listId: NEWSLETTER.listId, subscriberId: SUBSCRIBER_ID }, key);
};

async function wireOf(letter: Letter, subscriber: { address: string; name?: string }): Promise<ReadLetter> {
  const compose = createSigningComposer(await buildMasterMessage(letter, buildMessage), {
    keys: KEYS,
    clock: stoppedClock,
  });
  const message = await compose({
    subscriber,
    messageId: '0012.k3v9@letter.harbour.example.org',
    tokens: { unsubscribe: tokenFor('unsubscribe'), preferences: tokenFor('preferences') },
  });
  return readLetter(message.raw);
}

const LETTER = letterOf({ newsletter: NEWSLETTER, slug: '0012', rendered: RENDERED, date: DATE });
const LINKED = `\n${LINKS.unsubscribe}\n${LINKS.preferences}\n`;

const letters: [string, Letter, { address: string; name?: string }][] = [
  ['an ordinary letter', LETTER, { address: 'ada@example.org', name: 'Ada Lind' }],
  [
    'other scripts throughout',
    {
      ...letterOf({
        newsletter: {
          ...NEWSLETTER,
          title: 'رسالة الميناء',
          from: { name: '港の手紙 — «Порт»', address: 'news@harbour.example.org' },
        },
        slug: 'ميناء',
        rendered: {
          ...RENDERED,
          subject: 'الميناء: عمال الرصيف يصوتون لإنهاء الإضراب، 👩‍👩‍👧‍👦 و 港湾労働者がストライキ終了を可決',
        },
        date: DATE,
      }),
      text: `${'ميناء بلا سفن '.repeat(200)}${LINKED}`,
      html: `<p>${'港湾労働者'.repeat(900)}</p>${LINKED}`,
    },
    { address: 'ada@bücher.example', name: 'آدا 👩‍👩‍👧‍👦 林' },
  ],
  [
    'lines and words without an end',
    {
      ...LETTER,
      subject: `${'w'.repeat(3000)}`,
      text: `${'w'.repeat(5000)}${LINKED}`,
      html: `<a href="https://x.example/${'p'.repeat(5000)}">x</a>${LINKED}`,
    },
    { address: `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.example`, name: 'n'.repeat(500) },
  ],
  [
    'everything that ends a line, in everything that is written',
    {
      ...letterOf({
        newsletter: {
          ...NEWSLETTER,
          title: 'a\r\nBcc: eve@evil.example',
          from: { name: 'b\r\nBcc: eve@evil.example', address: 'news@harbour.example.org' },
          replyTo: { name: 'c\u2028Bcc: x\u0085y\0z', address: 'editors@harbour.example.org' },
        },
        slug: '0012',
        rendered: { ...RENDERED, subject: 'd\r\n\r\n<p>e\u2029f =?UTF-8?Q?=0D=0ABcc:_x?=' },
        date: DATE,
      }),
      text: `\r\n\r\r\n\n.\r.\n\u2028${LINKED}`,
      html: `\r\r<p>\n\n.\u0085</p>${LINKED}`,
    },
    { address: 'ada@example.org', name: 'Ada\r\nBcc: eve@evil.example\r\n\r\nx' },
  ],
];

const ENCODED_WORD = /=\?[^?]+\?[BQ]\?[^?]*\?=/gu;

const rules: [string, (wire: ReadLetter) => void | Promise<void>][] = [
  [
    'H1 one List-Unsubscribe, one List-Unsubscribe-Post',
    ({ values }) => {
      expect(values('List-Unsubscribe')).toHaveLength(1);
      expect(values('List-Unsubscribe-Post')).toHaveLength(1);
    },
  ],
  [
    'H2 https first, then mailto, in brackets without a blank',
    ({ values }) => {
      expect(values('List-Unsubscribe')[0]).toMatch(/^<https:\/\/[^\s<>]+>, <mailto:[^\s<>]+>$/u);
    },
  ],
  [
    'H3 one-click in these very octets',
    ({ text }) => expect(text).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n'),
  ],
  [
    'H4 signed, both fields named',
    async ({ raw, values }) => {
      expect((await checkSignatures(raw, KEYS)).map(({ result }) => result)).toEqual(['pass', 'pass']);
      for (const signature of values('DKIM-Signature'))
        for (const name of ['List-Unsubscribe', 'List-Unsubscribe-Post'])
          expect(signature.replaceAll(/\s/gu, '')).toMatch(new RegExp(`[=:]${name}[:;]`, 'u'));
    },
  ],
  [
    'H5 the address alone tells reader and list, and was signed',
    ({ values }) => {
      const [, token = ''] = /\/u\/([\w-]{48})>/u.exec(values('List-Unsubscribe')[0] ?? '') ?? [];
      const subject = { purpose: 'unsubscribe', listId: NEWSLETTER.listId } as const;
      expect(readToken(token, subject, TOKEN_KEYS)).toBe(SUBSCRIBER_ID);
      expect(readToken(token, { ...subject, purpose: 'preferences' }, TOKEN_KEYS)).toBeUndefined();
    },
  ],
  [
    'H8 a mail can ask to leave too, with the same token',
    ({ values }) => {
      const [, web] = /\/u\/([\w-]{48})>/u.exec(values('List-Unsubscribe')[0] ?? '') ?? [];
      const [, mail] =
        /\?subject=unsubscribe%20([\w-]{48})>/u.exec(values('List-Unsubscribe')[0] ?? '') ?? [];
      expect(mail).toBe(web);
    },
  ],
  [
    'H9 one List-Id, its id plain and short',
    ({ values }) => {
      expect(values('List-Id')).toHaveLength(1);
      expect(values('List-Id')[0]).toMatch(/(?:^| )<letter\.harbour\.example\.org>$/u);
    },
  ],
  [
    'H10 the other list fields, once each',
    ({ values }) => {
      expect(values('List-Post')).toEqual(['NO']);
      for (const name of ['List-Help', 'List-Archive', 'List-Owner']) {
        expect(values(name)).toHaveLength(1);
        expect(values(name)[0]).toMatch(/^<(?:https|mailto):[^\s<>]+>$/u);
      }
    },
  ],
  ['H11 not marked as an automatic answer', ({ values }) => expect(values('Auto-Submitted')).toEqual([])],
  ['H13 no Precedence', ({ values }) => expect(values('Precedence')).toEqual([])],
  [
    'H14 one Message-ID, of the list’s own domain',
    ({ values }) => {
      expect(values('Message-ID')).toEqual(['<0012.k3v9@letter.harbour.example.org>']);
    },
  ],
  [
    'H15 one Feedback-ID of four parts, nothing in it this reader’s',
    ({ values }) => {
      const [value = '', ...others] = values('Feedback-ID');
      expect(others).toEqual([]);
      const parts = value.split(':');
      expect(new Set(parts).size).toBe(4);
      expect(parts[3]).toMatch(/^[a-z0-9]{5,15}$/u);
      expect(value).not.toContain(SUBSCRIBER_ID);
      expect(value).not.toMatch(/ada|@/u);
    },
  ],
  [
    'H16 exactly one each of the fields that every mail has, one mailbox in From',
    ({ values, email }) => {
      const names = [
        'From',
        'To',
        'Date',
        'Subject',
        'Message-ID',
        'Reply-To',
        'MIME-Version',
        'Content-Type',
      ];
      for (const name of names) expect(values(name), name).toHaveLength(1);
      expect(values('Sender')).toEqual([]);
      expect(email.from?.address).toBe('news@harbour.example.org');
      expect(email.replyTo?.map(({ address }) => address)).toEqual(['editors@harbour.example.org']);
      expect(email.date).toBe(DATE.toISOString());
    },
  ],
  [
    'H18 no value holds CR, LF, NUL or DEL, and no field is there that we did not write',
    ({ fields, email }) => {
      for (const { value, name } of fields) {
        expect(value, name).not.toMatch(/\p{Cc}(?<!\t)/u);
      }
      for (const { key, value } of email.headers)
        expect(value, key).not.toMatch(/[\r\n\0\x7f\u0085\u2028\u2029]/u);
      expect(fields.map(({ name }) => name.toLowerCase()).sort()).toEqual(
        [...LETTER_FIELDS, 'dkim-signature', 'dkim-signature'].sort(),
      );
    },
  ],
  [
    'M1 text first, HTML last, and the way to leave in both',
    ({ text, email }) => {
      expect(text.match(/^Content-Type: [^;\r]+/gmu)).toEqual([
        'Content-Type: multipart/alternative',
        'Content-Type: text/plain',
        'Content-Type: text/html',
      ]);
      const link = LINKS.unsubscribe.replace(/BROADSIDEx\w+/u, tokenFor('unsubscribe'));
      expect(email.text).toContain(link);
      expect(email.html).toContain(link);
    },
  ],
  [
    'M2 lines of at most 998 octets, 78 in the body; CRLF alone ends a line',
    ({ text, header }) => {
      for (const line of text.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
      for (const line of text.slice(header.length).split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
      expect(text.endsWith('\r\n')).toBe(true);
    },
  ],
  [
    'M3 encoded words of at most 75 characters, each whole in itself',
    ({ header, fields }) => {
      for (const line of header.split('\r\n'))
        if (line.includes('=?')) expect(line.length).toBeLessThanOrEqual(76);
      for (const { value } of fields)
        for (const [word] of value.matchAll(ENCODED_WORD)) {
          expect(word.length).toBeLessThanOrEqual(75);
          const [, , encoding, content = ''] = word.split('?');
          const octets =
            encoding === 'B'
              ? Buffer.from(content, 'base64')
              : Buffer.from(
                  content
                    .replaceAll('_', ' ')
                    .replaceAll(/=([0-9A-F]{2})/gu, (_, hex: string) =>
                      String.fromCharCode(Number.parseInt(hex, 16)),
                    ),
                  'latin1',
                );
          expect(() => new TextDecoder('utf-8', { fatal: true }).decode(octets)).not.toThrow();
        }
    },
  ],
  [
    'M4 seven bits throughout, both parts quoted-printable UTF-8',
    ({ text }) => {
      expect(text).not.toMatch(/[\0\x80-\xff]/u);
      expect(text.match(/^Content-Transfer-Encoding: quoted-printable\r$/gmu)).toHaveLength(2);
      expect(text.match(/^Content-Type: text\/(?:plain|html); charset=utf-8\r$/gmu)).toHaveLength(2);
    },
  ],
  [
    'M5 the domain of To in A-labels',
    ({ values }) => expect(values('To')[0]).toMatch(/^(?:.* )?<?[\x21-\x7e]+@[a-z0-9.-]+>?$/u),
  ],
  [
    'M8 one reader, and nobody else’s address',
    ({ email, values }) => {
      expect(email.to).toHaveLength(1);
      for (const name of ['Cc', 'Bcc']) expect(values(name)).toEqual([]);
    },
  ],
];

describe.each(letters)('%s', (_name, letter, subscriber) => {
  const wire = wireOf(letter, subscriber);
  test.each(rules)('%s', async (_rule, check) => {
    await check(await wire);
  });
});
