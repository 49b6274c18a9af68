// What the store promises of readers' choices while issues are planned and sent: who pauses, or wants other topics, gets no letter and was not missed;
// who is forgotten meanwhile leaves nothing behind. Part of the contract of both databases.
import { beforeEach, describe, expect, test } from 'vitest';
import type { NewSubscriber } from '../../src/model/ports.ts';
import type { Preferences } from '../../src/model/subscriber.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';
import { claimRows, EXPIRES, ready, settleRow, workerRun } from './sending.ts';
import { tablesOf } from './tables-of.ts';

const AT = '2026-01-09T08:00:00.000Z';
const SOON = '2026-01-09T12:00:00.000Z';
const NEXT_DAY = '2026-01-10T08:00:00.000Z';
const SLUG = '0012';

export function choicesContract(newDatabase: () => Promise<string>): void {
  describe('what readers chose', () => {
    let url: string;
    let database: Database;
    beforeEach(async () => {
      url = await newDatabase();
      database = await openDatabase(url);
      return () => database.close();
    });

    const add = async (name: string, more: Partial<NewSubscriber> = {}): Promise<string> => {
      const consent = { text: 'yes', source: 'test' };
      const address = `${name}@example.org`;
      await database.subscribers.add({ address, status: 'confirmed', consent, ...more }, AT);
      return (await database.subscribers.find(address))?.id ?? '';
    };
    const choose = (id: string, preferences: Preferences, at = AT) =>
      database.audience.choose(id, preferences, 'page', at);
    const plan = (tags?: readonly string[], at = AT) =>
      database.ledger.plan(
        { slug: SLUG, messageIdDomain: 'example.org', textHash: 'x', subject: 's', ...(tags && { tags }) },
        at,
      );
    const rows = async () =>
      (await database.ledger.deliveries(SLUG)).map(({ address, status, reason }) =>
        [address.split('@')[0], status, reason].filter((part) => part !== undefined).join(' '),
      );
    const claimed = async (at = AT) =>
      (await claimRows(database, SLUG, 99, 'run', at))
        .map(({ subscriber }) => subscriber.address.split('@')[0])
        .sort();
    const audience = async (tags?: readonly string[], at = AT) => [
      await database.inquiry.audience(SLUG, 'due', at, tags),
      await database.inquiry.audience(SLUG, 'missed', at, tags),
    ];
    const readers = async () => {
      await add('all');
      await add('art', { topics: ['Art', 'Music'] });
      await add('iraq', { topics: ['Iraq'], format: 'text' });
      await choose(await add('paused'), { pausedUntil: NEXT_DAY });
    };

    test('an issue is planned for those who want it; the others stand beside with the reason', async () => {
      await readers();
      expect(await audience(['iraq', 'Syria'])).toEqual([2, 2]);
      expect(await plan(['IRAQ', 'Syria'])).toEqual({ added: 2 });
      expect(await rows()).toEqual([
        'all pending',
        'art excluded other topics',
        'iraq pending',
        'paused excluded paused until 2026-01-10',
      ]);
      expect((await database.ledger.issues())[0]?.tags).toEqual(['IRAQ', 'Syria']);
      expect(await database.ledger.counts(SLUG)).toMatchObject({ eligible: 4, pending: 2, excluded: 2 });
      expect(await audience()).toEqual([2, 2]);
      expect(await audience(['Music', 'Iraq']), 'the issue was changed since').toEqual([3, 3]);
      expect(await claimed()).toEqual(['all', 'iraq']);
      expect(await audience(['Art']), 'what was planned goes out').toEqual([0, 0]);
    });

    test.each<[string, readonly string[] | undefined, readonly string[]]>([
      ['of no known topic goes to all', undefined, ['all', 'art', 'iraq']],
      ['without topics goes to who wants all', [], ['all']],
      ['of two topics goes to who wants either', ['Iraq', 'Music'], ['all', 'art', 'iraq']],
    ])('an issue %s', async (_name, tags, names) => {
      await readers();
      await plan(tags);
      expect(await audience()).toEqual([names.length, names.length]);
      expect(await claimed()).toEqual(names);
    });

    test('the letter is told in which form they want it', async () => {
      await add('plain', { format: 'text', name: 'P' });
      await plan();
      const [claim] = await claimRows(database, SLUG, 9, 'run', AT);
      expect(claim?.subscriber).toEqual({
        id: expect.any(String),
        address: 'plain@example.org',
        name: 'P',
        format: 'text',
      });
    });

    test.each<[string, Preferences, string]>([
      ['pauses', { pausedUntil: NEXT_DAY }, 'paused until 2026-01-10 since it was planned'],
      ['wants other topics', { topics: ['Art'] }, 'other topics since it was planned'],
    ])(
      'who %s after it was planned is left out when the row is taken',
      async (_name, preferences, reason) => {
        const id = await add('ada');
        await add('ben');
        await plan(['Iraq']);
        await choose(id, preferences);
        expect(await audience()).toEqual([1, 1]);
        expect(await claimed()).toEqual(['ben']);
        expect(await rows()).toEqual([`ada excluded ${reason}`, 'ben claimed']);
      },
    );

    test.each<[string, Preferences, boolean]>([
      ['pauses', { pausedUntil: NEXT_DAY }, false],
      ['wants other topics', { topics: ['Art'] }, false],
      ['wants these topics', { topics: ['iraq'] }, true],
      ['changes their name', { name: 'Ada' }, true],
    ])('a row in the hand whose reader %s meanwhile: is it wanted?', async (_name, preferences, isWanted) => {
      const id = await add('ada');
      await plan(['Iraq']);
      const [claim] = await claimRows(database, SLUG, 9, 'run', AT);
      if (claim === undefined) throw new Error('nobody to write to');
      expect(await database.exchange.isWanted(claim)).toBe(true);
      await choose(id, preferences);
      expect(await database.exchange.isWanted(claim)).toBe(isWanted);
    });

    test('a pause that is over before the row is taken holds nobody back', async () => {
      await choose(await add('ada'), { pausedUntil: SOON });
      await plan();
      expect(await rows()).toEqual(['ada excluded paused until 2026-01-09']);
      expect(await audience(undefined, SOON), 'it has not begun').toEqual([1, 1]);
      await database.orders.start(SLUG, SOON, EXPIRES);
      expect(await rows()).toEqual(['ada pending']);
      await database.runs.begin(workerRun('run'));
      const wanted = { issueSlug: SLUG, limit: 9, exceptDomains: [] };
      const { claims } = await database.exchange.exchange({
        runId: 'run',
        at: SOON,
        settlements: [],
        wanted,
      });
      expect(claims).toHaveLength(1);
      expect(await database.exchange.isWanted(claims[0] as (typeof claims)[0])).toBe(true);
    });

    test('planned anew with other tags before it begins, it is for others', async () => {
      await readers();
      expect(await plan(['Iraq'])).toEqual({ added: 2 });
      expect(await plan(['Art'])).toEqual({ added: 1 });
      expect(await claimed()).toEqual(['all', 'art']);
      expect(await rows()).toEqual([
        'all claimed',
        'art claimed',
        'iraq excluded other topics since it was planned',
        'paused excluded paused until 2026-01-10',
      ]);
    });

    test('nobody was missed who wanted it so: not then, and not when they choose otherwise later', async () => {
      await readers();
      const late = await add('late');
      await plan(['Iraq']);
      await ready(database, SLUG, 'run');
      await choose(late, { topics: ['Art'] });
      for (const claim of await claimRows(database, SLUG, 9, 'run', AT)) {
        const reply = { code: 550, text: 'no' };
        const kind = claim.subscriber.address.startsWith('iraq') ? 'rejected' : 'accepted';
        await settleRow(database, claim, { kind, reply }, AT);
      }
      for (const { id } of await Array.fromAsync(database.subscribers.list()))
        await choose(id, { name: 'All' }, NEXT_DAY);
      await add('new');
      expect(await audience(undefined, NEXT_DAY)).toEqual([1, 2]);
      expect(await database.orders.requeue(SLUG, 'missed', NEXT_DAY)).toBe(2);
      expect(await rows()).toEqual([
        'all accepted',
        'art excluded other topics',
        'iraq pending',
        'late excluded other topics since it was planned',
        'new pending',
        'paused excluded paused until 2026-01-10',
      ]);
    });

    test('who was refused and pauses since is not tried again', async () => {
      const id = await add('ada');
      await plan();
      const [claim] = await claimRows(database, SLUG, 9, 'run', AT);
      if (claim !== undefined)
        await settleRow(database, claim, { kind: 'rejected', reply: { text: 'no' } }, AT);
      await choose(id, { pausedUntil: NEXT_DAY });
      expect(await audience()).toEqual([0, 0]);
      expect(await database.orders.requeue(SLUG, 'missed', AT)).toBe(0);
      expect(await rows()).toEqual(['ada rejected']);
    });

    describe('forgotten while the letter is on the wire', () => {
      const reply = { code: 250, enhancedCode: '2.1.5', text: '<gone@example.org> ok' };
      const gone = async () => {
        const id = await add('gone', { name: 'Gone' });
        await plan();
        const [claim] = await claimRows(database, SLUG, 9, 'run', AT);
        if (claim === undefined) throw new Error('nobody to write to');
        expect(await database.audience.erase(id, 'page', AT)).toBe(true);
        return claim;
      };
      const nothingLeft = async () => expect(JSON.stringify(await tablesOf(url))).not.toMatch(/gone/iu);

      test.each([
        ['accepted', { kind: 'accepted', reply } as const, undefined, 'accepted'],
        ['rejected', { kind: 'rejected', reply } as const, undefined, 'rejected'],
        ['deferred', { kind: 'deferred', reply } as const, SOON, 'deferred'],
        ['put off', { kind: 'not-begun', detail: 'gone@example.org' } as const, SOON, 'deferred'],
        ['in doubt', { kind: 'in-doubt', detail: 'gone@example.org' } as const, undefined, 'claimed'],
        ['released', { kind: 'not-begun', detail: 'gone' } as const, undefined, 'excluded'],
      ])(
        'it ends as it ends, %s, and nothing of theirs is written down',
        async (_name, outcome, next, status) => {
          const claim = await gone();
          expect(await database.exchange.isWanted(claim)).toBe(false);
          await settleRow(database, claim, outcome, AT, next);
          await nothingLeft();
          const state = () => database.ledger.deliveries(SLUG).then(([row]) => row?.status);
          expect(await state()).toBe(status);
          // The answer was lost, and it is told once more.
          await settleRow(database, claim, outcome, AT, next);
          await nothingLeft();
          expect(await claimed(NEXT_DAY)).toEqual([]);
          expect(await state()).toBe(status === 'deferred' ? 'excluded' : status);
          expect(await database.orders.requeue(SLUG, 'missed', NEXT_DAY)).toBe(0);
          expect(await database.returned.unseenRejections(9)).toEqual([]);
          await nothingLeft();
        },
      );

      test('and never heard of again, it is not tried again', async () => {
        await gone();
        await database.runs.end('run', AT);
        expect(await database.orders.requeue(SLUG, 'in doubt', AT)).toBe(0);
        expect(await rows()).toEqual([' excluded erased since it was planned']);
        await nothingLeft();
      });
    });

    test('an issue that is planned while readers are forgotten keeps none of them', async () => {
      const second = await openDatabase(url);
      const ids: string[] = [];
      for (let n = 0; n < 40; n += 1) ids.push(await add(`gone${n}`));
      const erase = async () => {
        for (const id of ids) await second.audience.erase(id, 'race', AT);
      };
      const plans = async () => {
        for (let n = 0; n < 12; n += 1)
          await database.ledger.plan(
            { slug: `i${n}`, messageIdDomain: 'example.org', textHash: 'x', subject: 's' },
            AT,
          );
      };
      await Promise.all([erase(), plans()]);
      await second.close();
      expect(JSON.stringify(await tablesOf(url))).not.toContain('gone');
    });
  });
}
