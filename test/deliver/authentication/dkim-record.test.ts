// DKIM key records as they are found in the world, right ones and broken ones, and what they mean beside our key.
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isSameKey, readDkimRecord } from '../../../src/deliver/authentication/dkim-record.ts';
import { judgeDkimRecord } from '../../../src/deliver/authentication/judge-dkim.ts';
import { dkimRecord, readDkimKey } from '../../../src/deliver/dkim-key.ts';
import type { DnsAnswer } from '../../../src/model/dns-lookup.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');
const P = base64(rsa.publicKey, 'spki');
const PKCS1 = base64(rsa.publicKey, 'pkcs1');

/** RFC 8463, appendix A.2: the record of its example. */
const RFC_8463 = 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';

describe('a record with a key', () => {
  test.each([
    ['as everybody writes it', `v=DKIM1; k=rsa; p=${P}`],
    ['without k, which is RSA then', `v=DKIM1; p=${P}`],
    ['without v, which is allowed', `k=rsa; p=${P}`],
    ['with a semicolon at the end', `v=DKIM1; k=rsa; p=${P};`],
    ['without blanks', `v=DKIM1;k=rsa;p=${P}`],
    ['with blanks around everything', ` v = DKIM1 ; k = rsa ; p = ${P} `],
    ['with the key cut by whoever pasted it', `v=DKIM1; k=rsa; p=${P.slice(0, 200)} ${P.slice(200)}`],
    ['as the bare RSAPublicKey of the standard’s words', `v=DKIM1; k=rsa; p=${PKCS1}`],
    ['for sha256 beside sha1', `v=DKIM1; h=sha1:sha256; k=rsa; p=${P}`],
    ['for mail alone', `v=DKIM1; s=email; k=rsa; p=${P}`],
    ['for all services, strict', `v=DKIM1; s=*; t=s; k=rsa; p=${P}`],
    ['with notes and a tag of tomorrow', `v=DKIM1; n=made 2026; x9=later; k=rsa; p=${P}`],
  ])('%s', (_what, text) => {
    const read = readDkimRecord(text);
    expect(read).toMatchObject({ kind: 'key', algorithm: 'rsa', isTesting: false });
    expect(read.kind === 'key' && isSameKey(read.key, rsa.privateKey)).toBe(true);
    expect(read.kind === 'key' && isSameKey(read.key, other.privateKey)).toBe(false);
  });

  test('of Ed25519, as in RFC 8463', () => {
    const read = readDkimRecord(RFC_8463);
    expect(read).toMatchObject({ kind: 'key', algorithm: 'ed25519' });
    const bare = read.kind === 'key' ? read.key.export({ format: 'jwk' }).x : '';
    expect(Buffer.from(bare ?? '', 'base64url').toString('base64')).toBe(RFC_8463.split('p=')[1]);
  });

  test.each([
    ['t=y', true],
    ['t=s:y', true],
    ['t = y : s', true],
    ['t=s', false],
    ['t=', false],
  ])('with %s is on trial: %s', (flag, isTesting) => {
    expect(readDkimRecord(`v=DKIM1; ${flag}; p=${P}`)).toMatchObject({ kind: 'key', isTesting });
  });
});

describe('a record without one', () => {
  test.each([
    ['revoked', 'v=DKIM1; p=', { kind: 'revoked' }],
    ['revoked, with blanks', 'v=DKIM1; k=rsa; p=  ', { kind: 'revoked' }],
    ['no p', 'v=DKIM1; k=rsa', /p= is missing/u],
    ['nothing at all', '', /p= is missing/u],
    ['v not first', `k=rsa; v=DKIM1; p=${P}`, /must begin with v=DKIM1/u],
    ['v in small letters', `v=dkim1; p=${P}`, /must begin with v=DKIM1/u],
    ['v of tomorrow', `v=DKIM2; p=${P}`, /must begin with v=DKIM1/u],
    ['p twice', `v=DKIM1; p=${P}; p=${P}`, /p= stands twice/u],
    ['no equals sign', `v=DKIM1; p:${P.slice(0, 12)}`, /has no "="/u],
    ['two semicolons', `v=DKIM1;; p=${P}`, /nothing between/u],
    ['the quotation marks of a zone file', `"v=DKIM1; k=rsa; p=${P}"`, /no name of a tag/u],
    ['a key in PEM', 'v=DKIM1; p=-----BEGIN PUBLIC KEY-----', /holds no RSA key/u],
    ['a key that was cut', `v=DKIM1; p=${P.slice(0, 255)}`, /holds no RSA key/u],
    ['a key that is none', 'v=DKIM1; p=aGVsbG8gd29ybGQ=', /holds no RSA key/u],
    ['an Ed25519 key called RSA', RFC_8463.replace('ed25519', 'rsa'), /holds no RSA key/u],
    ['an RSA key called Ed25519', `v=DKIM1; k=ed25519; p=${P}`, /holds no Ed25519 key/u],
    [
      '31 octets called Ed25519',
      `v=DKIM1; k=ed25519; p=${Buffer.alloc(31).toString('base64')}`,
      /Ed25519 key/u,
    ],
    ['a kind that nobody knows', `v=DKIM1; k=ecdsa; p=${P}`, /k=ecdsa/u],
    ['sha1 alone', `v=DKIM1; h=sha1; p=${P}`, /does not allow sha256/u],
    ['another service', `v=DKIM1; s=tlsrpt; p=${P}`, /not for mail/u],
    ['a letter of another script', `v=DKIM1; n=é; p=${P}`, /n= holds a character/u],
  ])('%s', (_what, text, expected) => {
    expect(readDkimRecord(text)).toMatchObject(
      expected instanceof RegExp ? { kind: 'broken', why: expect.stringMatching(expected) } : expected,
    );
  });
});

describe('beside our key', () => {
  const signing = readDkimKey({ selector: '2026a', domain: 'example.org', pem: pem(rsa.privateKey) });
  const second = readDkimKey({ selector: '2026e', domain: 'example.org', pem: pem(ed25519.privateKey) });
  const found = (...records: string[]): DnsAnswer<string> => ({ kind: 'found', records });

  test.each([
    ['our own record', found(dkimRecord(signing).value), 'ok', /holds our key$/u],
    ['the same as RSAPublicKey', found(`v=DKIM1; p=${PKCS1}`), 'ok', /holds our key/u],
    ['none', { kind: 'none' } as const, 'fail', /there is no record at 2026a\._domainkey\.example\.org/u],
    ['no answer', { kind: 'failed', detail: 'SERVFAIL' } as const, 'fail', /cannot be looked up: SERVFAIL/u],
    ['two', found(dkimRecord(signing).value, 'v=DKIM1; p='), 'fail', /2 records/u],
    [
      'another key',
      found(`v=DKIM1; p=${base64(other.publicKey, 'spki')}`),
      'fail',
      /not the one that we sign/u,
    ],
    ['a key of the other kind', found(RFC_8463), 'fail', /is of an Ed25519 key, and ours is RSA/u],
    ['a revoked one', found('v=DKIM1; p='), 'fail', /revoked/u],
    ['on trial', found(`v=DKIM1; t=y; p=${P}`), 'warn', /t=y/u],
    ['broken', found('v=DKIM1; k=rsa'), 'fail', /cannot be used: p= is missing/u],
  ])('%s', (_what, answer, state, words) => {
    const verdict = judgeDkimRecord(signing, answer);
    expect(verdict.state).toBe(state);
    expect(verdict.found).toMatch(words);
    expect(verdict.state === 'ok' || verdict.mend !== undefined).toBe(true);
    if (verdict.record !== undefined)
      expect(judgeDkimRecord(signing, found(verdict.record.value)).state).toBe('ok');
  });

  test('an Ed25519 key finds its own record', () => {
    expect(judgeDkimRecord(second, found(dkimRecord(second).value))).toMatchObject({ state: 'ok' });
    expect(judgeDkimRecord(second, found(RFC_8463))).toMatchObject({ state: 'fail' });
  });
});

function base64(key: KeyObject, type: 'spki' | 'pkcs1'): string {
  return (type === 'spki' ? createPublicKey(key.export({ type: 'spki', format: 'pem' })) : key)
    .export({ type, format: 'der' })
    .toString('base64');
}

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
