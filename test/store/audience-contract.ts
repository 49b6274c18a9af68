// What the store promises of a subscription's life after it began: leaving, coming back, choosing, being cut off, being forgotten. Part of the contract of
// both databases.
import { beforeEach, describe, expect, test } from 'vitest';
import type { SubscriberFilter } from '../../src/model/audience-ports.ts';
import type { NewSubscriber } from '../../src/model/ports.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';
import { claimRows, settleRow } from './sending.ts';
import { runRaw, tablesOf } from './tables-of.ts';

const AT = '2026-01-09T08:00:00.000Z';
const LATER = '2026-01-09T09:00:00.000Z';
const DAY_MS = 24 * 3_600_000;
const days = (count: number): string => new Date(Date.parse(AT) + count * DAY_MS).toISOString();

export function audienceContract(newDatabase: () => Promise<string>): void {
  describe('the audience of a list', () => {
    let url: string;
    let database: Database;
    beforeEach(async () => {
      url = await newDatabase();
      database = await openDatabase(url);
      return () => database.close();
    });

    const add = async (name: string, more: Partial<NewSubscriber> = {}): Promise<string> => {
      const address = name.includes('@') ? name : `${name}@example.org`;
      const consent = { text: 'Asked at the stall', source: 'test' };
      await database.subscribers.add({ address, status: 'confirmed', consent, ...more }, AT);
      return (await database.subscribers.find(address))?.id ?? '';
    };
    const reader = (id: string) => database.subscribers.findById(id);
    const consents = async (id: string) => (await database.audience.record(id))?.consents ?? [];
    const plan = (slug = '0012') =>
      database.ledger.plan({ slug, messageIdDomain: 'example.org', textHash: 'x', subject: 's' }, AT);
    const send = async (slug = '0012') => {
      await plan(slug);
      for (const claim of await claimRows(database, slug, 99, 'run', AT))
        await settleRow(database, claim, { kind: 'accepted', reply: { code: 250, text: 'ok' } }, AT);
    };
    const events = async () =>
      (await database.figures.counts(AT)).map(({ event, issueSlug, count }) =>
        [event, issueSlug, count].filter((part) => part !== undefined).join(' '),
      );

    describe('adding', () => {
      test('keeps what another program knows, and counts it on the day it was added', async () => {
        const id = await add('ada', {
          name: 'Ada',
          topics: ['Iraq', 'Art', 'iraq'],
          format: 'text',
          tags: ['b', ' a '],
          createdAt: '2020-01-01T00:00:00Z',
          confirmedAt: '2020-01-02T00:00:00Z',
          consent: {
            text: 'yes',
            source: 'import x.csv',
            version: 'v1',
            url: 'https://x.example',
            proof: 'link',
          },
        });
        expect(await reader(id)).toMatchObject({
          topics: ['Art', 'iraq'],
          format: 'text',
          tags: ['a', 'b'],
          createdAt: '2020-01-01T00:00:00.000Z',
          confirmedAt: '2020-01-02T00:00:00.000Z',
          consent: { version: 'v1', url: 'https://x.example', proof: 'link', at: AT },
        });
        expect(await database.figures.counts(AT)).toEqual([{ day: '2026-01-09', event: 'added', count: 1 }]);
      });

      test('keeps what an import brings: when they agreed, when they left, until when they wait', async () => {
        const consent = { text: 'yes', source: 'import old.csv', at: '2019-05-05T00:00:00.000Z' };
        const address = 'ada@example.org';
        const unsubscribedAt = '2021-01-01T00:00:00.000Z';
        await database.subscribers.addAll(
          [
            { address, status: 'unsubscribed', consent, unsubscribedAt },
            {
              address: 'eve@example.org',
              status: 'confirmed',
              consent,
              pausedUntil: '2027-01-01T00:00:00.000Z',
            },
          ],
          AT,
        );
        const ada = await database.subscribers.find(address);
        expect(ada).toMatchObject({ status: 'unsubscribed', unsubscribedAt, consent: { at: consent.at } });
        const { consents } = (await database.audience.record(ada?.id ?? '')) ?? { consents: [] };
        expect(consents.map(({ seq, event, at, source }) => [seq, event, at, source])).toEqual([
          [1, 'given', consent.at, consent.source],
          [2, 'withdrawn', unsubscribedAt, consent.source],
        ]);
        const eve = await database.subscribers.find('eve@example.org');
        expect(eve).toMatchObject({ pausedUntil: '2027-01-01T00:00:00.000Z' });
      });

      test('counts those on the list, and no others', async () => {
        const consent = { text: 'yes', source: 'test' };
        const statuses = ['confirmed', 'confirmed', 'unconfirmed', 'unsubscribed', 'suppressed'] as const;
        await database.subscribers.addAll(
          statuses.map((status, n) => ({ address: `r${n}@example.org`, status, consent })),
          AT,
        );
        expect(await events()).toEqual(['added 2']);
        expect(await database.audience.suppression('r4@example.org')).toMatchObject({ reason: 'operator' });
      });

      test.each(['bounced', 'complained', 'operator'] as const)(
        'never brings back who %s',
        async (reason) => {
          await database.audience.suppress('ada@example.org', reason, 'why', AT);
          const consent = { text: 'yes', source: 'test' };
          const all = ['ada@EXAMPLE.org', 'eve@example.org', 'ada@example.org'].map((address) => ({
            address,
            status: 'confirmed' as const,
            consent,
          }));
          expect(await database.subscribers.addAll(all, AT)).toEqual(['suppressed', 'added', 'suppressed']);
          expect(await database.subscribers.find('ada@example.org')).toBeUndefined();
        },
      );

      test('never brings back who was erased, nor whose address somebody only typed since', async () => {
        const id = await add('ada');
        await database.audience.erase(id, 'page', AT);
        const consent = { text: 'yes', source: 'test' };
        const ada = { address: 'ada@example.org', status: 'confirmed' as const, consent };
        expect(await database.subscribers.add(ada, AT)).toBe('suppressed');
        const asked = { text: 't', version: 'v', url: 'u' };
        await database.signUps.ask({ address: 'ada@example.org', consent: asked, rank: 1 }, AT);
        await database.signUps.next(AT, { mailsAnHour: 9, mailsAnHourToADomain: 9 });
        expect((await database.subscribers.find('ada@example.org'))?.status).toBe('unconfirmed');
        expect(await database.subscribers.add(ada, AT)).toBe('suppressed');
      });
    });

    describe('leaving', () => {
      test('is told apart from being gone, and from nobody', async () => {
        const id = await add('ada');
        expect(await database.audience.leave(id, 'one-click', LATER)).toBe('left');
        expect(await database.audience.leave(id, 'one-click', LATER)).toBe('was gone');
        expect(await database.audience.leave('nobody', 'one-click', LATER)).toBe('unknown');
        await database.audience.suppress('ada@example.org', 'operator', '', LATER);
        expect(await database.audience.leave(id, 'one-click', LATER)).toBe('was gone');
        expect(await reader(id)).toMatchObject({ status: 'suppressed' });
        expect((await consents(id)).map(({ event, source }) => [event, source])).toEqual([
          ['given', 'test'],
          ['withdrawn', 'one-click'],
          ['suppressed', 'subscribers suppress'],
        ]);
      });

      test('is counted under the newest issue that they were sent', async () => {
        const [ada, ben] = [await add('ada'), await add('ben')];
        await send('0011');
        await send('0012');
        await plan('0013');
        await database.audience.leave(ada, 'one-click', LATER);
        const cleo = await add('cleo');
        await database.audience.leave(cleo, 'one-click', LATER);
        await database.audience.suppress('ben@example.org', 'complained', 'abuse', LATER);
        expect(ben).not.toBe('');
        expect(await events()).toEqual([
          'added 3',
          'complained 0012 1',
          'unsubscribed 1',
          'unsubscribed 0012 1',
        ]);
        expect(
          (await database.figures.issues(2)).map((figures) => [
            figures.issueSlug,
            figures.unsubscribed,
            figures.complained,
          ]),
        ).toEqual([
          ['0012', 1, 1],
          ['0013', 0, 0],
        ]);
      });

      test('twenty times at once is once', async () => {
        const id = await add('ada');
        const second = await openDatabase(url);
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, n) => (n % 2 ? database : second).audience.leave(id, 'race', LATER)),
        );
        await second.close();
        expect(results.filter((result) => result === 'left')).toHaveLength(1);
        expect(await events()).toEqual(['added 1', 'unsubscribed 1']);
      });
    });

    describe('taking it back', () => {
      const consent = { text: 'Undo', source: 'undo' };
      test('is for who has just left', async () => {
        const id = await add('ada');
        expect(await database.audience.rejoin(id, consent, AT, LATER)).toBe(false);
        await database.audience.leave(id, 'page', LATER);
        expect(await database.audience.rejoin(id, consent, days(1), days(1)), 'too long ago').toBe(false);
        expect(await database.audience.rejoin(id, consent, LATER, LATER)).toBe(true);
        expect(await reader(id)).toMatchObject({ status: 'confirmed', consent: { ...consent, at: LATER } });
        expect(await reader(id)).not.toHaveProperty('unsubscribedAt');
        expect(await database.audience.rejoin(id, consent, AT, LATER), 'again').toBe(false);
        expect(await events()).toEqual(['added 1', 'rejoined 1', 'unsubscribed 1']);
      });

      test('is not for who was cut off, was never confirmed, or is nobody', async () => {
        const [ada, ben] = [await add('ada'), await add('ben', { status: 'unconfirmed' })];
        await database.audience.leave(ada, 'page', AT);
        await database.audience.suppress('ada@example.org', 'complained', '', AT);
        await database.audience.leave(ben, 'page', AT);
        for (const id of [ada, ben, 'nobody'])
          expect(await database.audience.rejoin(id, consent, AT, LATER)).toBe(false);
      });
    });

    describe('choosing', () => {
      const all = {
        name: 'Ada',
        language: 'ar',
        topics: ['Iraq', 'Art'],
        format: 'text',
        pausedUntil: days(30),
      } as const;

      test('replaces all, and says what changed', async () => {
        const id = await add('ada', { name: 'A.' });
        expect(await database.audience.choose(id, all, 'page', LATER)).toBe(true);
        expect(await reader(id)).toMatchObject({ ...all, topics: ['Art', 'Iraq'] });
        expect(await database.audience.choose(id, all, 'page', LATER)).toBe(true);
        expect(await database.audience.choose(id, { name: 'Ada' }, 'page', days(1))).toBe(true);
        for (const key of ['language', 'topics', 'format', 'pausedUntil'])
          expect(await reader(id)).not.toHaveProperty(key);
        const [given, ...changes] = await consents(id);
        expect(given?.event).toBe('given');
        expect(changes.map(({ event, text }) => [event, text])).toEqual([
          ['changed', `name; language: ar; topics: Art, Iraq; format: text; pause: until ${days(30)}`],
          ['changed', 'language: the usual one; topics: all; format: HTML and text; pause: none'],
        ]);
        expect((await reader(id))?.consent.text, 'what they agreed to holds').toBe('Asked at the stall');
      });

      test('a pause that is over is none', async () => {
        const id = await add('ada');
        await database.audience.choose(id, { pausedUntil: AT }, 'page', LATER);
        expect(await reader(id)).not.toHaveProperty('pausedUntil');
      });

      test.each(['unconfirmed', 'unsubscribed', 'suppressed'] as const)(
        'is not for who is %s',
        async (status) => {
          const id = await add('ada', { status });
          expect(await database.audience.choose(id, all, 'page', LATER)).toBe(false);
          expect(await database.audience.choose('nobody', all, 'page', LATER)).toBe(false);
          expect(await reader(id)).not.toHaveProperty('name');
        },
      );
    });

    test('tags are put on and taken off many; how many readers changed is told', async () => {
      const ids = [
        await add('ada', { tags: ['old'] }),
        await add('ben'),
        await add('cleo', { tags: ['old', 'new'] }),
      ];
      expect(await database.audience.tag([...ids, 'nobody'], { add: ['new'], remove: ['old'] })).toBe(3);
      expect(await database.audience.tag(ids, { add: ['new'] })).toBe(0);
      for (const id of ids) expect((await reader(id))?.tags).toEqual(['new']);
      await database.audience.tag(ids, { remove: ['new'] });
      expect(await reader(ids[0] ?? '')).not.toHaveProperty('tags');
      for (const tag of ['', '  ', 'x'.repeat(101)])
        await expect(database.audience.tag(ids, { add: [tag] })).rejects.toMatchObject({ code: 'USAGE' });
    });

    describe('suppressing', () => {
      test('cuts off a reader, says why, and stays with the graver reason', async () => {
        const id = await add('ada');
        const { audience } = database;
        expect(await audience.suppress('ada@example.org', 'bounced', '5.1.1', AT)).toBe('suppressed');
        expect(await audience.suppress('ada@example.org', 'bounced', '5.1.1', LATER)).toBe('was suppressed');
        expect(await audience.suppress('ada@EXAMPLE.org', 'complained', 'abuse', LATER)).toBe('suppressed');
        expect(await audience.suppress('ada@example.org', 'bounced', '', LATER)).toBe('was suppressed');
        expect(await audience.suppression('ada@example.org')).toEqual({
          reason: 'complained',
          detail: 'abuse',
          at: LATER,
        });
        expect(await reader(id)).toMatchObject({ status: 'suppressed' });
        expect((await consents(id)).map(({ text }) => text)).toEqual([
          'Asked at the stall',
          'bounced: 5.1.1',
          'complained: abuse',
        ]);
        expect(await events()).toEqual(['added 1', 'bounced 1']);
        await expect(audience.suppress('not one', 'operator', '', AT)).rejects.toMatchObject({
          code: 'ADDRESS_INVALID',
        });
      });

      test('is taken back by the operator: they are off the list, and may come again', async () => {
        const id = await add('ada');
        const { audience } = database;
        expect(await audience.lift('ada@example.org', '', AT)).toBeUndefined();
        await audience.suppress('ada@example.org', 'operator', 'letter', AT);
        expect(await audience.lift('ada@example.org', 'asked', LATER)).toBe('operator');
        expect(await reader(id)).toMatchObject({ status: 'unsubscribed', unsubscribedAt: LATER });
        expect(await audience.suppression('ada@example.org')).toBeUndefined();
        expect((await consents(id)).at(-1)).toMatchObject({ event: 'lifted', text: 'operator: asked' });
        expect(await audience.lift('ada@example.org', '', AT)).toBeUndefined();
        await audience.suppress('nobody@example.org', 'operator', '', AT);
        expect(await audience.lift('nobody@example.org', '', AT)).toBe('operator');
        expect(await audience.suppression('not one')).toBeUndefined();
        await expect(audience.lift('not one', '', AT)).rejects.toMatchObject({ code: 'ADDRESS_INVALID' });
      });

      test('keeps no address, only its keyed hash', async () => {
        await database.audience.suppress('stranger@example.org', 'complained', 'abuse', AT);
        const rows = JSON.stringify(await tablesOf(url));
        expect(rows).not.toContain('stranger');
        expect(rows).toMatch(/"address_hash":"[\w-]{43}"/u);
      });
    });

    describe('erasing', () => {
      test('leaves nothing of the person anywhere, and the sums as they were', async () => {
        const id = await add('gone.person', {
          name: 'Gone Person',
          tags: ['friend'],
          topics: ['Secret'],
          language: 'xx-gone',
        });
        await add('ada');
        await send('0011');
        const asked = { text: 't', version: 'v', url: 'https://example.org/' };
        await database.signUps.ask(
          { address: 'gone.person@example.org', name: 'Gone Person', consent: asked, rank: 1 },
          AT,
        );
        const mail = await database.signUps.next(AT, { mailsAnHour: 9, mailsAnHourToADomain: 9 });
        await database.signUps.settle(
          mail?.signUpId ?? '',
          { kind: 'failed', detail: '<gone.person@example.org>' },
          AT,
        );
        await plan('0012');
        for (const claim of await claimRows(database, '0012', 9, 'run', AT))
          await settleRow(
            database,
            claim,
            {
              kind: 'rejected',
              reply: { code: 550, enhancedCode: '5.1.1', text: `<${claim.subscriber.address}> is nobody` },
            },
            AT,
          );
        await plan('0013');
        const counts = async () => Promise.all(['0011', '0012'].map((slug) => database.ledger.counts(slug)));
        const before = await counts();
        expect(JSON.stringify(await tablesOf(url))).toContain('gone');
        expect(await database.audience.erase(id, 'preferences page', LATER)).toBe(true);
        expect(await database.audience.erase(id, 'again', LATER)).toBe(false);
        expect(await database.audience.erase('nobody', 'page', LATER)).toBe(false);
        expect(JSON.stringify(await tablesOf(url))).not.toMatch(/gone|person|friend|secret/iu);
        expect(await counts()).toEqual(before);
        expect(await database.ledger.counts('0013')).toMatchObject({ eligible: 2, excluded: 1, pending: 1 });
        expect(await database.ledger.deliveries('0011')).toContainEqual(
          expect.objectContaining({ subscriberId: id, address: '', domain: '', status: 'accepted' }),
        );
        const { audience, subscribers } = database;
        expect([
          await reader(id),
          await subscribers.find('gone.person@example.org'),
          await audience.record(id),
        ]).toEqual([undefined, undefined, undefined]);
        expect(await Array.fromAsync(subscribers.list())).toHaveLength(1);
        expect(await Array.fromAsync(audience.search({ status: 'suppressed' }))).toEqual([]);
        expect(await subscribers.count()).toEqual({
          unconfirmed: 0,
          confirmed: 1,
          unsubscribed: 0,
          suppressed: 0,
        });
        expect(await database.figures.standing()).toEqual(await subscribers.count());
        expect(await audience.leave(id, 'one-click', LATER)).toBe('was gone');
        expect(await audience.suppression('gone.person@example.org')).toMatchObject({
          reason: 'erased',
          detail: 'preferences page',
        });
        expect(await events()).toContain('erased 1');
      });

      test('keeps a graver reason not to write to the address', async () => {
        const id = await add('ada');
        await database.audience.suppress('ada@example.org', 'complained', 'abuse', AT);
        await database.audience.erase(id, 'page', LATER);
        expect(await database.audience.suppression('ada@example.org')).toMatchObject({
          reason: 'complained',
        });
      });

      test('while sending many: nobody is claimed afterwards, on two connections', async () => {
        const ids: string[] = [];
        for (let n = 0; n < 30; n += 1) ids.push(await add(`reader${n}`));
        await plan();
        const second = await openDatabase(url);
        const erase = async () => {
          for (const id of ids) expect(await second.audience.erase(id, 'race', LATER)).toBe(true);
        };
        const claim = async () => {
          for (;;) {
            const claims = await claimRows(database, '0012', 2, 'run', AT);
            for (const one of claims)
              await settleRow(
                database,
                one,
                { kind: 'accepted', reply: { code: 250, text: `to ${one.subscriber.address}` } },
                AT,
              );
            if (claims.length === 0) return;
          }
        };
        await Promise.all([erase(), claim()]);
        await second.close();
        expect(JSON.stringify(await tablesOf(url))).not.toContain('reader1');
        const { accepted, excluded, eligible } = await database.ledger.counts('0012');
        expect([accepted + excluded, eligible]).toEqual([30, 30]);
      });
    });

    test('the record of a person is all that is known of them', async () => {
      const asked = { text: 'Yes', version: 'en-1', url: 'https://example.org/join' };
      await database.signUps.ask({ address: 'ada@example.org', consent: asked, rank: 1 }, AT);
      const mail = await database.signUps.next(AT, { mailsAnHour: 9, mailsAnHourToADomain: 9 });
      await database.signUps.confirm(mail?.signUpId ?? '', LATER);
      await send();
      const id = (await database.subscribers.find('ada@example.org'))?.id ?? '';
      expect(await database.audience.record(id)).toEqual({
        subscriber: await reader(id),
        consents: [
          { seq: 1, event: 'given', ...asked, source: 'sign-up form', at: AT },
          {
            seq: 2,
            event: 'given',
            ...asked,
            source: 'sign-up form',
            at: LATER,
            proof: `link of ${AT}, button pressed`,
          },
        ],
        deliveries: [{ issueSlug: '0012', status: 'accepted', settledAt: AT }],
        signUps: [{ askedAt: AT, url: asked.url, confirmedAt: LATER }],
        returnedMails: [],
      });
      expect(await database.audience.record('nobody')).toBeUndefined();
    });

    test.each<[SubscriberFilter, readonly string[]]>([
      [{}, ['ada', 'ben', 'cleo', 'دانا']],
      [{ status: 'unsubscribed' }, ['ben']],
      [{ tag: 'friend' }, ['ada', 'cleo']],
      [{ topic: 'IRAQ' }, ['cleo']],
      [{ domain: 'xn--bcher-kva.example' }, ['cleo']],
      [{ domain: '%' }, []],
      [{ language: 'AR' }, ['ada', 'دانا']],
      [{ language: 'ar-iq' }, ['دانا']],
      [{ text: 'ÉLISE' }, ['ben']],
      [{ text: 'BÜCHER' }, ['cleo']],
      [{ text: 'ada@', tag: 'friend', status: 'confirmed' }, ['ada']],
      [{ text: 'nobody' }, []],
    ])('searching for %j finds %j', async (filter, names) => {
      await add('ada', { tags: ['friend'], language: 'ar' });
      await database.audience.leave(await add('ben', { name: 'Élise' }), 'page', AT);
      await add('cleo@Bücher.example', { tags: ['friend', 'x'], topics: ['Iraq'], language: 'arc' });
      await add('دانا', { language: 'ar-IQ' });
      const found = await Array.fromAsync(database.audience.search(filter));
      expect(found.map(({ address }) => address.split('@')[0])).toEqual(names);
    });

    describe('tidying', () => {
      const asked = { text: 't', version: 'v', url: 'u' };
      const ask = async (name: string, at = AT) => {
        await database.signUps.ask(
          { address: `${name}@example.org`, name: 'Typed', consent: asked, rank: 1 },
          at,
        );
        return database.signUps.next(at, { mailsAnHour: 99, mailsAnHourToADomain: 99 });
      };

      test('removes who never confirmed and what they typed, after a month', async () => {
        await add('confirmed', { createdAt: '2020-01-01T00:00:00Z' });
        await add('imported', { status: 'unconfirmed', createdAt: '2020-01-01T00:00:00Z' });
        await ask('waiting');
        expect(await database.audience.tidy(days(29))).toEqual({
          unconfirmed: 0,
          requests: 0,
          returnedMails: 0,
        });
        expect(await database.audience.tidy(days(31))).toEqual({
          unconfirmed: 2,
          requests: 1,
          returnedMails: 0,
        });
        expect(await database.subscribers.count()).toMatchObject({ confirmed: 1, unconfirmed: 0 });
        expect(JSON.stringify(await tablesOf(url))).not.toMatch(/waiting|Typed/u);
        expect(await database.audience.tidy(days(31))).toEqual({
          unconfirmed: 0,
          requests: 0,
          returnedMails: 0,
        });
      });

      test('drops at once what was typed by whom nobody may write to', async () => {
        await database.audience.suppress('ada@example.org', 'operator', '', AT);
        await ask('ada');
        expect(JSON.stringify(await tablesOf(url))).not.toMatch(/ada|Typed/u);
        expect(await database.audience.tidy(days(31))).toMatchObject({ requests: 1 });
      });
    });

    test.each([
      ['changed', "update consents set text = 'Anything'"],
      ['removed', 'delete from consents'],
    ])('what was agreed to is never %s, whoever tries', async (what, statement) => {
      const id = await add('ada');
      await expect(runRaw(url, statement)).rejects.toThrow(`never ${what}`);
      expect((await consents(id)).map(({ text }) => text)).toEqual(['Asked at the stall']);
    });
  });
}
