import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAddress } from '../../src/audience/address.ts';

const long = (count: number): string => 'a'.repeat(count);

describe('readAddress takes', () => {
  test.each([
    ['ada@example.org', 'ada@example.org'],
    ['  ada@example.org\n', 'ada@example.org'],
    ['Ada.Lind+news@Example.ORG', 'Ada.Lind+news@example.org'],
    ["o'neil_{x}|~=?^`/!#$%&*-@example.org", "o'neil_{x}|~=?^`/!#$%&*-@example.org"],
    ['ada@sub.example.co.uk', 'ada@sub.example.co.uk'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@XN--BCHER-KVA.example', 'ada@xn--bcher-kva.example'],
    ['ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example'],
    ['jose\u0301@example.org', 'josé@example.org'],
    ['دانا@مثال.إختبار', 'دانا@xn--mgbh0fb.xn--kgbechtv'],
    ['用户@例え.テスト', '用户@xn--r8jz45g.xn--zckzah'],
    [`${long(64)}@example.org`, `${long(64)}@example.org`],
    [`a@${long(63)}.example`, `a@${long(63)}.example`],
    [`${long(64)}@${long(63)}.${long(63)}.${long(57)}.org`, undefined],
  ])('%j', (text, key) => {
    const read = readAddress(text);
    expect(read).toEqual({ address: text.trim().normalize('NFC'), key: key ?? text.trim() });
  });
});

describe('readAddress refuses, saying why,', () => {
  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['ada', 'without @'],
    ['@example.org', 'before the @'],
    ['ada@', 'after the @'],
    ['ada@@example.org', 'second @'],
    ['ada@example.org@example.com', 'second @'],
    ['a@b', 'without a dot'],
    ['ada@example.org, eve@example.org', 'blank'],
    ['ada@example.org,eve@example.org', 'punctuation'],
    ['ada@example.org;eve@example.org', 'punctuation'],
    ['Ada <ada@example.org>', 'blank'],
    ['<ada@example.org>', 'punctuation'],
    ['ada@x.example>', 'punctuation'],
    ['mailto:ada@example.org', 'punctuation'],
    ['"ada"@example.org', 'quotation'],
    ['"eve@evil.example x"@example.org', 'blank'],
    ['a"b@example.org', 'before the @'],
    ['=?UTF-8?Q?eve?=@example.org', 'encoded'],
    ['x=?iso-8859-1?b?ZXZl@example.org', 'encoded'],
    ['a..b@example.org', 'before the @'],
    ['.ada@example.org', 'before the @'],
    ['ada.@example.org', 'before the @'],
    ['ada lind@example.org', 'blank'],
    ['ada(comment)@example.org', 'punctuation'],
    ['ada\\@example.org', 'punctuation'],
    ['ada@[192.0.2.1]', 'punctuation'],
    ['ada@192.0.2.1', 'number'],
    ['ada@0x7f.1', 'number'],
    ['ada@example..org', 'domain'],
    ['ada@.example.org', 'domain'],
    ['ada@example.org.', 'domain'],
    ['ada@-example.org', 'domain'],
    ['ada@example-.org', 'domain'],
    ['ada@exa_mple.org', 'character after'],
    ['ada@exam%70le.org', 'character after'],
    ['ada@xn--a.example', 'domain'],
    [`${long(65)}@example.org`, 'before the @'],
    ['é'.repeat(33).concat('@example.org'), 'before the @'],
    [`a@${long(64)}.example`, 'domain'],
    [`a@${`${long(63)}.`.repeat(4)}org`, 'after the @'],
    [`${long(64)}@${long(63)}.${long(63)}.${long(58)}.org`, '254'],
    ['ada@example.org\r\nBcc: eve@example.org', 'blank or invisible'],
    ['ada\0@example.org', 'blank or invisible'],
    ['ada\u0085@example.org', 'blank or invisible'],
    ['ada\u2028@example.org', 'blank or invisible'],
    ['a\u00adda@example.org', 'blank or invisible'],
    ['a\u200bda@example.org', 'blank or invisible'],
    ['a\u202eda@example.org', 'blank or invisible'],
    ['ada\ud800@example.org', 'blank or invisible'],
    [long(100_000), 'length'],
  ])('%j', (text, words) => {
    expect(readAddress(text)).toEqual({ problem: expect.stringContaining(words) });
  });
});

describe('whatever is typed', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 80 }).map((text) => `${text}@example.org`),
    fc.string({ unit: 'grapheme', maxLength: 80 }).map((text) => `ada@${text}.org`),
    fc.emailAddress(),
  );

  test('it ends in an address within all limits, or in a problem', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const read = readAddress(text);
        if ('problem' in read) return read.problem !== '';
        const [local = '', domain = '', ...more] = read.key.split('@');
        expect(more).toEqual([]);
        expect(Buffer.byteLength(local)).toBeLessThanOrEqual(64);
        expect(domain).toMatch(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]+$/u);
        expect(Buffer.byteLength(read.address)).toBeLessThanOrEqual(254);
        expect(read.address).not.toMatch(/[\p{Cc}\p{Cf}\p{Z}<>,;:"()[\]\\]/u);
        return true;
      }),
      { numRuns: 3000 },
    );
  });

  test('reading its own result again changes nothing', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const read = readAddress(text);
        if ('problem' in read) return;
        expect(readAddress(read.address)).toEqual(read);
        expect(readAddress(read.key)).toEqual({ address: read.key, key: read.key });
      }),
      { numRuns: 2000 },
    );
  });
});
