// Fault test 25: bounces, complaints, wishes to leave and providers' events that somebody made up, with all that a stranger may know of a reader: 0 changes. Then answering machines that
// answer answering machines: 0 mails. Each on its own would show nothing of a program that ignores everything, so a genuine one acts at the end.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { makeToken, type TokenKey } from '../../src/audience/token.ts';
import { envelopeIdOf, verpAddress } from '../../src/audience/verp.ts';
import { createBounceHooks } from '../../src/server/bounce-hooks.ts';
import { type Chance, createChance } from '../support/chance.ts';
import { type OnDatabase, onEachDatabase } from '../support/fault-databases.ts';
import { faultScene, IS_FULL } from '../support/fault-scene.ts';
import {
  mailgunCall,
  sendgridKeys,
  sesBounce,
  signSns,
  snsCertificate,
  snsNotification,
  TOPIC,
} from '../support/provider-calls.ts';
import { autoReply, bounceMail, complaintMail, leavingMail } from '../support/returned-mails.ts';
import { addressOf, LIST_ID, type ReturnsScene, returnsScene } from '../support/returns-scene.ts';

const FORGED = IS_FULL ? 10_000 : 2_000;
const READERS = 10;
const SLUG = '0001';
const ANSWERS = IS_FULL ? 500 : 100;
const PLAIN = 'bounce@harbour.example.org';
const STRANGERS_KEY: TokenKey = { number: 1, secret: Buffer.alloc(32, 66) };
const OTHER_LIST = 'other.example.org';
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

const lines: string[] = [];
afterAll(() => console.log(`25 forged bounces: ${lines.join('; ')}`));

async function open(on: OnDatabase): Promise<ReturnsScene> {
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-forged-'));
  const url = on.server === undefined ? `sqlite:${path.join(root, 'b.db')}` : await on.server.newDatabase();
  const scene = await returnsScene(url, READERS);
  onTestFinished(async () => {
    await scene.close();
    rmSync(root, { recursive: true, force: true });
  });
  await scene.send(SLUG, 0);
  return scene;
}

await onEachDatabase((on) => {
  test(`${FORGED} forged mails change nothing`, { timeout: 600_000 }, async () => {
    const scene = await open(on);
    const known = await Promise.all(Array.from({ length: READERS }, (_, i) => knowledge(scene, i + 1)));
    const before = await scene.picture();
    const random = createChance(25);
    for (let number = 0; number < FORGED; number += 1) {
      const reader = known[random.below(READERS)] as Known;
      const [mail, to] = forged(reader, number, random);
      const noted = await scene.take(
        mail,
        1 + number / 100,
        to === undefined ? {} : { channel: 'stdin', to },
      );
      if (noted.effect !== '') expect(mail).toBe('a mail without effect');
    }
    expect(await scene.picture()).toBe(before);
    // All of it is kept: it is evidence.
    const counts = await scene.database.returned.counts('2026-01-01T00:00:00.000Z');
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(FORGED);

    const genuine = await scene.take(bounceMail({ to: await scene.sender(1, SLUG), number: FORGED }), 200);
    expect(genuine.effect).toMatch(/^suppressed/u);
    expect(await scene.picture()).not.toBe(before);
    const after = await scene.picture();
    // Sent in again by whoever has it, it is known.
    for (let day = 201; day < 221; day += 1)
      await scene.take(bounceMail({ to: await scene.sender(1, SLUG), number: FORGED }), day);
    expect(await scene.picture()).toBe(after);
    lines.push(`${on.database}: ${FORGED} forged mails, 0 changes`);
  });

  test('providers’ events without a proof, or told again, change nothing', { timeout: 600_000 }, async () => {
    const scene = await open(on);
    const [sendgrid, stranger] = [sendgridKeys(), sendgridKeys()];
    const [amazon, other] = [snsCertificate(), snsCertificate()];
    const secret = 'a-secret-of-ours-0123';
    const now = Date.now();
    const hooks = createBounceHooks({
      secrets: { sesTopicArns: [TOPIC], mailgun: secret, sendgrid: sendgrid.publicKey, postmark: secret },
      record: async (notices) => {
        for (const notice of notices) await scene.desk.takeNotice(notice);
      },
      fetchText: async () => amazon.cert,
      now: () => now,
      tell: () => {},
    });
    const post = async ({
      path: place,
      body,
      headers = {},
    }: {
      path: string;
      body: string;
      headers?: Readonly<Record<string, string>>;
    }) => (await hooks.request(place, { method: 'POST', body, headers })).status;
    const before = await scene.picture();
    const answers = new Map<number, number>();
    const note = (status: number) => answers.set(status, (answers.get(status) ?? 0) + 1);
    for (let number = 0; number < FORGED / 10; number += 1) {
      const { sender, messageId, address } = await knowledge(scene, (number % READERS) + 1);
      const ses = snsNotification(sesBounce({ address, source: sender, feedbackId: `f${number}` }));
      note(await post({ path: '/ses', body: JSON.stringify(signSns(ses, other)) }));
      note(
        await post({
          path: '/ses',
          body: JSON.stringify({
            ...signSns(ses, amazon),
            Message: ses['Message']?.replace('Permanent', 'Permanent '),
          }),
        }),
      );
      const event = {
        event: 'bounce',
        type: 'bounce',
        email: address,
        'smtp-id': `<${messageId}>`,
        sg_event_id: `s${number}`,
        status: '5.1.1',
        reason: 'no such user',
      };
      note(await post(stranger.call([event])));
      const failed = {
        event: 'failed',
        severity: 'permanent',
        reason: 'bounce',
        id: `m${number}`,
        recipient: address,
        envelope: { sender },
        'delivery-status': { code: 550, message: 'no such user' },
      };
      note(await post(mailgunCall(failed, { key: `${secret}x`, at: now, token: `t${number}` })));
      note(
        await post({
          path: '/postmark',
          body: JSON.stringify({ RecordType: 'Bounce', ID: number, Type: 'HardBounce', Email: address }),
        }),
      );
      // Of a provider that is one, about another letter or a reader by the address alone.
      note(await post(sendgrid.call([{ ...event, sg_event_id: `a${number}`, 'smtp-id': '<x@y.example>' }])));
      note(
        await post(
          mailgunCall(
            { ...failed, id: `b${number}`, envelope: { sender: PLAIN } },
            { key: secret, at: now, token: `u${number}` },
          ),
        ),
      );
    }
    expect(await scene.picture()).toBe(before);
    expect([...answers.keys()].sort()).toEqual([200, 401]);
    expect(answers.get(401)).toBe((FORGED / 10) * 5);

    const { sender } = await knowledge(scene, 1);
    const genuine = { event: 'complained', id: 'g', recipient: 'x@y.example', envelope: { sender } };
    const call = mailgunCall(genuine, { key: secret, at: now, token: 'g' });
    expect(await post(call)).toBe(200);
    expect(await scene.suppression(1)).toBe('complained');
    const after = await scene.picture();
    // The same signature over another event.
    const { sender: another } = await knowledge(scene, 2);
    for (const id of ['g', 'h'])
      await post(
        mailgunCall({ ...genuine, id, envelope: { sender: another } }, { key: secret, at: now, token: 'g' }),
      );
    await post(mailgunCall(genuine, { key: secret, at: now, token: 'g2' }));
    expect(await scene.picture()).toBe(after);
    lines.push(`${on.database}: ${(FORGED / 10) * 7} forged events, 0 changes`);
  });

  test('answers to answers make no mail', { timeout: 600_000 }, async () => {
    const scene = await faultScene({ ...on, readers: READERS });
    const returns = await returnsScene(scene.databaseUrl, 0);
    onTestFinished(() => returns.close());
    const states = async (): Promise<readonly string[]> =>
      (await Array.fromAsync(returns.database.subscribers.list())).map(({ status }) => status);
    const before = await states();
    for (const folder of ['new', 'cur', 'tmp'])
      mkdirSync(path.join(scene.root, 'mail', folder), { recursive: true });
    const env = { BROADSIDE_BOUNCES: 'mail' };
    const mailsOut = () => scene.sink.events().filter(({ e }) => e === 'mail').length;
    let number = 0;
    // Whatever goes out would be answered again; what makes the first round is not ours to stop.
    for (let round = 0; round < 3; round += 1) {
      for (let answer = 0; answer < ANSWERS; answer += 1) {
        number += 1;
        const to = await returns.sender(1 + (number % READERS), SLUG).catch(() => PLAIN);
        const token = await tokenOf(returns, number);
        const mail = autoReply({ to, number });
        const asked = mail
          .replace('Return-Path: <>', 'Return-Path: <ada@readers.example>')
          .replace(/Subject: .*/u, `Subject: unsubscribe ${token}`);
        writeFileSync(path.join(scene.root, 'mail/new', String(number)), number % 2 === 0 ? mail : asked);
      }
      const { exitCode, stderr } = await scene.run(['worker', '--once'], { env });
      expect(exitCode, stderr).toBe(0);
      if (mailsOut() === 0) break;
    }
    expect(mailsOut()).toBe(0);
    expect(await states()).toEqual(before);
    const counts = await returns.database.returned.counts('2026-01-01T00:00:00.000Z');
    expect(counts).toMatchObject([{ class: 'auto-reply', count: ANSWERS }]);
    lines.push(`${on.database}: ${number} answers, 0 mails`);
  });
});

/** What a stranger may know of a reader: all but the key. */
interface Known {
  readonly address: string;
  readonly id: string;
  readonly sender: string;
  readonly token: string;
  readonly messageId: string;
  /** Signed with our key for another list of ours. */
  readonly otherSender: string;
  readonly otherToken: string;
  readonly otherPurpose: string;
}

async function knowledge(scene: ReturnsScene, reader: number): Promise<Known> {
  const id = await scene.idOf(reader);
  return {
    address: addressOf(reader),
    id,
    sender: await scene.sender(reader, SLUG),
    token: await scene.token(reader),
    messageId: await scene.messageId(reader, SLUG),
    otherSender: await scene.sender(reader, SLUG, OTHER_LIST),
    otherToken: await scene.token(reader, OTHER_LIST),
    otherPurpose: makeToken({ purpose: 'preferences', listId: LIST_ID, subscriberId: id }, scene.key),
  };
}

/** Of readers of a fault scene, whose addresses are the same. */
async function tokenOf(returns: ReturnsScene, number: number): Promise<string> {
  return returns.token(1 + (number % READERS));
}

/** @returns the mail, and the recipient of the envelope where it came over a pipe. */
function forged(reader: Known, number: number, random: Chance): readonly [string, string?] {
  const bad = {
    stranger: verpAddress(
      { bounceAddress: PLAIN, subscriberId: reader.id, issueSlug: SLUG, listId: LIST_ID },
      STRANGERS_KEY,
    ),
    guessed: `bounce+${Array.from({ length: 48 }, () => ALPHABET[random.below(32)]).join('')}@harbour.example.org`,
    flipped: flipped(reader.sender, random),
    other: reader.otherSender,
    plain: PLAIN,
  };
  const to = Object.values(bad)[random.below(5)] ?? PLAIN;
  const words = [
    reader.otherToken,
    reader.otherPurpose,
    makeToken({ purpose: 'unsubscribe', listId: LIST_ID, subscriberId: reader.id }, STRANGERS_KEY),
    reader.token.slice(1),
    `${reader.token.slice(0, -1)}${reader.token.endsWith('A') ? 'B' : 'A'}`,
    reader.address,
    reader.id,
    reader.messageId,
    '',
  ];
  const word = words[random.below(words.length)] ?? '';
  const listUnsubscribe = `<https://list.example.org/u/${word}>, <mailto:leave@example.org?subject=unsubscribe%20${word}>`;
  const { address: recipient, messageId } = reader;
  const about = { to, number, recipient, messageId, listUnsubscribe };
  switch (random.below(6)) {
    case 0:
      return [bounceMail(about)];
    case 1:
      return [bounceMail({ ...about, envelopeId: envelopeIdOf(to.includes('+') ? to : bad.stranger) })];
    case 2:
      return [bounceMail({ ...about, to: PLAIN }), to];
    case 3:
      return [complaintMail({ ...about, originalMailFrom: to })];
    case 4:
      return [leavingMail({ to, number }, word).replaceAll('ada@readers.example', recipient)];
    default:
      // A letter shown to somebody else: their wish to leave encloses it, and it is not the reader's.
      return [
        bounceMail({ ...about, to: PLAIN, listUnsubscribe: `<https://list.example.org/u/${reader.token}>` })
          .replace('Return-Path: <>', 'Return-Path: <eve@strangers.example>')
          .replace(/From: MAILER-DAEMON.*/u, 'From: eve@strangers.example')
          .replace(/Subject: .*/u, 'Subject: unsubscribe')
          .replace('multipart/report; report-type=delivery-status;', 'multipart/mixed;'),
      ];
  }
}

/** One bit of the tag. */
function flipped(sender: string, random: Chance): string {
  const tag = envelopeIdOf(sender);
  const at = random.below(tag.length);
  const letter = ALPHABET[ALPHABET.indexOf(tag[at] ?? '') ^ (1 << random.below(5))] ?? '';
  return sender.replace(tag, tag.slice(0, at) + letter + tag.slice(at + 1));
}
