import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DatedSubject, makeDatedToken, readDatedToken } from '../../src/audience/dated-token.ts';
import { maskAddress } from '../../src/audience/mask-address.ts';
import { READER_PATHS, readerLink } from '../../src/audience/reader-links.ts';
import { makeToken, readToken, type TokenKey } from '../../src/audience/token.ts';
import { LINK_PATHS } from '../../src/model/markers.ts';

const key = (number: number): TokenKey => ({ number, secret: Buffer.alloc(32, number) });
const id = Buffer.from('0123456789abcdef').toString('base64url');
const subject: DatedSubject = {
  purpose: 'undo',
  listId: 'news.example.org',
  id,
  at: '2026-03-01T12:00:00.123Z',
};
const expected = { purpose: 'undo', listId: 'news.example.org' } as const;
const token = makeDatedToken(subject, key(1));

describe('a dated token', () => {
  test('tells what it is of and when it was made', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
        (bytes, date) => {
          const one = { id: Buffer.from(bytes).toString('base64url'), at: date.toISOString() };
          expect(readDatedToken(makeDatedToken({ ...subject, ...one }, key(1)), expected, [key(1)])).toEqual(
            one,
          );
        },
      ),
    );
  });

  test('is worth nothing with a single bit changed', () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(
        readDatedToken(changed.toString('base64url'), expected, [key(1), key(0), key(3)]),
        `bit ${bit}`,
      ).toBeUndefined();
    }
  });

  test.each([
    ['another purpose', token, { ...expected, purpose: 'form' } as const, [key(1)]],
    ['another list', token, { ...expected, listId: 'other.example.org' }, [key(1)]],
    ['another secret under its number', token, expected, [{ number: 1, secret: Buffer.alloc(32, 9) }]],
    ['no key at all', token, expected, []],
    ['its end gone', token.slice(0, -1), expected, [key(1)]],
    ['more behind it', `${token}A`, expected, [key(1)]],
    ['letters of another script', `${token.slice(0, -1)}Ａ`, expected, [key(1)]],
    ['nothing', '', expected, [key(1)]],
    [
      'a link’s token',
      makeToken({ purpose: 'unsubscribe', listId: 'news.example.org', subscriberId: id }, key(1)),
      expected,
      [key(1)],
    ],
  ])('with %s is refused', (_name, text, wanted, keys) => {
    expect(readDatedToken(text, wanted, keys)).toBeUndefined();
  });

  test('is never a link, whatever is cut off it', () => {
    for (const purpose of ['unsubscribe', 'preferences', 'confirm'] as const)
      for (let from = 0; from <= 8; from += 1)
        expect(
          readToken(token.slice(from, from + 48), { purpose, listId: 'news.example.org' }, [key(1)]),
        ).toBeUndefined();
  });
});

test('a reader’s link is the listUrl, a short path and the token', () => {
  const options = { base: 'https://list.example.org/', listId: 'news.example.org', key: key(1) };
  expect(readerLink({ purpose: 'confirm', id }, options)).toMatch(
    /^https:\/\/list\.example\.org\/c\/[\w-]{48}$/u,
  );
  expect(READER_PATHS).toMatchObject(LINK_PATHS);
});

test.each([
  ['ana@example.org', 'a…@example.org'],
  ['é@münchen.example', 'é…@münchen.example'],
  ['😀smile@example.org', '😀…@example.org'],
])('%s is shown as %s', (address, shown) => {
  expect(maskAddress(address)).toBe(shown);
});
