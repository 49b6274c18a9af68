// What the store promises of the exchange: settling and taking in one transaction, by orders, in turn, around domains that rest, and told
// twice when an answer was lost. Part of the contract of both databases.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Claim } from '../../src/model/ports.ts';
import type { Upcoming } from '../../src/model/sending-ports.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';
import { AT, addReaders, claimRows, EXPIRES, LATER, plan, ready, settleRow, workerRun } from './sending.ts';

const OK = { kind: 'accepted', reply: { code: 250, text: 'ok' } } as const;
const BUSY = { kind: 'deferred', reply: { code: 451, enhancedCode: '4.7.1', text: 'Later' } } as const;
const NO = { kind: 'rejected', reply: { code: 550, enhancedCode: '5.1.1', text: 'Nobody' } } as const;

/** @param newDatabase The URL of an empty database. */
export function exchangeContract(newDatabase: () => Promise<string>): void {
  describe('an exchange', () => {
    let url: string;
    let database: Database;
    beforeEach(async () => {
      url = await newDatabase();
      database = await openDatabase(url);
      return () => database.close();
    });

    const take = async (limit: number, more: { runId?: string; at?: string; except?: string[] } = {}) =>
      claimRows(database, '0012', limit, more.runId ?? 'run', more.at ?? AT, more.except ?? []);
    const rowOf = async ({ subscriber }: Claim) =>
      (await database.ledger.deliveries('0012')).find(({ subscriberId }) => subscriberId === subscriber.id);

    test('settles and takes in one, and tells the state of the issue', async () => {
      await addReaders(database, 4);
      await plan(database);
      const first = await take(2);
      const { claims, state } = await database.exchange.exchange({
        runId: 'run',
        at: AT,
        settlements: first.map((claim) => ({ claim, outcome: OK })),
        wanted: { issueSlug: '0012', limit: 5, exceptDomains: [] },
      });
      expect([claims.length, state]).toEqual([2, 'sending']);
      expect(await database.ledger.counts('0012')).toMatchObject({ accepted: 2, onTheWire: 2, pending: 0 });
    });

    test('changes nothing when one of its settlements is refused', async () => {
      await addReaders(database, 4);
      await plan(database);
      const [good, stale] = await take(2);
      if (good === undefined || stale === undefined) throw new Error('nobody to write to');
      await settleRow(database, stale, OK, AT);
      const settlements = [
        { claim: good, outcome: OK },
        { claim: stale, outcome: NO },
      ];
      const wanted = { issueSlug: '0012', limit: 5, exceptDomains: [] };
      await expect(database.exchange.exchange({ runId: 'run', at: AT, settlements, wanted })).rejects.toThrow(
        'not claimed by this run',
      );
      expect(await database.ledger.counts('0012')).toMatchObject({ accepted: 1, onTheWire: 1, pending: 2 });
    });

    test.each<[string, (issue: Database['orders']) => Promise<unknown>]>([
      ['planned', async () => {}],
      ['scheduled', (orders) => orders.schedule('0012', LATER, AT)],
      ['paused', (orders) => orders.start('0012', AT, EXPIRES).then(() => orders.pause('0012', AT))],
      ['cancelled', (orders) => orders.cancel('0012', AT)],
    ])('gives nothing of an issue that is %s', async (state, order) => {
      await addReaders(database, 2);
      await plan(database);
      await database.runs.begin(workerRun('run'));
      await order(database.orders);
      const wanted = { issueSlug: '0012', limit: 5, exceptDomains: [] };
      const { exchange } = database.exchange;
      expect(await exchange({ runId: 'run', at: LATER, settlements: [], wanted })).toEqual({
        claims: [],
        state,
      });
    });

    test.each(['never registered', 'ended'])('gives nothing to a run that was %s', async (how) => {
      await addReaders(database, 2);
      await plan(database);
      await ready(database, '0012', 'other');
      if (how === 'ended') {
        await database.runs.begin(workerRun('run'));
        await database.runs.end('run', AT);
      }
      const wanted = { issueSlug: '0012', limit: 5, exceptDomains: [] };
      const exchanged = await database.exchange.exchange({ runId: 'run', at: AT, settlements: [], wanted });
      expect(exchanged).toEqual({ claims: [], state: 'sending' });
      expect(await database.ledger.counts('0012')).toMatchObject({ pending: 2 });
    });

    test('knows no issue that was never planned', async () => {
      await database.runs.begin(workerRun('run'));
      const wanted = { issueSlug: '0099', limit: 5, exceptDomains: [] };
      expect(await database.exchange.exchange({ runId: 'run', at: AT, settlements: [], wanted })).toEqual({
        claims: [],
      });
    });

    test.each([
      ['accepted', OK, undefined],
      ['rejected', NO, undefined],
      ['deferred', BUSY, LATER],
      ['put off', { kind: 'not-begun', detail: 'broke' } as const, LATER],
      ['released', { kind: 'not-begun', detail: 'stopped' } as const, undefined],
      ['in doubt', { kind: 'in-doubt', detail: 'cut off' } as const, undefined],
    ])('may be repeated when its answer was lost: %s', async (_name, outcome, next) => {
      await addReaders(database, 1);
      await plan(database);
      const [claim] = await take(1);
      if (claim === undefined) throw new Error('nobody to write to');
      await settleRow(database, claim, outcome, AT, next);
      const [row, attempts] = [
        await rowOf(claim),
        await database.ledger.attempts('0012', claim.subscriber.id),
      ];
      await settleRow(database, claim, outcome, AT, next);
      expect(await rowOf(claim)).toEqual(row);
      expect(await database.ledger.attempts('0012', claim.subscriber.id)).toEqual(attempts);
    });

    test('repeated after the row was taken again changes nothing of the new attempt', async () => {
      await addReaders(database, 1);
      await plan(database);
      const [first] = await take(1);
      if (first === undefined) throw new Error('nobody to write to');
      await settleRow(database, first, BUSY, AT, LATER);
      const [second] = await take(1, { runId: 'run 2', at: LATER });
      const before = await rowOf(first);
      await settleRow(database, first, BUSY, AT, LATER);
      expect(await rowOf(first)).toEqual(before);
      expect(second?.attempt).toBe(2);
    });

    test('with one row twice, or with a row of another run, is a mistake of ours', async () => {
      await addReaders(database, 1);
      await plan(database);
      const [claim] = await take(1);
      if (claim === undefined) throw new Error('nobody to write to');
      const twice = [
        { claim, outcome: OK },
        { claim, outcome: OK },
      ];
      const { exchange } = database.exchange;
      await expect(exchange({ runId: 'run', at: AT, settlements: twice })).rejects.toThrow('not claimed');
      const foreign = exchange({ runId: 'other', at: AT, settlements: [{ claim, outcome: OK }] });
      await expect(foreign).rejects.toThrow('not claimed');
      expect(await database.ledger.counts('0012')).toMatchObject({ onTheWire: 1 });
    });

    test('keeps what each attempt came to, of readers who were not reached at once', async () => {
      await addReaders(database, 1);
      await plan(database);
      const [first] = await take(1);
      if (first === undefined) throw new Error('nobody to write to');
      await settleRow(database, first, BUSY, AT, LATER);
      const [second] = await take(1, { at: LATER });
      if (second === undefined) throw new Error('not tried again');
      expect(second).toMatchObject({ attempt: 2, lastCode: '4.7.1', domain: 'example.org' });
      await settleRow(database, second, NO, LATER);
      expect(await database.ledger.attempts('0012', first.subscriber.id)).toEqual([
        {
          attempt: 1,
          at: '2026-01-09T08:00:00.000Z',
          outcome: 'deferred',
          responseCode: 451,
          enhancedCode: '4.7.1',
          response: 'Later',
        },
        {
          attempt: 2,
          at: '2026-01-09T09:00:00.000Z',
          outcome: 'rejected',
          responseCode: 550,
          enhancedCode: '5.1.1',
          response: 'Nobody',
        },
      ]);
    });

    test('of a cancelled issue: what is on the wire is finished, what comes back from it is left out', async () => {
      await addReaders(database, 5);
      await plan(database);
      const [accepted, deferred, released, doubtful] = await take(4);
      if (!accepted || !deferred || !released || !doubtful) throw new Error('nobody to write to');
      await database.orders.cancel('0012', AT);
      await settleRow(database, accepted, OK, AT);
      await settleRow(database, deferred, BUSY, AT, LATER);
      await settleRow(database, released, { kind: 'not-begun', detail: 'stopped' }, AT);
      await settleRow(database, doubtful, { kind: 'in-doubt', detail: 'cut off' }, AT);
      expect(await database.ledger.counts('0012')).toMatchObject({
        accepted: 1,
        excluded: 3,
        inDoubt: 1,
        deferred: 0,
        pending: 0,
      });
      const left = await database.ledger.deliveries('0012', 'excluded');
      expect(left.map(({ reason }) => reason)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    });

    describe('takes in turn', () => {
      beforeEach(async () => {
        for (const [domain, count] of [
          ['big.example', 60],
          ['mid.example', 20],
          ['small.example', 10],
        ] as const)
          await addReaders(database, count, domain);
        await plan(database);
      });
      const domainsOf = (claims: readonly Claim[]) =>
        Object.groupBy(claims, ({ domain }) => domain) as Partial<Record<string, Claim[]>>;

      test('domains mixed, as they are among the readers', async () => {
        const claims = await take(45);
        expect(claims).toHaveLength(45);
        const domains = domainsOf(claims);
        expect(Object.keys(domains).sort()).toEqual(['big.example', 'mid.example', 'small.example']);
        expect(domains['big.example']?.length).toBeLessThan(45);
      });

      test('none of the domains that rest, all of the others, and those later', async () => {
        const around = await take(90, { except: ['big.example'] });
        expect(Object.keys(domainsOf(around)).sort()).toEqual(['mid.example', 'small.example']);
        expect(around).toHaveLength(30);
        expect(await take(90, { except: ['small.example', 'big.example'] })).toEqual([]);
        expect(await take(90)).toHaveLength(60);
        expect(await take(90)).toEqual([]);
      });

      test('rows that were put back behind its turn are found again', async () => {
        const first = await take(10);
        await take(30);
        for (const claim of first) await settleRow(database, claim, { kind: 'not-begun', detail: '' }, AT);
        const rest: Claim[] = [];
        for (let claims = await take(7); claims.length > 0; claims = await take(7)) rest.push(...claims);
        expect(rest).toHaveLength(60);
        expect(new Set(rest.map(({ messageId }) => messageId)).size).toBe(60);
      });

      test('rows whose time to be tried again has come are not kept waiting by those not begun', async () => {
        const first = await take(10);
        for (const claim of first) await settleRow(database, claim, BUSY, AT, LATER);
        const claims = await take(8, { at: LATER });
        expect(claims.filter(({ attempt }) => attempt === 2)).toHaveLength(4);
        expect(claims.filter(({ attempt }) => attempt === 1)).toHaveLength(4);
      });

      test('deferred rows of a domain that rests are passed over too', async () => {
        const all = await take(90);
        for (const claim of all) await settleRow(database, claim, BUSY, AT, LATER);
        const claims = await take(90, { at: LATER, except: ['big.example', 'mid.example'] });
        expect(Object.keys(domainsOf(claims))).toEqual(['small.example']);
        expect(claims).toHaveLength(10);
        expect(await take(90, { at: LATER })).toHaveLength(80);
      });
    });

    test('tells whether a reader wants it still', async () => {
      await addReaders(database, 2);
      await plan(database);
      const [stays, leaves] = await take(2);
      if (stays === undefined || leaves === undefined) throw new Error('nobody to write to');
      await database.subscribers.unsubscribe(leaves.subscriber.id, 'one-click', AT);
      expect(await database.exchange.isWanted(stays)).toBe(true);
      expect(await database.exchange.isWanted(leaves)).toBe(false);
    });

    test('names those who come next, in their turn, and takes none of them', async () => {
      await addReaders(database, 12);
      await plan(database);
      await ready(database, '0012', 'run');
      const ask = (limit: number, ahead: number, exceptDomains: readonly string[] = []) =>
        database.exchange.exchange({
          runId: 'run',
          at: AT,
          settlements: [],
          wanted: { issueSlug: '0012', limit, exceptDomains, ahead },
        });
      const { claims, upcoming = [] } = await ask(3, 5);
      expect([claims.length, upcoming.length]).toEqual([3, 5]);
      expect(await database.ledger.counts('0012')).toMatchObject({ onTheWire: 3, pending: 9 });
      const [left] = upcoming;
      await database.subscribers.unsubscribe(left?.subscriber.id ?? '', 'one-click', LATER);
      const next = await ask(4, 20);
      const keyOf = ({ messageId, subscriber }: Upcoming) => [messageId, subscriber];
      expect(next.claims.map(keyOf)).toEqual(upcoming.slice(1).map(keyOf));
      expect(next.upcoming).toHaveLength(4);
      expect((await ask(1, 0)).upcoming).toBeUndefined();
      const rest = [
        ...new Set(next.upcoming?.map(({ subscriber }) => subscriber.address.split('@')[1] ?? '')),
      ];
      expect((await ask(1, 5, rest)).upcoming ?? []).toEqual([]);
    });

    test('tells when the soonest deferred row falls due', async () => {
      await addReaders(database, 3);
      await plan(database);
      expect(await database.exchange.nextDueAt('0012')).toBeUndefined();
      const claims = await take(3);
      const times = ['2026-01-09T11:00:00.000Z', '2026-01-09T10:00:00.000Z', '2026-01-09T12:00:00.000Z'];
      for (const [n, claim] of claims.entries()) await settleRow(database, claim, BUSY, AT, times[n]);
      expect(await database.exchange.nextDueAt('0012')).toBe(times[1]);
      expect(await database.exchange.nextDueAt('0099')).toBeUndefined();
    });

    test('whose answer was lost: rows that nobody knows of go back, those in hand and in doubt stay', async () => {
      await addReaders(database, 6);
      await plan(database);
      const again = await take(1);
      for (const claim of again) await settleRow(database, claim, BUSY, AT, LATER);
      const [inHand, doubtful] = await take(2, { at: LATER });
      if (inHand === undefined || doubtful === undefined) throw new Error('nobody to write to');
      const kept = [inHand, doubtful].find(({ attempt }) => attempt === 1) ?? inHand;
      const other = kept === inHand ? doubtful : inHand;
      await settleRow(database, other, { kind: 'in-doubt', detail: 'cut off' }, LATER);
      await take(4, { at: LATER });
      await claimRows(database, '0012', 1, 'another run', LATER);
      const before = await database.ledger.counts('0012');
      expect(before).toMatchObject({ onTheWire: 5, inDoubt: 1, pending: 0 });
      expect(await database.exchange.releaseLost('run', '0012', [kept], LATER)).toBe(4);
      expect(await database.ledger.counts('0012')).toMatchObject({ onTheWire: 1, inDoubt: 1, pending: 4 });
      expect(await database.exchange.releaseLost('run', '0012', [kept], LATER)).toBe(0);
      for (const row of await database.ledger.deliveries('0012', 'pending'))
        expect(row).toMatchObject({ attempts: 0 });
      await settleRow(database, kept, OK, LATER);
    });

    test('a row in doubt that was put back to be sent, and not taken yet, may still turn out accepted', async () => {
      await addReaders(database, 1);
      await plan(database);
      const [claim] = await take(1);
      if (claim === undefined) throw new Error('nobody to write to');
      await database.runs.end('run', AT);
      expect(await database.orders.requeue('0012', 'in doubt', AT)).toBe(1);
      await settleRow(database, claim, OK, LATER);
      expect(await database.ledger.counts('0012')).toMatchObject({ accepted: 1, pending: 0 });
    });

    test('two databases open on it never give a row twice, whatever rests and comes back', async () => {
      const second = await openDatabase(url);
      await addReaders(database, 150, 'one.example');
      await addReaders(database, 150, 'two.example');
      await plan(database);
      await ready(database, '0012', 'run 0');
      const taken: string[] = [];
      const claimer = async (n: number): Promise<void> => {
        const mine = n % 2 === 0 ? database : second;
        const runId = `run ${n}`;
        await mine.runs.begin(workerRun(runId));
        let settlements: { claim: Claim; outcome: typeof OK }[] = [];
        for (let round = 0; ; round += 1) {
          const exceptDomains = round % 3 === 0 ? ['one.example'] : [];
          const wanted = { issueSlug: '0012', limit: 4, exceptDomains };
          const { claims } = await mine.exchange.exchange({ runId, at: AT, settlements, wanted });
          taken.push(...claims.map(({ messageId }) => messageId));
          settlements = claims.map((claim) => ({ claim, outcome: OK }));
          if (claims.length === 0 && exceptDomains.length === 0) return;
        }
      };
      await Promise.all([0, 1, 2, 3, 4, 5].map(claimer));
      expect(taken).toHaveLength(300);
      expect(new Set(taken).size).toBe(300);
      expect(await database.ledger.counts('0012')).toMatchObject({ accepted: 300, eligible: 300 });
      await second.close();
    });
  });
}
