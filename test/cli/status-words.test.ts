// How an issue's standing is told: in words, in a table of 80 columns, by groups of reasons, by names.
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/cli/display-width.ts';
import { plainPaint } from '../../src/cli/paint.ts';
import { issueTable } from '../../src/cli/status/issue-table.ts';
import { type IssueStanding, standingWords } from '../../src/cli/status/order-words.ts';
import { reasonLines } from '../../src/cli/status/reason-lines.ts';
import { rowLines } from '../../src/cli/status/row-lines.ts';
import type { Delivery, DeliveryCounts } from '../../src/model/delivery.ts';
import type { SendOrder, SendRun } from '../../src/model/send-order.ts';

const FRAME = { timeZone: 'Europe/London', now: '2026-12-01T12:00:00.000Z' };
const RUN: SendRun = {
  id: 'a',
  kind: 'send',
  issueSlug: '0294',
  host: 'press.example',
  pid: 4121,
  transport: 'smtp.example:587',
  startedAt: '2026-12-01T11:59:00.000Z',
};

function counts(more: Partial<DeliveryCounts> = {}): DeliveryCounts {
  return {
    issue: '0294',
    eligible: 0,
    accepted: 0,
    deferred: 0,
    rejected: 0,
    excluded: 0,
    inDoubt: 0,
    onTheWire: 0,
    pending: 0,
    ...more,
  };
}

function standing(
  order: Partial<SendOrder> | undefined,
  figures: Partial<DeliveryCounts> = {},
  runs: readonly SendRun[] = [],
): IssueStanding {
  return {
    counts: counts(figures),
    order: order === undefined ? undefined : { issueSlug: '0294', state: 'planned', ...order },
    runs,
  };
}

const begun = { startedAt: '2026-12-01T08:00:00.000Z', expiresAt: '2026-12-06T08:00:00.000Z' };

describe('an issue', () => {
  test.each<[IssueStanding, string]>([
    [standing(undefined), 'not planned: nobody has sent it yet'],
    [standing({}), 'planned: nobody has said go'],
    [
      standing({ state: 'scheduled', sendAt: '2026-12-04T22:00:00.000Z' }),
      'scheduled for Friday 4 December 2026, 22:00 (Europe/London, UTC+00:00), in 3 days 10 hours',
    ],
    [
      standing({ state: 'scheduled', sendAt: '2026-12-01T09:30:00.000Z' }),
      'was due on Tuesday 1 December 2026, 09:30 (Europe/London, UTC+00:00), 2 hours 30 min ago',
    ],
    [
      standing({ state: 'sending', ...begun }, { eligible: 9, pending: 9 }, [RUN]),
      'sending by press.example (pid 4121) since 2026-12-01 08:00',
    ],
    [
      standing({ state: 'sending', ...begun }, { eligible: 9, pending: 9 }, [
        { ...RUN, id: 'w', kind: 'worker' },
        { ...RUN, id: 'v', kind: 'worker', host: 'other' },
      ]),
      'sending by the worker on press.example (pid 4121) and 1 more since 2026-12-01 08:00',
    ],
    [
      standing({ state: 'sending', ...begun }, { eligible: 9, pending: 9 }),
      'begun 2026-12-01 08:00; nobody is sending it now',
    ],
    [
      standing(
        { state: 'sending', ...begun, expiresAt: '2026-12-01T11:00:00.000Z' },
        { eligible: 9, deferred: 9 },
      ),
      'given up on 2026-12-01 11:00: those who are left are not tried again by themselves',
    ],
    [
      standing({ state: 'sending', ...begun }, { eligible: 9, accepted: 9 }),
      'done: everybody is settled, begun 2026-12-01 08:00',
    ],
    [
      standing({ state: 'paused', ...begun }, { eligible: 900, accepted: 312, pending: 588 }),
      'paused: nothing is begun; 312 readers had it before',
    ],
    [
      standing({ state: 'cancelled', ...begun }, { eligible: 900, accepted: 1, excluded: 899 }),
      'cancelled: 1 reader had it before',
    ],
  ])('%#', (issue, words) => {
    expect(standingWords(issue, FRAME)).toBe(words);
  });
});

describe('the table', () => {
  test('has a row for each issue, and words for those that something is still to come of', () => {
    const issues = [
      standing(
        { state: 'sending', ...begun },
        { issue: '0293', eligible: 1198, accepted: 1190, rejected: 8 },
      ),
      standing(
        { state: 'paused', ...begun },
        { issue: '0294', eligible: 1204, accepted: 512, deferred: 9, inDoubt: 1, onTheWire: 2, pending: 680 },
      ),
    ];
    expect(issueTable(issues, FRAME, plainPaint)).toEqual([
      '  issue eligible accepted deferred rejected excluded in doubt left',
      '  0293     1,198    1,190        0        8        0        0    0',
      '  0294     1,204      512        9        0        0        1  682',
      '',
      '  0294  paused: nothing is begun; 512 readers had it before',
    ]);
  });

  test('fits 80 columns, whatever an issue is called and however many read it', () => {
    const many = {
      eligible: 1_000_000,
      accepted: 998_001,
      deferred: 1204,
      rejected: 312,
      inDoubt: 12,
      pending: 471,
    };
    const issues = ['2016-01-28-live-from-the-harbour-gates', '港湾新聞港湾新聞港湾新聞', '0294'].map(
      (issue) => standing({ state: 'sending', ...begun }, { issue, ...many }),
    );
    const table = issueTable(issues, FRAME, plainPaint).slice(0, 4);
    for (const line of table) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    expect(new Set(table.map(displayWidth)).size).toBe(1);
    expect(table[1]).toMatch(/^ {2}2016-01-28-live-f…/u);
  });
});

test('reasons stand in columns, a server’s long words cut and its controls shown', () => {
  const lines = reasonLines(
    [
      {
        status: 'deferred',
        domain: 'gmx.example',
        code: '4.7.1',
        deliveries: 1204,
        example: 'Try again later, we are busy just now with other things',
      },
      {
        status: 'rejected',
        domain: 'readers.example.org',
        code: '550',
        deliveries: 2,
        example: 'No \u001b[31msuch user',
      },
      { status: 'excluded', domain: '', deliveries: 1, example: 'unsubscribed' },
    ],
    plainPaint,
  );
  expect(lines).toEqual([
    '  1,204  deferred  4.7.1  gmx.example          Try again later, we are busy ju…',
    '      2  rejected  550    readers.example.org  No ␛[31msuch user',
    '      1  excluded                              unsubscribed',
  ]);
});

describe('rows by name', () => {
  const row: Delivery = {
    issueSlug: '0294',
    subscriberId: 's',
    address: 'ana@example.org',
    domain: 'example.org',
    status: 'claimed',
    attempts: 1,
    messageId: '0294.abc@list.example.org',
    runId: 'run-7',
    claimedAt: '2026-12-01T08:00:00.000Z',
    isInDoubt: true,
  };

  test('tell since when, which message and which run', () => {
    expect(rowLines([row], 'Europe/London', plainPaint)).toEqual([
      '  ana@example.org  since 2026-12-01 08:00',
      '    <0294.abc@list.example.org>',
      '    run run-7',
    ]);
  });

  test('tell what the server said, and when it is tried again', () => {
    const rows: readonly Delivery[] = [
      {
        ...row,
        status: 'deferred',
        enhancedCode: '4.2.2',
        responseCode: 452,
        response: 'mailbox full',
        nextAttemptAt: '2026-12-01T12:30:00.000Z',
      },
      { ...row, address: 'b@example.org', status: 'rejected', responseCode: 550, response: 'no' },
      { ...row, address: 'c@example.org', status: 'excluded', reason: 'unsubscribed' },
    ];
    expect(rowLines(rows, 'Europe/London', plainPaint)).toEqual([
      '  ana@example.org  4.2.2 mailbox full; next at 2026-12-01 12:30',
      '  b@example.org    550 no',
      '  c@example.org    unsubscribed',
    ]);
  });

  test('a long list is cut after a screen', () => {
    const rows = Array.from({ length: 332 }, (_, n) => ({
      ...row,
      status: 'rejected' as const,
      address: `r${n}@example.org`,
    }));
    const lines = rowLines(rows, 'Europe/London', plainPaint);
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('  and 312 more: --json');
  });
});
