// What the store promises of runs, leases, budgets and the signal that wakes those who wait. Part of the contract of both databases.
import { hostname } from 'node:os';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SendRun } from '../../src/model/send-order.ts';
import { type Database, type OpenDatabaseOptions, openDatabase } from '../../src/store/open-database.ts';
import { AT, addReaders, EXPIRES, LATER, plan, takeRows, workerRun } from './sending.ts';

const sendRun = (id: string, more: Partial<SendRun> = {}): SendRun =>
  workerRun(id, { kind: 'send', issueSlug: '0012', ...more });

/** @param newDatabase The URL of an empty database. */
export function runsContract(newDatabase: () => Promise<string>): void {
  let url: string;
  let database: Database;
  const opened: Database[] = [];
  const open = async (options: OpenDatabaseOptions = {}): Promise<Database> => {
    const one = await openDatabase(url, options);
    opened.push(one);
    return one;
  };
  beforeEach(async () => {
    url = await newDatabase();
    database = await open();
    return async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
    };
  });

  describe('runs', () => {
    test('ten at once that would send one issue are one', async () => {
      const second = await open();
      await plan(database);
      const begun = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          (n % 2 === 0 ? database : second).runs.begin(sendRun(`run ${n}`)),
        ),
      );
      const refused = begun.flatMap(({ other }) => (other === undefined ? [] : [other]));
      const [winner] = await database.runs.live();
      expect(refused).toHaveLength(9);
      expect(refused).toEqual(Array.from({ length: 9 }, () => winner));
      expect(await database.runs.live()).toHaveLength(1);
      const events = (await database.orders.history('0012')).map(({ event }) => event);
      expect(events).toEqual(['planned', 'run began']);
    });

    test('of other issues, and workers, are let in beside it', async () => {
      await database.runs.begin(sendRun('a'));
      expect(await database.runs.begin(sendRun('b', { issueSlug: '0013' }))).toEqual({});
      expect(await database.runs.begin(workerRun('c'))).toEqual({});
      expect(await database.runs.begin(workerRun('d'))).toEqual({});
      expect((await database.runs.live()).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    });

    test('are listed as they were begun', async () => {
      const run = sendRun('a', { host: 'mill', pid: 12, transport: 'smtp.example.org:587' });
      await database.runs.begin(run);
      expect(await database.runs.live()).toEqual([{ ...run, startedAt: '2026-01-09T08:00:00.000Z' }]);
    });

    test('begun again because the answer was lost are begun once', async () => {
      await plan(database);
      await database.runs.begin(sendRun('a'));
      expect(await database.runs.begin(sendRun('a'))).toEqual({});
      expect((await database.orders.history('0012')).map(({ event }) => event)).toEqual([
        'planned',
        'run began',
      ]);
    });

    test('begun again after the answer was lost and the database was away for longer than a lease', async () => {
      const short = await open({ leases: { leaseMs: 0 } });
      await short.runs.begin(sendRun('a'));
      await short.runs.begin(workerRun('w'));
      expect(await database.runs.live()).toEqual([]);
      expect(await database.runs.begin(sendRun('a'))).toEqual({});
      expect(await database.runs.begin(workerRun('w'))).toEqual({});
      expect((await database.runs.live()).map(({ id }) => id)).toEqual(['a', 'w']);
      expect(await database.runs.renew('a')).toBe(true);
    });

    test('that end let the next one in, say how it went, and cannot be renewed', async () => {
      await plan(database);
      await database.runs.begin(sendRun('a'));
      expect(await database.runs.renew('a')).toBe(true);
      await database.runs.end('a', LATER, 'accepted 210, deferred 4');
      await database.runs.end('a', LATER, 'again');
      expect(await database.runs.renew('a')).toBe(false);
      expect(await database.runs.renew('never')).toBe(false);
      expect(await database.runs.begin(sendRun('b'))).toEqual({});
      const told = (await database.orders.history('0012')).filter(({ event }) => event === 'run ended');
      expect(told).toEqual([
        { at: '2026-01-09T09:00:00.000Z', event: 'run ended', detail: 'accepted 210, deferred 4' },
      ]);
    });

    test('whose lease has run out are ended by the next one, their rows in doubt and told', async () => {
      const short = await open({ leases: { leaseMs: 0 } });
      await addReaders(database, 3);
      await plan(database);
      await short.runs.begin(sendRun('a'));
      await database.orders.start('0012', AT, EXPIRES);
      expect(await takeRows(short, '0012', 2, 'a', AT)).toHaveLength(2);
      // Nobody has ended it, and nobody may take its rows; but nobody waits for them either.
      expect(await database.runs.live()).toEqual([]);
      expect(await database.ledger.counts('0012')).toMatchObject({ inDoubt: 2, onTheWire: 0, pending: 1 });
      expect(await database.runs.begin(sendRun('b'))).toEqual({});
      expect(await short.runs.renew('a')).toBe(false);
      expect(await takeRows(database, '0012', 9, 'b', AT)).toHaveLength(1);
      await addReaders(database, 1);
      await database.orders.start('0012', AT, EXPIRES);
      expect(await takeRows(short, '0012', 9, 'a', AT)).toEqual([]);
      const lost = (await database.orders.history('0012')).find(({ event }) => event === 'run lost');
      expect(lost?.detail).toBe('send on elsewhere, process 7, 2 in doubt');
    });

    test('a worker that is lost is told in each issue that it leaves in doubt', async () => {
      const short = await open({ leases: { leaseMs: 0 } });
      await addReaders(database, 2);
      for (const slug of ['0012', '0013', '0014']) {
        await plan(database, slug);
        await database.orders.start(slug, AT, EXPIRES);
      }
      await short.runs.begin(workerRun('w'));
      for (const slug of ['0012', '0013']) expect(await takeRows(short, slug, 1, 'w', AT)).toHaveLength(1);
      await database.runs.begin(workerRun('next'));
      const lost = async (slug: string) =>
        (await database.orders.history(slug)).filter(({ event }) => event === 'run lost').length;
      expect(await Promise.all(['0012', '0013', '0014'].map(lost))).toEqual([1, 1, 0]);
    });

    test('a lease that was renewed in time goes on', async () => {
      const long = await open({ leases: { leaseMs: 600_000 } });
      await database.runs.begin(sendRun('a'));
      expect(await long.runs.renew('a')).toBe(true);
      expect((await long.runs.begin(sendRun('b'))).other?.id).toBe('a');
    });

    test.each(['2026-01-08T08:00:00Z', '2026-01-10T08:00:00Z'])(
      'a host whose clock says %s prolongs no lease and ends none',
      async (startedAt) => {
        const short = await open({ leases: { leaseMs: 0 } });
        await database.runs.begin(sendRun('a', { startedAt }));
        expect((await database.runs.live()).map(({ id }) => id)).toEqual(['a']);
        await short.runs.begin(sendRun('b', { startedAt, issueSlug: '0013' }));
        expect((await database.runs.live()).map(({ id }) => id)).toEqual(['a']);
      },
    );

    test('a process that is gone from this machine needs no lease to be waited for', async () => {
      const here = { host: hostname() };
      const gone = await open({ leases: { isGone: (pid) => pid === 4242 } });
      await database.runs.begin(sendRun('a', { ...here, pid: process.pid }));
      expect((await gone.runs.begin(sendRun('b', { ...here, pid: 1 }))).other?.id).toBe('a');
      await database.runs.end('a', AT);
      await database.runs.begin(sendRun('c', { ...here, pid: 4242 }));
      expect(await gone.runs.live()).toEqual([]);
      expect(await gone.runs.begin(sendRun('d', { ...here, pid: 1 }))).toEqual({});
    });

    test.each([
      ['of another machine', { host: 'elsewhere' }, {}],
      ['of another boot', { host: hostname() }, { bootId: 'before' }],
    ])('a process number %s means nothing here', async (_name, run, options) => {
      const gone = await open({ leases: { isGone: () => true } });
      const before = await open({ leases: options });
      await before.runs.begin(sendRun('a', { ...run, pid: 4242 }));
      const isLive = (await gone.runs.live()).length === 1;
      // With SQLite a lease of another boot counts nothing: its clock began anew. On a server the clock is the server's.
      expect(isLive).toBe(url.startsWith('postgres') || !('bootId' in options));
    });

    test('twenty workers on two databases renew and end without each other', async () => {
      const second = await open();
      await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          const { runs } = n % 2 === 0 ? database : second;
          await runs.begin(workerRun(`w${n}`));
          expect(await runs.renew(`w${n}`)).toBe(true);
          if (n % 4 === 0) await runs.end(`w${n}`, AT);
        }),
      );
      expect(await database.runs.live()).toHaveLength(15);
    });
  });

  describe('budgets', () => {
    const SLOW = { perSecond: 0.001, burst: 5 };

    test('a new bucket is full, and gives no more than it has', async () => {
      expect(await database.pacing.take('all', 3, SLOW)).toBe(3);
      expect(await database.pacing.take('all', 3, SLOW)).toBe(2);
      expect(await database.pacing.take('all', 1, SLOW)).toBe(0);
      expect(await database.pacing.take('domain:example.org', 9, SLOW)).toBe(5);
      expect(await database.pacing.take('all', 0, SLOW)).toBe(0);
    });

    test('fills with time, up to its size', async () => {
      expect(await database.pacing.take('all', 5, SLOW)).toBe(5);
      // A million a second fills five in less time than a question takes.
      expect(await database.pacing.take('all', 9, { perSecond: 1_000_000, burst: 5 })).toBe(5);
    });

    test('is shared: forty takers at once get what there is, once', async () => {
      const second = await open();
      const given = await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          (n % 2 === 0 ? database : second).pacing.take('all', 2, { perSecond: 0.001, burst: 31 }),
        ),
      );
      expect(given.reduce((sum, one) => sum + one, 0)).toBe(31);
    });

    test('a domain rests, the longer rest stays, and recovers when told', async () => {
      expect(await database.pacing.limits()).toEqual([]);
      await database.pacing.rest('example.org', 60_000, 2);
      await database.pacing.rest('example.org', 1_000, 1);
      await database.pacing.rest('other.example', 0, 3);
      const limits = await database.pacing.limits();
      expect(limits).toEqual([
        { domain: 'example.org', concurrency: 1, restMs: expect.any(Number) },
        { domain: 'other.example', concurrency: 3, restMs: 0 },
      ]);
      expect(limits[0]?.restMs).toBeGreaterThan(1_000);
      expect(limits[0]?.restMs).toBeLessThanOrEqual(60_000);
      await database.pacing.recover('example.org');
      await database.pacing.recover('example.org');
      expect((await database.pacing.limits()).map(({ domain }) => domain)).toEqual(['other.example']);
    });
  });

  describe('the signal', () => {
    test('waits no longer than told, and not at all when stopped', async () => {
      await database.signal.wait(1);
      await database.signal.wait(600_000, AbortSignal.abort());
      const stop = new AbortController();
      const waiting = database.signal.wait(600_000, stop.signal);
      stop.abort();
      await waiting;
    });

    test.each<[string, (from: Database) => Promise<unknown>]>([
      ['a notice', (from) => from.signal.notify()],
      ['an order', (from) => from.orders.start('0012', AT, EXPIRES)],
      ['a cancelling', (from) => from.orders.cancel('0012', AT)],
    ])('%s by another program wakes who waits', async (_name, act) => {
      const second = await open();
      await plan(database);
      // The first wait begins to listen; what was said before that counts as a change.
      await database.signal.wait(50);
      const waiting = database.signal.wait(600_000);
      await act(second);
      // A file tells only of what was written.
      if (url.startsWith('sqlite')) await second.settings.getOrCreate('key', () => 'written');
      await waiting;
    });

    test('closing wakes who waits', async () => {
      const second = await open();
      const waiting = second.signal.wait(600_000);
      await second.close();
      opened.splice(opened.indexOf(second), 1);
      await waiting;
    });
  });
}
