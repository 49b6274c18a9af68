// What people ask before a send, on both databases: how many letters it would mean is how many there are then; and an issue that was taken
// back before it began is as new.
import { beforeEach, describe, expect, test } from 'vitest';
import type { SettledOutcome } from '../../src/model/delivery.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';
import { claimRows, EXPIRES, settleRow } from './sending.ts';

const AT = '2026-01-09T08:00:00Z';
const NEXT = '2026-01-09T08:30:00Z';
const NAMES = ['ada', 'ben', 'cleo', 'dan', 'eve', 'fay'] as const;
const OUTCOMES: readonly SettledOutcome[] = [
  { kind: 'accepted', reply: { code: 250, text: 'ok' } },
  { kind: 'deferred', reply: { code: 451, enhancedCode: '4.7.1', text: 'later' } },
  { kind: 'rejected', reply: { code: 550, enhancedCode: '5.1.1', text: 'nobody' } },
  { kind: 'in-doubt', detail: 'cut off' },
];

export function inquiryContract(newDatabase: () => Promise<string>): void {
  let database: Database;
  beforeEach(async () => {
    database = await openDatabase(await newDatabase());
    return () => database.close();
  });

  const add = (name: string) =>
    database.subscribers.add(
      { address: `${name}@example.org`, status: 'confirmed', consent: { text: 'yes', source: 'test' } },
      AT,
    );
  const plan = () =>
    database.ledger.plan({ slug: '0012', messageIdDomain: 'example.org', textHash: 'x', subject: 's' }, AT);
  const audience = async (at = AT) => [
    await database.inquiry.audience('0012', 'due', at),
    await database.inquiry.audience('0012', 'missed', at),
  ];

  describe('the audience', () => {
    test('is everybody who is confirmed, before an issue is planned and after', async () => {
      for (const name of NAMES) await add(name);
      await database.subscribers.unsubscribe(
        (await database.subscribers.find('fay@example.org'))?.id ?? '',
        'test',
        AT,
      );
      expect(await audience()).toEqual([5, 5]);
      await plan();
      await add('gus');
      expect(await audience()).toEqual([6, 6]);
    });

    test('of one that has begun is who would get a letter now, and what requeueing gives', async () => {
      for (const name of NAMES) await add(name);
      await plan();
      const claims = await claimRows(database, '0012', 4, 'run', AT);
      for (const [index, claim] of claims.entries()) {
        const outcome = OUTCOMES[index] ?? { kind: 'not-begun', detail: '' };
        await settleRow(database, claim, outcome, AT, outcome.kind === 'deferred' ? NEXT : undefined);
      }
      await add('gus');
      // Two pending rows and the new reader; the deferred one once it is due.
      expect(await audience()).toEqual([3, 5]);
      expect(await audience(NEXT)).toEqual([4, 5]);
      await database.orders.requeue('0012', 'missed', AT);
      expect(await audience()).toEqual([5, 5]);
      expect((await database.ledger.counts('0012')).pending).toBe(5);
    });
  });

  test('one reader’s row is found by subscriber, with the run that has it', async () => {
    await add('ada');
    await plan();
    const id = (await database.subscribers.find('ada@example.org'))?.id ?? '';
    await claimRows(database, '0012', 1, 'run', AT);
    expect(await database.inquiry.delivery('0012', id)).toMatchObject({ status: 'claimed', runId: 'run' });
    expect((await database.inquiry.delivery('0012', id))?.isInDoubt).toBeUndefined();
    await database.runs.end('run', AT);
    expect((await database.inquiry.delivery('0012', id))?.isInDoubt).toBe(true);
    expect(await database.inquiry.delivery('0012', 'nobody')).toBeUndefined();
    expect(await database.inquiry.delivery('0013', id)).toBeUndefined();
  });

  describe('an issue that was taken back', () => {
    test('before it began is as new once it has a time again: nobody in it is left out', async () => {
      await add('ada');
      await add('ben');
      await plan();
      expect(await database.orders.schedule('0012', NEXT, AT)).toBe(true);
      await database.orders.cancel('0012', AT);
      expect((await database.ledger.counts('0012')).excluded).toBe(2);
      const ben = (await database.subscribers.find('ben@example.org'))?.id ?? '';
      await database.subscribers.unsubscribe(ben, 'test', AT);
      expect(await audience()).toEqual([0, 1]);
      expect(await database.orders.schedule('0012', NEXT, AT)).toBe(true);
      expect(await database.orders.start('0012', NEXT, EXPIRES)).toMatchObject({
        state: 'sending',
        startedAt: '2026-01-09T08:30:00.000Z',
        expiresAt: '2026-01-14T08:00:00.000Z',
      });
      // Who has left in between is left out when the rows are taken.
      expect(await claimRows(database, '0012', 9, 'run', NEXT)).toHaveLength(1);
    });

    test('half-way stays cancelled', async () => {
      await add('ada');
      await plan();
      await claimRows(database, '0012', 1, 'run', AT);
      await database.orders.cancel('0012', AT);
      expect(await database.orders.schedule('0012', NEXT, AT)).toBe(false);
      expect((await database.orders.order('0012'))?.state).toBe('cancelled');
    });
  });
}
