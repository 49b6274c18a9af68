// A look at a database that changes nothing: absent, empty, old, sound, damaged, on SQLite and on a real PostgreSQL.
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { examineDatabase } from '../../src/store/examine-database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { startPostgres } from '../support/postgres.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'broadside-look-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = (): string => path.join(folder, `${files++}.db`);

async function filled(url: string): Promise<void> {
  const database = await openDatabase(url);
  await database.settings.getOrCreate('list-id', () => 'news.example.org');
  await database.settings.getOrCreate('token-keys', () => 'secret');
  await database.close();
}

describe('a SQLite file', () => {
  test('that is not there stays so', async () => {
    const file = newFile();
    expect(await examineDatabase(`sqlite:${file}`, ['list-id'])).toEqual({
      kind: 'sqlite',
      describe: file,
      state: 'absent',
      file,
      faults: [],
      isElsewhere: false,
      settings: {},
    });
    expect(existsSync(file)).toBe(false);
  });

  test('that was copied knows that it is elsewhere', async () => {
    const [file, copy] = [newFile(), newFile()];
    await filled(`sqlite:${file}`);
    copyFileSync(file, copy);
    expect(await examineDatabase(`sqlite:${file}`, [])).toMatchObject({ isElsewhere: false });
    expect(await examineDatabase(`sqlite:${copy}`, [])).toMatchObject({ isElsewhere: true });
  });

  test('in a folder that is not there: that is not made either', async () => {
    const url = `sqlite:${path.join(folder, 'not-there/broadside.db')}`;
    expect(await examineDatabase(url, [])).toMatchObject({ state: 'absent' });
    expect(existsSync(path.join(folder, 'not-there'))).toBe(false);
  });

  test('keeps its journal as it is', async () => {
    const file = newFile();
    await filled(`sqlite:${file}`);
    const raw = new DatabaseSync(file);
    raw.exec('pragma journal_mode = delete');
    raw.close();
    for (let look = 0; look < 2; look += 1)
      expect(await examineDatabase(`sqlite:${file}`, [])).toMatchObject({ durability: 'delete' });
  });

  test('that is sound, with the settings asked for and no others', async () => {
    const file = newFile();
    await filled(`sqlite:${file}`);
    expect(await examineDatabase(`sqlite:${file}`, ['list-id', 'not-there'])).toEqual({
      kind: 'sqlite',
      describe: file,
      state: 'up to date',
      file,
      sizeBytes: expect.any(Number),
      faults: [],
      durability: 'wal',
      isElsewhere: false,
      standing: { acknowledged: {}, place: expect.objectContaining({ kind: 'sqlite' }) },
      settings: { 'list-id': 'news.example.org' },
    });
  });

  test('of an older program is told as that, and not brought up to date', async () => {
    const file = newFile();
    await filled(`sqlite:${file}`);
    const raw = new DatabaseSync(file);
    raw.exec("delete from kysely_migration where name > '0001-z'");
    raw.close();
    const before = readFileSync(file);
    expect(await examineDatabase(`sqlite:${file}`, ['list-id'])).toMatchObject({
      state: 'older',
      settings: { 'list-id': 'news.example.org' },
    });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith(path.basename(file)))).toEqual([
      path.basename(file),
    ]);
  });

  test('without tables is empty', async () => {
    const file = newFile();
    new DatabaseSync(file).exec('create table other (a text)');
    expect(await examineDatabase(`sqlite:${file}`, ['list-id'])).toMatchObject({
      state: 'empty',
      settings: {},
    });
  });

  test('with a damaged page tells what it finds', async () => {
    const file = newFile();
    await filled(`sqlite:${file}`);
    const raw = new DatabaseSync(file);
    raw.exec(`insert into settings
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 200)
      select 'k' || i, hex(randomblob(2000)) from n`);
    raw.exec('pragma wal_checkpoint(truncate)');
    const { root } = raw
      .prepare("select rootpage as root from sqlite_master where name = 'settings'")
      .get() as { root: number };
    raw.close();
    const bytes = readFileSync(file);
    const pageBytes = bytes.readUInt16BE(16);
    bytes.fill(0xff, (root - 1) * pageBytes + 8, (root - 1) * pageBytes + 200);
    writeFileSync(file, bytes);
    const examined = await examineDatabase(`sqlite:${file}`, []).then(
      ({ faults }) => faults.join(),
      (error) => `${error.code}: ${error.message}`,
    );
    expect(examined).toMatch(/Tree|malformed|damaged|out of range/u);
  });

  test('that is none is told as that', async () => {
    const file = newFile();
    writeFileSync(file, 'Dear diary, '.repeat(1000));
    await expect(examineDatabase(`sqlite:${file}`, [])).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
    });
  });

  test('that was cut short is told as damaged', async () => {
    const file = newFile();
    await filled(`sqlite:${file}`);
    truncateSync(file, 6000);
    const examined = await examineDatabase(`sqlite:${file}`, []).then(
      ({ faults }) => faults.join(),
      (error) => error.code,
    );
    expect(examined).not.toBe('');
  });
});

const server = await startPostgres();
const reason = 'reason' in server ? ` (skipped: ${server.reason})` : '';
afterAll(async () => {
  if (!('reason' in server)) await server.stop();
});

describe.skipIf(reason !== '')(`PostgreSQL${reason}`, () => {
  const newDatabase = async (): Promise<string> => ('reason' in server ? '' : server.newDatabase());

  test('empty, then with tables, with its clock and how it commits', async () => {
    const url = await newDatabase();
    expect(await examineDatabase(url, ['list-id'])).toMatchObject({ kind: 'postgres', state: 'empty' });
    await filled(url);
    const examined = await examineDatabase(url, ['list-id']);
    expect(examined).toMatchObject({
      state: 'up to date',
      durability: 'on',
      settings: { 'list-id': 'news.example.org' },
    });
    expect(Math.abs(Date.parse(examined.now ?? '') - Date.now())).toBeLessThan(60_000);
    expect(JSON.stringify(examined)).not.toContain('secret');
  });

  test('that acknowledges before it has written', async () => {
    const url = await newDatabase();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`alter database "${client.database}" set synchronous_commit = off`);
    await client.end();
    expect(await examineDatabase(url, [])).toMatchObject({ durability: 'off' });
  });
});
