// What the store promises of orders: each is one change that happens once, stands in the history and wakes who waits; and of the ways to send
// once more. Part of the contract of both databases.
import { beforeEach, describe, expect, test } from 'vitest';
import type { SendOrders } from '../../src/model/sending-ports.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';
import { AT, addReaders, claimRows, EXPIRES, LATER, plan, ready, settleRow, workerRun } from './sending.ts';

const OK = { kind: 'accepted', reply: { code: 250, text: 'ok' } } as const;
const BUSY = { kind: 'deferred', reply: { code: 451, enhancedCode: '4.7.1', text: 'Later' } } as const;
const NO = { kind: 'rejected', reply: { code: 550, enhancedCode: '5.1.1', text: 'Nobody here' } } as const;
const SEND_AT = '2026-01-10T08:00:00.000Z';

const ORDERS: Readonly<Record<string, (orders: SendOrders) => Promise<unknown>>> = {
  schedule: (orders) => orders.schedule('0012', SEND_AT, AT),
  start: (orders) => orders.start('0012', AT, EXPIRES),
  pause: (orders) => orders.pause('0012', AT, 'by hand'),
  resume: (orders) => orders.resume('0012', AT),
  cancel: (orders) => orders.cancel('0012', AT),
};

/** @param newDatabase The URL of an empty database. */
export function ordersContract(newDatabase: () => Promise<string>): void {
  describe('orders', () => {
    let url: string;
    let database: Database;
    let orders: SendOrders;
    beforeEach(async () => {
      url = await newDatabase();
      database = await openDatabase(url);
      ({ orders } = database);
      return () => database.close();
    });
    const events = async () => (await orders.history('0012')).map(({ event }) => event);
    const give = async (names: string): Promise<void> => {
      for (const name of names.split(' ').filter((word) => word !== '')) await ORDERS[name]?.(orders);
    };

    test.each([
      ['', 'schedule', 'scheduled'],
      ['schedule', 'schedule', 'scheduled'],
      ['start', 'schedule', 'sending'],
      ['cancel', 'schedule', 'scheduled'],
      ['start cancel', 'schedule', 'cancelled'],
      ['schedule pause', 'schedule', 'paused'],
      ['', 'start', 'sending'],
      ['schedule', 'start', 'sending'],
      ['start pause', 'start', 'paused'],
      ['cancel', 'start', 'cancelled'],
      ['', 'pause', 'planned'],
      ['schedule', 'pause', 'paused'],
      ['start', 'pause', 'paused'],
      ['cancel', 'pause', 'cancelled'],
      ['start', 'resume', 'sending'],
      ['start pause', 'resume', 'sending'],
      ['schedule pause', 'resume', 'scheduled'],
      ['cancel', 'resume', 'cancelled'],
      ['', 'cancel', 'cancelled'],
      ['schedule', 'cancel', 'cancelled'],
      ['start', 'cancel', 'cancelled'],
      ['start pause', 'cancel', 'cancelled'],
    ])('after "%s", %s makes it %s', async (before, order, state) => {
      await addReaders(database, 2);
      await plan(database);
      await give(before);
      const was = await orders.order('0012');
      const told = await events();
      await give(order);
      expect((await orders.order('0012'))?.state).toBe(state);
      const changed = (await orders.order('0012'))?.state !== was?.state;
      expect((await events()).length, 'a line in the history for each change').toBe(
        told.length + (changed ? 1 : 0),
      );
    });

    test('of an issue that is not planned: nothing is there to order', async () => {
      expect(await orders.order('0012')).toBeUndefined();
      expect(await orders.schedule('0012', SEND_AT, AT)).toBe(false);
      for (const order of [orders.pause, orders.resume, orders.cancel])
        expect(await order('0012', AT)).toBeUndefined();
      expect(await orders.requeue('0012', 'missed', AT)).toBe(0);
      await expect(orders.start('0012', AT, EXPIRES)).rejects.toThrow('planned before');
      expect(await orders.history('0012')).toEqual([]);
    });

    test('an issue’s life stands in its history, word for word', async () => {
      await addReaders(database, 2);
      await plan(database);
      expect(await orders.schedule('0012', SEND_AT, AT)).toBe(true);
      expect(await orders.order('0012')).toEqual({ issueSlug: '0012', state: 'scheduled', sendAt: SEND_AT });
      await addReaders(database, 1);
      expect(await orders.start('0012', LATER, EXPIRES)).toEqual({
        issueSlug: '0012',
        state: 'sending',
        sendAt: SEND_AT,
        startedAt: '2026-01-09T09:00:00.000Z',
        expiresAt: '2026-01-14T08:00:00.000Z',
      });
      expect(await database.ledger.counts('0012')).toMatchObject({ pending: 3 });
      await orders.pause('0012', LATER, 'the server is full');
      await orders.resume('0012', LATER);
      await addReaders(database, 1);
      expect(await orders.start('0012', LATER, '2026-02-01T00:00:00Z')).toMatchObject({
        expiresAt: '2026-01-14T08:00:00.000Z',
      });
      await orders.cancel('0012', LATER);
      const [at, later] = ['2026-01-09T08:00:00.000Z', '2026-01-09T09:00:00.000Z'];
      expect(await orders.history('0012')).toEqual([
        { at, event: 'planned', detail: '2' },
        { at, event: 'scheduled', detail: `at ${SEND_AT}` },
        { at: later, event: 'started' },
        { at: later, event: 'paused', detail: 'the server is full' },
        { at: later, event: 'resumed' },
        { at: later, event: 'planned', detail: '1 more' },
        { at: later, event: 'cancelled' },
      ]);
      const rows = await database.ledger.deliveries('0012');
      expect(rows.map(({ status, reason }) => [status, reason])).toEqual(
        Array.from({ length: 4 }, () => ['excluded', 'cancelled']),
      );
    });

    test.each(['start', 'schedule', 'pause', 'cancel'])(
      'ten times at once, %s happens once',
      async (name) => {
        const second = await openDatabase(url);
        await addReaders(database, 20);
        await plan(database);
        if (name === 'pause') await orders.start('0012', AT, EXPIRES);
        await Promise.all(
          Array.from({ length: 10 }, (_, n) => ORDERS[name]?.(n % 2 === 0 ? orders : second.orders)),
        );
        const told = { start: 'started', schedule: 'scheduled', pause: 'paused', cancel: 'cancelled' }[name];
        expect((await events()).filter((event) => event === told)).toHaveLength(1);
        expect(await database.ledger.counts('0012')).toMatchObject({ eligible: 20 });
        await second.close();
      },
    );

    test('get their turn while exchanges follow each other without a pause', async () => {
      await addReaders(database, 300);
      await plan(database);
      await ready(database, '0012', 'run 0');
      let isPaused = false;
      const claimer = async (n: number): Promise<number> => {
        await database.runs.begin(workerRun(`run ${n}`));
        for (let rounds = 0; ; rounds += 1) {
          const claims = await claimRows(database, '0012', 1, `run ${n}`, AT);
          if (claims.length === 0) return rounds;
          for (const claim of claims) await settleRow(database, claim, { kind: 'not-begun', detail: '' }, AT);
        }
      };
      const claimers = [0, 1, 2].map(claimer);
      const paused = await orders.pause('0012', AT);
      isPaused = true;
      expect(paused?.state).toBe('paused');
      await Promise.all(claimers);
      expect(isPaused).toBe(true);
      expect(await database.ledger.counts('0012')).toMatchObject({ pending: 300, onTheWire: 0 });
    });

    test('lists what is not ended, the soonest first', async () => {
      await addReaders(database, 1);
      for (const slug of ['planned', 'done', 'going', 'later', 'soon', 'held', 'off'])
        await plan(database, slug);
      const at = (day: number) => `2026-01-${day}T08:00:00.000Z`;
      await orders.start('done', at(10), EXPIRES);
      await ready(database, 'done', 'run');
      for (const claim of await claimRows(database, 'done', 1, 'run', AT))
        await settleRow(database, claim, OK, AT);
      await orders.start('going', at(13), EXPIRES);
      await orders.schedule('later', at(15), AT);
      await orders.schedule('soon', at(14), AT);
      await orders.schedule('held', at(12), AT);
      await orders.pause('held', AT);
      await orders.cancel('off', AT);
      expect((await orders.open()).map(({ issueSlug }) => issueSlug)).toEqual([
        'held',
        'going',
        'soon',
        'later',
      ]);
    });

    test('an issue is open as long as a row of it waits or is on the wire, and not for one in doubt', async () => {
      await addReaders(database, 1);
      await plan(database);
      const isOpen = async () => (await orders.open()).length === 1;
      await ready(database, '0012', 'run');
      expect(await isOpen()).toBe(true);
      const [claim] = await claimRows(database, '0012', 1, 'run', AT);
      if (claim === undefined) throw new Error('nobody to write to');
      expect(await isOpen()).toBe(true);
      await settleRow(database, claim, BUSY, AT, LATER);
      expect(await isOpen()).toBe(true);
      await claimRows(database, '0012', 1, 'run', LATER);
      await database.runs.end('run', LATER);
      expect(await isOpen()).toBe(false);
    });

    describe('to send once more', () => {
      /** One reader for each end that a row can come to. */
      const night = async (): Promise<void> => {
        for (const name of ['accepted', 'rejected', 'deferred', 'doubtful', 'gone', 'left'])
          await database.subscribers.add(
            { address: `${name}@example.org`, status: 'confirmed', consent: { text: 'yes', source: 'test' } },
            AT,
          );
        await plan(database);
        const { id = '' } = (await database.subscribers.find('gone@example.org')) ?? {};
        await database.subscribers.unsubscribe(id, 'one-click', AT);
        const left = (await database.subscribers.find('left@example.org'))?.id ?? '';
        for (const claim of await claimRows(database, '0012', 9, 'run', AT)) {
          const name = claim.subscriber.address.split('@')[0];
          if (name === 'accepted') await settleRow(database, claim, OK, AT);
          if (name === 'rejected' || name === 'left') await settleRow(database, claim, NO, AT);
          if (name === 'deferred') await settleRow(database, claim, BUSY, AT, LATER);
        }
        await database.subscribers.unsubscribe(left, 'one-click', AT);
      };
      const pending = async () =>
        (await database.ledger.deliveries('0012', 'pending')).map(({ address }) => address.split('@')[0]);

      test('reaches exactly those who were missed and still want it', async () => {
        await night();
        const consent = { text: 'yes', source: 'test' };
        await database.subscribers.add({ address: 'new@example.org', status: 'confirmed', consent }, AT);
        expect(await orders.requeue('0012', 'missed', AT)).toBe(3);
        expect((await pending()).sort()).toEqual(['deferred', 'new', 'rejected']);
        expect(await database.ledger.counts('0012')).toMatchObject({
          eligible: 7,
          accepted: 1,
          onTheWire: 1,
          excluded: 1,
          rejected: 1,
        });
        expect((await orders.history('0012')).at(-1)).toMatchObject({
          event: 'requeued',
          detail: '3 who were missed',
        });
        const claims = await claimRows(database, '0012', 9, 'run', LATER);
        expect(claims.map(({ attempt }) => attempt).sort()).toEqual([1, 2, 2]);
        for (const claim of claims) expect(claim.firstAttemptAt).toBe('2026-01-09T09:00:00.000Z');
        expect(await orders.requeue('0012', 'missed', AT)).toBe(0);
      });

      test('of deferred rows that are due already, none is counted: they are sent anyway', async () => {
        await night();
        expect(await orders.requeue('0012', 'missed', LATER)).toBe(1);
        expect(await pending()).toEqual(['rejected']);
      });

      test('takes those in doubt only once their run is over', async () => {
        await night();
        expect(await orders.requeue('0012', 'in doubt', AT)).toBe(0);
        await database.runs.end('run', AT);
        expect((await database.ledger.deliveries('0012', 'in doubt')).map(({ address }) => address)).toEqual([
          'doubtful@example.org',
        ]);
        expect(await orders.requeue('0012', 'in doubt', AT)).toBe(1);
        expect(await pending()).toEqual(['doubtful']);
        expect(await orders.requeue('0012', 'in doubt', AT)).toBe(0);
        const [claim] = await claimRows(database, '0012', 1, 'next run', AT);
        expect(claim).toMatchObject({ attempt: 2, messageId: expect.stringContaining('0012.') });
      });

      test('a late refusal of an attempt that was given up does not count for the next', async () => {
        await addReaders(database, 1);
        await plan(database);
        const [claim] = await claimRows(database, '0012', 1, 'run', AT);
        if (claim === undefined) throw new Error('nobody to write to');
        await database.runs.end('run', AT);
        await orders.requeue('0012', 'in doubt', AT);
        await expect(settleRow(database, claim, NO, AT)).rejects.toThrow('not claimed');
        expect(await database.ledger.counts('0012')).toMatchObject({ pending: 1 });
      });

      test.each([
        ['cancelled', 'sending'],
        ['finished', 'sending'],
        ['paused', 'paused'],
      ])('an issue that is %s is then %s, and is tried as long as the first time', async (before, after) => {
        await addReaders(database, 2);
        await plan(database);
        await orders.start('0012', AT, EXPIRES);
        await ready(database, '0012', 'run');
        for (const claim of await claimRows(database, '0012', 2, 'run', AT))
          await settleRow(database, claim, NO, AT);
        if (before === 'cancelled') await orders.cancel('0012', AT);
        if (before === 'paused') await orders.pause('0012', AT);
        const later = '2026-03-01T00:00:00.000Z';
        expect(await orders.requeue('0012', 'missed', later)).toBe(2);
        expect(await orders.order('0012')).toMatchObject({
          state: after,
          ...(after === 'sending' && { expiresAt: '2026-03-06T00:00:00.000Z' }),
        });
        expect(await database.ledger.counts('0012')).toMatchObject({ pending: 2 });
      });

      test('the reasons are told by state, domain and code, the most first', async () => {
        await night();
        await addReaders(database, 3, 'other.example');
        await orders.start('0012', AT, EXPIRES);
        for (const claim of await claimRows(database, '0012', 9, 'run', AT))
          await settleRow(
            database,
            claim,
            { kind: 'deferred', reply: { code: 421, text: 'Busy' } },
            AT,
            LATER,
          );
        await database.runs.end('run', AT);
        const reasons = await orders.reasons('0012');
        expect(reasons[0]).toEqual({
          status: 'deferred',
          domain: 'other.example',
          code: '421',
          deliveries: 3,
          example: 'Busy',
        });
        expect(reasons).toContainEqual({
          status: 'rejected',
          domain: 'example.org',
          code: '5.1.1',
          deliveries: 2,
          example: 'Nobody here',
        });
        expect(reasons).toContainEqual({
          status: 'deferred',
          domain: 'example.org',
          code: '4.7.1',
          deliveries: 1,
          example: 'Later',
        });
        expect(reasons).toContainEqual({
          status: 'excluded',
          domain: '',
          deliveries: 1,
          example: 'unsubscribed since it was planned',
        });
        expect(reasons).toContainEqual({ status: 'in doubt', domain: 'example.org', deliveries: 1 });
        expect(reasons.map(({ deliveries }) => deliveries)).toEqual([3, 2, 1, 1, 1]);
      });
    });

    test('keeps with a plan what of the letter is no text', async () => {
      const fields = {
        from: { name: 'Harbour', address: 'news@example.org' },
        listId: 'example.org',
        headers: [{ name: 'List-Id', value: '<example.org>' }],
      };
      const copy = { markdown: 'm', html: 'h', text: 't', fields };
      await database.ledger.plan(
        { slug: '0012', messageIdDomain: 'example.org', textHash: 'x', subject: 's', copy },
        AT,
      );
      expect(await database.ledger.sentCopy('0012')).toEqual({ subject: 's', ...copy });
    });
  });
}
