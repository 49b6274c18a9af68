// What a mail server's certificate and extensions come to.
import { expect, test } from 'vitest';
import { type CertificateFacts, judgeCertificate, judgeExtensions } from '../../src/deliver/judge-server.ts';

const NOW = '2026-11-27T12:00:00.000Z';
const GOOD: CertificateFacts = {
  protocol: 'TLSv1.3',
  isTrusted: true,
  validUntil: '2027-02-01T00:00:00.000Z',
  names: ['smtp.example.org'],
};

test.each([
  ['good', GOOD, 'required', 'ok', /good for 65 days/u],
  [
    'the last day but fourteen',
    { ...GOOD, validUntil: '2026-12-11T12:00:00.000Z' },
    'required',
    'ok',
    /14 days/u,
  ],
  [
    '13 days',
    { ...GOOD, validUntil: '2026-12-11T11:00:00.000Z' },
    'required',
    'warn',
    /ends in 13 days, on 2026-12-11/u,
  ],
  ['old TLS', { ...GOOD, protocol: 'TLSv1.1' }, 'required', 'warn', /RFC 8996/u],
  ['none, required', undefined, 'required', 'fail', /offers none/u],
  ['none, optional', undefined, 'optional', 'ok', /the settings allow/u],
  [
    'untrusted, required',
    { ...GOOD, isTrusted: false, fault: 'CERT_HAS_EXPIRED' },
    'required',
    'fail',
    /it has expired/u,
  ],
  [
    'of another name',
    { ...GOOD, isTrusted: false, fault: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    'required',
    'fail',
    /for another name/u,
  ],
  [
    'of a fault of tomorrow',
    { ...GOOD, isTrusted: false, fault: 'CERT_ODD' },
    'required',
    'fail',
    /CERT_ODD/u,
  ],
  [
    'untrusted, optional',
    { ...GOOD, isTrusted: false, fault: 'CERT_HAS_EXPIRED' },
    'optional',
    'ok',
    /as the settings allow/u,
  ],
] as const)('a certificate that is %s', (_what, facts, rule, state, words) => {
  const verdict = judgeCertificate(facts, { rule, host: 'smtp.example.org', now: NOW });
  expect(verdict.state).toBe(state);
  expect(verdict.found).toMatch(words);
  expect(verdict.state === 'ok' || verdict.mend !== undefined).toBe(true);
});

const ALL = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'DSN'];

test.each([
  [
    'all that helps',
    [...ALL, 'SIZE 10485760'],
    100_000,
    'ok',
    /^PIPELINING, 8BITMIME, SMTPUTF8, DSN; messages of up to 10 MB$/u,
    undefined,
  ],
  ['the letter just fits', ['SIZE 104096'], 100_000, 'ok', /up to 102 KB/u, /./u],
  [
    'the letter just does not',
    ['SIZE 104095'],
    100_000,
    'fail',
    /and the largest issue has 98 KB/u,
    /Ask for a higher limit/u,
  ],
  ['SIZE without a figure', ['SIZE'], 100_000_000, 'ok', /none of those that help$/u, /./u],
  ['SIZE 0, which is no limit', ['SIZE 0'], 100_000_000, 'ok', /none of those that help$/u, /./u],
  [
    'small letters',
    ['pipelining', 'size 5000000'],
    100_000,
    'ok',
    /^PIPELINING; messages of up to 4 MB$/u,
    /./u,
  ],
  [
    'no SMTPUTF8',
    ['PIPELINING', 'DSN'],
    undefined,
    'ok',
    /^PIPELINING, DSN$/u,
    /^Without SMTPUTF8, readers whose address/u,
  ],
  ['a name that only begins so', ['SIZES 10'], 100_000, 'ok', /none/u, /./u],
] as const)('a server with %s', (_what, extensions, largest, state, words, hint) => {
  const verdict = judgeExtensions(extensions, largest === undefined ? {} : { largestBytes: largest });
  expect(verdict.state).toBe(state);
  expect(verdict.found).toMatch(words);
  if (hint === undefined) expect(verdict.mend).toBeUndefined();
  else expect(verdict.mend).toMatch(hint);
});
