import { describe, expect, test } from 'vitest';
import { judgeRejection } from '../../../src/audience/bounces/judge-rejection.ts';
import type { RejectedDelivery } from '../../../src/model/audience-ports.ts';

const rejected = (more: Partial<RejectedDelivery>): RejectedDelivery => ({
  issueSlug: '0294',
  subscriberId: 'AAAAAAAAAAAAAAAAAAAAAA',
  at: '2026-01-01T00:00:00.000Z',
  ...more,
});

describe('a letter refused in the conversation', () => {
  test.each<[string, Partial<RejectedDelivery>]>([
    ['hard', { responseCode: 550, enhancedCode: '5.1.1', response: '5.1.1 <a@x.example>: user unknown' }],
    ['hard', { responseCode: 550, response: 'No such user here' }],
    ['hard', { responseCode: 556, enhancedCode: '5.1.10', response: 'Recipient address has null MX' }],
    ['soft', { responseCode: 552, enhancedCode: '5.2.2', response: '5.2.2 Mailbox full' }],
    ['soft', { responseCode: 451, enhancedCode: '4.3.0', response: '4.3.0 Try again later' }],
    ['sender-problem', { responseCode: 550, enhancedCode: '5.7.1', response: '5.7.1 Blocked' }],
    ['sender-problem', { responseCode: 550, enhancedCode: '5.1.1', response: '5.7.26 not authenticated' }],
    ['sender-problem', { responseCode: 554, response: 'Service unavailable; blocked using a list' }],
    ['unknown', { responseCode: 554, response: 'Transaction failed' }],
    ['unknown', {}],
  ])('%s: %j', (value, row) => {
    expect(judgeRejection(rejected(row)).class).toBe(value);
  });

  test('keeps the reply as evidence', () => {
    const verdict = judgeRejection(
      rejected({ responseCode: 550, enhancedCode: '5.1.1', response: '550 5.1.1 user\r\nunknown' }),
    );
    expect(verdict).toMatchObject({
      evidence: { basis: 'status', where: 'Status' },
      recipients: [{ class: 'hard', status: '5.1.1', smtpCode: 550, diagnostic: '550 5.1.1 user unknown' }],
    });
  });
});
