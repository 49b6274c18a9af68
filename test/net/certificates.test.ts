// Certificates: a good one is taken for the name it was made for, a bad one is named for what it is.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createFetcher } from '../../src/net/create-fetcher.ts';
import { describeFault } from '../../src/net/describe-fault.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'broadside-tls-'));
const trusted = tls.getCACertificates('default');
afterAll(() => {
  tls.setDefaultCACertificates(trusted);
  rmSync(dir, { recursive: true, force: true });
});

interface Pair {
  readonly key: string;
  readonly cert: string;
}

/** Signed by itself, for one name. */
function certificateFor(name: string): Pair {
  const [key, cert] = [path.join(dir, `${name}.key`), path.join(dir, `${name}.pem`)];
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  execFileSync('openssl', [...request, '-keyout', key, '-out', cert, ...subject], {
    stdio: 'ignore',
  });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

async function serve(pair: Pair): Promise<number> {
  const server = createServer(pair, (_request, response) => void response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const fetcher = createFetcher({
  userAgent: 'Broadside/test',
  allow: { hosts: [], networks: ['127.0.0.0/8'] },
  resolver: async () => ['127.0.0.1'],
});

// Certificates are made on the spot; a machine without OpenSSL's own program cannot.
const canMake = spawnSync('openssl', ['version']).status === 0;
const today = canMake ? certificateFor('paper.example') : { key: '', cert: '' };

test.skipIf(!canMake).each([
  ['a certificate that is trusted', today, 'paper.example', { kind: 'answer', status: 200 }],
  ['the same, of a name with a final dot', today, 'paper.example.', { kind: 'answer', status: 200 }],
  [
    'one for another name',
    today,
    'other.example',
    { reason: 'certificate', detail: 'the certificate is for another name' },
  ],
])('%s', async (_what, pair, host, expected) => {
  tls.setDefaultCACertificates([pair.cert]);
  expect(await fetcher.fetch(`https://${host}:${await serve(pair)}/`)).toMatchObject(expected);
});

test.skipIf(!canMake)('one that the site signed itself', async () => {
  tls.setDefaultCACertificates(trusted);
  expect(await fetcher.fetch(`https://paper.example:${await serve(today)}/`)).toMatchObject({
    reason: 'certificate',
    detail: 'the site signed its certificate itself',
    isOfHost: true,
  });
});

test('no TLS at all', async () => {
  const { createServer: createPlain } = await import('node:http');
  const plain = createPlain((_request, response) => void response.end());
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void plain.close());
  const { port } = plain.address() as AddressInfo;
  expect(await fetcher.fetch(`https://paper.example:${port}/`)).toMatchObject({ reason: 'tls' });
});

test.each([
  ['CERT_HAS_EXPIRED', 'certificate', 'the certificate has expired'],
  ['CERT_NOT_YET_VALID', 'certificate', 'the certificate is not valid yet'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate', 'the chain of certificates is not whole'],
  ['CERT_UNTRUSTED', 'certificate', 'the certificate cannot be used (CERT_UNTRUSTED)'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', 'no safe connection (ERR_SSL_WRONG_VERSION_NUMBER)'],
  ['EAI_FAIL', 'name-unsettled', 'the name cannot be looked up (EAI_FAIL)'],
  ['EHOSTUNREACH', 'unroutable', 'there is no way to the server'],
])('%s is told as %s: %s', (code, reason, detail) => {
  const error = Object.assign(new Error('no'), { code });
  expect(describeFault(error)).toMatchObject({ reason, detail, isOfHost: true });
  expect(describeFault(new Error('fetch failed', { cause: error }))).toMatchObject({ reason });
  expect(describeFault(new AggregateError([error]))).toMatchObject({ reason });
});
