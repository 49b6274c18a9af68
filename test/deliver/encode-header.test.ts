// Words of any script in a header: short where they can be, and read back as they were.
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import {
  cleanName,
  cleanSubject,
  encodeMailbox,
  encodePhrase,
  encodeSubject,
  formatField,
} from '../../src/deliver/encode-header.ts';

/** As a mail program shows it. */
async function shown(subject: string, name: string): Promise<{ subject: string; name: string }> {
  const header =
    formatField('Subject', encodeSubject(subject)) +
    formatField('Reply-To', encodeMailbox({ name, address: 'a@example.org' }));
  for (const line of header.split('\r\n'))
    if (line.includes('=?')) expect(line.length).toBeLessThanOrEqual(76);
  const email = await new PostalMime().parse(`${header}\r\n`);
  return { subject: email.subject ?? '', name: email.replyTo?.[0]?.name ?? '' };
}

describe('a subject', () => {
  test.each([
    ['Harbour Letter: No. 12', 'Harbour Letter: No. 12'],
    ['Letter 12 für alle in the harbour', '=?UTF-8?Q?Letter_12_f=C3=BCr_alle_in_the_harbour?='],
    ['ميناء', '=?UTF-8?B?2YXZitmG2KfYoQ==?='],
    ['a =?UTF-8?Q?b?=', '=?UTF-8?B?YSA9P1VURi04P1E/Yj89?='],
    ['', ''],
  ])('%j', (subject, encoded) => {
    expect(encodeSubject(subject)).toBe(encoded);
  });

  test('that is far too long is cut with an ellipsis', () => {
    expect([...cleanSubject('é'.repeat(1000))]).toHaveLength(255);
    expect(cleanSubject('ab '.repeat(1000))).toMatch(/^(?:ab )+ab…$|^(?:ab )+a…$/u);
    expect(cleanSubject('x'.repeat(255))).toBe('x'.repeat(255));
  });
});

test.each([
  'Ada Lind',
  'Häfen, "A"',
  'a'.repeat(200),
  'دانا '.repeat(30),
  '=?UTF-8?Q?eve?=',
  '👩‍👩‍👧‍👦'.repeat(20),
])('the name %.30j is read back', async (name) => {
  expect((await shown('x', name)).name).toBe(cleanName(name));
});

test('a name has the few signs of its own in encoded words', () => {
  expect(encodePhrase('Zoë (Shed 4), "x"')).toMatch(/^=\?UTF-8\?[QB]\?[A-Za-z0-9!*+/=_-]+\?=$/u);
});

test('whatever is written is read back, cleaned', async () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(words, words, async (subject, name) => {
      expect(await shown(subject, name)).toEqual({ subject: cleanSubject(subject), name: cleanName(name) });
    }),
    { numRuns: 500 },
  );
});

describe('an address that is not one mailbox alone is refused', () => {
  test.each([
    'a@b@example.org',
    'a b@example.org',
    'a@example.org\r\nBcc: x@y.example',
    '<a@example.org>',
    'a@example.org, b@example.org',
    '"a"@example.org',
    'a@example.org;',
    '=?UTF-8?Q?a?=@example.org',
    'a\u2028@example.org',
    'nobody',
    `${'a'.repeat(600)}@example.org`,
  ])('%.40j', (address) => {
    expect(() => encodeMailbox({ name: 'A', address })).toThrow('one mailbox alone');
  });
});
