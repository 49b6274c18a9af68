// What the store promises of what comes back: counted once, only for a reader of ours, judged by what came before, carried out in the same transaction; and
// what nobody has understood is kept until somebody has. Part of the contract of both databases.
import { beforeEach, describe, expect, test } from 'vitest';
import { issueHashOf } from '../../src/audience/verp.ts';
import type { ReturnEffect, ReturnedMail, ReturnHistoryEntry } from '../../src/model/audience-ports.ts';
import { BOUNCE_CLASSES, type BounceClass, type BounceVerdict } from '../../src/model/bounce.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';
import { claimRows, settleRow } from './sending.ts';

const AT = '2026-01-09T08:00:00.000Z';
const DAY_MS = 24 * 3_600_000;
const days = (count: number): string => new Date(Date.parse(AT) + count * DAY_MS).toISOString();
const NOTHING = (): ReturnEffect => ({ kind: 'nothing' });
const BOUNCED = (): ReturnEffect => ({ kind: 'suppress', reason: 'bounced', detail: '5.1.1' });

function verdict(bounceClass: BounceClass, text = 'User unknown'): BounceVerdict {
  const evidence = { basis: 'status', where: 'Status', text } as const;
  const isOfRecipient = bounceClass === 'hard' || bounceClass === 'soft';
  return {
    class: bounceClass,
    evidence,
    recipients: isOfRecipient ? [{ class: bounceClass, evidence, status: '5.1.1' }] : [],
    trace: {},
  };
}

let mails = 0;
function mail(
  bounceClass: BounceClass,
  about?: ReturnedMail['about'],
  more: Partial<ReturnedMail> = {},
): ReturnedMail {
  mails += 1;
  return {
    channel: 'maildir',
    fingerprint: String(mails).padStart(64, '0'),
    verdict: verdict(bounceClass),
    raw: Buffer.from('From: <ada@example.org>\r\n\r\n\0\xff', 'latin1'),
    ...(about === undefined ? {} : { about }),
    ...more,
  };
}

export function returnedContract(newDatabase: () => Promise<string>): void {
  describe('what came back', () => {
    let url: string;
    let database: Database;
    let ada: string;
    beforeEach(async () => {
      url = await newDatabase();
      database = await openDatabase(url);
      const consent = { text: 'yes', source: 'test' };
      await database.subscribers.add({ address: 'ada@Bücher.example', status: 'confirmed', consent }, AT);
      ada = (await database.subscribers.find('ada@bücher.example'))?.id ?? '';
      return () => database.close();
    });

    const { record } = {
      record: (one: ReturnedMail, effect = NOTHING, at = AT) => database.returned.record(one, effect, at),
    };
    const status = async () => (await database.subscribers.findById(ada))?.status;
    const send = async (slug: string, outcome: 'accepted' | 'rejected', at = AT) => {
      await database.ledger.plan({ slug, messageIdDomain: 'example.org', textHash: 'x', subject: 's' }, at);
      const reply = { code: outcome === 'accepted' ? 250 : 550, enhancedCode: '5.1.1', text: 'said' };
      for (const claim of await claimRows(database, slug, 9, 'run', at))
        await settleRow(database, claim, { kind: outcome, reply }, at);
    };

    test('is written down once and counts once, however often it is read', async () => {
      const one = mail('hard', { subscriberId: ada, issueSlug: '0012' });
      const effect = 'suppressed: bounced, 5.1.1';
      expect(await record(one, BOUNCED)).toEqual({ isNew: true, effect });
      expect(await record(one, BOUNCED, days(1))).toEqual({ isNew: false, effect });
      expect(await status()).toBe('suppressed');
      expect(await database.audience.suppression('ada@bücher.example')).toEqual({
        reason: 'bounced',
        detail: '5.1.1',
        at: AT,
      });
      expect(await database.returned.list({ limit: 9 })).toEqual([
        {
          id: expect.stringMatching(/^\d+$/u),
          receivedAt: AT,
          channel: 'maildir',
          class: 'hard',
          verdict: one.verdict,
          subscriberId: ada,
          address: 'ada@Bücher.example',
          issueSlug: '0012',
          domain: 'xn--bcher-kva.example',
          effect,
          isSeen: false,
          hasRaw: false,
        },
      ]);
      const [kept] = await database.returned.list({ limit: 9 });
      expect(await database.returned.find(kept?.id ?? '')).toEqual(kept);
      for (const id of ['999', 'x', '']) expect(await database.returned.find(id)).toBeUndefined();
      expect((await database.figures.counts(AT)).filter(({ event }) => event === 'bounced')).toHaveLength(1);
      expect((await database.audience.record(ada))?.returnedMails).toEqual([
        { receivedAt: AT, class: 'hard', detail: 'User unknown' },
      ]);
    });

    test('twenty times at once, on two connections, counts once', async () => {
      const second = await openDatabase(url);
      const one = mail('hard', { subscriberId: ada });
      let judged = 0;
      const judge = (history: readonly ReturnHistoryEntry[]): ReturnEffect => {
        judged += 1;
        expect(history).toHaveLength(1);
        return BOUNCED();
      };
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, n) => (n % 2 ? database : second).returned.record(one, judge, AT)),
      );
      await second.close();
      expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(judged).toBe(1);
    });

    test.each<[string, ReturnedMail['about']]>([
      ['about nobody', undefined],
      [
        'about somebody who is not of this list',
        { subscriberId: 'nobodyofthislist000000', issueSlug: '0012' },
      ],
      ['about an id that is none', { subscriberId: "x'; drop table subscribers;--\0" }],
    ])('%s changes nothing', async (_name, about) => {
      for (const bounceClass of BOUNCE_CLASSES) {
        const judge = (): ReturnEffect => {
          throw new Error('nobody is judged');
        };
        expect(await record(mail(bounceClass, about), judge)).toEqual({ isNew: true, effect: '' });
      }
      expect(await status()).toBe('confirmed');
      expect(await database.returned.list({ limit: 99 })).toHaveLength(BOUNCE_CLASSES.length);
      expect((await database.returned.list({ limit: 1 }))[0]).toMatchObject({ domain: '' });
    });

    test('about who was forgotten changes nothing, and names nobody', async () => {
      await record(mail('unknown', { subscriberId: ada }, { verdict: verdict('unknown', 'ada@x') }));
      await database.audience.erase(ada, 'page', AT);
      expect(await record(mail('hard', { subscriberId: ada }), BOUNCED)).toEqual({ isNew: true, effect: '' });
      const all = await database.returned.list({ limit: 9 });
      expect(all).toHaveLength(2);
      expect(all[1]).toMatchObject({ class: 'unknown', domain: '', isSeen: true, hasRaw: false });
      for (const one of all) expect(one).not.toHaveProperty('subscriberId');
      expect(all[1]?.verdict.evidence.text).toBe('');
      expect(await database.audience.suppression('ada@bücher.example')).toMatchObject({ reason: 'erased' });
    });

    test('when it cannot be judged is not written down', async () => {
      const one = mail('hard', { subscriberId: ada });
      const judge = (): ReturnEffect => {
        throw new Error('no rule');
      };
      await expect(record(one, judge)).rejects.toThrow('no rule');
      expect(await database.returned.list({ limit: 9 })).toEqual([]);
      expect(await record(one)).toMatchObject({ isNew: true });
    });

    test('a wish to leave is carried out, once', async () => {
      const leave = (): ReturnEffect => ({ kind: 'unsubscribe', source: 'mail to leave' });
      const letter = () => mail('unsubscribe-by-mail', { subscriberId: ada });
      expect(await record(letter(), leave)).toEqual({ isNew: true, effect: 'unsubscribed' });
      expect(await record(letter(), leave)).toEqual({ isNew: true, effect: '' });
      expect(await status()).toBe('unsubscribed');
      expect((await database.audience.record(ada))?.consents.at(-1)).toMatchObject({
        event: 'withdrawn',
        source: 'mail to leave',
      });
    });

    test('is judged by the reader’s past, the newest first: what came back, and what was taken for good', async () => {
      await send('0010', 'accepted', days(0));
      await send('0011', 'accepted', days(1));
      await send('0012', 'accepted', days(8));
      await record(mail('soft', { subscriberId: ada, issueSlug: '0010' }), NOTHING, days(2));
      await record(mail('auto-reply', { subscriberId: ada }), NOTHING, days(3));
      let seen: readonly ReturnHistoryEntry[] = [];
      const judge = (history: readonly ReturnHistoryEntry[]): ReturnEffect => {
        seen = history;
        return NOTHING();
      };
      await database.returned.record(mail('soft', { subscriberId: ada, issueSlug: '0012' }), judge, days(9));
      expect(seen).toEqual([
        { at: days(9), issueSlug: '0012', class: 'soft' },
        { at: days(3), class: 'auto-reply' },
        { at: days(2), issueSlug: '0010', class: 'soft' },
        { at: days(1), issueSlug: '0011', class: 'accepted' },
      ]);
      expect(
        (await database.figures.issues(9)).map(({ issueSlug, accepted, returned }) => [
          issueSlug,
          accepted,
          returned,
        ]),
      ).toEqual([
        ['0010', 1, 1],
        ['0011', 1, 0],
        ['0012', 1, 1],
      ]);
    });

    test('a graver reason stays; a suppressed reader is counted once', async () => {
      await database.audience.suppress('ada@bücher.example', 'operator', '', AT);
      expect(await record(mail('hard', { subscriberId: ada }), BOUNCED)).toEqual({ isNew: true, effect: '' });
      expect(await database.audience.suppression('ada@bücher.example')).toMatchObject({ reason: 'operator' });
    });

    test('refusals in the conversation are told of until they are written down, the oldest first', async () => {
      await send('0011', 'rejected', days(0));
      await send('0012', 'rejected', days(1));
      const unseen = () => database.returned.unseenRejections(9);
      const of = (issueSlug: string, at: string) => ({
        issueSlug,
        subscriberId: ada,
        at,
        responseCode: 550,
        enhancedCode: '5.1.1',
        response: 'said',
      });
      expect(await unseen()).toEqual([of('0011', days(0)), of('0012', days(1))]);
      expect(await database.returned.unseenRejections(1)).toHaveLength(1);
      const one = mail('soft', { subscriberId: ada, issueSlug: '0011' }, { channel: 'smtp' });
      await record(one);
      expect(await unseen()).toEqual([of('0012', days(1))]);
      await record(mail('unknown', { subscriberId: ada, issueSlug: '0012' }, { channel: 'smtp' }));
      expect(await unseen()).toEqual([]);
      // Tried again on the operator's word, and refused again: that is news, also when it is read as the same.
      await database.orders.requeue('0011', 'missed', days(2));
      await send('0011', 'rejected', days(2));
      expect(await unseen()).toEqual([of('0011', days(2))]);
      expect(await record(one)).toMatchObject({ isNew: false });
      expect(await unseen()).toEqual([]);
    });

    test('refusals of who was forgotten are not told of', async () => {
      await send('0011', 'rejected');
      await database.audience.erase(ada, 'page', AT);
      expect(await database.returned.unseenRejections(9)).toEqual([]);
    });

    test.each<[BounceClass, boolean, boolean]>(
      BOUNCE_CLASSES.map((name) => [
        name,
        ['unknown', 'not-a-bounce', 'sender-problem'].includes(name),
        [
          'unknown',
          'not-a-bounce',
          'sender-problem',
          'hard',
          'soft',
          'complaint',
          'unsubscribe-by-mail',
        ].includes(name),
      ]),
    )(
      'the mail itself: of %s about a reader kept %j, about nobody %j',
      async (bounceClass, isKept, isKeptOfNobody) => {
        await record(mail(bounceClass, { subscriberId: ada }));
        await record(mail(bounceClass));
        const [ofNobody, ofAda] = await database.returned.list({ limit: 9 });
        expect([ofAda?.hasRaw, ofNobody?.hasRaw]).toEqual([isKept, isKeptOfNobody]);
        if (isKeptOfNobody)
          expect(await database.returned.raw(ofNobody?.id ?? '')).toEqual(
            Buffer.from('From: <ada@example.org>\r\n\r\n\0\xff', 'latin1'),
          );
        if (!isKept) expect(await database.returned.raw(ofAda?.id ?? '')).toBeUndefined();
      },
    );

    test('what nobody has understood stays until somebody has looked at it, and then for its time', async () => {
      for (const bounceClass of ['unknown', 'not-a-bounce', 'hard', 'sender-problem'] as const)
        await record(mail(bounceClass));
      const open = () => database.returned.list({ isOpen: true, limit: 9 });
      expect((await open()).map((one) => one.class)).toEqual(['not-a-bounce', 'unknown']);
      expect(await database.audience.tidy(days(89))).toMatchObject({ returnedMails: 0 });
      expect(await database.audience.tidy(days(91))).toMatchObject({ returnedMails: 2 });
      expect((await database.returned.list({ limit: 9 })).map((one) => [one.class, one.hasRaw])).toEqual([
        ['sender-problem', false],
        ['hard', false],
        ['not-a-bounce', true],
        ['unknown', true],
      ]);
      const ids = (await open()).map(({ id }) => id);
      expect(await database.returned.markSeen([...ids, '999', 'x', "1' or 1=1"])).toBe(2);
      expect(await database.returned.markSeen(ids)).toBe(0);
      expect(await database.returned.markSeen([])).toBe(0);
      expect(await open()).toEqual([]);
      expect(await database.audience.tidy(days(91))).toMatchObject({ returnedMails: 2 });
      expect(await database.audience.tidy(days(91))).toMatchObject({ returnedMails: 0 });
      expect(await database.returned.raw(ids[0] ?? '')).toBeUndefined();
    });

    test('a wish and a complaint of nobody known wait for a person too', async () => {
      for (const bounceClass of ['unsubscribe-by-mail', 'complaint', 'hard'] as const) {
        await record(mail(bounceClass));
        await record(mail(bounceClass, { subscriberId: ada }));
      }
      const open = await database.returned.list({ isOpen: true, limit: 9 });
      expect(open.map((one) => one.class)).toEqual(['complaint', 'unsubscribe-by-mail']);
      for (const one of open) expect(one).not.toHaveProperty('subscriberId');
      // The wish and the complaint of a reader, and the bounces.
      expect(await database.audience.tidy(days(91))).toMatchObject({ returnedMails: 4 });
    });

    test('is listed by class, time and issue, and counted by class, domain and status', async () => {
      await record(mail('hard', { subscriberId: ada, issueSlug: '0011' }), NOTHING, days(0));
      await record(mail('hard', { subscriberId: ada, issueSlug: '0012' }), NOTHING, days(1));
      await record(mail('complaint', { subscriberId: ada, issueSlug: '0012' }), NOTHING, days(2));
      const { list, counts } = database.returned;
      expect(await list({ class: 'hard', limit: 9 })).toHaveLength(2);
      expect(await list({ since: days(1), limit: 9 })).toHaveLength(2);
      expect(await list({ issueSlug: '0012', class: 'hard', limit: 9 })).toHaveLength(1);
      expect(await list({ limit: 1 })).toMatchObject([{ class: 'complaint' }]);
      const domain = 'xn--bcher-kva.example';
      expect(await counts(AT)).toEqual([
        { class: 'hard', domain, status: '5.1.1', count: 2 },
        { class: 'complaint', domain, status: '', count: 1 },
      ]);
      expect(await counts(days(3))).toEqual([]);
    });

    test('an issue is known by the hash of its name', async () => {
      await send('0011', 'accepted');
      expect(await database.returned.issueOfHash(issueHashOf('0011'))).toBe('0011');
      expect(await database.returned.issueOfHash(issueHashOf('0012'))).toBeUndefined();
    });
  });
}
