// What one reader gets, read by a parser that knows nothing of how it was made.
import fc from 'fast-check';
import PostalMime, { type Email } from 'postal-mime';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Composer, createComposer } from '../../src/deliver/compose.ts';
import { asProof, type Letter, letterOf } from '../../src/deliver/letter.ts';
import { buildMasterMessage, type MasterMessage } from '../../src/deliver/master-message.ts';
import { buildMessage } from '../../src/mail/build-message.ts';
import { MARKERS } from '../../src/model/markers.ts';
import { LETTER_FIELDS } from '../support/read-letter.ts';
import { DATE, LINKS, NEWSLETTER, RENDERED, TOKENS } from './newsletter-fixture.ts';

const LETTER: Letter = letterOf({ newsletter: NEWSLETTER, slug: '0012', rendered: RENDERED, date: DATE });
const ADA = {
  subscriber: { address: 'ada@example.org', name: 'Ada Lind' },
  messageId: '0012.ab@harbour.example.org',
  tokens: TOKENS,
};

let master: MasterMessage;
let compose: Composer;
beforeAll(async () => {
  master = await buildMasterMessage(LETTER, buildMessage);
  compose = createComposer(master);
});

const parse = (raw: Uint8Array): Promise<Email> => new PostalMime().parse(raw);
const textOf = (raw: Uint8Array): string => Buffer.from(raw).toString('latin1');
const withTokens = (text: string): string =>
  text
    .replaceAll(MARKERS.unsubscribe, TOKENS.unsubscribe)
    .replaceAll(MARKERS.preferences, TOKENS.preferences);

describe('a composed message', () => {
  test('holds exactly the expected fields, each once', async () => {
    const { headers, from, to, replyTo, subject, messageId, date } = await parse(compose(ADA).raw);
    expect(headers.map(({ key }) => key).sort()).toEqual(LETTER_FIELDS);
    expect({ from, to, replyTo, subject, messageId, date }).toEqual({
      from: { name: 'Harbour Letter', address: 'news@harbour.example.org' },
      to: [{ name: 'Ada Lind', address: 'ada@example.org' }],
      replyTo: [{ name: 'The editors', address: 'editors@harbour.example.org' }],
      subject: RENDERED.subject,
      messageId: '<0012.ab@harbour.example.org>',
      date: '2026-01-09T08:00:00.000Z',
    });
    const value = (name: string) => headers.find(({ key }) => key === name)?.value;
    expect(value('list-unsubscribe')?.replaceAll(/\s+/gu, ' ')).toBe(
      `<https://harbour.example.org/list/u/${TOKENS.unsubscribe}>, <mailto:leave@harbour.example.org?subject=unsubscribe%20${TOKENS.unsubscribe}>`,
    );
    expect(value('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(value('list-post')).toBe('NO');
  });

  test('says what was rendered, with this reader’s links', async () => {
    const { text, html } = await parse(compose(ADA).raw);
    expect(text?.trimEnd()).toBe(withTokens(RENDERED.text).trimEnd());
    expect(html?.trimEnd()).toBe(withTokens(RENDERED.html).trimEnd());
  });

  test('is text first, HTML last, quoted-printable, within its lines', () => {
    const raw = textOf(compose(ADA).raw);
    expect(raw.match(/^Content-Type: [^;\r]+/gmu)).toEqual([
      'Content-Type: multipart/alternative',
      'Content-Type: text/plain',
      'Content-Type: text/html',
    ]);
    expect(raw.match(/^Content-Transfer-Encoding: .*$/gmu)).toEqual(
      Array.from({ length: 2 }, () => 'Content-Transfer-Encoding: quoted-printable'),
    );
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0\x80-\xff]/u);
    const [header = '', ...body] = raw.split('\r\n\r\n');
    for (const line of body.join('\r\n\r\n').split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
    for (const line of header.split('\r\n'))
      expect(line.length).toBeLessThanOrEqual(line.includes('=?') ? 76 : 998);
  });

  test('has no marker left, even across soft line breaks, and did have some there', () => {
    expect(textOf(master.raw)).toMatch(/BROADSIDEx\w*=\r\n\w/u);
    expect(textOf(compose(ADA).raw).replaceAll('=\r\n', '')).not.toContain('BROADSIDEx');
    expect(compose(ADA).raw.length - textOf(compose(ADA).raw).indexOf('\r\n\r\n')).toBe(
      master.raw.length - textOf(master.raw).indexOf('\r\n\r\n'),
    );
  });

  test('never holds anything of another reader', () => {
    const readers = Array.from({ length: 200 }, (_, n) => ({
      subscriber: { address: `canary${n}x@example.org`, name: `Canary${n}x` },
      messageId: `0012.${n}x@harbour.example.org`,
      tokens: { unsubscribe: `u${n}x`.padEnd(48, '-'), preferences: `p${n}x`.padEnd(48, '-') },
    }));
    const messages = readers.map(compose);
    for (const [n, { raw }] of messages.entries()) {
      const text = textOf(raw).replaceAll('=\r\n', '');
      expect(
        new Set(
          [...text.matchAll(/(?:canary|Canary|[up]|0012\.)(\d+)x/gu)].map(([, found]) => Number(found)),
        ),
      ).toEqual(new Set([n]));
    }
  });

  test('has the newsletter’s address as envelope sender and one recipient, by A-label', () => {
    const composed = compose({ ...ADA, subscriber: { address: 'jörg@Bücher.example' } });
    expect(composed.envelope).toEqual({ from: 'news@harbour.example.org', to: 'jörg@xn--bcher-kva.example' });
    expect(Buffer.from(composed.raw).toString('utf8')).toContain('\r\nTo: jörg@xn--bcher-kva.example\r\n');
  });

  test('is the same bytes when made again', async () => {
    const again = await buildMasterMessage(LETTER, buildMessage);
    expect(Buffer.from(again.raw).equals(Buffer.from(master.raw))).toBe(true);
    expect(createComposer(again)(ADA)).toEqual(compose(ADA));
  });

  test('as a proof differs in its subject alone', async () => {
    const proof = createComposer(await buildMasterMessage(asProof(LETTER), buildMessage))(ADA);
    const { subject, text } = await parse(proof.raw);
    expect(subject).toBe(`[Proof] ${RENDERED.subject}`);
    expect(text?.trimEnd()).toBe(withTokens(RENDERED.text).trimEnd());
  });
});

describe('a reader’s name', () => {
  const nameIn = async (name: string) => {
    const { raw } = compose({ ...ADA, subscriber: { address: 'ada@example.org', name } });
    const { headers, to } = await parse(raw);
    expect(headers.map(({ key }) => key).sort()).toEqual(LETTER_FIELDS);
    const [header = ''] = textOf(raw).split('\r\n\r\n');
    for (const line of header.split('\r\n'))
      expect(line.length).toBeLessThanOrEqual(line.includes('=?') ? 76 : 998);
    expect(to?.map(({ address }) => address)).toEqual(['ada@example.org']);
    return to?.[0]?.name;
  };

  test.each([
    ['Ada', 'Ada'],
    ['Ada "the crane" Lind', 'Ada "the crane" Lind'],
    ['Lind, Ada (Shed 4)', 'Lind, Ada (Shed 4)'],
    ['back\\slash', 'back\\slash'],
    ['O’Neil', 'O’Neil'],
    ['دانا', 'دانا'],
    ['👩‍👩‍👧‍👦 family', '👩‍👩‍👧‍👦 family'],
    ['👩‍👩‍👧‍👦'.repeat(9), '👩‍👩‍👧‍👦'.repeat(9)],
    ['=?UTF-8?Q?eve?=', '=?UTF-8?Q?eve?='],
    ['eve@evil.example', 'eve@evil.example'],
    ['<eve@evil.example>,', '<eve@evil.example>,'],
    ['', ''],
    [' \r\n\t ', ''],
    ['Ada\r\nBcc: eve@evil.example', 'Ada Bcc: eve@evil.example'],
    ['Ada\nBcc: eve@evil.example', 'Ada Bcc: eve@evil.example'],
    ['Ada\r\n\r\n<script>', 'Ada <script>'],
    ['a\0b', 'a b'],
    ['a\u0085Bcc: x', 'a Bcc: x'],
    ['a\u2028Bcc: x', 'a Bcc: x'],
    ['a\u202egnp.exe', 'agnp.exe'],
    ['a\x7fb', 'a b'],
    [MARKERS.unsubscribe, MARKERS.unsubscribe],
    ['x'.repeat(100_000), 'x'.repeat(128)],
    ['é'.repeat(100_000), 'é'.repeat(128)],
    ['a b '.repeat(25_000), 'a b '.repeat(32).trim()],
  ])('%.40j', async (name, shown) => {
    expect(await nameIn(name)).toBe(shown);
  });

  test('of any characters ends no line and adds no field', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (name) => {
        await nameIn(name);
      }),
      { numRuns: 500 },
    );
  });
});

describe('composing refuses', () => {
  test.each([
    '',
    'short',
    `${'u'.repeat(47)}=`,
    `${'u'.repeat(46)}\r\n`,
    'u'.repeat(49),
    `${'u'.repeat(47)}é`,
  ])('the token %j', (unsubscribe) => {
    expect(() => compose({ ...ADA, tokens: { ...TOKENS, unsubscribe } })).toThrow('48 characters');
  });

  test.each(['x@y>\r\nBcc: eve', 'no-at', 'a b@c'])('the message id %j', (messageId) => {
    expect(() => compose({ ...ADA, messageId })).toThrow('message id');
  });

  test.each(['ada@example.org\r\nBcc: eve@example.org', 'ada <x@example.org>'])(
    'the address %j',
    (address) => {
      expect(() => compose({ ...ADA, subscriber: { address } })).toThrow(
        expect.objectContaining({ code: 'ADDRESS_INVALID', message: expect.not.stringContaining('ada') }),
      );
    },
  );

  const edited = (edit: (raw: string) => string): MasterMessage => ({
    ...master,
    raw: Buffer.from(edit(textOf(master.raw)), 'latin1'),
  });
  test.each<[string, (raw: string) => string, string]>([
    [
      'a marker in the subject',
      (raw) => raw.replace(/^Subject: /mu, `Subject: ${MARKERS.unsubscribe} `),
      'cannot be replaced',
    ],
    [
      'a marker in small letters',
      (raw) => raw.replace(/\r\n\r\n/u, `\r\n\r\n${LINKS.unsubscribe.toLowerCase()}`),
      'cannot be replaced',
    ],
    [
      'a changed marker in List-Unsubscribe',
      (raw) => raw.replace(/(unsubscribe%20)BROADSIDExUNSUB/u, '$1broadsidexUNSUB'),
      'cannot be replaced',
    ],
    [
      'half a marker',
      (raw) => raw.replace(/\r\n\r\n/u, '\r\n\r\nBROADSIDExUNSUBSCRIBE'),
      'cannot be replaced',
    ],
    ['no List-Unsubscribe', (raw) => raw.replace(/^List-Unsubscribe:/mu, 'X-Gone:'), 'exactly once'],
    [
      'a second List-Unsubscribe',
      (raw) => `List-Unsubscribe: <https://x.example/>\r\n${raw}`,
      'exactly once',
    ],
    ['a second To', (raw) => `To: eve@example.org\r\n${raw}`, 'exactly once'],
    ['no empty line', (raw) => raw.replaceAll('\r\n\r\n', '\r\n'), 'no header'],
  ])('%s', (_name, edit, words) => {
    expect(() => createComposer(edited(edit))).toThrow(words);
  });

  test('a List-Unsubscribe without a marker', () => {
    const composer = () =>
      createComposer(
        edited((raw) =>
          raw.replace(/^List-Unsubscribe:.*(?:\r\n[ \t].*)*/mu, 'List-Unsubscribe: <https://x.example/>'),
        ),
      );
    expect(composer).toThrow('no marker');
  });
});
