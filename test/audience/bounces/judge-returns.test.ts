// The rules of docs/bounces.md, each with what takes it back.
import { describe, expect, test } from 'vitest';
import {
  GOOD_AFTER_DAYS,
  judgeReturns,
  SOFT_ISSUES,
  SOFT_SPAN_DAYS,
} from '../../../src/audience/bounces/judge-returns.ts';
import type { ReturnHistoryEntry } from '../../../src/model/audience-ports.ts';
import { BOUNCE_CLASSES, type BounceClass, type BounceVerdict } from '../../../src/model/bounce.ts';

const verdictOf = (value: BounceClass, more: Partial<BounceVerdict> = {}): BounceVerdict => ({
  class: value,
  evidence: { basis: 'phrase', where: 'text', text: 'user unknown' },
  recipients: [],
  trace: {},
  ...more,
});

/** `soft 1 @5`: of issue 1, on day 5; in the order of time, newest last. */
function historyOf(...lines: readonly string[]): readonly ReturnHistoryEntry[] {
  return lines
    .map((line) => {
      const [, what = '', issue = '', day = ''] = /^(\S+) (\S+) @([\d.]+)$/u.exec(line) ?? [];
      return {
        at: new Date(Date.UTC(2026, 0, 1) + Number(day) * 86_400_000).toISOString(),
        class: what as ReturnHistoryEntry['class'],
        ...(issue === '-' ? {} : { issueSlug: issue }),
      };
    })
    .reverse();
}

const judgeSoft = (...lines: readonly string[]): string =>
  judgeReturns(verdictOf('soft'), historyOf(...lines)).kind;

test('the numbers are those of the manual', () => {
  expect([SOFT_ISSUES, SOFT_SPAN_DAYS, GOOD_AFTER_DAYS]).toEqual([3, 14, 6]);
});

describe('at once', () => {
  test('a mailbox that is not there is written to no more', () => {
    expect(judgeReturns(verdictOf('hard'), historyOf('hard 1 @0'))).toEqual({
      kind: 'suppress',
      reason: 'bounced',
      detail: 'user unknown',
    });
  });

  test('the status is told once', () => {
    const recipient = { class: 'hard', evidence: verdictOf('hard').evidence, status: '5.1.1' } as const;
    const detailOf = (text: string): string => {
      const verdict = verdictOf('hard', {
        evidence: { basis: 'status', where: 'Status', text },
        recipients: [recipient],
      });
      const effect = judgeReturns(verdict, historyOf('hard 1 @0'));
      return effect.kind === 'suppress' ? effect.detail : '';
    };
    expect(detailOf('user unknown')).toBe('5.1.1 user unknown');
    expect(detailOf('550 5.1.1 user unknown')).toBe('550 5.1.1 user unknown');
  });

  test.each(['abuse', 'fraud', 'other', undefined])('a complaint (%s) too, and for good', (feedbackType) => {
    const verdict = verdictOf('complaint', feedbackType === undefined ? {} : { feedbackType });
    expect(judgeReturns(verdict, historyOf('complaint 1 @0'))).toEqual({
      kind: 'suppress',
      reason: 'complained',
      detail: `complaint (${feedbackType ?? 'abuse'})`,
    });
  });

  test.each(['opt-out', 'opt-out-list'])('%s is a wish to leave', (feedbackType) => {
    expect(judgeReturns(verdictOf('complaint', { feedbackType }), historyOf('complaint 1 @0'))).toEqual({
      kind: 'unsubscribe',
      source: `complaint (${feedbackType})`,
    });
  });

  test('so is a mail that says so', () => {
    expect(judgeReturns(verdictOf('unsubscribe-by-mail'), [])).toEqual({
      kind: 'unsubscribe',
      source: 'unsubscribe by mail',
    });
  });
});

describe('a full mailbox, a server that is away', () => {
  test.each([
    ['the first time', 'nothing', ['soft 1 @0']],
    ['twice', 'nothing', ['soft 1 @0', 'soft 2 @14']],
    ['three issues in two weeks', 'suppress', ['soft 1 @0', 'soft 2 @7', 'soft 3 @14']],
    ['three issues in less', 'nothing', ['soft 1 @0', 'soft 2 @7', 'soft 3 @13.99']],
    ['then later', 'suppress', ['soft 1 @0', 'soft 2 @7', 'soft 3 @13.99', 'soft 4 @21']],
    ['three reports of two issues', 'nothing', ['soft 1 @0', 'soft 2 @7', 'soft 2 @8', 'soft 2 @14']],
    ['an old letter again', 'nothing', ['soft 1 @0', 'soft 2 @7', 'soft 1 @20']],
    ['of issues that nobody names', 'nothing', ['soft - @0', 'soft - @7', 'soft - @14', 'soft - @21']],
    ['with one of these as a third', 'suppress', ['soft 1 @0', 'soft - @7', 'soft 3 @14']],
    ['with a good delivery between', 'nothing', ['soft 1 @0', 'accepted 2 @7', 'soft 3 @14', 'soft 4 @21']],
    ['thrice after it', 'suppress', ['soft 1 @0', 'accepted 2 @7', 'soft 3 @14', 'soft 4 @21', 'soft 5 @28']],
    [
      'with letters under way, which may come back yet',
      'suppress',
      ['soft 1 @5', 'soft 2 @12', 'accepted 4 @18', 'soft 3 @19'],
    ],
    [
      'with one that is well received by now',
      'nothing',
      ['soft 1 @5', 'soft 2 @12', 'accepted 4 @13', 'soft 3 @19'],
    ],
    [
      'every day, each bounce five days late',
      'suppress',
      [
        ...Array.from({ length: 15 }, (_, day) => `soft ${day} @${day + 5}`),
        'accepted 16 @16',
        'accepted 17 @17',
        'accepted 18 @18',
      ].sort((one, other) => Number(one.split('@')[1]) - Number(other.split('@')[1])),
    ],
    [
      'between others that say nothing of the reader',
      'nothing',
      ['soft 1 @0', 'sender-problem 2 @7', 'delayed 3 @9', 'auto-reply 4 @10', 'soft 5 @20'],
    ],
  ])('%s: %s', (_, effect, lines) => {
    const [latest] = historyOf(...lines);
    expect(latest?.class).not.toBe('accepted');
    expect(judgeSoft(...lines)).toBe(effect);
  });

  test('says how often and since when', () => {
    expect(judgeReturns(verdictOf('soft'), historyOf('soft 1 @0', 'soft 2 @7', 'soft 3 @15.5'))).toEqual({
      kind: 'suppress',
      reason: 'bounced',
      detail: '3 issues in 15 days came back: user unknown',
    });
  });

  test('without a history is nothing', () => {
    expect(judgeReturns(verdictOf('soft'), [])).toEqual({ kind: 'nothing' });
  });
});

describe('nothing follows, however long it goes on, of', () => {
  const acting: readonly BounceClass[] = ['hard', 'soft', 'complaint', 'unsubscribe-by-mail'];
  const others = BOUNCE_CLASSES.filter((one) => !acting.includes(one));
  test('all the others', () => expect(others).toHaveLength(6));
  test.each(others)('%s', (value) => {
    const years = Array.from({ length: 200 }, (_, week) => `${value} ${week} @${week * 7}`);
    const bad = Array.from({ length: 20 }, (_, week) => `soft ${week} @${week * 7}`);
    expect(judgeReturns(verdictOf(value), historyOf(...years))).toEqual({ kind: 'nothing' });
    expect(judgeReturns(verdictOf(value), historyOf(...bad, ...years.slice(20)))).toEqual({
      kind: 'nothing',
    });
  });
});
