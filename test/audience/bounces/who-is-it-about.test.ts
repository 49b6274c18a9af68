import { describe, expect, test } from 'vitest';
import { whoIsItAbout } from '../../../src/audience/bounces/who-is-it-about.ts';
import { makeToken, type TokenKey } from '../../../src/audience/token.ts';
import { envelopeIdOf, issueHashOf, verpAddress } from '../../../src/audience/verp.ts';
import type { BounceClass, BounceTrace } from '../../../src/model/bounce.ts';

const key: TokenKey = { number: 1, secret: Buffer.alloc(32, 1) };
const other: TokenKey = { number: 1, secret: Buffer.alloc(32, 2) };
const LIST = 'iof.example.org';
const idOf = (octet: number): string => Buffer.alloc(16, octet).toString('base64url');
const [ADA, BEN] = [idOf(1), idOf(2)];

const verp = (subscriberId: string, more: { key?: TokenKey; listId?: string } = {}): string =>
  verpAddress(
    { bounceAddress: 'bounce@example.org', subscriberId, issueSlug: '0294', listId: more.listId ?? LIST },
    more.key ?? key,
  );
const token = (
  subscriberId: string,
  listId = LIST,
  purpose: 'unsubscribe' | 'preferences' = 'unsubscribe',
): string => makeToken({ purpose, subscriberId, listId }, key);
const about = (trace: BounceTrace, what: BounceClass = 'hard') =>
  whoIsItAbout({ class: what, trace }, { listId: LIST, keys: [key] });
const withIssue = (subscriberId: string) => ({ subscriberId, issueHash: issueHashOf('0294') });

describe('proved by', () => {
  test.each<[string, BounceTrace]>([
    ['the address it was sent to', { envelopeRecipient: verp(ADA) }],
    ['the sender that a report names', { mailFrom: verp(ADA) }],
    ['the envelope id', { envelopeId: envelopeIdOf(verp(ADA)) }],
    ['the first of several', { envelopeRecipient: verp(ADA), mailFrom: verp(BEN) }],
    [
      'the second, where the first is no tag',
      { envelopeRecipient: 'bounce@example.org', mailFrom: verp(ADA) },
    ],
  ])('%s', (_, trace) => {
    expect(about(trace)).toEqual(withIssue(ADA));
  });

  test.each([
    `<https://list.example.org/unsubscribe/${token(ADA)}>`,
    `<https://list.example.org/unsubscribe/${token(ADA)}>, <mailto:leave@example.org?subject=unsubscribe%20${token(ADA)}>`,
    `<mailto:leave@example.org?subject=unsubscribe%20${token(ADA)}>`,
    `<https://list.example.org/unsubscribe?t=${token(ADA)}&list=1>`,
  ])('the link of the returned letter: %s', (listUnsubscribe) => {
    expect(about({ listUnsubscribe })).toEqual({ subscriberId: ADA });
    expect(about({ listUnsubscribe }, 'complaint')).toEqual({ subscriberId: ADA });
  });

  test('the word of whoever writes to leave', () => {
    expect(about({ unsubscribeWord: token(ADA) }, 'unsubscribe-by-mail')).toEqual({ subscriberId: ADA });
    expect(about({ envelopeRecipient: verp(ADA) }, 'unsubscribe-by-mail')).toEqual(withIssue(ADA));
  });
});

describe('nobody is meant by', () => {
  test.each<[string, BounceTrace, BounceClass?]>([
    ['nothing', {}],
    ['a message id', { messageId: '0294.00112233445566778899aabbccddeeff@example.org' }],
    ['a tag of another list', { envelopeRecipient: verp(ADA, { listId: 'other.example.org' }) }],
    ['a tag of another key', { envelopeRecipient: verp(ADA, { key: other }) }],
    ['a tag of another key as a sender', { mailFrom: verp(ADA, { key: other }) }],
    ['a tag of another key as an id', { envelopeId: envelopeIdOf(verp(ADA, { key: other })) }],
    [
      'a link of another list',
      { listUnsubscribe: `<https://list.example.org/u/${token(ADA, 'other.example.org')}>` },
    ],
    [
      'a link of another purpose',
      { listUnsubscribe: `<https://list.example.org/u/${token(ADA, LIST, 'preferences')}>` },
    ],
    ['a word in a bounce', { unsubscribeWord: token(ADA) }],
    [
      'a letter that is enclosed in a wish to leave',
      { listUnsubscribe: `<https://list.example.org/u/${token(ADA)}>`, mailFrom: verp(ADA) },
      'unsubscribe-by-mail',
    ],
    ['a wish to leave without a word', {}, 'unsubscribe-by-mail'],
    [
      'a link behind a hundred made up',
      {
        listUnsubscribe: `${Array.from({ length: 100 }, (_, i) => `<https://x.example/${String(i).padStart(48, 'x')}>`).join(', ')}, <https://x.example/${token(ADA)}>`,
      },
    ],
  ])('%s', (_, trace, what) => {
    expect(about(trace, what)).toBeUndefined();
  });
});
