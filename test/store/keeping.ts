// What is promised of copies: backups, restored ones, those that were moved, and those that somebody put back by hand. On either database.

import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { locateDatabase } from '../../src/store/database-location.ts';
import { moveDatabase } from '../../src/store/move-database.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';
import { restoreBackup } from '../../src/store/restore-backup.ts';
import { AT, addReaders, halfSent, ISSUE, LATER, memoryJournal, sendSome } from './half-sent.ts';
import { claimRows, settleRow } from './sending.ts';
import { wholeLife } from './whole-life.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'broadside-keeping-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = (): string => path.join(folder, `backup-${files++}.db`);

/** @param newDatabase The URL of an empty database. */
export function keepingContract(newDatabase: () => Promise<string>): void {
  let url: string;
  let database: Database;

  const opened = async (from: string): Promise<Database> => {
    const one = await openDatabase(from);
    onTestFinished(() => one.close());
    return one;
  };

  beforeEach(async () => {
    url = await newDatabase();
    database = await openDatabase(url);
    return () => database.close();
  });

  const backedUp = async (): Promise<string> => {
    const file = newFile();
    await database.keeping.backUp(file, { at: AT, ifExists: 'refuse' });
    return file;
  };
  const restored = async (file: string): Promise<{ readonly url: string; readonly database: Database }> => {
    const target = await newDatabase();
    await restoreBackup(file, locateDatabase(target), { at: LATER });
    const copy = await opened(target);
    await copy.keeping.pauseOpen('restored', LATER);
    return { url: target, database: copy };
  };
  const free = async (copy: Database): Promise<void> => copy.keeping.release(memoryJournal(), LATER);

  describe('a backup', () => {
    test('restored elsewhere is the same, row by row, and says when it was made', async () => {
      await halfSent(database);
      const file = await backedUp();
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
      const target = await newDatabase();
      const { manifest, tables } = await restoreBackup(file, locateDatabase(target), { at: LATER });
      expect(manifest).toMatchObject({
        madeAt: AT,
        issues: [
          {
            slug: '0012',
            state: 'sending',
            deliveries: { accepted: 4, pending: 4, claimed: 1, deferred: 1 },
          },
        ],
      });
      expect(tables).toEqual(manifest?.tables);
      const copy = await opened(target);
      const all = async (one: Database) => ({
        subscribers: await Array.fromAsync(one.subscribers.list()),
        deliveries: await one.ledger.deliveries('0012'),
        sent: await one.ledger.sentCopy('0012'),
        history: await one.orders.history('0012'),
        counts: await one.ledger.counts('0012'),
      });
      expect(await all(copy)).toEqual(await all(database));
      expect((await all(copy)).subscribers).toHaveLength(10);
      expect((await database.keeping.standing()).lastBackup).toEqual({ at: AT, file });
    });

    test('takes along the whole life of subscriptions, and who is known by a keyed hash alone', async () => {
      const { id, all } = await wholeLife(database);
      const copy = await restored(await backedUp());
      expect(await all(copy.database)).toEqual(await all(database));
      await free(copy.database);
      const { audience, subscribers, signUps } = copy.database;
      const consent = { text: 'yes', source: 'test' };
      const gone = { address: 'gone@example.org', status: 'confirmed' as const, consent };
      expect(await subscribers.add(gone, LATER), 'the key of the hashes came along').toBe('suppressed');
      expect(await audience.choose(id, { name: 'New' }, 'page', LATER)).toBe(true);
      const asked = { text: 't', version: 'v', url: 'u' };
      await signUps.ask({ address: 'eve@example.org', consent: asked, rank: 1 }, LATER);
      expect(
        await signUps.next(LATER, { mailsAnHour: 9, mailsAnHourToADomain: 9 }),
        'written to lately',
      ).toBeUndefined();
      const verdict = {
        class: 'soft',
        evidence: { basis: 'nothing', where: '', text: '' },
        recipients: [],
        trace: {},
      } as const;
      const mail = { channel: 'mbox', fingerprint: 'b'.repeat(64), verdict, about: { subscriberId: id } };
      expect(await copy.database.returned.record(mail, () => ({ kind: 'nothing' }), LATER)).toMatchObject({
        isNew: true,
      });
      expect(
        await copy.database.returned.record(
          { ...mail, fingerprint: 'a'.repeat(64) },
          () => ({ kind: 'nothing' }),
          LATER,
        ),
      ).toMatchObject({ isNew: false });
    });

    test('is of one moment, however much is written meanwhile, and holds up nobody', async () => {
      await addReaders(database, 1200);
      let isDone = false;
      const backing = backedUp().finally(() => {
        isDone = true;
      });
      let added = 0;
      do {
        const consent = { text: 'late', source: 'test' };
        await database.subscribers.addAll(
          [0, 1].map((n) => ({
            address: `pair${added}-${n}@example.org`,
            status: 'confirmed' as const,
            consent,
          })),
          LATER,
        );
        added += 1;
        await nextTurn();
      } while (!isDone);
      const copy = await restored(await backing);
      const { confirmed } = await copy.database.subscribers.count();
      expect(added).toBeGreaterThan(1);
      expect(confirmed % 2, 'pairs were added in one transaction each').toBe(0);
      expect(confirmed).toBeGreaterThanOrEqual(1200);
      expect(confirmed).toBeLessThan(1200 + 2 * added);
    });

    test('never puts itself in the place of another file unasked', async () => {
      const file = newFile();
      writeFileSync(file, 'precious');
      await expect(database.keeping.backUp(file, { at: AT, ifExists: 'refuse' })).rejects.toMatchObject({
        code: 'FILE_EXISTS',
        place: file,
      });
      await database.keeping.backUp(file, { at: AT, ifExists: 'replace' });
      expect(new DatabaseSync(file).prepare('pragma quick_check').get()).toEqual({ quick_check: 'ok' });
    });

    test('that cannot be written is told by its name, and nothing is left', async () => {
      const inTheWay = newFile();
      writeFileSync(inTheWay, '');
      const file = path.join(inTheWay, 'backup.db');
      await expect(database.keeping.backUp(file, { at: AT, ifExists: 'refuse' })).rejects.toMatchObject({
        code: 'FILE_UNWRITABLE',
        place: file,
      });
    });

    test.each<[string, (file: string) => void]>([
      ['cut short', (file) => writeFileSync(file, Buffer.from(new Uint8Array(statSync(file).size / 2)))],
      ['empty', (file) => writeFileSync(file, '')],
      [
        'of a row that was changed',
        (file) => alter(file, "update subscribers set name = 'Eve' where name is not null"),
      ],
      ['of a row that is missing', (file) => alter(file, 'delete from delivery_attempts')],
      ['of another program', (file) => alter(file, 'drop table kysely_migration')],
    ])('%s is refused, and what it was for stays empty', async (_, spoil) => {
      await halfSent(database);
      const file = await backedUp();
      spoil(file);
      const target = await newDatabase();
      await expect(restoreBackup(file, locateDatabase(target), { at: LATER })).rejects.toMatchObject({
        code: 'BACKUP_INVALID',
        place: file,
      });
      expect((await (await opened(target)).subscribers.count()).confirmed).toBe(0);
    });

    test('is restored only where nothing is', async () => {
      await addReaders(database, 1);
      const file = await backedUp();
      await expect(restoreBackup(file, locateDatabase(url), { at: LATER })).rejects.toMatchObject({
        code: 'DATABASE_NOT_EMPTY',
      });
      await expect(
        restoreBackup(`${file}.none`, locateDatabase(await newDatabase()), { at: LATER }),
      ).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
      await expect(
        restoreBackup(path.dirname(file), locateDatabase(await newDatabase()), { at: LATER }),
      ).rejects.toThrow('is a folder');
    });

    test('takes new rows after it was restored: numbers that count up go on', async () => {
      await halfSent(database);
      const copy = await restored(await backedUp());
      await free(copy.database);
      await copy.database.orders.resume('0012', LATER);
      const history = await copy.database.orders.history('0012');
      expect(history.map(({ event }) => event)).toEqual([
        ...(await database.orders.history('0012')).map(({ event }) => event),
        'paused',
        'resumed',
      ]);
    });
  });

  describe('a restored database', () => {
    test('gives nobody’s row away before it is released', async () => {
      await halfSent(database);
      const { database: copy } = await restored(await backedUp());
      expect((await copy.orders.order('0012'))?.state).toBe('paused');
      await expect(copy.keeping.guard(memoryJournal(), LATER)).rejects.toMatchObject({
        code: 'DATABASE_RESTORED',
        message: expect.stringContaining(AT),
      });
      // Nor to a program that never asked.
      await copy.orders.resume('0012', LATER);
      await expect(claimRows(copy, '0012', 3, 'other', LATER)).rejects.toMatchObject({
        code: 'DATABASE_RESTORED',
      });
      expect((await copy.ledger.counts('0012')).onTheWire).toBe(0);
      await copy.orders.pause('0012', LATER);
      await free(copy);
      expect(await copy.keeping.guard(memoryJournal(), LATER)).toEqual([]);
      expect((await copy.orders.order('0012'))?.state, 'somebody has to say go').toBe('paused');
      await copy.orders.resume('0012', LATER);
      expect(await claimRows(copy, '0012', 3, 'third', LATER)).toHaveLength(3);
    });

    test('has nobody alive who was sending from the other', async () => {
      await addReaders(database, 3);
      await database.ledger.plan(ISSUE, AT);
      await claimRows(database, '0012', 2, 'run', AT);
      expect(await database.runs.live()).toHaveLength(1);
      const { database: copy } = await restored(await backedUp());
      expect(await copy.runs.live()).toEqual([]);
      expect(await copy.ledger.counts('0012')).toMatchObject({ inDoubt: 2, onTheWire: 0, pending: 1 });
    });

    test('learns from the journal who has it, and from other people’s logs', async () => {
      await halfSent(database);
      const file = await backedUp();
      const journaled = await sendSome(database, 2, 'second');
      const logged = await sendSome(database, 1, 'second');
      const { database: copy } = await restored(file);
      const journal = memoryJournal({ '0012': journaled });
      expect(await copy.keeping.catchUp(journal, LATER)).toEqual(new Map([['0012', 2]]));
      const ids = async function* () {
        yield ['nobody@elsewhere.example', ...logged];
        yield logged;
      };
      expect(await copy.keeping.markLogged(ids(), 'says mail.log', LATER)).toEqual(new Map([['0012', 1]]));
      expect(await copy.ledger.counts('0012')).toMatchObject({
        accepted: 7,
        deferred: 1,
        inDoubt: 1,
        pending: 1,
      });
      expect(await copy.keeping.openIssues()).toEqual([{ issueSlug: '0012', state: 'paused', open: 2 }]);
      const told = (await copy.orders.history('0012')).filter(({ event }) => event === 'restored');
      expect(told.map(({ detail }) => detail)).toEqual([
        '2 who were still to be sent to had it already, says the journal',
        '1 had it already: says mail.log',
      ]);
      const reasons = (await copy.ledger.deliveries('0012')).map(({ response }) => response);
      expect(reasons.filter((words) => words?.includes('journal'))).toHaveLength(2);
      await copy.keeping.release(journal, LATER);
      expect(await copy.keeping.guard(journal, LATER)).toEqual([]);
    });

    test('leaves out whom nobody can tell of, and those are found again as missed', async () => {
      await halfSent(database);
      const { database: copy } = await restored(await backedUp());
      expect(await copy.keeping.leaveOutOpen('may have been sent', LATER)).toBe(5);
      await free(copy);
      expect(await copy.ledger.counts('0012')).toMatchObject({
        excluded: 5,
        pending: 0,
        deferred: 0,
        inDoubt: 1,
      });
      await copy.orders.resume('0012', LATER);
      expect(await copy.orders.requeue('0012', 'missed', LATER)).toBe(5);
    });
  });

  describe('the journal', () => {
    test('settles who was in doubt, when the answer came and its commit did not', async () => {
      await addReaders(database, 3);
      await database.ledger.plan(ISSUE, AT);
      const claims = await claimRows(database, '0012', 3, 'run', AT);
      const journal = memoryJournal({ '0012': claims.slice(0, 2).map(({ messageId }) => messageId) });
      // Their run is alive: it will write them down itself.
      expect(await database.keeping.guard(journal, AT)).toEqual([]);
      expect(await database.ledger.counts('0012')).toMatchObject({ onTheWire: 3 });
      await database.runs.end('run', AT);
      expect(await database.keeping.guard(journal, LATER)).toMatchObject([
        { issueSlug: '0012', doubtful: 2 },
      ]);
      expect(await database.ledger.counts('0012')).toMatchObject({ accepted: 2, inDoubt: 1 });
      expect(await database.keeping.guard(journal, LATER)).toEqual([]);
      expect((await database.orders.history('0012')).at(-1)).toMatchObject({
        event: 'restored',
        detail: '2 in doubt had it, says the journal',
      });
    });

    test.each(['pending', 'deferred', 'rejected', 'excluded'])(
      'that knows of a letter to somebody who stands as %s: the ledger is older, and is held',
      async (state) => {
        await addReaders(database, 4);
        await database.ledger.plan(ISSUE, AT);
        const [claim] = await claimRows(database, '0012', 1, 'run', AT);
        if (claim === undefined) throw new Error('nobody to write to');
        const reply = { code: 550, text: 'no' };
        if (state === 'pending')
          await settleRow(database, claim, { kind: 'not-begun', detail: 'stopped' }, AT);
        if (state === 'deferred') await settleRow(database, claim, { kind: 'deferred', reply }, AT, LATER);
        if (state === 'rejected' || state === 'excluded')
          await settleRow(database, claim, { kind: 'rejected', reply }, AT);
        if (state === 'excluded') {
          await database.orders.requeue('0012', 'missed', AT);
          await database.subscribers.unsubscribe(claim.subscriber.id, 'test', AT);
          await claimRows(database, '0012', 4, 'run', AT);
        }
        await database.runs.end('run', AT);
        const rows = await database.ledger.deliveries('0012');
        expect(rows.find(({ messageId }) => messageId === claim.messageId)?.status).toBe(state);
        const journal = memoryJournal({ '0012': [claim.messageId] });
        await expect(database.keeping.guard(journal, LATER)).rejects.toMatchObject({
          code: 'DATABASE_RESTORED',
          message: expect.stringContaining('0012 (1)'),
        });
        expect(await database.ledger.counts('0012')).toMatchObject({ accepted: 1 });
        await expect(
          database.keeping.guard(journal, LATER),
          'held until somebody says so',
        ).rejects.toMatchObject({
          code: 'DATABASE_RESTORED',
        });
        if (state !== 'excluded') {
          expect((await database.orders.order('0012'))?.state).toBe('paused');
          await expect(claimRows(database, '0012', 1, 'run 2', LATER)).resolves.toEqual([]);
        }
        await database.keeping.release(journal, LATER);
        expect(await database.keeping.guard(journal, LATER)).toEqual([]);
      },
    );

    test('that knows of a whole issue the ledger never heard of: its own readers have it', async () => {
      await addReaders(database, 5);
      await database.ledger.plan(ISSUE, AT);
      const ids = (await database.ledger.deliveries('0012')).map(({ messageId }) => messageId);
      // The same readers, from before the issue was planned.
      const other = await newDatabase();
      const before = await opened(other);
      const file = newFile();
      await database.keeping.backUp(file, { at: AT, ifExists: 'refuse' });
      alter(
        file,
        "delete from deliveries; delete from send_events; delete from issues; delete from settings where key like 'keeping:%'",
      );
      await restoreBackup(file, locateDatabase(other), { at: AT });
      await before.keeping.release(memoryJournal(), AT);
      const journal = memoryJournal({ '0012': ids.slice(0, 4) });
      await expect(before.keeping.guard(journal, LATER)).rejects.toMatchObject({
        code: 'DATABASE_RESTORED',
        message: expect.stringContaining('0012 (4)'),
      });
      await before.keeping.release(journal, LATER);
      expect(await before.keeping.guard(journal, LATER)).toEqual([]);
      await before.ledger.plan(ISSUE, LATER);
      expect(await before.ledger.counts('0012')).toMatchObject({ pending: 5 });
      expect(await before.keeping.guard(journal, LATER), 'explained when it was released').toEqual([]);
      expect(await before.ledger.counts('0012')).toMatchObject({ accepted: 4, pending: 1 });
      // Put back once more: the journal knows more than it was released with.
      const rest = memoryJournal({ '0012': ids });
      await expect(before.keeping.guard(rest, LATER)).rejects.toMatchObject({ code: 'DATABASE_RESTORED' });
    });

    test('of another newsletter’s readers is no business of this ledger', async () => {
      await addReaders(database, 3);
      const strangers = Array.from(
        { length: 7 },
        (_, n) => `0012.${String(n).padStart(32, 'a')}@list.example.org`,
      );
      const journal = memoryJournal({ '0012': strangers, '0013': strangers });
      expect(await database.keeping.guard(journal, AT)).toEqual([]);
      await database.ledger.plan(ISSUE, AT);
      expect(await database.keeping.guard(journal, AT)).toEqual([]);
    });

    test('is cleared of issues that nobody waits for, after a quarter of a year', async () => {
      await addReaders(database, 2);
      await database.ledger.plan(ISSUE, AT);
      const journal = memoryJournal({ '0012': await sendSome(database, 1) });
      const month = (n: number): string => new Date(Date.parse(AT) + n * 30.5 * 86_400_000).toISOString();
      await database.keeping.guard(journal, month(4));
      expect(await journal.issues(), 'somebody still waits for it').toEqual(['0012']);
      journal.ids.get('0012')?.push(...(await sendSome(database, 1)));
      await database.keeping.guard(journal, month(2));
      expect(await journal.issues()).toEqual(['0012']);
      await database.keeping.guard(journal, month(4));
      expect(await journal.issues()).toEqual([]);
    });
  });

  describe('moving', () => {
    const nobody = async (): Promise<void> => {};
    const move = (from: string, to: string, refuseLive = nobody) =>
      moveDatabase(locateDatabase(from), locateDatabase(to), { at: LATER, refuseLive });

    test.each(['SQLite', 'its own kind'])(
      'to %s takes everything, and the old one says where to',
      async (kind) => {
        await halfSent(database);
        const to = kind === 'SQLite' ? `sqlite:${newFile()}` : await newDatabase();
        const before = await database.ledger.deliveries('0012');
        await database.settings.getOrCreate('token-keys', () => 'secret');
        const tables = await move(url, to);
        expect(tables.find(({ table }) => table === 'deliveries')?.rows).toBe(10);
        const target = await opened(to);
        expect(await target.ledger.deliveries('0012')).toEqual(before);
        expect(await target.settings.getOrCreate('token-keys', () => 'other')).toBe('secret');
        expect(await target.keeping.guard(memoryJournal(), LATER), 'it is not held').toEqual([]);
        expect(await claimRows(target, '0012', 2, 'there', LATER)).toHaveLength(2);

        const moved = {
          code: 'DATABASE_MOVED',
          message: expect.stringContaining(locateDatabase(to).describe),
        };
        await expect(database.keeping.guard(memoryJournal(), LATER)).rejects.toMatchObject(moved);
        await expect(database.keeping.refuseClosed()).rejects.toMatchObject(moved);
        await expect(addReaders(database, 11)).rejects.toMatchObject(moved);
        await expect(database.ledger.plan({ ...ISSUE, slug: '0013' }, LATER)).rejects.toMatchObject(moved);
        await expect(database.orders.pause('0012', LATER)).rejects.toMatchObject(moved);
        const [reader] = before;
        await expect(
          database.subscribers.unsubscribe(reader?.subscriberId ?? '', 'test', LATER),
          'told to whoever asks, and not lost',
        ).rejects.toMatchObject(moved);
        expect(await database.ledger.counts('0012'), 'it can still be read').toMatchObject({ accepted: 4 });
        const again = await opened(url);
        expect((await again.keeping.standing()).moved).toMatchObject({ movedAt: LATER });
      },
    );

    test('is refused while somebody sends, and where something is; nothing changes', async () => {
      await halfSent(database);
      const to = await newDatabase();
      const sending = async (): Promise<void> => {
        throw new Error('somebody sends');
      };
      await expect(move(url, to, sending)).rejects.toThrow('somebody sends');
      const other = await opened(to);
      expect((await other.subscribers.count()).confirmed).toBe(0);
      await addReaders(other, 1);
      await expect(move(url, to)).rejects.toMatchObject({ code: 'DATABASE_NOT_EMPTY' });
      expect((await database.keeping.standing()).moved).toBeUndefined();
      expect(await claimRows(database, '0012', 1, 'still here', LATER)).toHaveLength(1);
      expect((await other.subscribers.count()).confirmed).toBe(1);
    });

    test('waits for nobody to write meanwhile: what comes late is refused or moved, never lost', async () => {
      await addReaders(database, 1000);
      const to = await newDatabase();
      let isDone = false;
      const moving = move(url, to).finally(() => {
        isDone = true;
      });
      const kept: string[] = [];
      const consent = { text: 'late', source: 'test' };
      for (let n = 0; !isDone; n += 1) {
        const address = `late${n}@example.org`;
        await database.subscribers.add({ address, status: 'confirmed', consent }, LATER).then(
          () => kept.push(address),
          () => undefined,
        );
        await nextTurn();
      }
      await moving;
      const target = await opened(to);
      for (const address of kept) expect(await target.subscribers.find(address), address).toBeDefined();
      expect((await target.subscribers.count()).confirmed).toBe(1000 + kept.length);
    });
  });

  describe('where it is', () => {
    test('is remembered at the first opening and is no reason to hold it', async () => {
      expect((await database.keeping.standing()).place).toBeDefined();
      const again = await opened(url);
      expect(await again.keeping.guard(memoryJournal(), AT)).toEqual([]);
      expect(await again.keeping.standing()).toEqual(await database.keeping.standing());
    });

    test('elsewhere than it says: held, without a word to its issues, until it is released', async () => {
      await halfSent(database);
      const file = newFile();
      await database.keeping.backUp(file, { at: AT, ifExists: 'refuse' });
      const target = await newDatabase();
      await restoreBackup(file, locateDatabase(target), { at: AT });
      const copy = await opened(target);
      await free(copy);
      await copy.orders.resume('0012', LATER);
      // As if the place that it was made in had been copied along, which a copy by hand does.
      const { place } = await database.keeping.standing();
      await copy.keeping.remember('place', place ?? {});
      await expect((await opened(target)).keeping.guard(memoryJournal(), AT)).rejects.toMatchObject({
        code: 'DATABASE_RESTORED',
        message: expect.stringContaining('made elsewhere'),
      });
      expect((await copy.orders.order('0012'))?.state).toBe('sending');
      await expect(claimRows(copy, '0012', 1, 'other', AT)).rejects.toMatchObject({
        code: 'DATABASE_RESTORED',
      });
      await free(copy);
      expect(await copy.keeping.guard(memoryJournal(), AT)).toEqual([]);
    });
  });
}

function alter(file: string, statement: string): void {
  const raw = new DatabaseSync(file);
  raw.exec('pragma foreign_keys = off');
  raw.exec(statement);
  raw.close();
}
