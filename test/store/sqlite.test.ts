// The contract on SQLite files, and what only a file can do: be locked, be no database, be shared by processes.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/open-database.ts';
import { storeContract } from './contract.ts';
import { workerRun } from './sending.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'broadside-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = (): string => path.join(folder, `${files++}`, 'broadside.db');

describe('SQLite', () => {
  storeContract(async () => `sqlite:${newFile()}`);
});

describe('a SQLite file', () => {
  test('is found from the root, in a folder made for it', async () => {
    const database = await openDatabase('sqlite:data/broadside.db', { root: path.join(folder, 'project') });
    expect(database.describe).toBe('data/broadside.db');
    await database.close();
    expect(
      new DatabaseSync(path.join(folder, 'project/data/broadside.db')).prepare('pragma journal_mode').get(),
    ).toEqual({ journal_mode: 'wal' });
  });

  test.skipIf(process.platform === 'win32')(
    'made anew is for its owner only, and so is all beside it',
    async () => {
      const file = path.join(folder, 'private', 'data', 'broadside.db');
      const database = await openDatabase(`sqlite:${file}`);
      await database.settings.getOrCreate('key', () => 'value');
      const modes = [path.dirname(file), file, `${file}-wal`, `${file}-shm`].map(
        (name) => statSync(name).mode & 0o777,
      );
      expect(modes).toEqual([0o700, 0o600, 0o600, 0o600]);
      await database.close();
    },
  );

  test.skipIf(process.platform === 'win32')('that is there keeps the rights that it was given', async () => {
    const file = newFile();
    await (await openDatabase(`sqlite:${file}`)).close();
    chmodSync(file, 0o640);
    await (await openDatabase(`sqlite:${file}`)).close();
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  test('may be none at all: in memory', async () => {
    const database = await openDatabase('sqlite::memory:');
    expect(await database.subscribers.count()).toMatchObject({ confirmed: 0 });
    await database.close();
  });

  test('locked by another program is told as that, and nothing changes', async () => {
    const file = newFile();
    const database = await openDatabase(`sqlite:${file}`, { busyTimeoutMs: 100 });
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    await expect(database.settings.getOrCreate('key', () => 'value')).rejects.toMatchObject({
      code: 'DATABASE_LOCKED',
      place: file,
    });
    other.exec('rollback');
    expect(await database.settings.getOrCreate('key', () => 'later')).toBe('later');
    await database.close();
  });

  test('waits for a lock that is let go in time', async () => {
    const file = newFile();
    const database = await openDatabase(`sqlite:${file}`);
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    const waiting = database.settings.getOrCreate('key', () => 'value');
    setTimeout(() => other.exec('rollback'), 50);
    expect(await waiting).toBe('value');
    await database.close();
  });

  test.each<[string, string, (file: string) => string]>([
    [
      'a text file',
      'DATABASE_UNREACHABLE',
      (file) => write(file, 'not a database, but long enough to be taken for one'.repeat(40)),
    ],
    [
      'a folder',
      'DATABASE_UNREACHABLE',
      (file) => write(path.join(file, 'inside'), '').replace(/\/inside$/u, ''),
    ],
    ['below a file', 'FILE_UNWRITABLE', (file) => path.join(write(file, ''), 'broadside.db')],
  ])('%s is told by %s and its place', async (_name, code, make) => {
    const file = make(newFile());
    await expect(openDatabase(`sqlite:${file}`)).rejects.toMatchObject({
      code,
      place: expect.stringContaining(folder),
    });
  });

  test('that rolled back by itself, as on a full disk, is told by its first words', async () => {
    const file = newFile();
    const database = await openDatabase(`sqlite:${file}`);
    const other = new DatabaseSync(file);
    other.exec(
      "create trigger full before insert on subscribers begin select raise(rollback, 'no room left'); end",
    );
    const subscriber = {
      address: 'ana@example.org',
      status: 'confirmed' as const,
      consent: { text: 'paper', source: 'test' },
    };
    const add = () => database.subscribers.addAll([subscriber], '2016-01-01T00:00:00.000Z');
    await expect(add()).rejects.toMatchObject({ message: expect.stringContaining('no room left') });
    other.exec('drop trigger full');
    expect(await add()).toEqual(['added']);
    other.close();
    await database.close();
  });

  test('of a newer Broadside is not touched', async () => {
    const file = newFile();
    await (await openDatabase(`sqlite:${file}`)).close();
    const raw = new DatabaseSync(file);
    raw.exec(`insert into kysely_migration values ('9999-from-the-future', '2030-01-01T00:00:00.000Z')`);
    raw.close();
    await expect(openDatabase(`sqlite:${file}`)).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.stringContaining('newer'),
    });
  });

  test('counts leases by the clock of the machine that runs since it was started', async () => {
    const file = newFile();
    let monotonicMs = 5_000;
    const leases = { monotonicMs: () => monotonicMs, bootId: '' };
    const database = await openDatabase(`sqlite:${file}`, { leases });
    await database.runs.begin(workerRun('a'));
    const isLive = async () => (await database.runs.live()).length === 1;
    for (const [ms, live] of [
      [5_000, true],
      [64_999, true],
      [65_000, false],
      // Before it could have been given: the machine was started anew since.
      [4_000, false],
      [5_000, true],
    ] as const) {
      monotonicMs = ms;
      expect(await isLive(), `at ${ms} ms`).toBe(live);
    }
    monotonicMs = 64_000;
    expect(await database.runs.renew('a')).toBe(true);
    monotonicMs = 123_999;
    expect(await isLive()).toBe(true);
    await database.close();
  });

  test('forgets budgets and rests of before the machine was started', async () => {
    const file = newFile();
    const slow = { perSecond: 0.001, burst: 4 };
    const before = await openDatabase(`sqlite:${file}`, { leases: { bootId: 'one' } });
    expect(await before.pacing.take('all', 9, slow)).toBe(4);
    await before.pacing.rest('example.org', 60_000, 1);
    await before.close();
    const after = await openDatabase(`sqlite:${file}`, { leases: { bootId: 'two' } });
    expect(await after.pacing.take('all', 9, slow)).toBe(4);
    expect(await after.pacing.take('all', 9, slow)).toBe(0);
    expect(await after.pacing.limits()).toEqual([{ domain: 'example.org', concurrency: 1, restMs: 0 }]);
    await after.close();
  });

  test.each(['mysql://host/db', 'data/broadside.db', ''])('%j is no address of a database', async (url) => {
    await expect(openDatabase(url)).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
  });

  test('shared by two processes: nobody is claimed twice', async () => {
    const file = newFile();
    const database = await openDatabase(`sqlite:${file}`);
    const at = '2026-01-09T08:00:00Z';
    const consent = { text: 'yes', source: 'test' };
    const readers = Array.from({ length: 300 }, (_, n) => ({
      address: `r${n}@example.org`,
      status: 'confirmed' as const,
      consent,
    }));
    await database.subscribers.addAll(readers, at);
    await database.ledger.plan(
      { slug: '0012', messageIdDomain: 'example.org', textHash: 'x', subject: 's' },
      at,
    );
    await database.close();
    const printed = await Promise.all([claimInProcess(file, 'a'), claimInProcess(file, 'b')]);
    const taken = printed.flatMap((lines) => lines.split('\n').filter((line) => line !== ''));
    expect(taken).toHaveLength(300);
    expect(new Set(taken).size).toBe(300);
  });
});

function write(file: string, text: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Runs a second Node that claims and settles until nothing is left, and prints the ids it took. */
function claimInProcess(file: string, run: string): Promise<string> {
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'claim-all.ts'), `sqlite:${file}`, run],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('exit', (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`claim-all ended with ${code}`)),
    );
  });
}
