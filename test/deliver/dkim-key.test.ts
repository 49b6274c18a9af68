// Which keys may sign, and what has to stand in the DNS for them.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dkimRecord, readDkimKey } from '../../src/deliver/dkim-key.ts';
import { pemOf } from '../support/dkim-check.ts';

const RSA = pemOf('rsa');
const read = (pem: string, selector = '2026a', domain = 'example.org') =>
  readDkimKey({ selector, domain, pem, place: 'keys/2026a.pem' });

describe('a key', () => {
  test('of 2048 bits signs with RSA; its record is cut where the DNS cuts', () => {
    const key = read(RSA);
    expect(key).toMatchObject({
      algorithm: 'rsa-sha256',
      bits: 2048,
      selector: '2026a',
      domain: 'example.org',
    });
    const { name, value, strings } = dkimRecord(key);
    expect(name).toBe('2026a._domainkey.example.org');
    const spki = createPublicKey(RSA).export({ type: 'spki', format: 'der' }).toString('base64');
    expect(value).toBe(`v=DKIM1; k=rsa; p=${spki}`);
    expect(strings.join('')).toBe(value);
    expect(strings.map(({ length }) => length)).toEqual([255, value.length - 255]);
  });

  test('of the kind Ed25519 has 32 octets in its record', () => {
    // The seed and the record of RFC 8463, appendix A.
    const seed = Buffer.from('nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=', 'base64');
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const key = read(`-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`);
    expect(key.algorithm).toBe('ed25519-sha256');
    expect(dkimRecord(key).value).toBe('v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=');
  });

  test('in the older PEM form is read too', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(read(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()).bits).toBe(2048);
  });

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const locked = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
  });
  test.each<[string, string, string]>([
    ['too short', pemOf('rsa', 1024), '1024 bits, expected 2048 to 4096'],
    ['of another kind', ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'of the kind ec'],
    ['public', locked.publicKey, 'public key'],
    ['locked', locked.privateKey, 'passphrase'],
    ['no key', 'hello', 'no private key'],
    ['empty', '', 'no private key'],
    ['half a key', RSA.slice(0, 900), 'no private key'],
  ])('that is %s signs nothing', (_what, pem, words) => {
    expect(() => read(pem)).toThrow(
      expect.objectContaining({
        code: 'DKIM_KEY_INVALID',
        message: expect.stringContaining(words),
        place: 'keys/2026a.pem',
      }),
    );
  });

  test('is in no message about it', () => {
    const inside = RSA.slice(60, 100);
    try {
      read(RSA.replace(inside, `${inside.slice(0, -4)}!!!!`).slice(0, 800));
      expect.unreachable();
    } catch (error) {
      expect(`${error}${(error as Error).cause}`).not.toContain(inside.slice(0, 30));
    }
  });
});

describe('a name', () => {
  test.each([
    ['2026', 'example.org', '2026._domainkey.example.org'],
    ['S1.Mail', 'Example.ORG', 's1.mail._domainkey.example.org'],
    ['früh', 'häfen.example', 'xn--frh-ioa._domainkey.xn--hfen-loa.example'],
    ['0x10', 'xn--hfen-loa.example', '0x10._domainkey.xn--hfen-loa.example'],
  ])('%s at %s is %s', (selector, domain, name) => {
    expect(dkimRecord(read(RSA, selector, domain)).name).toBe(name);
  });

  test.each([
    ['', 'example.org'],
    ['a b', 'example.org'],
    ['a;b', 'example.org'],
    ['a\r\nb', 'example.org'],
    ['-a', 'example.org'],
    ['%41', 'example.org'],
    ['a'.repeat(64), 'example.org'],
    ['a', ''],
    ['a', 'example..org'],
    ['a', 'example.org; h=from'],
    [`${'a'.repeat(60)}.`.repeat(3).slice(0, -1), `${'b'.repeat(60)}.org`],
  ])('%j at %j is refused', (selector, domain) => {
    expect(() => read(RSA, selector, domain)).toThrow(expect.objectContaining({ code: 'DKIM_KEY_INVALID' }));
  });
});
