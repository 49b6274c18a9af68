// Signatures made beside the main thread are those that it would make itself, and nothing is lost with the thread.
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { signAtOnce } from '../../src/deliver/dkim-sign.ts';
import { createSigningThread } from '../../src/mail/signing-thread.ts';
import { testKeys } from '../support/dkim-check.ts';

const KEYS = testKeys('harbour.example.org');
const [RSA] = KEYS;
if (RSA === undefined) throw new Error('no key');
const NUMBERS = Array.from({ length: 40 }, (_, n) => n);

test.each(KEYS)('$algorithm: forty at once are as if made one by one, in their order', async (key) => {
  const sign = createSigningThread({ isWorthwhile: true, lettersBefore: 0 });
  const made = await Promise.all(NUMBERS.map((n) => sign(`letter ${n} ä`, key)));
  expect(made).toEqual(NUMBERS.map((n) => signAtOnce(`letter ${n} ä`, key)));
});

test('a few letters, or one core, are signed at once', async () => {
  const few = createSigningThread({ isWorthwhile: true, lettersBefore: 2 });
  const alone = createSigningThread({ isWorthwhile: false, lettersBefore: 0 });
  const kinds = [few, few, few, alone].map((sign) => typeof sign('a letter', RSA));
  expect(kinds).toEqual(['string', 'string', 'object', 'string']);
});

describe('is signed by the main thread', () => {
  const threads: readonly [string, () => Worker][] = [
    ['ends before it answers', () => new Worker('setTimeout(() => process.exit(1), 50)', { eval: true })],
    ['fails', () => new Worker("setTimeout(() => { throw new Error('no ink'); }, 50)", { eval: true })],
    [
      'cannot sign',
      () =>
        new Worker(
          "const { parentPort } = require('node:worker_threads'); parentPort.on('message', (jobs) => Array.isArray(jobs) && parentPort.postMessage(jobs.map(([id]) => [id, undefined])))",
          { eval: true },
        ),
    ],
    [
      'cannot be had',
      () => {
        throw new Error('no memory');
      },
    ],
  ];
  test.each(threads)('what a thread was to sign that %s', async (_, open) => {
    const sign = createSigningThread({ isWorthwhile: true, lettersBefore: 0, open });
    const made = await Promise.all(NUMBERS.map((n) => sign(`letter ${n}`, RSA)));
    expect(made).toEqual(NUMBERS.map((n) => signAtOnce(`letter ${n}`, RSA)));
    expect(await sign('one more', RSA)).toBe(signAtOnce('one more', RSA));
  });
});
