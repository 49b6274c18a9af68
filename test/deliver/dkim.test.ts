// Signed letters, judged by a verifier that knows nothing of how they were made.
import { beforeAll, describe, expect, test } from 'vitest';
import { createSigningComposer, type SigningComposer } from '../../src/deliver/compose.ts';
import { letterOf } from '../../src/deliver/letter.ts';
import { buildMasterMessage } from '../../src/deliver/master-message.ts';
import { buildMessage } from '../../src/mail/build-message.ts';
import { checkSignatures, stoppedClock, testKeys } from '../support/dkim-check.ts';
import { DATE, NEWSLETTER, RENDERED, TOKENS } from './newsletter-fixture.ts';

const KEYS = testKeys('harbour.example.org');
const LETTER = letterOf({ newsletter: NEWSLETTER, slug: '0012', rendered: RENDERED, date: DATE });
const ADA = {
  subscriber: { address: 'ada@example.org', name: 'Ada Lind' },
  messageId: '0012.ab@harbour.example.org',
  tokens: TOKENS,
};
let compose: SigningComposer;
beforeAll(async () => {
  compose = createSigningComposer(await buildMasterMessage(LETTER, buildMessage), {
    keys: KEYS,
    clock: stoppedClock,
  });
});
const pass = { result: 'pass', warnings: [] };
const PASSES = [
  { selector: 'rsa1', algorithm: 'rsa-sha256', ...pass },
  { selector: 'ed1', algorithm: 'ed25519-sha256', ...pass },
];

describe('a signed letter', () => {
  test('passes with both algorithms', async () => {
    expect(await checkSignatures((await compose(ADA)).raw, KEYS)).toEqual(PASSES);
  });
});
