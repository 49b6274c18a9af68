// Fault test 27: every reader has a name, an address and links that nobody else has, and four workers send to all of them at once, many
// letters in each being composed and signed side by side. No letter holds anything of another reader, no line that a worker writes
// holds anything of any, and neither does a page or a feed. The truth is what the mail server took.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { readToken, readTokenKeys, type TokenKey } from '../../src/audience/token.ts';
import { issueHashOf, readVerp } from '../../src/audience/verp.ts';
import { type Addressee, createSigningComposer } from '../../src/deliver/compose.ts';
import { type DkimKey, readDkimKey } from '../../src/deliver/dkim-key.ts';
import { letterOf } from '../../src/deliver/letter.ts';
import { buildMasterMessage } from '../../src/deliver/master-message.ts';
import { buildMessage } from '../../src/mail/build-message.ts';
import { signingThread } from '../../src/mail/signing-thread.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { DATE, NEWSLETTER, RENDERED } from '../deliver/newsletter-fixture.ts';
import { checkSignatures, pemOf, stoppedClock, testKeys } from '../support/dkim-check.ts';
import { onEachDatabase } from '../support/fault-databases.ts';
import { type FaultScene, faultScene, IS_FULL, SLUG } from '../support/fault-scene.ts';
import type { DotEvent } from '../support/sink-log.ts';

const WORKERS = 4;
const READERS = { PostgreSQL: IS_FULL ? 100_000 : 1_500, SQLite: IS_FULL ? 10_000 : 700 };
/** A verified signature takes a millisecond. */
const FORMER_NAME = 'As it was';
const VERIFY_EVERY = IS_FULL ? 20 : 1;
const TIMEOUT_MS = IS_FULL ? 3_600_000 : 240_000;
const LIST_ID = 'harbour.example.org';
const AT = '2026-01-05T08:00:00.000Z';

const lines: string[] = [];
afterAll(() => console.log(`27 canary: ${lines.join('; ')}`));

const numberOf = (n: number): string => String(n).padStart(6, '0');
const addressOf = (n: number): string => `canary-${numberOf(n)}@readers.example`;
/** Every other name has to be encoded. */
const nameOf = (n: number): string => `Canary-${numberOf(n)}${n % 2 === 0 ? '' : ' Ñandú'}`;
const wantsTextAlone = (n: number): boolean => n % 3 === 0;
const canariesIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/canary-(\d{6})/giu)].map(([, number = '']) => number));

interface Canary {
  readonly number: string;
  readonly subscriberId: string;
}

/** Everything that can be read out of one letter, against the one reader for whom it was. */
async function checkLetter(
  raw: Buffer,
  to: string,
  canaries: ReadonlyMap<string, Canary>,
  keys: readonly TokenKey[],
): Promise<void> {
  const own = canaries.get(to);
  if (own === undefined) throw new Error(`The server took a letter to ${to}, who is no reader`);
  const email = await new PostalMime().parse(raw);
  const [shown] = email.to ?? [];
  const text = [
    raw.toString('latin1').replaceAll('=\r\n', ''),
    ...email.headers.map(({ value }) => value),
    shown?.name ?? '',
    email.text ?? '',
    email.html ?? '',
  ].join('\n');
  expect([...canariesIn(text)], to).toEqual([own.number]);
  expect(shown, to).toEqual({ name: nameOf(Number(own.number)), address: to });
  expect(email.html === undefined, `${to}: plain text alone`).toBe(wantsTextAlone(Number(own.number)));
  const links = [
    ...linksIn(email.text ?? '', 'text', to),
    ...(wantsTextAlone(Number(own.number)) ? [] : linksIn(email.html ?? '', 'HTML', to)),
    ...linksIn(email.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '', 'header', to),
  ];
  for (const [purpose, token] of links) {
    const subject = { purpose, listId: LIST_ID };
    expect(readToken(token, subject, keys), `${to}: ${purpose}`).toBe(own.subscriberId);
  }
}

function linksIn(
  text: string,
  where: string,
  to: string,
): readonly (readonly ['unsubscribe' | 'preferences', string])[] {
  const found = [...text.matchAll(/(?:\/(u|p)\/|unsubscribe%20)([\w-]{48})(?![\w-])/gu)].map(
    ([, path, token = '']) => [path === 'p' ? 'preferences' : 'unsubscribe', token] as const,
  );
  expect(found.length, `links in the ${where} of the letter to ${to}`).toBeGreaterThan(0);
  return found;
}

test('letters composed and signed side by side by four composers', {
  timeout: TIMEOUT_MS,
}, async () => {
  const count = IS_FULL ? 100_000 : 1_500;
  const letter = letterOf({ newsletter: NEWSLETTER, slug: '0012', rendered: RENDERED, date: DATE });
  const keys = testKeys('harbour.example.org');
  const signing = { keys, clock: stoppedClock, signatory: signingThread() };
  const composers = await Promise.all(
    Array.from({ length: WORKERS }, async () =>
      createSigningComposer(await buildMasterMessage(letter, buildMessage), signing),
    ),
  );
  const reader = (n: number): Addressee => ({
    subscriber: { address: addressOf(n), name: nameOf(n) },
    messageId: `0012.${numberOf(n)}@${LIST_ID}`,
    tokens: {
      unsubscribe: `u${numberOf(n)}`.padEnd(48, '-'),
      preferences: `p${numberOf(n)}`.padEnd(48, '_'),
    },
  });
  let next = 0;
  const lane = async (index: number): Promise<void> => {
    while (next < count) {
      const n = next;
      next += 1;
      const composer = composers[index % WORKERS];
      // Signed ahead for whoever may come next, some of them under a name that they have changed since.
      for (const ahead of [next, next + 7])
        composer?.prepare(
          ahead % 5 === 0
            ? { ...reader(ahead), subscriber: { ...reader(ahead).subscriber, name: FORMER_NAME } }
            : reader(ahead),
        );
      const { raw, envelope } = (await composer?.(reader(n))) ?? {
        raw: new Uint8Array(),
        envelope: { to: '' },
      };
      // As long as a connection takes to write it, while others are made.
      await sleep(n % 5);
      const text = Buffer.from(raw).toString('latin1').replaceAll('=\r\n', '');
      expect(envelope.to).toBe(addressOf(n));
      expect([...canariesIn(text)].join()).toBe(numberOf(n));
      expect(
        [...new Set([...text.matchAll(/\b([up])(\d{6})[-_]{41}/gu)].map(([, , number]) => number))].join(),
      ).toBe(numberOf(n));
      expect(text).not.toContain('BROADSIDEx');
      expect(text).not.toContain(FORMER_NAME);
      if (n % VERIFY_EVERY === 0)
        expect((await checkSignatures(raw, keys)).map(({ result }) => result)).toEqual(['pass', 'pass']);
    }
  };
  await Promise.all(Array.from({ length: 8 * WORKERS }, (_, index) => lane(index)));
  lines.push(`${count} composed, ${8 * WORKERS} at a time`);
});

await onEachDatabase((on) => {
  test(`${WORKERS} workers send ${READERS[on.database]} letters, each its own reader’s alone`, {
    timeout: TIMEOUT_MS,
  }, async () => {
    const keepIn = mkdtempSync(path.join(tmpdir(), 'broadside-kept-'));
    onTestFinished(() => rmSync(keepIn, { recursive: true, force: true }));
    const scene = await faultScene({ ...on, readers: 0, smtp: 'connections=8', sink: { keepIn } });
    const { canaries, keys, dkim } = await prepare(scene, READERS[on.database]);
    const env = { BROADSIDE_DKIM_KEYS: dkim.setting };
    const workers = Array.from({ length: WORKERS }, () => scene.start(['worker', '--once'], { env }));
    let isOver = false;
    const ended = Promise.all(workers.map((worker) => worker.ended)).then((ends) => {
      isOver = true;
      return ends;
    });

    // Letters are read as they come, and thrown away.
    let read = 0;
    let looked = 0;
    for (let wasOver = false; !wasOver; ) {
      wasOver = isOver;
      const events = scene.sink.events();
      for (const event of events.slice(looked))
        if (event.e === 'dot') {
          await checkKept(event, keepIn, canaries, keys, read % VERIFY_EVERY === 0 ? dkim.keys : []);
          read += 1;
        }
      looked = events.length;
      if (!wasOver) await sleep(20);
    }

    for (const { exitCode, stdout, stderr } of await ended) {
      expect(exitCode, stderr).toBe(0);
      expect([...canariesIn(stdout + stderr)], 'in what a worker says').toEqual([]);
    }
    expect(await scene.compare()).toMatchObject({
      accepted: READERS[on.database],
      inDoubt: [],
      lost: [],
      duplicates: [],
      wrong: [],
    });
    expect(read).toBe(READERS[on.database]);
    const runs = (await scene.ledger()).deliveries.filter(({ status }) => status === 'accepted').length;
    expect(runs).toBe(READERS[on.database]);
    expect((await scene.run(['build'])).exitCode).toBe(0);
    const files = readdirSync(path.join(scene.root, 'out'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(5);
    for (const file of files)
      expect(
        [...canariesIn(readFileSync(path.join(file.parentPath, file.name), 'latin1'))],
        file.name,
      ).toEqual([]);
    lines.push(
      `${on.database}: ${read} letters by ${WORKERS} workers, ${Math.ceil(read / VERIFY_EVERY)} signatures verified, ${files.length} pages and feeds read`,
    );
  });
});

interface Prepared {
  readonly canaries: ReadonlyMap<string, Canary>;
  readonly keys: readonly TokenKey[];
  readonly dkim: { readonly setting: string; readonly keys: readonly DkimKey[] };
}

/** Readers with names, a key to sign with, and the issue's order given: the workers have only to be let in. */
async function prepare(scene: FaultScene, count: number): Promise<Prepared> {
  const pem = pemOf('rsa');
  mkdirSync(path.join(scene.root, 'data'), { recursive: true });
  writeFileSync(path.join(scene.root, 'data/dkim.pem'), pem);
  const database = await openDatabase(scene.databaseUrl);
  try {
    for (let from = 0; from < count; from += 500)
      await database.subscribers.addAll(
        Array.from({ length: Math.min(500, count - from) }, (_, index) => ({
          address: addressOf(from + index),
          name: nameOf(from + index),
          ...(wantsTextAlone(from + index) ? { format: 'text' as const } : {}),
          status: 'confirmed' as const,
          consent: { text: 'Send me the news', source: 'test' },
        })),
        AT,
      );
    // Planned by the program, for a day far off; then told to begin.
    const planned = await scene.run(['send', '1', '--at', '2030-01-07 08:00', '--yes']);
    expect(planned.exitCode, planned.stderr).toBe(0);
    const now = Date.now();
    await database.orders.start(SLUG, new Date(now).toISOString(), new Date(now + 86_400_000).toISOString());
    const canaries = new Map<string, Canary>();
    for await (const { id, address } of database.subscribers.list())
      canaries.set(address, { number: /\d{6}/u.exec(address)?.[0] ?? '', subscriberId: id });
    expect(canaries.size).toBe(count);
    const keys = readTokenKeys(await database.settings.getOrCreate('token-keys', () => '1.'.padEnd(45, 'A')));
    const dkim = {
      setting: 'canary:data/dkim.pem',
      keys: [readDkimKey({ selector: 'canary', domain: 'harbour.example.org', pem })],
    };
    return { canaries, keys, dkim };
  } finally {
    await database.close();
  }
}

async function checkKept(
  { n, rcpt, from }: DotEvent,
  keepIn: string,
  canaries: ReadonlyMap<string, Canary>,
  keys: readonly TokenKey[],
  dkimKeys: readonly DkimKey[],
): Promise<void> {
  const file = path.join(keepIn, `${n}.eml`);
  const raw = unstuffed(readFileSync(file));
  expect(rcpt).toHaveLength(1);
  const [to = ''] = rcpt;
  await checkLetter(raw, to, canaries, keys);
  expect(readVerp(from, { listId: LIST_ID }, keys), `the envelope of the letter to ${to}`).toEqual({
    subscriberId: canaries.get(to)?.subscriberId,
    issueHash: issueHashOf(SLUG),
  });
  if (dkimKeys.length > 0)
    expect(
      (await checkSignatures(raw, dkimKeys, new Date().toISOString())).map(({ result }) => result),
    ).toEqual(['pass']);
  rmSync(file);
}

/** RFC 5321 §4.5.2: without the line that ended it, and without the dot that was put before a dot. */
function unstuffed(wire: Buffer): Buffer {
  const text = wire.toString('latin1');
  expect(text.endsWith('\r\n.\r\n')).toBe(true);
  return Buffer.from(text.slice(0, -'.\r\n'.length).replaceAll('\r\n..', '\r\n.'), 'latin1');
}
