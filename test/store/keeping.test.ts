// The promises about copies on both databases, and what only files can do: be copied by hand.
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { locateDatabase } from '../../src/store/database-location.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { restoreBackup } from '../../src/store/restore-backup.ts';
import { startPostgres } from '../support/postgres.ts';
import { AT, halfSent, LATER, memoryJournal, sendSome } from './half-sent.ts';
import { keepingContract } from './keeping.ts';
import { makeOldDatabase } from './old-databases.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'broadside-copies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = (): string => {
  const file = path.join(folder, `${files++}`, 'broadside.db');
  mkdirSync(path.dirname(file));
  return file;
};

describe('on SQLite', () => {
  keepingContract(async () => `sqlite:${newFile()}`);
});

const server = await startPostgres();
const reason = 'reason' in server ? ` (skipped: ${server.reason})` : '';
afterAll(async () => {
  if (!('reason' in server)) await server.stop();
});

describe.skipIf(reason !== '')(`on PostgreSQL${reason}`, () => {
  keepingContract(async () => ('reason' in server ? '' : server.newDatabase()));
});

describe('a file', () => {
  const guarded = async (file: string, journal = memoryJournal()): Promise<unknown> => {
    const database = await openDatabase(`sqlite:${file}`);
    try {
      return await database.keeping.guard(journal, LATER);
    } finally {
      await database.close();
    }
  };
  const made = async (): Promise<string> => {
    const file = newFile();
    const database = await openDatabase(`sqlite:${file}`);
    await halfSent(database);
    await database.close();
    return file;
  };
  const held = (words: string) => ({ code: 'DATABASE_RESTORED', message: expect.stringContaining(words) });

  test('copied to another place is held there, and goes on where it was', async () => {
    const file = await made();
    const copy = newFile();
    copyFileSync(file, copy);
    await expect(guarded(copy)).rejects.toMatchObject(held(`made elsewhere: ${file}`));
    expect(await guarded(file)).toEqual([]);
  });

  test('moved to another place with its folder is the same one', async () => {
    const file = await made();
    const folderBefore = path.dirname(file);
    renameSync(folderBefore, `${folderBefore}-moved`);
    const after = path.join(`${folderBefore}-moved`, 'broadside.db');
    expect(await guarded(after)).toEqual([]);
    cpSync(`${folderBefore}-moved`, folderBefore, { recursive: true });
    await expect(guarded(file), 'and a copy in the old place is the copy').rejects.toMatchObject(
      held('made elsewhere'),
    );
  });

  test('copied back over the live one is found out by the journal', async () => {
    const file = await made();
    const copy = `${file}.copy`;
    copyFileSync(file, copy);
    const database = await openDatabase(`sqlite:${file}`);
    const journal = memoryJournal({ '0012': await sendSome(database, 3, 'second') });
    await database.close();
    expect(await guarded(file, journal), 'no alarm while all is well').toEqual([]);
    copyFileSync(copy, file);
    await expect(guarded(file, journal)).rejects.toMatchObject(held('0012 (3)'));
    const after = await openDatabase(`sqlite:${file}`);
    expect(await after.ledger.counts('0012')).toMatchObject({
      accepted: 7,
      pending: 1,
      deferred: 1,
      inDoubt: 1,
    });
    await after.close();
  });

  test('that is a backup, put into the place of the live one by hand, is held without any journal', async () => {
    const file = await made();
    const database = await openDatabase(`sqlite:${file}`);
    await database.keeping.backUp(`${file}.backup`, { at: AT, ifExists: 'refuse' });
    await database.close();
    copyFileSync(`${file}.backup`, file);
    await expect(guarded(file)).rejects.toMatchObject(
      held(`the backup of ${AT}, put into its place by hand`),
    );
    const after = await openDatabase(`sqlite:${file}`);
    await after.keeping.release(memoryJournal(), LATER);
    expect(await after.keeping.guard(memoryJournal(), LATER)).toEqual([]);
    await after.close();
  });

  test('of before this was known is let be, and remembers its place from now on', async () => {
    const file = newFile();
    await makeOldDatabase(`sqlite:${file}`);
    expect(await guarded(file)).toEqual([]);
    const copy = newFile();
    copyFileSync(file, copy);
    await expect(guarded(copy)).rejects.toMatchObject(held('made elsewhere'));
  });

  test('of an earlier version, copied by hand with its log beside it, is restored at the newest one', async () => {
    const file = newFile();
    await makeOldDatabase(`sqlite:${file}`);
    const writer = new DatabaseSync(file);
    writer.exec("pragma journal_mode = wal; update issues set subject = 'in the log'");
    const copy = newFile();
    for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, `${copy}${end}`);
    writer.close();
    const target = newFile();
    const { manifest } = await restoreBackup(copy, locateDatabase(`sqlite:${target}`), { at: AT });
    expect(manifest).toBeUndefined();
    const database = await openDatabase(`sqlite:${target}`);
    expect(await database.ledger.issues()).toMatchObject([{ slug: '0002', subject: 'in the log' }]);
    expect(await database.orders.order('0002')).toMatchObject({ state: 'planned' });
    await database.close();
  });
});
