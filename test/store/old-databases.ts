// What the store promises of a database that an earlier version made: part of the contract, in a file of its own for its length.
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { firstTables } from '../../src/store/migrations/0001-first-tables.ts';
import { nodeSqliteDialect } from '../../src/store/node-sqlite-dialect.ts';
import { openDatabase, viewLedger } from '../../src/store/open-database.ts';

const AT = '2026-01-09T08:00:00.000Z';

/** As it was before letters were kept, with one issue in it. */
export async function makeOldDatabase(url: string): Promise<void> {
  const isPostgres = url.startsWith('postgres');
  const dialect = isPostgres
    ? new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) })
    : nodeSqliteDialect({ path: url.slice('sqlite:'.length), busyTimeoutMs: 1000 });
  const db = new Kysely<{ issues: Record<string, string> }>({ dialect });
  const migrations = { '0001-first-tables': firstTables(isPostgres ? 'postgres' : 'sqlite') };
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
  }).migrateToLatest();
  if (error !== undefined) throw error;
  await db
    .insertInto('issues')
    .values({
      slug: '0002',
      message_id_domain: 'list.example.org',
      text_hash: 'a1',
      subject: 'Two',
      planned_at: AT,
    })
    .execute();
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
  });
}
