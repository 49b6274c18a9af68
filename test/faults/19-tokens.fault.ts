// Fault test 19: links that nobody was given. Random ones, single bits of right ones, cut ones, those of another purpose, list or key, those that have
// expired or were used: none of them does anything. And how long the answer takes tells nobody how near a guess was.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { makeDatedToken } from '../../src/audience/dated-token.ts';
import { makeToken, readToken, type TokenPurpose } from '../../src/audience/token.ts';
import { addTokenKey } from '../../src/cli/token-keys.ts';
import { createVisitLimits, VISIT_LIMITS } from '../../src/server/list/visit-limits.ts';
import { IS_FULL } from '../support/fault-scene.ts';
import { LIST_ID, type ListScene, listScene } from '../support/list-scene.ts';
import { INSEPARABLE_T, sampleInTurns, welchT } from '../support/welch.ts';

const RANDOM = IS_FULL ? 1_000_000 : 20_000;
/** A million requests take minutes where nothing else runs, and longer where much does. */
const TIMEOUT_MS = IS_FULL ? 3_600_000 : 600_000;
const FLIPPED = IS_FULL ? 1000 : 50;
const SAMPLES = IS_FULL ? 10_000 : 3000;
/** Reads in one sample: one alone is shorter than the clock is exact. */
const READS = 20;
const DAY_MS = 24 * 3_600_000;

const WAYS = [
  ['unsubscribe', '/u/', ''],
  ['preferences', '/p/', '/erase'],
  ['confirm', '/c/', ''],
] as const;

const lines: string[] = [];
afterAll(() => console.log(`19 tokens: ${lines.join('; ')}`));

/** Guesses are not stopped here, so that each is looked at. */
const scene = (): Promise<ListScene> =>
  listScene({
    limits: createVisitLimits({ ...VISIT_LIMITS, guessesAnHour: 1e9, signUpsAnHour: 1e9, signUpsADay: 1e9 }),
  });

async function confirmLink(list: ListScene, address: string): Promise<string> {
  await list.signUp(address);
  const [mail] = await list.sendMails();
  return new URL(/https:\S+\/c\/[\w-]+/u.exec(mail?.text ?? '')?.[0] ?? '').pathname;
}

describe('a link that is none', () => {
  test('made up at random does nothing', { timeout: TIMEOUT_MS }, async () => {
    const list = await scene();
    await list.addReader('ana@example.org');
    await list.signUp('bob@example.org');
    await list.sendMails();
    const before = await list.state();
    const statuses = new Map<number, number>();
    for (let n = 0; n < RANDOM; n += 1) {
      const [, path, tail] = WAYS[n % WAYS.length] ?? WAYS[0];
      const { status } = await list.post(`${path}${randomBytes(36).toString('base64url')}${tail}`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([[404, RANDOM]]);
    expect(await list.state()).toBe(before);
    lines.push(`${RANDOM} at random`);
  });

  test('with a single bit of a right one changed does nothing', { timeout: TIMEOUT_MS }, async () => {
    const list = await scene();
    const ids = [];
    for (let n = 0; n < FLIPPED; n += 1) ids.push(await list.addReader(`reader-${n}@example.org`));
    const before = await list.state();
    let tried = 0;
    for (const [index, id] of ids.entries()) {
      const [purpose, path, tail] = WAYS[index % 2] ?? WAYS[0];
      const bytes = Buffer.from(list.token(purpose, id), 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const { status } = await list.post(`${path}${changed.toString('base64url')}${tail}`);
        if (status !== 404) expect.fail(`bit ${bit} of a link to ${purpose}: ${status}`);
        tried += 1;
      }
    }
    expect(await list.state()).toBe(before);
    lines.push(`${tried} bits of ${FLIPPED}`);
  });

  test('cut, lengthened, of another purpose, list or key does nothing', async () => {
    const list = await scene();
    const id = await list.addReader('ana@example.org');
    const [key] = list.keys;
    if (key === undefined) throw new Error('There is no key');
    const before = await list.state();
    const wrong: string[] = [];
    for (const [purpose, path, tail] of WAYS) {
      const right = list.token(purpose, id);
      const others = WAYS.filter(([one]) => one !== purpose).map(([one]) => list.token(one, id));
      const made = (more: Partial<Parameters<typeof makeToken>[0]>, by = key): string =>
        makeToken({ purpose, listId: LIST_ID, subscriberId: id, ...more }, by);
      wrong.push(
        ...[
          ...others,
          ...Array.from(right, (_, length) => right.slice(0, length)).slice(1),
          `${right}A`,
          made({ listId: 'other.example.org' }),
          made({}, { number: 2, secret: key.secret }),
          made({}, { number: 1, secret: randomBytes(32) }),
          makeDatedToken({ purpose: 'undo', listId: LIST_ID, id, at: list.now }, key),
        ].map((token) => `${path}${token}${tail}`),
      );
    }
    for (const place of wrong) expect((await list.post(place)).status, place).toBe(404);
    expect(await list.state()).toBe(before);
    lines.push(`${wrong.length} of other kinds`);
  });
});

describe('a link to confirm', () => {
  test('that was used changes nothing more', async () => {
    const list = await scene();
    const link = await confirmLink(list, 'ana@example.org');
    expect((await list.post(link)).status).toBe(200);
    const before = await list.state();
    for (let n = 0; n < 10; n += 1) {
      list.later(DAY_MS / 2);
      expect((await list.post(link)).status).toBe(200);
    }
    expect(await list.state()).toBe(before);
  });

  test('that was used does not bring back who has left since', async () => {
    const list = await scene();
    const link = await confirmLink(list, 'ana@example.org');
    await list.post(link);
    const reader = await list.database.subscribers.find('ana@example.org');
    await list.post(`/u/${list.token('unsubscribe', reader?.id ?? '')}`);
    await list.post(link);
    expect((await list.database.subscribers.find('ana@example.org'))?.status).toBe('unsubscribed');
  });

  test('that is more than seven days old has expired', async () => {
    const list = await scene();
    const link = await confirmLink(list, 'ana@example.org');
    list.later(7 * DAY_MS + 1000);
    const before = await list.state();
    expect((await list.post(link)).status).toBe(410);
    expect(await list.state()).toBe(before);
    expect((await list.database.subscribers.find('ana@example.org'))?.status).toBe('unconfirmed');
  });
});

test('links of an old key work after a new one was added, and those of the new one too', async () => {
  const list = await scene();
  const [ana, bob] = [await list.addReader('ana@example.org'), await list.addReader('bob@example.org')];
  const [newest] = await addTokenKey(list.database.settings);
  if (newest === undefined) throw new Error('There is no key');
  // A program that runs takes a new key up within five seconds.
  await list.ask('/subscribe');
  await sleep(5200);
  await list.ask('/subscribe');
  await sleep(100);
  const newToken = makeToken({ purpose: 'unsubscribe', listId: LIST_ID, subscriberId: bob }, newest);
  expect((await list.post(`/u/${newToken}`)).status).toBe(200);
  expect((await list.post(`/u/${list.token('unsubscribe', ana)}`)).status).toBe(200);
  expect(await list.database.subscribers.count()).toMatchObject({ confirmed: 0, unsubscribed: 2 });
});

describe('how long the answer takes', () => {
  const key = { number: 1, secret: randomBytes(32) };
  const id = randomBytes(16).toString('base64url');
  const expected = { purpose: 'unsubscribe' as TokenPurpose, listId: LIST_ID };
  const right = makeToken({ ...expected, subscriberId: id }, key);
  const changedAt = (place: number): string => {
    const bytes = Buffer.from(right, 'base64url');
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    return bytes.toString('base64url');
  };
  const kinds = {
    // The first and the last octet of the signature.
    'wrong at once': changedAt(18),
    'wrong at its end': changedAt(35),
    'made up': Buffer.concat([Buffer.from(right, 'base64url').subarray(0, 2), randomBytes(34)]).toString(
      'base64url',
    ),
    'of an unknown key': changedAt(1),
  };

  test('does not tell how near a guess was', async () => {
    const read = (token: string) => () => {
      for (let n = 0; n < READS; n += 1)
        if (readToken(token, expected, [key]) !== undefined) throw new Error('A wrong link was read');
    };
    const classes = Object.fromEntries(Object.entries(kinds).map(([name, token]) => [name, read(token)]));
    await sampleInTurns(classes, 500);
    const samples = await sampleInTurns(classes, SAMPLES);
    const timesOf = (name: string): readonly number[] => samples[name] ?? [];
    const first = timesOf('wrong at once');
    const found = (['wrong at its end', 'made up'] as const).map(
      (name) => [name, welchT(first, timesOf(name))] as const,
    );
    // Which keys there are is no secret, their numbers stand in every link; but the same work is done.
    const more = medianOf(timesOf('of an unknown key')) / medianOf(first) - 1;
    lines.push(
      `t ${found.map(([name, t]) => `${name} ${t.toFixed(2)}`).join(', ')}; of an unknown key ${(100 * more).toFixed(2)} % more`,
    );
    for (const [name, t] of found) expect(t, name).toBeLessThan(INSEPARABLE_T);
    expect(Math.abs(more)).toBeLessThan(0.05);
  });
});

function medianOf(samples: readonly number[]): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
