import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatTokenKey,
  makeToken,
  readToken,
  readTokenKeys,
  type TokenKey,
} from '../../src/audience/token.ts';
import { TOKEN_LENGTH } from '../../src/model/markers.ts';

const key = (number: number): TokenKey => ({ number, secret: Buffer.alloc(32, number) });
const LIST = 'iof.example.org';
const ID = Buffer.from('0123456789abcdef').toString('base64url');
const UNSUBSCRIBE = { purpose: 'unsubscribe', listId: LIST } as const;
const token = makeToken({ ...UNSUBSCRIBE, subscriberId: ID }, key(1));

const ids = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));

describe('a token', () => {
  test('has the length of a marker, and is always the same', () => {
    expect(token).toMatch(new RegExp(`^[A-Za-z0-9_-]{${TOKEN_LENGTH}}$`, 'u'));
    expect(makeToken({ ...UNSUBSCRIBE, subscriberId: ID }, key(1))).toBe(token);
  });

  test('names its subscriber', () => {
    fc.assert(
      fc.property(ids, (subscriberId) => {
        expect(readToken(makeToken({ ...UNSUBSCRIBE, subscriberId }, key(1)), UNSUBSCRIBE, [key(1)])).toBe(
          subscriberId,
        );
      }),
    );
  });

  test('is worth nothing with a single bit changed', () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(
        readToken(changed.toString('base64url'), UNSUBSCRIBE, [key(1), key(0), key(3)]),
        `bit ${bit}`,
      ).toBeUndefined();
    }
  });

  test('of another reader cannot be made by exchanging the id', () => {
    const other = Buffer.from(token, 'base64url');
    Buffer.alloc(16, 7).copy(other, 2);
    expect(readToken(other.toString('base64url'), UNSUBSCRIBE, [key(1)])).toBeUndefined();
  });

  test.each([
    ['another purpose', token, { purpose: 'preferences', listId: LIST } as const, [key(1)]],
    ['another list', token, { ...UNSUBSCRIBE, listId: 'other.example.org' }, [key(1)]],
    ['a key of another number', token, UNSUBSCRIBE, [key(2)]],
    ['another secret under its number', token, UNSUBSCRIBE, [{ number: 1, secret: Buffer.alloc(32, 9) }]],
    ['no key at all', token, UNSUBSCRIBE, []],
    ['its last character gone', token.slice(0, -1), UNSUBSCRIBE, [key(1)]],
    ['a character more', `${token}A`, UNSUBSCRIBE, [key(1)]],
    ['the alphabet of plain base64', token.replace(/.$/u, '+'), UNSUBSCRIBE, [key(1)]],
    ['padding', `${token.slice(0, -1)}=`, UNSUBSCRIBE, [key(1)]],
    ['a blank', `${token.slice(0, -1)} `, UNSUBSCRIBE, [key(1)]],
    ['letters of another script', `${token.slice(0, -1)}Ａ`, UNSUBSCRIBE, [key(1)]],
    ['nothing', '', UNSUBSCRIBE, [key(1)]],
  ])('with %s is refused', (_name, text, expected, keys) => {
    expect(readToken(text, expected, keys)).toBeUndefined();
  });

  test('made up at random is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 36, maxLength: 36 }), (bytes) => {
        expect(
          readToken(Buffer.from(bytes).toString('base64url'), UNSUBSCRIBE, [key(1), key(2)]),
        ).toBeUndefined();
      }),
      { numRuns: 5000 },
    );
  });

  test('in plain base64 with + and / is not the same token', () => {
    const subscriberId = Buffer.alloc(16, 0xff).toString('base64url');
    const made = makeToken({ ...UNSUBSCRIBE, subscriberId }, key(1));
    const plain = Buffer.from(made, 'base64url').toString('base64');
    expect(plain).not.toBe(made);
    expect(readToken(plain, UNSUBSCRIBE, [key(1)])).toBeUndefined();
  });

  test('of last year is good after the key was changed', () => {
    const keys = readTokenKeys(`${formatTokenKey(key(2))} ${formatTokenKey(key(1))}`);
    expect(keys[0]?.number).toBe(2);
    expect(readToken(token, UNSUBSCRIBE, keys)).toBe(ID);
  });

  test.each(['', 'short', `${ID}A`, ID.replace(/.$/u, '!')])('is not made for the id %j', (subscriberId) => {
    expect(() => makeToken({ ...UNSUBSCRIBE, subscriberId }, key(1))).toThrow('22 characters');
  });
});

test.each([
  '',
  '1',
  '1.',
  '0.AAAA',
  `256.${'A'.repeat(43)}`,
  '1.tooShort',
  `1.${'A'.repeat(43)} 1.${'B'.repeat(43)}`,
])('the setting %j is no list of keys', (setting) =>
  expect(() => readTokenKeys(setting)).toThrow(/token key/u),
);
