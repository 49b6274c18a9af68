import { describe, expect, test } from 'vitest';
import { type Circumstances, giveBack, judgeOutcome } from '../../src/deliver/judge-outcome.ts';
import type { DeliveryOutcome } from '../../src/model/delivery.ts';
import type { Claim } from '../../src/model/ports.ts';

const NOW = '2026-01-09T08:00:00.000Z';
const IN_HALF_AN_HOUR = '2026-01-09T08:30:00.000Z';

const claim = (more: Partial<Claim> = {}): Claim => ({
  issueSlug: '0012',
  subscriber: { id: '1', address: 'ada@example.org' },
  messageId: '1@harbour.example.org',
  runId: 'run 1',
  attempt: 1,
  firstAttemptAt: NOW,
  domain: 'example.org',
  ...more,
});

const now = (more: Partial<Circumstances> = {}): Circumstances => ({
  now: NOW,
  expiresAt: '2026-01-14T08:00:00.000Z',
  relay: 'smtp.example.org:587',
  hasRelayAccepted: false,
  ...more,
});

const deferred = (code: number, enhancedCode?: string): DeliveryOutcome => ({
  kind: 'deferred',
  reply: { code, text: 'later', ...(enhancedCode === undefined ? {} : { enhancedCode }) },
});

describe('what an answer says of the domain', () => {
  test.each([
    [deferred(421, '4.7.0'), 'refused'],
    [deferred(451), 'refused'],
    [deferred(451, '4.3.2'), 'refused'],
    [deferred(451, '4.4.2'), 'refused'],
    [deferred(452, '4.5.3'), 'refused'],
    [deferred(450, '4.2.0'), 'neutral'],
    [deferred(452, '4.2.2'), 'neutral'],
    [deferred(450, '4.1.8'), 'neutral'],
    [{ kind: 'accepted', reply: { code: 250, text: 'ok' } }, 'accepted'],
    [{ kind: 'rejected', reply: { code: 550, enhancedCode: '5.1.1', text: 'no' } }, 'neutral'],
    [{ kind: 'in-doubt', detail: 'cut off' }, 'refused'],
    [{ kind: 'not-begun', detail: 'broke' }, 'refused'],
    [{ kind: 'sender-refused', reply: { code: 550, enhancedCode: '5.7.1', text: 'no' } }, 'neutral'],
  ] satisfies [DeliveryOutcome, string][])('%j: %s', (outcome, domain) => {
    expect(judgeOutcome(claim(), outcome, now()).domain).toBe(domain);
  });
});

describe('what is put off', () => {
  test.each([deferred(451), { kind: 'not-begun', detail: 'broke' } satisfies DeliveryOutcome])(
    '%j waits half an hour',
    (outcome) => {
      expect(judgeOutcome(claim(), outcome, now())).toMatchObject({
        counts: 'deferred',
        settlement: { outcome, nextAttemptAt: IN_HALF_AN_HOUR },
      });
    },
  );

  test.each([
    ['2026-01-04T08:00:00.000Z', '2026-02-01T00:00:00.000Z', 'Given up after 5 days of trying: later'],
    ['2026-01-08T20:00:00.000Z', '2026-01-09T08:10:00.000Z', 'Given up after 12 hours of trying: later'],
    ['2026-01-09T07:29:30.000Z', '2026-01-09T08:10:00.000Z', 'Given up after 31 minutes of trying: later'],
    [NOW, NOW, 'Given up at the first attempt, for the issue has expired: later'],
  ])('first tried at %s, in an issue that expires at %s: %s', (firstAttemptAt, expiresAt, text) => {
    const outcome = deferred(452, '4.3.1');
    expect(judgeOutcome(claim({ firstAttemptAt }), outcome, now({ expiresAt }))).toMatchObject({
      counts: 'rejected',
      settlement: { outcome: { kind: 'rejected', reply: { code: 452, enhancedCode: '4.3.1', text } } },
    });
  });

  test('what never began is given up with the reason that it never did', () => {
    const outcome = { kind: 'not-begun', detail: 'The connection broke' } as const;
    expect(judgeOutcome(claim(), outcome, now({ expiresAt: NOW })).settlement.outcome).toMatchObject({
      reply: { text: 'Given up at the first attempt, for the issue has expired: The connection broke' },
    });
  });
});

describe('a refused sender', () => {
  const refused: DeliveryOutcome = {
    kind: 'sender-refused',
    reply: { code: 550, enhancedCode: '5.7.26', text: 'Unauthenticated' },
  };

  test.each([
    [{}, {}],
    [{}, { hasRelayAccepted: true }],
    [{ attempt: 2, lastCode: '5.7.1' }, { hasRelayAccepted: false }],
    [{ attempt: 2, lastCode: '4.7.1' }, { hasRelayAccepted: true }],
  ])('of %j, with %j, stops the run, is blamed by name, and puts the row off', (row, circumstances) => {
    const judged = judgeOutcome(claim(row), refused, now(circumstances));
    expect(judged.stop).toMatchObject({
      code: 'SMTP_SENDER_REFUSED',
      message: 'smtp.example.org:587 refused the sender, writing to example.org: 550 5.7.26 Unauthenticated',
    });
    expect(judged.settlement.outcome.kind).toBe('deferred');
    expect(judged.settlement.nextAttemptAt).toBeDefined();
  });

  test('again for the same row, others having been accepted, rejects that row and goes on', () => {
    const judged = judgeOutcome(
      claim({ attempt: 2, lastCode: '5.7.1' }),
      refused,
      now({ hasRelayAccepted: true }),
    );
    expect(judged.stop).toBeUndefined();
    expect(judged).toMatchObject({ counts: 'rejected', settlement: { outcome: { kind: 'rejected' } } });
  });
});

test('what goes back counts as nothing', () => {
  expect(giveBack(claim(), 'stopped')).toMatchObject({
    settlement: { outcome: { kind: 'not-begun', detail: 'stopped' } },
    domain: 'neutral',
  });
  expect(giveBack(claim(), 'stopped').counts).toBeUndefined();
});
