// What comes back, taken to the desk over a real database: who is found, what becomes of them, and that nothing counts twice.
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ReturnNotice } from '../../../src/server/hooks/return-notice.ts';
import { autoReply, bounceMail, complaintMail, leavingMail } from '../../support/returned-mails.ts';
import { addressOf, type ReturnsScene, returnsScene } from '../../support/returns-scene.ts';

const PLAIN = 'bounce@harbour.example.org';

async function scene(): Promise<ReturnsScene> {
  const opened = await returnsScene('sqlite::memory:');
  onTestFinished(() => opened.close());
  await opened.send('0001', 0);
  return opened;
}

describe('a reader is found by', () => {
  test('the address that it came back to', async () => {
    const { take, sender, stateOf, suppression } = await scene();
    const noted = await take(bounceMail({ to: await sender(1, '0001') }), 1);
    expect(noted).toEqual({
      class: 'hard',
      isNew: true,
      effect: expect.stringMatching(/^suppressed/u),
      isProved: true,
    });
    expect([await stateOf(1), await suppression(1)]).toEqual(['suppressed', 'bounced']);
    expect(await stateOf(2)).toBe('confirmed');
  });

  test('the recipient that a pipe names', async () => {
    const { take, sender, stateOf } = await scene();
    await take(bounceMail({ to: PLAIN }), 1, { channel: 'stdin', to: await sender(1, '0001') });
    expect(await stateOf(1)).toBe('suppressed');
  });

  test('the envelope id', async () => {
    const { take, envelopeId, stateOf, database } = await scene();
    await take(bounceMail({ to: PLAIN, envelopeId: await envelopeId(2, '0001') }), 1);
    expect(await stateOf(2)).toBe('suppressed');
    const [kept] = await database.returned.list({ limit: 9 });
    expect(kept).toMatchObject({ issueSlug: '0001', address: addressOf(2), class: 'hard' });
  });

  test('the sender that a complaint names', async () => {
    const { take, sender, suppression } = await scene();
    await take(complaintMail({ to: PLAIN, originalMailFrom: await sender(3, '0001') }), 1);
    expect(await suppression(3)).toBe('complained');
  });

  test('the link to leave in the returned letter, whose message id says which issue it was', async () => {
    const { take, token, messageId, suppression, database } = await scene();
    await take(
      complaintMail({
        to: PLAIN,
        listUnsubscribe: `<https://list.example/u/${await token(3)}>`,
        messageId: await messageId(3, '0001'),
      }),
      1,
    );
    expect(await suppression(3)).toBe('complained');
    expect(await database.returned.list({ limit: 9 })).toMatchObject([{ issueSlug: '0001' }]);
  });

  test('nothing but what we signed', async () => {
    const { take, sender, token, messageId, picture } = await scene();
    const before = await picture();
    const other = await sender(1, '0001', 'other.example.org');
    const forged = (await sender(1, '0001')).replace(/.@/u, (end) => (end === 'a@' ? 'b@' : 'a@'));
    const mails = [
      bounceMail({ to: PLAIN, recipient: addressOf(1), messageId: await messageId(1, '0001') }),
      bounceMail({ to: other }),
      bounceMail({ to: forged }),
      complaintMail({ to: PLAIN, recipient: addressOf(1), originalMailFrom: other }),
      complaintMail({
        to: PLAIN,
        listUnsubscribe: `<https://list.example/u/${await token(1, 'other.example.org')}>`,
      }),
      leavingMail({ to: PLAIN }, await token(1, 'other.example.org')),
      leavingMail({ to: PLAIN }, ''),
    ];
    for (const mail of mails) expect(await take(mail, 1)).toMatchObject({ isProved: false, effect: '' });
    expect(await picture()).toBe(before);
  });
});

describe('a wish to leave', () => {
  test('with a token is obeyed, and so is one to the address of the letter', async () => {
    const { take, token, sender, stateOf } = await scene();
    expect(await take(leavingMail({ to: 'leave@harbour.example.org' }, await token(1)), 1)).toMatchObject({
      class: 'unsubscribe-by-mail',
      effect: 'unsubscribed',
    });
    await take(leavingMail({ to: await sender(2, '0001'), number: 2 }, ''), 1);
    expect([await stateOf(1), await stateOf(2), await stateOf(3)]).toEqual([
      'unsubscribed',
      'unsubscribed',
      'confirmed',
    ]);
  });

  test('of nobody known waits for a person, whoever it says it is from', async () => {
    const { take, database } = await scene();
    await take(leavingMail({ to: 'leave@harbour.example.org' }, '').replaceAll('ada@', 'reader-1@'), 1);
    const open = await database.returned.list({ isOpen: true, limit: 9 });
    expect(open).toMatchObject([{ class: 'unsubscribe-by-mail', effect: '' }]);
    const [{ id } = { id: '' }] = open;
    expect(await database.returned.markSeen([id])).toBe(1);
    expect(await database.returned.list({ isOpen: true, limit: 9 })).toEqual([]);
  });

  test('by the complaint of a provider is one, too', async () => {
    const { take, sender, stateOf, suppression } = await scene();
    await take(complaintMail({ to: await sender(1, '0001'), feedbackType: 'opt-out' }), 1);
    expect([await stateOf(1), await suppression(1)]).toEqual(['unsubscribed', undefined]);
  });
});

describe('over time', () => {
  const full = { status: '5.2.2', diagnostic: '552 5.2.2 mailbox full' } as const;

  test('three issues in two weeks are too many', async () => {
    const { send, take, sender, stateOf } = await scene();
    const states: string[] = [];
    for (const [number, slug] of ['0001', '0002', '0003'].entries()) {
      if (number > 0) await send(slug, number * 7);
      await take(bounceMail({ to: await sender(1, slug), number, ...full }), number * 7 + 1);
      states.push(await stateOf(1));
    }
    expect(states).toEqual(['confirmed', 'confirmed', 'suppressed']);
  });

  test('a good delivery between begins them anew', async () => {
    const { send, take, sender, stateOf } = await scene();
    for (const [number, slug] of ['0001', '0002', '0003', '0004'].entries()) {
      if (number > 0) await send(slug, number * 7);
      // The second issue is well received.
      if (slug !== '0002')
        await take(bounceMail({ to: await sender(1, slug), number, ...full }), number * 7 + 1);
    }
    expect(await stateOf(1)).toBe('confirmed');
  });

  test('whoever came back and confirmed begins anew', async () => {
    const { send, take, sender, stateOf, database } = await scene();
    for (const [number, slug] of ['0001', '0002', '0003'].entries()) {
      if (number > 0) await send(slug, number * 7);
      await take(bounceMail({ to: await sender(1, slug), number, ...full }), number * 7 + 1);
    }
    expect(await stateOf(1)).toBe('suppressed');
    const day = (number: number): string => new Date(Date.UTC(2026, 0, 1 + number, 9)).toISOString();
    const consent = { text: 'Send me the news', version: 'en-1', url: 'https://list.example/' };
    await database.signUps.ask({ address: addressOf(1), consent, rank: 1 }, day(20));
    const asked = await database.signUps.next(day(20), { mailsAnHour: 9, mailsAnHourToADomain: 9 });
    await database.signUps.confirm(asked?.signUpId ?? '', day(21));
    expect(await stateOf(1)).toBe('confirmed');
    await send('0004', 22);
    await take(bounceMail({ to: await sender(1, '0004'), number: 9, ...full }), 23);
    expect(await stateOf(1)).toBe('confirmed');
  });

  test('what says nothing of a reader costs nobody anything', async () => {
    const { send, take, sender, picture } = await scene();
    const before = await picture();
    for (let week = 0; week < 10; week += 1) {
      const slug = `000${week + 1}`;
      if (week > 0) await send(slug, week * 7);
      const to = await sender(1, slug);
      const number = week * 10;
      await take(bounceMail({ to, number, status: '5.7.1', diagnostic: '550 5.7.1 blocked' }), week * 7 + 1);
      await take(bounceMail({ to, number: number + 1, status: '4.2.2', action: 'delayed' }), week * 7 + 1);
      await take(bounceMail({ to, number: number + 2, status: '2.0.0', action: 'relayed' }), week * 7 + 1);
      await take(autoReply({ to, number: number + 3 }), week * 7 + 1);
    }
    expect(await picture()).toBe(before);
  });
});

describe('once', () => {
  test('counts what is read by two ways', async () => {
    const { take, sender, database } = await scene();
    const mail = bounceMail({ to: await sender(1, '0001') });
    expect((await take(mail, 1)).isNew).toBe(true);
    expect(await take(mail, 2, { channel: 'imap' })).toMatchObject({ isNew: false });
    expect(await take(`Received: by another\r\n${mail}`, 2)).toMatchObject({ isNew: false });
    expect(await database.returned.list({ limit: 9 })).toHaveLength(1);
  });
});

describe('a letter refused in the conversation', () => {
  const refused = (code: number, enhancedCode: string, text: string) =>
    ({ kind: 'rejected', reply: { code, enhancedCode, text } }) as const;

  test('is judged by the same rules, once', async () => {
    const { send, desk, stateOf, setDay, database } = await scene();
    await send('0002', 7, refused(550, '5.1.1', 'user unknown'));
    setDay(8);
    const noted = await desk.takeRejections();
    expect(noted.map((one) => one.class)).toEqual(['hard', 'hard', 'hard']);
    expect([await stateOf(1), await stateOf(2), await stateOf(3)]).toEqual(Array(3).fill('suppressed'));
    expect(await desk.takeRejections()).toEqual([]);
    expect(await database.returned.list({ limit: 9 })).toMatchObject(
      Array(3).fill({ channel: 'smtp', issueSlug: '0002', hasRaw: false }),
    );
  });

  test('for the sender’s sake costs nobody anything', async () => {
    const { send, desk, picture, setDay } = await scene();
    const before = await picture();
    for (let week = 1; week < 6; week += 1) {
      await send(`000${week + 1}`, week * 7, refused(550, '5.7.1', '5.7.1 blocked'));
      setDay(week * 7 + 1);
      const noted = await desk.takeRejections();
      expect(noted.map((one) => one.class)).toEqual(Array(3).fill('sender-problem'));
    }
    expect(await picture()).toBe(before);
  });

  test('of more readers than are looked at in one go leaves none out', async () => {
    const opened = await returnsScene('sqlite::memory:', 450);
    onTestFinished(() => opened.close());
    await opened.send('0001', 0, refused(552, '5.2.2', 'full'));
    expect(await opened.desk.takeRejections()).toHaveLength(450);
    expect(await opened.desk.takeRejections()).toEqual([]);
  });
});

describe('what a provider tells', () => {
  const notice = (
    more: Partial<ReturnNotice> & { readonly trace?: ReturnNotice['verdict']['trace'] },
  ): ReturnNotice => {
    const { trace = {}, ...rest } = more;
    return {
      channel: 'sendgrid',
      eventId: 'event-1',
      raw: '{}',
      verdict: {
        class: 'hard',
        evidence: { basis: 'status', where: 'Status', text: '5.1.1' },
        recipients: [],
        trace,
      },
      ...rest,
    };
  };

  test('counts for the reader with that address, if the letter with that message id was theirs', async () => {
    const { desk, messageId, stateOf, database } = await scene();
    const trace = { messageId: await messageId(1, '0001') };
    expect(await desk.takeNotice(notice({ address: addressOf(1), trace }))).toMatchObject({ isProved: true });
    expect(await stateOf(1)).toBe('suppressed');
    expect(await database.returned.list({ limit: 9 })).toMatchObject([{ issueSlug: '0001' }]);
  });

  test('counts by our tag, whatever address it says', async () => {
    const { desk, sender, stateOf } = await scene();
    await desk.takeNotice(
      notice({ address: 'somebody@else.example', trace: { mailFrom: await sender(2, '0001') } }),
    );
    expect(await stateOf(2)).toBe('suppressed');
  });

  test('counts by what it encloses: a bounce with our letter, or the letter', async () => {
    const { desk, token, stateOf } = await scene();
    const link = async (reader: number) => `<https://list.example/u/${await token(reader)}>`;
    const bounce = bounceMail({ to: 'pm@provider.example', listUnsubscribe: await link(1) });
    await desk.takeNotice(
      notice({ channel: 'postmark', eventId: '1', address: addressOf(1), enclosed: bounce }),
    );
    const letter = `From: news@harbour.example.org\r\nList-Unsubscribe: ${await link(2)}\r\n\r\nNews.\r\n`;
    await desk.takeNotice(
      notice({ channel: 'postmark', eventId: '2', address: addressOf(2), enclosed: letter }),
    );
    await desk.takeNotice(notice({ channel: 'postmark', eventId: '3', address: addressOf(3), enclosed: '' }));
    expect([await stateOf(1), await stateOf(2), await stateOf(3)]).toEqual([
      'suppressed',
      'suppressed',
      'confirmed',
    ]);
  });

  test('counts for nobody by an address alone, or another’s letter', async () => {
    const { desk, messageId, picture } = await scene();
    const before = await picture();
    const notices = [
      notice({ eventId: '1', address: addressOf(1) }),
      notice({ eventId: '2', address: addressOf(1), trace: { messageId: await messageId(2, '0001') } }),
      notice({ eventId: '3', address: addressOf(1), trace: { messageId: 'x@y.example' } }),
      notice({
        eventId: '4',
        address: 'nobody@readers.example',
        trace: { messageId: await messageId(1, '0001') },
      }),
      notice({ eventId: '5', address: 'no address', trace: { messageId: await messageId(1, '0001') } }),
      notice({ eventId: '6', trace: { messageId: await messageId(1, '0001') } }),
    ];
    for (const one of notices)
      expect(await desk.takeNotice(one)).toMatchObject({ isProved: false, effect: '' });
    expect(await picture()).toBe(before);
  });

  test('counts once', async () => {
    const { desk, messageId } = await scene();
    const one = notice({ address: addressOf(1), trace: { messageId: await messageId(1, '0001') } });
    expect((await desk.takeNotice(one)).isNew).toBe(true);
    expect(await desk.takeNotice(one)).toMatchObject({ isNew: false });
  });
});

test('whatever is not understood is kept whole, and can be had again', async () => {
  const { take, database } = await scene();
  const noise = 'From: MAILER-DAEMON@x.example\r\nReturn-Path: <>\r\n\r\nzzz \u0000 ü\r\n';
  await take(noise, 1);
  const [kept] = await database.returned.list({ isOpen: true, limit: 9 });
  expect(kept).toMatchObject({ class: 'unknown', hasRaw: true, isSeen: false });
  const raw = await database.returned.raw(kept?.id ?? '');
  expect(Buffer.from(raw ?? []).toString()).toBe(noise);
});
