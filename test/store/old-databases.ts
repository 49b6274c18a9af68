// What the store promises of a database that an earlier version made: part of the contract, in a file of its own for its length.
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { firstTables } from '../../src/store/migrations/0001-first-tables.ts';
import { sentCopies } from '../../src/store/migrations/0002-sent-copies.ts';
import { delivery } from '../../src/store/migrations/0003-delivery.ts';
import { nodeSqliteDialect } from '../../src/store/node-sqlite-dialect.ts';
import { openDatabase, viewLedger } from '../../src/store/open-database.ts';
import { claimRows } from './sending.ts';

const AT = '2026-01-09T08:00:00.000Z';

type OldTables = Record<
  'issues' | 'subscribers' | 'consents' | 'deliveries',
  Record<string, string | number | null>
>;

/** As it was before letters were kept, with one issue in it. */
export async function makeOldDatabase(url: string): Promise<void> {
  const db = await databaseAfter(url, ['0001-first-tables']);
  await addOldIssue(db, '0002');
  await db.destroy();
}

async function databaseAfter(url: string, names: readonly string[]): Promise<Kysely<OldTables>> {
  const isPostgres = url.startsWith('postgres');
  const dialect = isPostgres
    ? new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) })
    : nodeSqliteDialect({ path: url.slice('sqlite:'.length), busyTimeoutMs: 1000 });
  const db = new Kysely<OldTables>({ dialect });
  const all = {
    '0001-first-tables': firstTables(isPostgres ? 'postgres' : 'sqlite'),
    '0002-sent-copies': sentCopies,
    '0003-delivery': delivery(isPostgres ? 'postgres' : 'sqlite'),
  };
  const migrations = Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
  }).migrateToLatest();
  if (error !== undefined) throw error;
  return db;
}

async function addOldIssue(db: Kysely<OldTables>, slug: string): Promise<void> {
  const issue = { slug, message_id_domain: 'list.example.org', text_hash: 'a1', subject: 'Two' };
  await db
    .insertInto('issues')
    .values({ ...issue, planned_at: AT })
    .execute();
}

/** One row in each state that there was, of an issue that was begun, and one that waits of another. */
async function makeBegunDatabase(url: string): Promise<void> {
  const db = await databaseAfter(url, ['0001-first-tables', '0002-sent-copies']);
  for (const slug of ['0002', 'entwürfe']) await addOldIssue(db, slug);
  const states = ['pending', 'claimed', 'accepted', 'deferred', 'rejected', 'excluded'];
  for (const [n, status] of states.entries()) {
    const [id, local] = [`id-${status}`, status];
    await db
      .insertInto('subscribers')
      .values({
        id,
        address: `${local}@Bücher.example`,
        address_key: `${local}@xn--bcher-kva.example`,
        status: 'confirmed',
        consent_seq: 1,
        created_at: AT,
      })
      .execute();
    const row = { subscriber_id: id, address: `${local}@Bücher.example` };
    const isBegun = !['pending', 'excluded'].includes(status);
    await db
      .insertInto('deliveries')
      .values({
        ...row,
        issue_slug: '0002',
        status,
        attempts: isBegun ? 1 : 0,
        message_id: `0002.0123456${n}89abcdef0123456789abcdef@list.example.org`,
        run_id: isBegun ? 'long over' : null,
        first_attempt_at: isBegun ? AT : null,
        next_attempt_at: status === 'deferred' ? AT : null,
      })
      .execute();
    const message_id = `fedcba9${n}89abcdef0123456789abcdef@list.example.org`;
    await db
      .insertInto('deliveries')
      .values({ ...row, issue_slug: 'entwürfe', status: 'pending', attempts: 0, message_id })
      .execute();
  }
  await db.destroy();
}

/** As it was before readers could choose anything: one of each state, and one issue that was sent to those who are on the list. */
async function makeDatabaseBeforeChoices(url: string): Promise<void> {
  const db = await databaseAfter(url, ['0001-first-tables', '0002-sent-copies', '0003-delivery']);
  await addOldIssue(db, '0002');
  await db.updateTable('issues').set({ state: 'sending', started_at: AT }).execute();
  for (const [n, status] of ['confirmed', 'unsubscribed', 'suppressed', 'unconfirmed'].entries()) {
    const id = `id-${status}`.padEnd(22, '0');
    const address = `${status}@example.org`;
    await db
      .insertInto('subscribers')
      .values({
        id,
        address,
        address_key: address,
        status,
        consent_seq: 1,
        created_at: AT,
        confirmed_at: n < 3 ? AT : null,
      })
      .execute();
    await db
      .insertInto('consents')
      .values({ subscriber_id: id, seq: 1, event: 'given', text: 'At the stall', source: 'test', at: AT })
      .execute();
    if (status === 'unconfirmed') continue;
    await db
      .insertInto('deliveries')
      .values({
        issue_slug: '0002',
        subscriber_id: id,
        address,
        domain: 'example.org',
        turn: `${n}`,
        status: status === 'confirmed' ? 'rejected' : 'accepted',
        attempts: 1,
        message_id: `${n}@example.org`,
        settled_at: AT,
        response: `<${address}>`,
      })
      .execute();
  }
  await db.destroy();
}

export function oldDatabases(newDatabase: () => Promise<string>): void {
  describe('a database of an earlier version', () => {
    test('is left as it is by who only looks, and brought up to date by who opens it', async () => {
      const url = await newDatabase();
      if (url.startsWith('sqlite:')) await (await openDatabase(url)).close();
      const old = url.startsWith('sqlite:') ? `${url}.old` : url;
      await makeOldDatabase(old);
      for (const _ of ['first', 'again'])
        await expect(viewLedger(old)).rejects.toMatchObject({
          code: 'DATABASE_UNREACHABLE',
          message: expect.stringContaining('older Broadside'),
        });
      const database = await openDatabase(old);
      const issue = {
        slug: '0002',
        messageIdDomain: 'list.example.org',
        textHash: 'a1',
        subject: 'Two',
        plannedAt: AT,
      };
      expect(await database.ledger.issues()).toEqual([issue]);
      expect(await database.ledger.sentCopy('0002')).toBeUndefined();
      await database.close();
      const view = await viewLedger(old);
      expect(await view?.ledger.issues()).toEqual([issue]);
      await view?.close();
    });

    test('that had begun to send goes on: who was in doubt still is, and domains are known', async () => {
      const url = await newDatabase();
      if (url.startsWith('sqlite:')) await (await openDatabase(url)).close();
      const old = url.startsWith('sqlite:') ? `${url}.old` : url;
      await makeBegunDatabase(old);
      const database = await openDatabase(old);
      expect(await database.orders.order('0002')).toEqual({
        issueSlug: '0002',
        state: 'sending',
        startedAt: AT,
      });
      expect(await database.orders.order('entwürfe')).toEqual({ issueSlug: 'entwürfe', state: 'planned' });
      const one = {
        accepted: 1,
        deferred: 1,
        rejected: 1,
        excluded: 1,
        inDoubt: 1,
        onTheWire: 0,
        pending: 1,
      };
      expect(await database.ledger.counts('0002')).toEqual({ issue: '0002', eligible: 6, ...one });
      const rows = await database.ledger.deliveries('0002');
      expect(new Set(rows.map(({ domain }) => domain))).toEqual(new Set(['xn--bcher-kva.example']));
      const claims = await claimRows(database, '0002', 9, 'run', AT);
      expect(claims.map(({ subscriber }) => subscriber.id).sort()).toEqual(['id-deferred', 'id-pending']);
      const around = ['xn--bcher-kva.example'];
      expect(await claimRows(database, 'entwürfe', 9, 'run', AT, around)).toEqual([]);
      expect(await claimRows(database, 'entwürfe', 9, 'run', AT)).toHaveLength(6);
      await database.close();
    });

    test('in which nobody could choose keeps everybody as they were, and knows all that is new', async () => {
      const url = await newDatabase();
      if (url.startsWith('sqlite:')) await (await openDatabase(url)).close();
      const old = url.startsWith('sqlite:') ? `${url}.old` : url;
      await makeDatabaseBeforeChoices(old);
      const database = await openDatabase(old);
      const { subscribers, audience, ledger } = database;
      expect(await subscribers.count()).toEqual({
        confirmed: 1,
        unsubscribed: 1,
        suppressed: 1,
        unconfirmed: 1,
      });
      const reader = await subscribers.find('confirmed@example.org');
      expect(reader).toEqual({
        id: 'id-confirmed'.padEnd(22, '0'),
        address: 'confirmed@example.org',
        status: 'confirmed',
        consent: { text: 'At the stall', source: 'test', at: AT },
        createdAt: AT,
        confirmedAt: AT,
      });
      const id = reader?.id ?? '';
      expect(
        await audience.suppression('suppressed@example.org'),
        'cut off by a program of then',
      ).toMatchObject({
        reason: 'operator',
      });
      expect(await database.returned.unseenRejections(9)).toMatchObject([
        { issueSlug: '0002', subscriberId: id },
      ]);
      expect((await ledger.issues())[0]).not.toHaveProperty('tags');
      const issue = {
        slug: '0003',
        messageIdDomain: 'example.org',
        textHash: 'x',
        subject: 's',
        tags: ['Iraq'],
      };
      expect(await audience.choose(id, { topics: ['Art'] }, 'page', AT)).toBe(true);
      expect(await ledger.plan(issue, AT)).toEqual({ added: 0 });
      await audience.leave(id, 'page', AT);
      expect((await database.figures.counts(AT)).map(({ event }) => event)).toEqual(['unsubscribed']);
      expect(await audience.erase('id-unsubscribed'.padEnd(22, '0'), 'page', AT)).toBe(true);
      expect(await audience.lift('suppressed@example.org', '', AT)).toBe('operator');
      expect((await ledger.counts('0002')).accepted).toBe(2);
      await database.close();
    });
  });
}
