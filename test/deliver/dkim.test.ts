// Signed letters, judged by a verifier that knows nothing of how they were made, after what may happen to them on the way.
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Addressee, createSigningComposer, type SigningComposer } from '../../src/deliver/compose.ts';
import type { DkimKey } from '../../src/deliver/dkim-key.ts';
import { type Signing, signAtOnce } from '../../src/deliver/dkim-sign.ts';
import { type Letter, letterOf } from '../../src/deliver/letter.ts';
import { buildMasterMessage } from '../../src/deliver/master-message.ts';
import { buildMessage } from '../../src/mail/build-message.ts';
import { createSigningThread } from '../../src/mail/signing-thread.ts';
import { MARKERS } from '../../src/model/markers.ts';
import type { ComposedMessage } from '../../src/model/message.ts';
import { checkSignatures, SIGNED_AT, stoppedClock, testKeys } from '../support/dkim-check.ts';
import { LETTER_FIELDS } from '../support/read-letter.ts';
import { DATE, LINKS, NEWSLETTER, RENDERED, TOKENS } from './newsletter-fixture.ts';

const KEYS = testKeys('harbour.example.org');
const LETTER = letterOf({ newsletter: NEWSLETTER, slug: '0012', rendered: RENDERED, date: DATE });
const ADA = {
  subscriber: { address: 'ada@example.org', name: 'Ada Lind' },
  messageId: '0012.ab@harbour.example.org',
  tokens: TOKENS,
};
const DAY_MS = 24 * 60 * 60 * 1000;

async function composerOf(
  letter: Letter,
  keys: readonly DkimKey[] = KEYS,
  more: Partial<Signing> = {},
): Promise<SigningComposer> {
  const signing = { keys, clock: stoppedClock, ...more };
  return createSigningComposer(await buildMasterMessage(letter, buildMessage), signing);
}

const textOf = ({ raw }: ComposedMessage): string => Buffer.from(raw).toString('latin1');

/** What becomes of both signatures. */
async function resultsOf(raw: Uint8Array | string, at?: string): Promise<readonly string[]> {
  const checks = await checkSignatures(typeof raw === 'string' ? Buffer.from(raw, 'latin1') : raw, KEYS, at);
  return checks.map(({ result }) => result);
}

const PASSES = ['pass', 'pass'];
const BAD_SIGNATURE = ['fail: bad signature', 'fail: bad signature'];
const BAD_BODY = ['fail: body hash did not verify', 'fail: body hash did not verify'];

let signed: string;
let header: string;
let body: string;
beforeAll(async () => {
  signed = Buffer.from((await (await composerOf(LETTER))(ADA)).raw).toString('latin1');
  const end = signed.indexOf('\r\n\r\n');
  [header, body] = [signed.slice(0, end + 2), signed.slice(end + 4)];
});

const fieldsIn = (text: string): readonly string[] => text.trimEnd().split(/\r\n(?![ \t])/u);
const nameOf = (field: string): string => field.slice(0, field.indexOf(':'));
const withHeader = (text: string): string => `${text}\r\n${body}`;

describe('a signed letter', () => {
  test('passes with both algorithms, without a word of warning', async () => {
    expect(await checkSignatures(Buffer.from(signed, 'latin1'), KEYS)).toEqual([
      { selector: 'rsa1', algorithm: 'rsa-sha256', result: 'pass', warnings: [] },
      { selector: 'ed1', algorithm: 'ed25519-sha256', result: 'pass', warnings: [] },
    ]);
  });

  test('is the same whether it was signed at once, in a thread, or ahead', async () => {
    const signatory = createSigningThread({ isWorthwhile: true, lettersBefore: 0 });
    const compose = await composerOf(LETTER, KEYS, { signatory });
    expect(textOf(await compose(ADA))).toBe(signed);
    compose.prepare(ADA);
    await setImmediate();
    expect(textOf(await compose(ADA))).toBe(signed);
  });

  test('is signed in every field, and says so in lines that any server takes', () => {
    const [signature = '', , ...others] = fieldsIn(header);
    const names = (/\bh=([^;]+);/u.exec(signature)?.[1] ?? '').split(':').map((name) => name.trim());
    const small = (list: readonly string[]) => [...new Set(list.map((name) => name.toLowerCase()))].sort();
    expect(small(others.map(nameOf))).toEqual(LETTER_FIELDS);
    expect(small(names)).toEqual([...LETTER_FIELDS, 'cc'].sort());
    expect(signature).toContain(
      'v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n\td=harbour.example.org;\r\n\ts=rsa1;',
    );
    expect(signature).not.toMatch(/[;\t ]l=/u);
    for (const line of header.split('\r\n').slice(0, -1))
      if (!line.startsWith('List-Unsubscribe') && !line.startsWith(' <'))
        expect(line.length).toBeLessThan(79);
  });

  test('passes after days on the way, and not for ever', async () => {
    const later = (ms: number) => new Date(Date.parse(SIGNED_AT) + ms).toISOString();
    expect(await resultsOf(signed, later(10 * DAY_MS))).toEqual(PASSES);
    expect(await resultsOf(signed, later(15 * DAY_MS))).toEqual(['neutral: expired', 'neutral: expired']);
  });

  test('is dated by the clock of its own moment', async () => {
    let now = SIGNED_AT;
    const compose = await composerOf(LETTER, KEYS, { clock: { now: () => now } });
    await compose(ADA);
    now = '2026-01-11T09:30:00.900Z';
    const { raw } = await compose(ADA);
    expect(Buffer.from(raw).toString('latin1')).toContain(`t=${Date.parse('2026-01-11T09:30:00Z') / 1000};`);
    expect(await resultsOf(raw, now)).toEqual(PASSES);
  });

  test('passes for every reader, whatever the length of name and address', async () => {
    const compose = await composerOf(LETTER);
    const readers = Array.from({ length: 50 }, (_, n) => ({
      subscriber: { address: `${'r'.repeat(1 + n)}@example.org`, name: 'Ñandú '.repeat(n % 20) },
      messageId: `0012.${n}@harbour.example.org`,
      tokens: { unsubscribe: `u${n}x`.padEnd(48, '-'), preferences: `p${n}x`.padEnd(48, '_') },
    }));
    for (const { raw } of await Promise.all(readers.map(compose)))
      expect(await resultsOf(raw)).toEqual(PASSES);
  });
});

describe('what fails', () => {
  test('any field with one letter more', async () => {
    for (const field of fieldsIn(header).slice(2)) {
      const altered = header.replace(`${field}\r\n`, `${field}x\r\n`);
      expect(altered, nameOf(field)).not.toBe(header);
      expect(await resultsOf(withHeader(altered)), nameOf(field)).toEqual(BAD_SIGNATURE);
    }
  });

  test('any field taken out', async () => {
    for (const field of fieldsIn(header).slice(2))
      expect(await resultsOf(withHeader(header.replace(`${field}\r\n`, ''))), nameOf(field)).toEqual(
        BAD_SIGNATURE,
      );
  });

  test.each([
    'From',
    'To',
    'Cc',
    'Subject',
    'Date',
    'Reply-To',
    'Message-ID',
    'Content-Type',
    'List-Unsubscribe',
    'List-Unsubscribe-Post',
  ])('one more %s, above or below', async (name) => {
    const added = `${name}: eve@evil.example\r\n`;
    expect(await resultsOf(withHeader(added + header))).toEqual(BAD_SIGNATURE);
    expect(await resultsOf(withHeader(header + added))).toEqual(BAD_SIGNATURE);
  });

  test.each([
    ['the time', /\bt=\d+/u, 't=1767945601'],
    ['the end of its time', /\bx=\d+/u, 'x=1999999999'],
    ['the list of fields', /\bh=List-ID:/u, 'h='],
    ['the domain', /\bd=harbour\.example\.org/u, 'd=example.org'],
  ])('%s altered in the signature', async (_what, from, to) => {
    for (const result of await resultsOf(withHeader(header.replaceAll(new RegExp(from, 'gu'), to))))
      expect(result).not.toBe('pass');
  });

  test('one octet of the body altered, wherever it stands', async () => {
    const token = body.indexOf(TOKENS.unsubscribe.slice(0, 20));
    const html = body.indexOf('<!doctype');
    const places = [0, 5, token - 1, token, token + 19, html, html + 2000, body.length - 3];
    for (const at of places) {
      const octet = body[at] === 'Q' ? 'R' : 'Q';
      const altered = `${header}\r\n${body.slice(0, at)}${octet}${body.slice(at + 1)}`;
      expect(await resultsOf(altered), `octet ${at}`).toEqual(BAD_BODY);
    }
  });

  test('a line more at the end, and another reader’s links', async () => {
    expect(await resultsOf(`${signed}One line more\r\n`)).toEqual(BAD_BODY);
    expect(await resultsOf(signed.replace(TOKENS.unsubscribe.slice(0, 8), 'eve-eve-'))).not.toEqual(PASSES);
  });
});

describe('what passes', () => {
  test.each<[string, () => string]>([
    [
      'fields that servers put on top',
      () => `Received: from a by b\r\nReturn-Path: <x@y.example>\r\n${signed}`,
    ],
    [
      'fields that servers add',
      () => withHeader(`${header}X-Spam-Score: 0\r\nSender: list@relay.example\r\n`),
    ],
    [
      'fields folded elsewhere',
      () =>
        withHeader(
          header.replaceAll(/, </gu, ',\r\n\t <').replace('Harbour Letter <', 'Harbour\r\n  Letter   <'),
        ),
    ],
    ['field names in other letters', () => withHeader(header.replace(/^Subject:/mu, 'SUBJECT :'))],
    ['blanks at the ends of lines', () => `${header}\r\n${body.replaceAll('\r\n', ' \t\r\n')}`],
    ['empty lines at the end', () => `${signed}\r\n\r\n\r\n`],
  ])('%s', async (_what, text) => {
    expect(text()).not.toBe(signed);
    expect(await resultsOf(text())).toEqual(PASSES);
  });
});

describe('letters of every shape', () => {
  const leave = `\n${LINKS.unsubscribe}\n`;
  test.each<[string, Partial<Letter>]>([
    ['nothing but the links', { text: leave, html: `<a href="${LINKS.unsubscribe}">x</a>` }],
    ['no link in the body', { text: 'a', html: 'b' }],
    ['empty texts', { text: '', html: '' }],
    ['empty lines at both ends', { text: `\n\n\n${leave}\n\n\n\n`, html: `\n\n<p>x</p>${leave}\n\n\n` }],
    ['blanks at the ends of lines', { text: `a  \nb\t\n \n\t\n${leave}  `, html: `<p>x  </p> \t${leave}` }],
    ['runs of blanks', { text: `a    b\t\tc \t d${leave}`, html: `a    b${leave}` }],
    ['lines of dots', { text: `.\n..\n...\n.a${leave}.`, html: `.\n..\n${leave}\n.` }],
    [
      'lines that look like a header or an mbox',
      { text: `From x\nSubject: y\n\n${leave}`, html: `From ${leave}` },
    ],
    ['CRLF and lone CR', { text: `a\r\nb\rc${leave}`, html: `a\r\nb\rc${leave}` }],
    ['very long words', { text: 'w'.repeat(5000) + leave, html: 'é'.repeat(5000) + leave }],
    [
      'links one after the other',
      { text: MARKERS.unsubscribe.repeat(5) + MARKERS.preferences.repeat(5), html: leave },
    ],
    ['a subject of another script', { subject: 'ميناء بلا سفن — '.repeat(12) }],
    ['a subject that looks encoded', { subject: '=?UTF-8?Q?eve?=' }],
    ['a subject of one very long word', { subject: 'w'.repeat(2000) }],
    ['an empty subject', { subject: '' }],
    [
      'names with every sign',
      {
        fields: {
          ...LETTER.fields,
          from: { name: '“Hafen”, (Zürich) <x@y>; \\', address: 'news@harbour.example.org' },
        },
      },
    ],
  ])('%s', async (_what, change) => {
    const { raw } = await (await composerOf({ ...LETTER, ...change }))(ADA);
    expect(await resultsOf(raw)).toEqual(PASSES);
  });

  test('international names of domain, selector and mailboxes', async () => {
    const keys = testKeys('häfen.example').map((key) => key);
    const letter = {
      ...LETTER,
      fields: { ...LETTER.fields, from: { name: 'Häfen', address: 'grüße@HÄFEN.example' } },
    };
    const compose = await composerOf(letter, keys);
    const { raw, envelope } = await compose({
      ...ADA,
      subscriber: { address: 'jörg@bücher.example', name: 'Jörg 👩‍👩‍👧‍👦' },
    });
    const [text = ''] = Buffer.from(raw).toString('utf8').split('\r\n\r\n');
    expect(envelope.from).toBe('grüße@xn--hfen-loa.example');
    expect(text).toContain('d=xn--hfen-loa.example;');
    expect(text).toMatch(/^From: .*<grüße@xn--hfen-loa\.example>\r$/mu);
    expect((await checkSignatures(raw, keys)).map(({ result }) => result)).toEqual(PASSES);
  });

  test('without an https address there is no one-click field, and its coming breaks the signature', async () => {
    const newsletter = { ...NEWSLETTER, listUrl: 'http://localhost:8080/' };
    const letter = letterOf({ newsletter, slug: '0012', rendered: RENDERED, date: DATE });
    const { raw } = await (await composerOf(letter))(ADA);
    const text = Buffer.from(raw).toString('latin1');
    expect(text).not.toMatch(/^List-Unsubscribe-Post:/mu);
    expect(await resultsOf(text)).toEqual(PASSES);
    expect(await resultsOf(`List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n${text}`)).toEqual(
      BAD_SIGNATURE,
    );
  });

  const words = fc.string({ unit: 'grapheme', maxLength: 60 });
  const token = fc.string({
    unit: fc.constantFrom(...'abcXYZ019-_'),
    minLength: 48,
    maxLength: 48,
  });
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom('\n', '\n\n', '  ', ' \n', '\t', '.', '\r\n', '=', LINKS.unsubscribe, LINKS.preferences),
  );
  const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));

  test('any letter to any reader', async () => {
    await fc.assert(
      fc.asyncProperty(
        words,
        text,
        text,
        words,
        words,
        token,
        token,
        async (subject, html, plain, sender, name, one, other) => {
          const from = { name: sender, address: 'news@harbour.example.org' };
          const compose = await composerOf({
            ...LETTER,
            subject,
            html,
            text: plain,
            fields: { ...LETTER.fields, from },
          });
          const { raw } = await compose({
            ...ADA,
            subscriber: { address: 'ada@example.org', name },
            tokens: { unsubscribe: one, preferences: other },
          });
          expect(await resultsOf(raw)).toEqual(PASSES);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a letter that was signed ahead', () => {
  let now = SIGNED_AT;
  let made = 0;
  const counting = async (): Promise<SigningComposer> => {
    now = SIGNED_AT;
    made = 0;
    return composerOf(LETTER, KEYS, {
      clock: { now: () => now },
      signatory: async (text, key) => {
        made += 1;
        return signAtOnce(text, key);
      },
    });
  };
  const later = (ms: number): string => new Date(Date.parse(SIGNED_AT) + ms).toISOString();

  test('is not signed again when it is asked for, and only once ahead', async () => {
    const compose = await counting();
    compose.prepare(ADA);
    compose.prepare(ADA);
    const { raw } = await compose(ADA);
    expect(made).toBe(KEYS.length);
    expect(await resultsOf(raw)).toEqual(PASSES);
  });

  test.each<[string, Addressee, string]>([
    ['for another name', { ...ADA, subscriber: { ...ADA.subscriber, name: 'Ada Berg' } }, SIGNED_AT],
    [
      'for another address',
      { ...ADA, subscriber: { ...ADA.subscriber, address: 'a@example.org' } },
      SIGNED_AT,
    ],
    ['for another link to leave', { ...ADA, tokens: { ...TOKENS, unsubscribe: 'x'.repeat(48) } }, SIGNED_AT],
    ['for another link', { ...ADA, tokens: { ...TOKENS, preferences: 'x'.repeat(48) } }, SIGNED_AT],
    ['a minute ago', ADA, later(60_000)],
    ['and was asked for already', ADA, SIGNED_AT],
  ])('%s is signed anew', async (why, reader, at) => {
    const compose = await counting();
    compose.prepare(ADA);
    if (why.includes('already')) await compose(ADA);
    now = at;
    const { raw } = await compose(reader);
    expect(made).toBe(2 * KEYS.length);
    expect(await resultsOf(raw, at)).toEqual(PASSES);
  });

  test('is forgotten, the oldest first, where many were and none was asked for', async () => {
    const compose = await counting();
    const reader = (n: number): Addressee => ({ ...ADA, messageId: `0012.${n}@harbour.example.org` });
    for (let n = 0; n < 501; n += 1) compose.prepare(reader(n));
    expect(made).toBe(501 * KEYS.length);
    await compose(reader(500));
    expect(made).toBe(501 * KEYS.length);
    await compose(reader(0));
    expect(made).toBe(502 * KEYS.length);
  });

  test('for an address that cannot stand in a header tells so when it is asked for, and stops nothing', async () => {
    const compose = await counting();
    const broken = { ...ADA, subscriber: { address: 'ada@example.org, eve@example.org' } };
    compose.prepare(broken);
    expect(made).toBe(0);
    expect(() => compose(broken)).toThrow('one mailbox');
  });

  test('tells what went wrong once it is asked for, and not before', async () => {
    const compose = await composerOf(LETTER, KEYS, { signatory: () => Promise.reject(new Error('no ink')) });
    compose.prepare(ADA);
    await expect(async () => compose(ADA)).rejects.toThrow('no ink');
  });
});
