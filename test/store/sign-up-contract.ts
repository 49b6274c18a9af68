// What the store promises of signing up: nothing of a stranger's form touches anybody before the address is proved, nobody is written to more than they
// should be, and a link does its work once. Part of the contract of both databases.
import { beforeEach, describe, expect, test } from 'vitest';
import type { SignUpLimits, SignUpMail, SignUpRequest } from '../../src/model/audience-ports.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';

const AT = '2026-01-09T08:00:00.000Z';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const later = (ms: number): string => new Date(Date.parse(AT) + ms).toISOString();
const MANY: SignUpLimits = { mailsAnHour: 1000, mailsAnHourToADomain: 1000 };
const CONSENT = {
  text: 'Send me the newsletter',
  version: 'en-3f9a0c21b7de',
  url: 'https://example.org/join',
};

export function signUpContract(newDatabase: () => Promise<string>): void {
  describe('signing up', () => {
    let url: string;
    let database: Database;
    beforeEach(async () => {
      url = await newDatabase();
      database = await openDatabase(url);
      return () => database.close();
    });

    const ask = (address = 'ada@example.org', more: Partial<SignUpRequest> = {}, at = AT) =>
      database.signUps.ask({ address, consent: CONSENT, rank: 1, ...more }, at);
    const next = (at = AT, limits = MANY) => database.signUps.next(at, limits);
    const mailTo = async (address = 'ada@example.org', more: Partial<SignUpRequest> = {}, at = AT) => {
      await ask(address, more, at);
      const mail = await next(at);
      if (mail === undefined) throw new Error(`nothing is written to ${address}`);
      return mail;
    };
    const confirmed = async (address = 'ada@example.org', at = AT) => {
      const mail = await mailTo(address, {}, at);
      await database.signUps.confirm(mail.signUpId, at);
      const reader = await database.subscribers.find(address);
      if (reader === undefined) throw new Error(`${address} is nobody`);
      return reader;
    };
    const rest = async (at = AT): Promise<readonly SignUpMail[]> => {
      const mails: SignUpMail[] = [];
      for (let mail = await next(at); mail !== undefined; mail = await next(at)) mails.push(mail);
      return mails;
    };
    const events = async (from = database): Promise<Readonly<Record<string, number>>> =>
      Object.fromEntries((await from.figures.counts(AT)).map(({ event, count }) => [event, count]));

    test('of a stranger: a mail, then the button, and a reader with what was typed and agreed to', async () => {
      await ask('Ada@Bücher.example', {
        name: 'Ada\0',
        language: 'de',
        topics: ['Iraq', 'Art'],
        format: 'text',
      });
      expect(
        await database.subscribers.find('Ada@bücher.example'),
        'not before it is decided',
      ).toBeUndefined();
      const mail = await next();
      expect(mail).toEqual({
        signUpId: expect.stringMatching(/^[\w-]{22}$/u),
        kind: 'confirm',
        address: 'Ada@Bücher.example',
        language: 'de',
        mailKey: expect.stringMatching(/^[0-9a-f]{32}$/u),
        attempt: 1,
      });
      const waiting = await database.subscribers.find('Ada@bücher.example');
      expect(waiting).toMatchObject({ status: 'unconfirmed', address: 'Ada@Bücher.example' });
      expect(Object.keys(waiting ?? {}), 'nothing that was typed').not.toEqual(
        expect.arrayContaining(['name', 'language', 'topics', 'format']),
      );
      const id = mail?.signUpId ?? '';
      await database.signUps.settle(id, { kind: 'sent' }, AT);
      const open = {
        kind: 'open',
        address: 'Ada@Bücher.example',
        language: 'de',
        expiresAt: later(7 * DAY_MS),
      };
      expect(await database.signUps.look(id, later(1))).toEqual(open);
      expect(await database.signUps.confirm(id, later(HOUR_MS))).toEqual({
        kind: 'confirmed',
        subscriberId: waiting?.id,
        language: 'de',
      });
      expect(await database.subscribers.find('Ada@bücher.example')).toEqual({
        id: waiting?.id,
        address: 'Ada@Bücher.example',
        status: 'confirmed',
        name: 'Ada',
        language: 'de',
        topics: ['Art', 'Iraq'],
        format: 'text',
        createdAt: AT,
        confirmedAt: later(HOUR_MS),
        consent: {
          ...CONSENT,
          source: 'sign-up form',
          at: later(HOUR_MS),
          proof: `link of ${AT}, button pressed`,
        },
      });
      expect(await events()).toEqual({ 'signed-up': 1, confirmed: 1 });
    });

    test('pressing again does nothing, looking never does', async () => {
      const { signUpId } = await mailTo();
      for (let n = 0; n < 3; n += 1) await database.signUps.look(signUpId, AT);
      expect(await database.subscribers.count()).toMatchObject({ unconfirmed: 1, confirmed: 0 });
      const first = await database.signUps.confirm(signUpId, AT);
      expect(await database.signUps.confirm(signUpId, later(1))).toEqual(first);
      expect(await database.signUps.look(signUpId, later(30 * DAY_MS))).toEqual(first);
      const { id = '' } = (await database.subscribers.find('ada@example.org')) ?? {};
      await database.audience.leave(id, 'one-click', later(2));
      expect(await database.signUps.confirm(signUpId, later(3)), 'a used link brings nobody back').toEqual({
        kind: 'expired',
      });
      expect(await database.subscribers.findById(id)).toMatchObject({ status: 'unsubscribed' });
    });

    test.each(['nobody', '', 'a\0b'])('a link of %j is of nobody', async (id) => {
      expect(await database.signUps.look(id, AT)).toBeUndefined();
      expect(await database.signUps.confirm(id, AT)).toBeUndefined();
    });

    test('a link holds for seven days', async () => {
      const { signUpId } = await mailTo();
      expect(await database.signUps.look(signUpId, later(7 * DAY_MS - 1))).toMatchObject({ kind: 'open' });
      expect(await database.signUps.look(signUpId, later(7 * DAY_MS))).toEqual({ kind: 'expired' });
      expect(await database.signUps.confirm(signUpId, later(7 * DAY_MS))).toEqual({ kind: 'expired' });
      expect(await database.subscribers.count()).toMatchObject({ confirmed: 0 });
    });

    test('an unusable address is refused', async () => {
      await expect(ask('a b@example.org')).rejects.toMatchObject({ code: 'ADDRESS_INVALID' });
    });

    test('of a reader: they are told so, and nothing about them changes', async () => {
      const reader = await confirmed();
      const mail = await mailTo(
        'ADA@example.org'.replace('ADA', 'ada'),
        { name: 'Eve', topics: ['x'] },
        later(2 * DAY_MS),
      );
      expect(mail).toMatchObject({ kind: 'known', subscriberId: reader.id });
      expect(await database.signUps.look(mail.signUpId, AT), 'there is nothing to confirm').toBeUndefined();
      expect(await database.signUps.confirm(mail.signUpId, AT)).toBeUndefined();
      expect(await database.subscribers.findById(reader.id)).toEqual(reader);
    });

    test('of whoever left: they come back by the link, with what they chose now, and their name', async () => {
      const reader = await confirmed();
      await database.audience.choose(reader.id, { name: 'Ada', format: 'text' }, 'page', AT);
      await database.audience.leave(reader.id, 'page', AT);
      const mail = await mailTo('ada@example.org', { topics: ['Iraq'] }, later(2 * DAY_MS));
      expect(mail.kind).toBe('confirm');
      expect((await database.subscribers.findById(reader.id))?.status).toBe('unsubscribed');
      await database.signUps.confirm(mail.signUpId, later(2 * DAY_MS));
      const back = await database.subscribers.findById(reader.id);
      expect(back).toMatchObject({ status: 'confirmed', name: 'Ada', topics: ['Iraq'] });
      expect(back).not.toHaveProperty('unsubscribedAt');
      expect(back).not.toHaveProperty('format');
    });

    test('whom the operator added meanwhile keeps what they have; the proof is written down', async () => {
      const mail = await mailTo('ada@example.org', { name: 'Typed' });
      const consent = { text: 'At the stall', source: 'subscribers add' };
      const given = { address: 'ada@example.org', name: 'Ada', status: 'confirmed' as const, consent };
      expect(await database.subscribers.add({ ...given, tags: ['stall'] }, AT)).toBe('added');
      expect(await database.subscribers.find('ada@example.org')).toMatchObject({
        name: 'Ada',
        tags: ['stall'],
      });
      await database.signUps.confirm(mail.signUpId, later(1));
      const reader = await database.subscribers.find('ada@example.org');
      expect(reader).toMatchObject({ name: 'Ada', confirmedAt: AT });
      expect(reader?.consent.proof).toBe(`link of ${AT}, button pressed`);
      expect(await events()).toEqual({ 'signed-up': 1, added: 1 });
    });

    describe('limits', () => {
      test('one mail to an address in a day, whatever was asked and however it is spelled', async () => {
        for (let n = 0; n < 5; n += 1) await ask(n % 2 === 0 ? 'ada@example.org' : 'ada@EXAMPLE.org');
        expect(await rest()).toHaveLength(1);
        await ask('ada@example.org', {}, later(DAY_MS - 1));
        expect(await rest(later(DAY_MS - 1))).toEqual([]);
        await ask('ada@example.org', {}, later(DAY_MS));
        expect(await rest(later(DAY_MS))).toHaveLength(1);
      });

      test('three ever until it is confirmed, then anew', async () => {
        const mails: SignUpMail[] = [];
        for (let day = 0; day < 10; day += 1) {
          await ask('ada@example.org', {}, later(day * DAY_MS));
          mails.push(...(await rest(later(day * DAY_MS))));
        }
        expect(mails).toHaveLength(3);
        await database.audience.tidy(later(400 * DAY_MS));
        await ask('ada@example.org', {}, later(400 * DAY_MS));
        expect(await rest(later(400 * DAY_MS)), 'also when what was typed is gone').toEqual([]);
        expect(await database.signUps.look(mails[2]?.signUpId ?? '', later(3 * DAY_MS))).toEqual({
          kind: 'expired',
        });
      });

      test('confirmed, the address may be written to again', async () => {
        for (const day of [0, 1, 2]) await mailTo('ada@example.org', {}, later(day * DAY_MS));
        const [last] = [await database.subscribers.find('ada@example.org')];
        expect(last?.status).toBe('unconfirmed');
        const reader = await (async () => {
          await ask('eve@example.org');
          const mail = await next();
          await database.signUps.confirm(mail?.signUpId ?? '', AT);
          return database.subscribers.find('eve@example.org');
        })();
        await database.audience.leave(reader?.id ?? '', 'page', AT);
        for (const day of [1, 2, 3])
          expect(await mailTo('eve@example.org', {}, later(day * DAY_MS))).toMatchObject({ kind: 'confirm' });
        await ask('eve@example.org', {}, later(4 * DAY_MS));
        expect(await rest(later(4 * DAY_MS))).toEqual([]);
      });

      test('a reader is told three times in a month that they are one', async () => {
        await confirmed();
        let told = 0;
        for (let day = 2; day < 12; day += 1) {
          await ask('ada@example.org', {}, later(day * DAY_MS));
          told += (await rest(later(day * DAY_MS))).length;
        }
        // The mail to confirm of the first day counts among them.
        expect(told).toBe(2);
      });

      test('so many in an hour, all together; the others wait, and are dropped after a day', async () => {
        for (const name of ['a', 'b', 'c', 'd', 'e']) await ask(`${name}@${name}.example`);
        const limits = { mailsAnHour: 2, mailsAnHourToADomain: 9 };
        const taken = [await next(AT, limits), await next(AT, limits), await next(AT, limits)];
        expect(taken.map((mail) => mail?.address)).toEqual(['a@a.example', 'b@b.example', undefined]);
        expect(await next(later(HOUR_MS - 1), limits)).toBeUndefined();
        expect((await next(later(HOUR_MS), limits))?.address).toBe('c@c.example');
        expect(await next(later(DAY_MS + 1), limits)).toBeUndefined();
        expect(await database.subscribers.count()).toMatchObject({ unconfirmed: 3 });
      });

      test('so many in an hour to one domain; others are not held up by it, however many wait', async () => {
        for (let n = 0; n < 300; n += 1) await ask(`reader${n}@big.example`);
        await ask('ada@small.example', { rank: 7 });
        const limits = { mailsAnHour: 99, mailsAnHourToADomain: 2 };
        const taken = [];
        for (let n = 0; n < 4; n += 1) taken.push((await next(AT, limits))?.address);
        expect(taken).toEqual(['reader0@big.example', 'reader1@big.example', 'ada@small.example', undefined]);
        expect((await next(later(HOUR_MS), limits))?.address).toBe('reader2@big.example');
      });

      test('who waited too long is not written to, however many they are', async () => {
        await Promise.all(Array.from({ length: 501 }, (_, n) => ask(`reader${n}@d${n}.example`)));
        await ask('ada@example.org', {}, later(2));
        expect((await rest(later(DAY_MS + 1))).map(({ address }) => address)).toEqual(['ada@example.org']);
        expect(await database.subscribers.count()).toMatchObject({ unconfirmed: 1 });
      });

      test('a low rank is seen to first, then who asked first', async () => {
        await ask('third@a.example', { rank: 2 });
        await ask('second@a.example', { rank: 1 }, later(2));
        await ask('first@a.example', { rank: 1 }, later(1));
        expect((await rest(later(9))).map(({ address }) => address)).toEqual([
          'first@a.example',
          'second@a.example',
          'third@a.example',
        ]);
      });
    });

    describe('of a suppressed address', () => {
      test.each(['complained', 'operator'] as const)(
        'that %s: nothing is sent, no link works',
        async (reason) => {
          const { signUpId } = await mailTo();
          await database.audience.suppress('ada@example.org', reason, '', AT);
          expect(await database.signUps.look(signUpId, AT)).toEqual({ kind: 'expired' });
          expect(await database.signUps.confirm(signUpId, AT)).toEqual({ kind: 'expired' });
          await ask('ada@example.org', {}, later(2 * DAY_MS));
          expect(await rest(later(2 * DAY_MS))).toEqual([]);
          expect(await database.subscribers.count()).toMatchObject({ confirmed: 0, suppressed: 1 });
          await ask('eve@example.org', {}, AT);
          await database.audience.suppress('eve@example.org', reason, '', AT);
          expect(await rest(), 'a stranger’s too').toEqual([]);
        },
      );

      test('that bounced: the link lifts it', async () => {
        const reader = await confirmed();
        await database.audience.suppress('ada@example.org', 'bounced', '5.1.1', AT);
        const mail = await mailTo('ada@example.org', {}, later(2 * DAY_MS));
        expect(await database.audience.suppression('ada@example.org')).toMatchObject({ reason: 'bounced' });
        await database.signUps.confirm(mail.signUpId, later(2 * DAY_MS));
        expect(await database.audience.suppression('ada@example.org')).toBeUndefined();
        const record = await database.audience.record(reader.id);
        expect(record?.subscriber.status).toBe('confirmed');
        expect(record?.consents.map(({ event }) => event)).toEqual([
          'given',
          'given',
          'suppressed',
          'lifted',
          'given',
        ]);
      });

      test('that was erased: they may come back, as somebody new', async () => {
        const reader = await confirmed();
        await database.audience.erase(reader.id, 'page', AT);
        const mail = await mailTo('ada@example.org', {}, later(2 * DAY_MS));
        await database.signUps.confirm(mail.signUpId, later(2 * DAY_MS));
        const back = await database.subscribers.find('ada@example.org');
        expect(back?.status).toBe('confirmed');
        expect(back?.id).not.toBe(reader.id);
        expect(await database.audience.suppression('ada@example.org')).toBeUndefined();
      });
    });

    describe('a mail', () => {
      test('that was refused for now is given again at its time, the same one', async () => {
        const mail = await mailTo();
        await database.signUps.settle(mail.signUpId, { kind: 'retry', retryAt: later(HOUR_MS) }, AT);
        expect(await next(later(HOUR_MS - 1))).toBeUndefined();
        expect(await next(later(HOUR_MS))).toEqual({ ...mail, attempt: 2 });
        expect(await next(later(HOUR_MS)), 'it is on its way').toBeUndefined();
        await database.signUps.settle(mail.signUpId, { kind: 'failed', detail: '550' }, later(HOUR_MS));
        expect(await next(later(9 * HOUR_MS))).toBeUndefined();
        expect(await database.signUps.look(mail.signUpId, later(HOUR_MS))).toMatchObject({ kind: 'open' });
      });

      test('that no server heard of counts as no attempt', async () => {
        const mail = await mailTo();
        const retryAt = later(HOUR_MS);
        await database.signUps.settle(mail.signUpId, { kind: 'retry', retryAt, unheard: true }, AT);
        expect(await next(retryAt)).toEqual({ ...mail, attempt: 1 });
      });

      test('whose sender was killed is not sent twice', async () => {
        await mailTo();
        await database.close();
        database = await openDatabase(url);
        for (const hours of [0, 1, 23]) expect(await next(later(hours * HOUR_MS))).toBeUndefined();
      });

      test.each(['suppressed', 'erased', 'confirmed'])(
        'to whom was %s meanwhile is not tried again',
        async (what) => {
          const mail = await mailTo();
          await database.signUps.settle(mail.signUpId, { kind: 'retry', retryAt: later(HOUR_MS) }, AT);
          const { id = '' } = (await database.subscribers.find('ada@example.org')) ?? {};
          if (what === 'suppressed') await database.audience.suppress('ada@example.org', 'operator', '', AT);
          if (what === 'erased') await database.audience.erase(id, 'page', AT);
          if (what === 'confirmed') await database.signUps.confirm(mail.signUpId, AT);
          expect(await rest(later(2 * HOUR_MS))).toEqual([]);
          await database.signUps.settle(mail.signUpId, { kind: 'sent' }, AT);
          expect(await database.signUps.look(mail.signUpId, AT)).toMatchObject({
            kind: what === 'confirmed' ? 'confirmed' : 'expired',
          });
        },
      );
    });

    describe('at the same time', () => {
      let second: Database;
      beforeEach(async () => {
        second = await openDatabase(url);
        return () => second.close();
      });
      const either = (n: number): Database => (n % 2 === 0 ? database : second);

      test('a link pressed twenty times confirms once', async () => {
        const { signUpId } = await mailTo();
        const states = await Promise.all(
          Array.from({ length: 20 }, (_, n) => either(n).signUps.confirm(signUpId, AT)),
        );
        expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(1);
        const { id = '' } = (await database.subscribers.find('ada@example.org')) ?? {};
        const record = await database.audience.record(id);
        expect(record?.consents.filter(({ proof }) => proof !== undefined)).toHaveLength(1);
        expect(await events()).toEqual({ 'signed-up': 1, confirmed: 1 });
      });

      test('two links of one address are one reader, and the other link ends', async () => {
        const links = [await mailTo(), await mailTo('ada@example.org', {}, later(2 * DAY_MS))];
        const states = await Promise.all(
          links.map(({ signUpId }, n) => either(n).signUps.confirm(signUpId, later(2 * DAY_MS))),
        );
        expect(states[0]).toEqual(states[1]);
        expect(await events()).toMatchObject({ confirmed: 1 });
      });

      test('nobody gets two mails, and the limit of the hour holds', async () => {
        for (let n = 0; n < 60; n += 1) await ask(`reader${n % 40}@d${n % 7}.example`);
        const limits = { mailsAnHour: 30, mailsAnHourToADomain: 6 };
        const worker = async (n: number): Promise<readonly SignUpMail[]> => {
          const mine: SignUpMail[] = [];
          for (;;) {
            const mail = await either(n).signUps.next(AT, limits);
            if (mail === undefined) return mine;
            mine.push(mail);
          }
        };
        const mails = (await Promise.all([0, 1, 2, 3].map(worker))).flat();
        expect(mails).toHaveLength(30);
        expect(new Set(mails.map(({ address }) => address)).size).toBe(30);
        const toDomain = Map.groupBy(mails, ({ address }) => address.split('@')[1]);
        expect(Math.max(...[...toDomain.values()].map(({ length }) => length))).toBeLessThanOrEqual(6);
      });

      test.each(['leave', 'erase', 'suppress'] as const)('confirming and %s have one end', async (what) => {
        for (let n = 0; n < 8; n += 1) {
          const address = `ada${n}@example.org`;
          const { signUpId } = await mailTo(address);
          const { id = '' } = (await database.subscribers.find(address)) ?? {};
          const other = {
            leave: () => second.audience.leave(id, 'race', later(1)),
            erase: () => second.audience.erase(id, 'race', later(1)),
            suppress: () => second.audience.suppress(address, 'operator', 'race', later(1)),
          };
          await Promise.all(
            n % 2 === 0
              ? [database.signUps.confirm(signUpId, later(1)), other[what]()]
              : [other[what](), database.signUps.confirm(signUpId, later(1))],
          );
          const reader = await database.subscribers.find(address);
          if (what === 'leave') expect(['confirmed', 'unsubscribed']).toContain(reader?.status);
          if (what === 'erase') expect(reader).toBeUndefined();
          if (what === 'suppress') expect(reader?.status).toBe('suppressed');
        }
      });

      test('an address that is added while it is suppressed is not confirmed afterwards', async () => {
        for (let n = 0; n < 10; n += 1) {
          const address = `ada${n}@example.org`;
          const consent = { text: 'yes', source: 'test' };
          await Promise.all([
            database.subscribers.addAll([{ address, status: 'confirmed', consent }], AT),
            second.audience.suppress(address, 'operator', 'race', AT),
          ]);
          expect((await database.subscribers.find(address))?.status).not.toBe('confirmed');
        }
      });
    });
  });
}
