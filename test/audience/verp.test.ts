import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeToken, readToken, type TokenKey } from '../../src/audience/token.ts';
import { envelopeIdOf, issueHashOf, readVerp, verpAddress } from '../../src/audience/verp.ts';

const key = (number: number): TokenKey => ({ number, secret: Buffer.alloc(32, number) });
const LIST = { listId: 'iof.example.org' };
const ID = Buffer.from('0123456789abcdef').toString('base64url');
const SUBJECT = { bounceAddress: 'bounce@example.org', subscriberId: ID, issueSlug: '0294', ...LIST };
const address = verpAddress(SUBJECT, key(1));
const tag = envelopeIdOf(address);
const reading = { subscriberId: ID, issueHash: issueHashOf('0294') };

const ids = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

describe('an envelope sender', () => {
  test('is the bounce address with a tag, fits a local part, and is always the same', () => {
    expect(address).toMatch(/^bounce\+[a-z2-7]{48}@example\.org$/u);
    expect(verpAddress(SUBJECT, key(1))).toBe(address);
    expect(
      verpAddress({ ...SUBJECT, bounceAddress: 'fifteen.letters@example.org' }, key(1)).split('@')[0],
    ).toHaveLength(64);
  });

  test.each(['sixteen..letters@example.org', '@example.org', 'bounce'])(
    'cannot be made of %s',
    (bounceAddress) => {
      expect(() => verpAddress({ ...SUBJECT, bounceAddress }, key(1))).toThrow('at most 15 characters');
    },
  );

  test.each(['short', `${ID}A`, `${ID.slice(0, -1)}+`])('cannot be made for the id %s', (subscriberId) => {
    expect(() => verpAddress({ ...SUBJECT, subscriberId }, key(1))).toThrow('22 characters');
  });

  test('names its reader and its issue', () => {
    fc.assert(
      fc.property(ids, fc.string(), fc.integer({ min: 1, max: 255 }), (subscriberId, issueSlug, number) => {
        const made = verpAddress({ ...SUBJECT, subscriberId, issueSlug }, key(number));
        expect(readVerp(made, LIST, [key(number)])).toEqual({
          subscriberId,
          issueHash: issueHashOf(issueSlug),
        });
      }),
    );
  });

  test('is of this form for ever: bounces come late', () => {
    expect(address).toBe('bounce+aeydcmrtgq2tmnzyhfqwey3emvtfrt6vlea2it7b4lg4mggu@example.org');
    expect(issueHashOf('0294')).toBe('58cfd559');
  });

  test.each([
    ['in capitals', address.toUpperCase()],
    ['in angle brackets', `<${address}>`],
    ['with blanks around', ` ${address}\r\n`],
    ['as an id alone', tag],
    ['with a hyphen before it', `bounce-${tag}@example.org`],
    ['with an equals sign before it', `bounce=${tag}@example.org`],
    ['as a local part alone', `bounce+${tag}`],
    ['at another domain', `bounce+${tag}@relay.example.net`],
    ['as a forwarder writes it', `SRS0=HHHH=TT=example.org=bounce+${tag}@forwarder.example`],
    ['as another forwarder writes it', `prvs=3456789abc=bounce+${tag}@example.org`],
  ])('is read %s', (_, text) => {
    expect(readVerp(text, LIST, [key(1)])).toEqual(reading);
  });

  test('still counts when its key is an old one', () => {
    expect(readVerp(address, LIST, [key(2), key(1)])).toEqual(reading);
  });

  test('is worth nothing with a single bit changed', () => {
    const values = [...tag].map((letter) => ALPHABET.indexOf(letter));
    const keys = Array.from({ length: 255 }, (_, index) => key(index + 1));
    for (let bit = 0; bit < 240; bit += 1) {
      const changed = values.map((value, at) =>
        at === Math.floor(bit / 5) ? value ^ (1 << (bit % 5)) : value,
      );
      const text = changed.map((value) => ALPHABET[value]).join('');
      expect(readVerp(`bounce+${text}@example.org`, LIST, keys), `bit ${bit}`).toBeUndefined();
    }
  });

  test.each([
    ['another list', address, { listId: 'other.example.org' }, [key(1)]],
    ['no key of its number', address, LIST, [key(2)]],
    ['another secret under its number', address, LIST, [{ number: 1, secret: Buffer.alloc(32, 9) }]],
    ['one letter less', `bounce+${tag.slice(1)}@example.org`, LIST, [key(1)]],
    ['a letter more in front', `bounce+a${tag}@example.org`, LIST, [key(1)]],
    ['a letter more behind', `bounce+${tag}a@example.org`, LIST, [key(1)]],
    ['a letter outside the alphabet', `bounce+${tag.slice(0, -1)}1@example.org`, LIST, [key(1)]],
    ['the bounce address itself', 'bounce@example.org', LIST, [key(1)]],
    ['the tag as a domain', `bounce@${tag}`, LIST, [key(1)]],
    ['nothing', '', LIST, [key(1)]],
  ] as const)('is refused with %s', (_, text, list, keys) => {
    expect(readVerp(text, list, [...keys])).toBeUndefined();
  });

  test('of another reader or issue cannot be made by exchanging letters', () => {
    const other = envelopeIdOf(
      verpAddress({ ...SUBJECT, subscriberId: Buffer.alloc(16, 7).toString('base64url') }, key(1)),
    );
    for (let cut = 1; cut < tag.length; cut += 1)
      expect(readVerp(other.slice(0, cut) + tag.slice(cut), LIST, [key(1)]), `at ${cut}`).toEqual(
        other.slice(0, cut) + tag.slice(cut) === tag ? reading : undefined,
      );
  });

  test('survives strangers', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readVerp(text, LIST, [key(1)])).toBeUndefined();
        expect(readVerp(`bounce+${text}@example.org`, LIST, [key(1)])).toBeUndefined();
      }),
    );
  });

  test('is no link, and no link is one', () => {
    const octets = Buffer.from(
      [...tag]
        .reduce((bits, letter) => (bits << 5n) | BigInt(ALPHABET.indexOf(letter)), 0n)
        .toString(16)
        .padStart(60, '0'),
      'hex',
    );
    const token = makeToken({ purpose: 'unsubscribe', subscriberId: ID, ...LIST }, key(1));
    expect(readVerp(`bounce+${token}@example.org`, LIST, [key(1)])).toBeUndefined();
    for (const purpose of ['unsubscribe', 'preferences', 'confirm'] as const) {
      expect(readToken(tag, { purpose, ...LIST }, [key(1)])).toBeUndefined();
      // A link signs its own octets alone: the tag's signature over the same octets is another.
      expect(
        createHmac('sha256', key(1).secret)
          .update(octets.subarray(0, 21))
          .update(LIST.listId)
          .digest()
          .subarray(0, 9),
      ).not.toEqual(octets.subarray(21));
    }
  });
});
