// What the store promises, whichever database is behind it. sqlite.test.ts and postgres.test.ts run all of it.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SettledOutcome } from '../../src/model/delivery.ts';
import type { Claim, NewSubscriber, PlannedIssue } from '../../src/model/ports.ts';
import type { Subscriber } from '../../src/model/subscriber.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';
import { audienceContract } from './audience-contract.ts';
import { choicesContract } from './choices-contract.ts';
import { exchangeContract } from './exchange-contract.ts';
import { inquiryContract } from './inquiry.ts';
import { oldDatabases } from './old-databases.ts';
import { oneLetter } from './one-letter.ts';
import { ordersContract } from './orders-contract.ts';
import { returnedContract } from './returned-contract.ts';
import { runsContract } from './runs-contract.ts';
import { claimRows, settleRow } from './sending.ts';
import { signUpContract } from './sign-up-contract.ts';

const AT = '2026-01-09T08:00:00Z';
const LATER = '2026-01-09T09:00:00Z';
const ISSUE: PlannedIssue = {
  slug: '0012',
  messageIdDomain: 'list.example.org',
  textHash: 'a1',
  subject: 'Number 12',
};

function reader(address: string, more: Partial<NewSubscriber> = {}): NewSubscriber {
  return { address, status: 'confirmed', consent: { text: 'Asked at the stall', source: 'test' }, ...more };
}

async function addReaders(database: Database, count: number): Promise<void> {
  const readers = Array.from({ length: count }, (_, n) => reader(`reader${n}@example.org`));
  await database.subscribers.addAll(readers, AT);
}

async function collect(rows: AsyncIterable<Subscriber>): Promise<Subscriber[]> {
  const all: Subscriber[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/**
 * @param newDatabase The URL of a database with nothing in it.
 * @param bareDatabase And of one without tables, where that is another.
 */
export function storeContract(newDatabase: () => Promise<string>, bareDatabase = newDatabase): void {
  oldDatabases(bareDatabase);
  oneLetter(newDatabase);
  inquiryContract(newDatabase);
  exchangeContract(newDatabase);
  ordersContract(newDatabase);
  runsContract(newDatabase);
  signUpContract(newDatabase);
  audienceContract(newDatabase);
  returnedContract(newDatabase);
  choicesContract(newDatabase);

  let url: string;
  let database: Database;

  beforeEach(async () => {
    url = await newDatabase();
    database = await openDatabase(url);
    return () => database.close();
  });

  describe('subscribers', () => {
    test('are found again by any spelling of their address, as they were given', async () => {
      const given = reader('Ada@Bücher.example', { name: 'Ada Lind', language: 'de' });
      expect(await database.subscribers.add(given, AT)).toBe('added');
      const found = await database.subscribers.find('Ada@xn--bcher-kva.EXAMPLE');
      expect(found).toEqual({
        id: expect.stringMatching(/^[\w-]{22}$/u),
        address: 'Ada@Bücher.example',
        name: 'Ada Lind',
        language: 'de',
        status: 'confirmed',
        consent: { text: 'Asked at the stall', source: 'test', at: '2026-01-09T08:00:00.000Z' },
        createdAt: '2026-01-09T08:00:00.000Z',
        confirmedAt: '2026-01-09T08:00:00.000Z',
      });
      expect(await database.subscribers.findById(found?.id ?? '')).toEqual(found);
    });

    test.each(['nobody@example.org', 'not an address', ''])('%j is found to be nobody', async (address) => {
      expect(await database.subscribers.find(address)).toBeUndefined();
      expect(await database.subscribers.findById(address)).toBeUndefined();
    });

    test('an address that is there stays as it is', async () => {
      await database.subscribers.add(reader('ada@example.org', { name: 'Ada' }), AT);
      expect(await database.subscribers.add(reader('ada@EXAMPLE.org', { name: 'Eve' }), LATER)).toBe(
        'duplicate',
      );
      expect((await database.subscribers.find('ada@example.org'))?.name).toBe('Ada');
    });

    test('the local part is its owner’s: case, dots and tags make another mailbox', async () => {
      const all = ['ada@example.org', 'Ada@example.org', 'a.da@example.org', 'ada+news@example.org'];
      for (const address of all) expect(await database.subscribers.add(reader(address), AT)).toBe('added');
    });

    test('many at once are all added, each with its own result, or none', async () => {
      await database.subscribers.add(reader('left@example.org', { status: 'unsubscribed' }), AT);
      const many = ['ada', 'eve', 'left', 'ada'].map((name) => reader(`${name}@example.org`));
      expect(await database.subscribers.addAll(many, AT)).toEqual([
        'added',
        'added',
        'suppressed',
        'duplicate',
      ]);
      expect(await database.subscribers.addAll([], AT)).toEqual([]);
      const bad = [reader('new@example.org'), reader('not an address')];
      await expect(database.subscribers.addAll(bad, AT)).rejects.toMatchObject({ code: 'ADDRESS_INVALID' });
      expect(await database.subscribers.find('new@example.org')).toBeUndefined();
    });

    test('twenty at once with one address are one', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, () => database.subscribers.add(reader('ada@example.org'), AT)),
      );
      expect(results.filter((result) => result === 'added')).toHaveLength(1);
      expect(results.filter((result) => result === 'duplicate')).toHaveLength(19);
    });

    test('an unusable address is refused', async () => {
      await expect(database.subscribers.add(reader('a b@example.org'), AT)).rejects.toMatchObject({
        code: 'ADDRESS_INVALID',
      });
    });

    test('whoever left is not brought back, and leaving twice is no error', async () => {
      await database.subscribers.add(reader('ada@example.org'), AT);
      const { id = '' } = (await database.subscribers.find('ada@example.org')) ?? {};
      expect(await database.subscribers.unsubscribe(id, 'one-click', LATER)).toBe(true);
      expect(await database.subscribers.unsubscribe(id, 'one-click', '2026-02-01T00:00:00Z')).toBe(true);
      expect(await database.subscribers.unsubscribe('nobody', 'one-click', LATER)).toBe(false);
      expect(await database.subscribers.add(reader('ada@example.org'), LATER)).toBe('suppressed');
      const found = await database.subscribers.find('ada@example.org');
      expect(found).toMatchObject({ status: 'unsubscribed', unsubscribedAt: '2026-01-09T09:00:00.000Z' });
      expect(found?.consent.text, 'what was agreed to is kept').toBe('Asked at the stall');
    });

    test('a suppressed address stays suppressed', async () => {
      await database.subscribers.add(reader('gone@example.org', { status: 'suppressed' }), AT);
      const { id = '' } = (await database.subscribers.find('gone@example.org')) ?? {};
      expect(await database.subscribers.unsubscribe(id, 'one-click', AT)).toBe(true);
      expect((await database.subscribers.find('gone@example.org'))?.status).toBe('suppressed');
      expect(await database.subscribers.add(reader('gone@example.org'), AT)).toBe('suppressed');
    });

    test('are listed by address and counted by status, across pages', async () => {
      await addReaders(database, 1205);
      await database.subscribers.add(reader('Zoë@example.org', { status: 'unconfirmed' }), AT);
      const all = (await collect(database.subscribers.list())).map(({ address }) => address);
      expect(all).toHaveLength(1206);
      expect(all).toEqual([...all].sort());
      expect(await collect(database.subscribers.list('unconfirmed'))).toHaveLength(1);
      expect(await database.subscribers.count()).toEqual({
        unconfirmed: 1,
        confirmed: 1205,
        unsubscribed: 0,
        suppressed: 0,
      });
    });

    test('names in any script survive, what a database cannot hold does not stop them', async () => {
      const names = ['دانا', '👩‍👩‍👧‍👦', "Robert'); drop table subscribers;--", 'a\0b', '\ud800x'];
      for (const [n, name] of names.entries())
        await database.subscribers.add(reader(`n${n}@example.org`, { name }), AT);
      const kept = (await collect(database.subscribers.list())).map(({ name }) => name);
      expect(kept).toEqual([...names.slice(0, 3), 'ab', '\ufffdx']);
    });
  });

  describe('planning', () => {
    test('gives each confirmed subscriber one pending row, and later only the new ones', async () => {
      await addReaders(database, 3);
      for (const status of ['unconfirmed', 'unsubscribed', 'suppressed'] as const) {
        await database.subscribers.add(reader(`${status}@example.org`, { status }), AT);
      }
      expect(await database.ledger.plan(ISSUE, AT)).toEqual({ added: 3 });
      expect(await database.ledger.plan(ISSUE, LATER)).toEqual({ added: 0 });
      await database.subscribers.add(reader('late@example.org'), LATER);
      expect(await database.ledger.plan(ISSUE, LATER)).toEqual({ added: 1 });
      expect(await database.ledger.counts('0012')).toEqual({
        issue: '0012',
        eligible: 4,
        accepted: 0,
        deferred: 0,
        rejected: 0,
        excluded: 0,
        inDoubt: 0,
        onTheWire: 0,
        pending: 4,
      });
    });

    test('ten plans at once plan everyone once', async () => {
      await addReaders(database, 30);
      const added = await Promise.all(Array.from({ length: 10 }, () => database.ledger.plan(ISSUE, AT)));
      expect(added.reduce((sum, one) => sum + one.added, 0)).toBe(30);
      expect((await database.ledger.counts('0012')).eligible).toBe(30);
    });

    test('remembers issues in the order of planning', async () => {
      await database.ledger.plan({ ...ISSUE, slug: '0013' }, LATER);
      await database.ledger.plan(ISSUE, AT);
      const issues = await database.ledger.issues();
      expect(issues.map(({ slug, textHash }) => [slug, textHash])).toEqual([
        ['0012', 'a1'],
        ['0013', 'a1'],
      ]);
      expect(issues[0]).toEqual({ ...ISSUE, plannedAt: '2026-01-09T08:00:00.000Z' });
    });

    test('keeps what the first reader got; until somebody has it, what was planned last', async () => {
      await addReaders(database, 2);
      const copy = { markdown: '# Twelve é\0', html: '<p>1</p>', text: '1' };
      await database.ledger.plan(ISSUE, AT);
      expect(await database.ledger.sentCopy('0012')).toBeUndefined();
      await database.ledger.plan({ ...ISSUE, textHash: 'b2', copy }, AT);
      const [claim] = await claimRows(database, '0012', 1, 'run', AT);
      if (claim === undefined) throw new Error('nobody to write to');
      const later = { ...ISSUE, textHash: 'c3', subject: 'Other', copy: { ...copy, html: '<p>2</p>' } };
      await database.ledger.plan(later, LATER);
      await settleRow(database, claim, { kind: 'accepted', reply: { code: 250, text: 'ok' } }, AT);
      await database.ledger.plan(later, LATER);
      expect(await database.ledger.sentCopy('0012')).toEqual({
        ...copy,
        markdown: '# Twelve é',
        subject: 'Number 12',
      });
      expect(await database.ledger.issues()).toEqual([
        { ...ISSUE, textHash: 'b2', plannedAt: '2026-01-09T08:00:00.000Z' },
      ]);
      expect(await database.ledger.sentCopy('0099')).toBeUndefined();
    });

    test('message ids are the same on both databases, tell nothing, and differ by reader and issue', async () => {
      await addReaders(database, 2);
      await database.ledger.plan(ISSUE, AT);
      await database.ledger.plan({ ...ISSUE, slug: 'بيان' }, AT);
      const rows = [
        ...(await database.ledger.deliveries('0012')),
        ...(await database.ledger.deliveries('بيان')),
      ];
      expect(new Set(rows.map(({ messageId }) => messageId)).size).toBe(4);
      for (const row of rows) {
        const { createHash } = await import('node:crypto');
        const hash = createHash('sha256')
          .update(`${row.issueSlug}\n${row.subscriberId}`)
          .digest('hex')
          .slice(0, 32);
        expect(row.messageId).toBe(`${row.issueSlug === '0012' ? '0012.' : ''}${hash}@list.example.org`);
        expect(row.messageId).not.toContain(row.subscriberId);
      }
    });

    test('an issue without readers has an empty, balanced ledger', async () => {
      expect(await database.ledger.plan(ISSUE, AT)).toEqual({ added: 0 });
      expect(await claimRows(database, '0012', 5, 'run', AT)).toEqual([]);
      expect(await database.ledger.counts('0012')).toMatchObject({ eligible: 0, pending: 0 });
      expect(await database.ledger.counts('never')).toMatchObject({ eligible: 0 });
    });
  });

  describe('claiming and settling', () => {
    beforeEach(async () => {
      await addReaders(database, 4);
      await database.ledger.plan(ISSUE, AT);
    });

    const claimOne = async (at = AT, run = 'run'): Promise<Claim> => {
      const [claim] = await claimRows(database, '0012', 1, run, at);
      if (claim === undefined) throw new Error('There was nothing to claim');
      return claim;
    };
    const rowOf = async ({ subscriber }: Claim) =>
      (await database.ledger.deliveries('0012')).find(({ subscriberId }) => subscriberId === subscriber.id);

    test('takes at most what was asked for, and never the same twice', async () => {
      const first = await claimRows(database, '0012', 3, 'run', AT);
      const second = await claimRows(database, '0012', 3, 'run', AT);
      expect([first.length, second.length]).toEqual([3, 1]);
      expect(new Set([...first, ...second].map(({ subscriber }) => subscriber.id)).size).toBe(4);
      expect(await claimRows(database, '0012', 3, 'other run', AT)).toEqual([]);
      expect(await claimRows(database, '0012', 0, 'run', AT)).toEqual([]);
      expect(await database.ledger.counts('0012')).toMatchObject({ eligible: 4, onTheWire: 4, pending: 0 });
    });

    const reply = { code: 451, enhancedCode: '4.7.1', text: 'Later' };
    test.each<[SettledOutcome, string | undefined, object]>([
      [
        { kind: 'accepted', reply: { code: 250, text: 'ok' } },
        undefined,
        { status: 'accepted', responseCode: 250, response: 'ok', attempts: 1 },
      ],
      [
        { kind: 'rejected', reply: { code: 550, enhancedCode: '5.1.1', text: 'No' } },
        undefined,
        { status: 'rejected', responseCode: 550, enhancedCode: '5.1.1', attempts: 1 },
      ],
      [
        { kind: 'deferred', reply },
        LATER,
        { status: 'deferred', responseCode: 451, attempts: 1, nextAttemptAt: '2026-01-09T09:00:00.000Z' },
      ],
      [
        { kind: 'in-doubt', detail: 'cut off' },
        undefined,
        { status: 'claimed', response: 'cut off', attempts: 1 },
      ],
      [{ kind: 'not-begun', detail: 'stopped' }, undefined, { status: 'pending', attempts: 0 }],
      [{ kind: 'not-begun', detail: 'broke' }, LATER, { status: 'deferred', response: 'broke', attempts: 1 }],
    ])('writes down %j', async (outcome, next, expected) => {
      const claim = await claimOne();
      await settleRow(database, claim, outcome, AT, next);
      expect(await rowOf(claim)).toMatchObject(expected);
      const { eligible, issue, ...states } = await database.ledger.counts('0012');
      expect(Object.values(states).reduce((sum, n) => sum + n, 0)).toBe(eligible);
    });

    test('a deferred row waits for its time, then comes again with the same message id and the next number', async () => {
      const claims = await claimRows(database, '0012', 4, 'run', AT);
      for (const claim of claims) await settleRow(database, claim, { kind: 'deferred', reply }, AT, LATER);
      expect(await claimRows(database, '0012', 4, 'run 2', '2026-01-09T08:59:59.999Z')).toEqual([]);
      const again = await claimRows(database, '0012', 4, 'run 2', LATER);
      expect(again).toHaveLength(4);
      for (const claim of again) {
        const before = claims.find(({ subscriber }) => subscriber.id === claim.subscriber.id);
        expect(claim).toMatchObject({
          messageId: before?.messageId,
          attempt: 2,
          firstAttemptAt: '2026-01-09T08:00:00.000Z',
        });
      }
    });

    test('released in a second attempt, it is deferred as before', async () => {
      const claim = await claimOne();
      await settleRow(database, claim, { kind: 'deferred', reply }, AT, LATER);
      for (let n = 0; n < 3; n += 1) await claimOne();
      const again = await claimOne(LATER, 'run 2');
      await settleRow(database, again, { kind: 'not-begun', detail: 'stopped' }, LATER);
      expect(await rowOf(claim)).toMatchObject({
        status: 'deferred',
        attempts: 1,
        responseCode: 451,
        nextAttemptAt: '2026-01-09T09:00:00.000Z',
      });
    });

    test('a deferred outcome without a next time is a mistake of ours', async () => {
      const claim = await claimOne();
      await expect(settleRow(database, claim, { kind: 'deferred', reply }, AT)).rejects.toThrow(
        'needs the time',
      );
    });

    test.each(['again', 'by another run', 'after a release', 'in a later attempt'])(
      'a row is settled once, not %s',
      async (how) => {
        const claim = await claimOne();
        if (how === 'again')
          await settleRow(database, claim, { kind: 'accepted', reply: { text: 'ok' } }, AT);
        if (how === 'in a later attempt') {
          await settleRow(database, claim, { kind: 'deferred', reply }, AT, LATER);
          await claimRows(database, '0012', 4, 'run', LATER);
        }
        if (how === 'after a release') {
          await settleRow(database, claim, { kind: 'not-begun', detail: '' }, AT);
          await claimRows(database, '0012', 4, 'other', AT);
        }
        const stale = how === 'by another run' ? { ...claim, runId: 'other' } : claim;
        const before = await rowOf(claim);
        await expect(
          settleRow(database, stale, { kind: 'rejected', reply: { text: 'no' } }, AT),
        ).rejects.toThrow('not claimed');
        expect(await rowOf(claim)).toEqual(before);
      },
    );

    test('an unsubscribing before the claim wins: the row is excluded, with the reason', async () => {
      const { id = '' } = (await database.subscribers.find('reader1@example.org')) ?? {};
      await database.subscribers.unsubscribe(id, 'one-click', AT);
      const claims = await claimRows(database, '0012', 4, 'run', AT);
      expect(claims.map(({ subscriber }) => subscriber.address).sort()).toEqual(
        [0, 2, 3].map((n) => `reader${n}@example.org`),
      );
      const rows = await database.ledger.deliveries('0012', 'excluded');
      expect(rows).toEqual([
        expect.objectContaining({
          address: 'reader1@example.org',
          reason: 'unsubscribed since it was planned',
        }),
      ]);
    });

    test('excluded rows do not make a claim come back short', async () => {
      for (const n of [0, 1, 2]) {
        const { id = '' } = (await database.subscribers.find(`reader${n}@example.org`)) ?? {};
        await database.subscribers.unsubscribe(id, 'one-click', AT);
      }
      const claims = await claimRows(database, '0012', 1, 'run', AT);
      expect(claims.map(({ subscriber }) => subscriber.address)).toEqual(['reader3@example.org']);
    });

    test('rows are listed by address and by state', async () => {
      await settleRow(database, await claimOne(), { kind: 'accepted', reply: { text: 'ok' } }, AT);
      expect((await database.ledger.deliveries('0012')).map(({ address }) => address)).toEqual(
        [0, 1, 2, 3].map((n) => `reader${n}@example.org`),
      );
      expect(await database.ledger.deliveries('0012', 'accepted')).toHaveLength(1);
      expect(await database.ledger.deliveries('0012', 'pending')).toHaveLength(3);
    });
  });

  describe('at the same time', () => {
    let second: Database;
    beforeEach(async () => {
      second = await openDatabase(url);
      return () => second.close();
    });

    test('twenty claimers on two connections never share a row', async () => {
      await addReaders(database, 400);
      await database.ledger.plan(ISSUE, AT);
      const claimer = async (n: number): Promise<string[]> => {
        const mineOf = n % 2 === 0 ? database : second;
        const mine: string[] = [];
        for (;;) {
          const claims = await claimRows(mineOf, '0012', 7, `run ${n}`, AT);
          if (claims.length === 0) return mine;
          mine.push(...claims.map(({ subscriber }) => subscriber.id));
          for (const claim of claims)
            await settleRow(mineOf, claim, { kind: 'accepted', reply: { text: 'ok' } }, AT);
        }
      };
      const taken = (await Promise.all(Array.from({ length: 20 }, (_, n) => claimer(n)))).flat();
      expect(taken).toHaveLength(400);
      expect(new Set(taken).size).toBe(400);
      expect(await database.ledger.counts('0012')).toMatchObject({ eligible: 400, accepted: 400 });
    });

    test('no claim begins after an unsubscribing was committed', async () => {
      await addReaders(database, 200);
      await database.ledger.plan(ISSUE, AT);
      const readers = await collect(database.subscribers.list());
      const left = new Set<string>();
      const lateClaims: string[] = [];
      const leave = async (): Promise<void> => {
        for (const { id } of readers.filter((_, n) => n % 2 === 0).reverse()) {
          await second.subscribers.unsubscribe(id, 'race', AT);
          left.add(id);
        }
      };
      const claim = async (): Promise<void> => {
        for (;;) {
          const gone = new Set(left);
          const claims = await claimRows(database, '0012', 3, 'run', AT);
          if (claims.length === 0) return;
          for (const { subscriber } of claims)
            if (gone.has(subscriber.id)) lateClaims.push(subscriber.address);
        }
      };
      const leaving = leave();
      // Both are at it, whoever is quicker.
      await vi.waitUntil(() => left.size > 0, { timeout: 20_000, interval: 1 });
      await Promise.all([leaving, claim()]);
      expect(lateClaims).toEqual([]);
      const counts = await database.ledger.counts('0012');
      expect(counts.onTheWire + counts.excluded).toBe(200);
      expect(counts.excluded).toBeGreaterThan(0);
    });

    test('a setting is made once, whoever asks', async () => {
      const values = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          (n % 2 === 0 ? database : second).settings.getOrCreate('key', () => `made by ${n}`),
        ),
      );
      expect(new Set(values).size).toBe(1);
      expect(await second.settings.getOrCreate('key', () => 'never')).toBe(values[0]);
    });

    test('a setting that ten change at once is changed by each of them', async () => {
      await expect(database.settings.change('count', (value) => value)).rejects.toThrow('no setting count');
      await database.settings.getOrCreate('count', () => '0');
      await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          (n % 2 === 0 ? database : second).settings.change('count', (value) => `${Number(value) + 1}`),
        ),
      );
      expect(await second.settings.getOrCreate('count', () => 'never')).toBe('10');
    });
  });

  test('four programs open an empty database at once', async () => {
    const empty = await bareDatabase();
    const opened = await Promise.all(Array.from({ length: 4 }, () => openDatabase(empty)));
    await opened[0]?.subscribers.add(reader('ada@example.org'), AT);
    expect(await opened[3]?.subscribers.count()).toMatchObject({ confirmed: 1 });
    await Promise.all(opened.map((one) => one.close()));
  });

  describe('many', () => {
    let full: Database;
    beforeAll(async () => {
      full = await openDatabase(await newDatabase());
    });
    afterAll(() => full.close());

    test('a plan of some thousands is one statement', async () => {
      await addReaders(full, 3000);
      expect(await full.ledger.plan(ISSUE, AT)).toEqual({ added: 3000 });
      expect((await full.ledger.deliveries('0012')).length).toBe(3000);
    });
  });
}
