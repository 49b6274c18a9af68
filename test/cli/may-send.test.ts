// What is asked before a send, and what is refused: the table that stands between a list and a letter at the wrong time.
import { describe, expect, test } from 'vitest';
import { questionBefore, type SendWish } from '../../src/cli/sending/may-send.ts';
import { readIntention, type SendFlags } from '../../src/cli/sending/send-flags.ts';
import type { IssueStanding } from '../../src/cli/status/order-words.ts';
import { BroadsideError } from '../../src/model/errors.ts';
import type { SendOrder, SendRun } from '../../src/model/send-order.ts';

const NOW = '2026-12-01T12:00:00.000Z';
const COUNTS = {
  issue: '0294',
  eligible: 0,
  accepted: 0,
  deferred: 0,
  rejected: 0,
  excluded: 0,
  inDoubt: 0,
  onTheWire: 0,
  pending: 0,
};
const SEND_RUN: SendRun = {
  id: 'a',
  kind: 'send',
  issueSlug: '0294',
  host: 'press.example',
  pid: 4121,
  transport: 'smtp.example:587',
  startedAt: '2026-12-01T11:59:00.000Z',
};
const WORKER: SendRun = { ...SEND_RUN, id: 'w', kind: 'worker', pid: 7 };

function order(more: Partial<SendOrder>): SendOrder {
  return { issueSlug: '0294', state: 'planned', ...more };
}

/** The question, with a mark where --yes is no answer; or the error, with its hint. */
function asked(
  intention: SendWish['intention'],
  standing: Partial<IssueStanding> = {},
  more: Partial<SendWish> = {},
): string {
  try {
    const wish = {
      intention,
      slug: '0294',
      title: 'News No. 294',
      audience: 1204,
      timeZone: 'Europe/London',
      now: NOW,
    };
    const { text, otherwise, isForPeople } = questionBefore(
      { ...wish, ...more },
      { order: undefined, counts: COUNTS, runs: [], ...standing },
    );
    return `${otherwise}${isForPeople === true ? ' even with --yes' : ''}: ${text}`;
  } catch (error) {
    if (!(error instanceof BroadsideError)) throw error;
    return `${error.code}! ${error.message}. ${error.hint}`;
  }
}

const begun = { startedAt: '2026-11-30T08:00:00.000Z', expiresAt: '2026-12-05T08:00:00.000Z' };

describe('send', () => {
  test.each<[string, Partial<IssueStanding>, string]>([
    ['never planned', {}, 'NOT_CONFIRMED: Send News No. 294 to 1,204 subscribers?'],
    ['planned', { order: order({}) }, 'NOT_CONFIRMED: Send News No. 294 to 1,204 subscribers?'],
    [
      'begun before',
      { order: order({ state: 'sending', ...begun }) },
      'NOT_CONFIRMED: Send News No. 294 to 1,204 subscribers?',
    ],
    [
      'with a worker beside it',
      { order: order({ state: 'sending', ...begun }), runs: [WORKER] },
      'NOT_CONFIRMED: Send News No. 294 to 1,204 subscribers?',
    ],
    [
      'under way elsewhere',
      { order: order({ state: 'sending', ...begun }), runs: [WORKER, SEND_RUN] },
      'SEND_UNDER_WAY! 0294 is being sent by process 4121 on press.example since 2026-12-01T11:59:00Z. Wait until that run is done; `broadside status` shows how far it is. Nothing is sent twice.',
    ],
    [
      'scheduled for later',
      { order: order({ state: 'scheduled', sendAt: '2026-12-02T08:00:00.000Z' }) },
      'SEND_NOT_OPEN even with --yes: News No. 294 is scheduled for Wednesday 2 December 2026, 08:00 (Europe/London, UTC+00:00); send it now instead, to 1,204 subscribers?',
    ],
    [
      'due just now',
      { order: order({ state: 'scheduled', sendAt: NOW }) },
      'NOT_CONFIRMED: Send News No. 294 to 1,204 subscribers?',
    ],
    [
      'an hour late',
      { order: order({ state: 'scheduled', sendAt: '2026-12-01T11:00:00.000Z' }) },
      'NOT_CONFIRMED: Send News No. 294 to 1,204 subscribers?',
    ],
    [
      'more than an hour late',
      { order: order({ state: 'scheduled', sendAt: '2026-12-01T08:59:59.000Z' }) },
      'SEND_OVERDUE: News No. 294 was due on Tuesday 1 December 2026, 08:59 (Europe/London, UTC+00:00), 3 hours ago; send it now to 1,204 subscribers?',
    ],
    [
      'expired, with readers left',
      {
        order: order({ state: 'sending', ...begun, expiresAt: '2026-12-01T08:00:00.000Z' }),
        counts: { ...COUNTS, eligible: 2, accepted: 1, deferred: 1 },
      },
      'SEND_OVERDUE: News No. 294 was to be given up on 2026-12-01 08:00; send it now to 1,204 subscribers?',
    ],
    [
      'expired, with nobody left',
      {
        order: order({ state: 'sending', ...begun, expiresAt: '2026-12-01T08:00:00.000Z' }),
        counts: { ...COUNTS, eligible: 1, accepted: 1 },
      },
      'NOT_CONFIRMED: Send News No. 294 to 1,204 subscribers?',
    ],
    [
      'paused',
      { order: order({ state: 'paused', ...begun }) },
      'SEND_NOT_OPEN! 0294 is paused. `broadside resume 0294` lets it go on.',
    ],
    [
      'taken back before it began',
      { order: order({ state: 'cancelled' }) },
      'NOT_CONFIRMED: Send News No. 294 to 1,204 subscribers?',
    ],
    [
      'cancelled half-way',
      { order: order({ state: 'cancelled', ...begun }), counts: { ...COUNTS, eligible: 400, accepted: 312 } },
      'SEND_NOT_OPEN! 0294 was cancelled when 312 readers had it. `broadside send 0294 --missed` sends it to those who have not.',
    ],
  ])('%s', (_, standing, words) => {
    expect(asked({ kind: 'send' }, standing)).toBe(words);
  });

  test('one reader is one', () => {
    expect(asked({ kind: 'send' }, {}, { audience: 1 })).toBe(
      'NOT_CONFIRMED: Send News No. 294 to 1 subscriber?',
    );
  });
});

describe('send --at', () => {
  const schedule = { kind: 'schedule', at: '2026-12-04 22:00' } as const;
  const sendAt = '2026-12-04T22:00:00.000Z';
  test.each<[string, Partial<IssueStanding>, string]>([
    [
      'never planned',
      {},
      'NOT_CONFIRMED: Send News No. 294 on Friday 4 December 2026, 22:00 (Europe/London, UTC+00:00), in 3 days 10 hours, to 1,204 subscribers?',
    ],
    [
      'begun',
      { order: order({ state: 'sending', ...begun }) },
      'SEND_NOT_OPEN! 0294 has begun to go out and cannot be scheduled any more. `broadside send 0294` goes on with it now.',
    ],
    [
      'under way',
      { runs: [SEND_RUN] },
      'SEND_UNDER_WAY! 0294 is being sent by process 4121 on press.example since 2026-12-01T11:59:00Z. Wait until that run is done; `broadside status` shows how far it is. Nothing is sent twice.',
    ],
    [
      'paused',
      { order: order({ state: 'paused' }) },
      'SEND_NOT_OPEN! 0294 is paused. `broadside resume 0294` lets it go on.',
    ],
  ])('%s', (_, standing, words) => {
    expect(asked(schedule, standing, { sendAt })).toBe(words);
  });
});

test.each<[SendWish['intention'], Partial<IssueStanding>, string]>([
  [
    { kind: 'missed' },
    { order: order({ state: 'sending', ...begun }) },
    'NOT_CONFIRMED: Send News No. 294 to 1,204 subscribers who have not got it?',
  ],
  [
    { kind: 'missed' },
    { order: order({ state: 'cancelled', ...begun }) },
    'NOT_CONFIRMED: Send News No. 294 to 1,204 subscribers who have not got it?',
  ],
  [
    { kind: 'missed' },
    { order: order({ state: 'scheduled', sendAt: NOW }) },
    'SEND_NOT_OPEN! 0294 has not begun to go out: nobody was missed. `broadside send 0294` sends it.',
  ],
  [
    { kind: 'in doubt' },
    { order: order({ state: 'sending', ...begun }), counts: { ...COUNTS, inDoubt: 2 } },
    'NOT_CONFIRMED: Send News No. 294 once more to 2 subscribers in doubt, who may have it already, and to 1,204 who have not had it?',
  ],
  [
    { kind: 'in doubt' },
    {},
    'SEND_NOT_OPEN! 0294 has not begun to go out: nobody was missed. `broadside send 0294` sends it.',
  ],
])('%j', (intention, standing, words) => {
  expect(asked(intention, standing)).toBe(words);
});

describe('flags', () => {
  test.each<[SendFlags, object]>([
    [{}, { kind: 'send' }],
    [{ yes: true, rate: 20, connections: 4 }, { kind: 'send' }],
    [
      { hold: 300_000, rate: 20 },
      { kind: 'send', holdMs: 300_000 },
    ],
    [{ missed: true, connections: 2 }, { kind: 'missed' }],
    [{ resendInDoubt: true }, { kind: 'in doubt' }],
    [
      { at: '2026-12-01 08:00', yes: true },
      { kind: 'schedule', at: '2026-12-01 08:00' },
    ],
    [{ proof: 'a@b.example' }, { kind: 'proof', address: 'a@b.example' }],
  ])('%j', (flags, intention) => {
    expect(readIntention(flags)).toEqual(intention);
  });

  test.each<[SendFlags, string]>([
    [{ at: 'x', hold: 1 }, '--at and --hold'],
    [{ at: 'x', missed: true }, '--at and --missed'],
    [{ hold: 1, missed: true }, '--hold and --missed'],
    [{ missed: true, resendInDoubt: true }, '--missed and --resend-in-doubt'],
    [{ proof: 'a@b.example', missed: true }, '--proof and --missed'],
    [{ proof: 'a@b.example', hold: 1 }, '--proof and --hold'],
    [{ proof: 'a@b.example', rate: 1 }, '--proof and --rate'],
    [{ at: 'x', rate: 1 }, '--at and --rate'],
    [{ at: 'x', connections: 1 }, '--at and --connections'],
  ])('%j cannot be meant', (flags, words) => {
    expect(() => readIntention(flags)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: `${words} cannot be given together` }),
    );
  });
});
