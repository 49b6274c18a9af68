// Brings a database's tables up to date. Two programs may do it at once: the second waits for the first and finds nothing to do.
import type { Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration';
import { BroadsideError } from '../model/errors.ts';
import { firstTables } from './migrations/0001-first-tables.ts';
import { sentCopies } from './migrations/0002-sent-copies.ts';
import { delivery } from './migrations/0003-delivery.ts';
import { audience } from './migrations/0004-audience.ts';
import type { Tables } from './schema.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

/** Every step, in order; the number leads the name. Steps are added at the end and never changed. */
function migrationsFor(kind: DatabaseKind) {
  return {
    '0001-first-tables': firstTables(kind),
    '0002-sent-copies': sentCopies,
    '0003-delivery': delivery(kind),
    '0004-audience': audience(kind),
  };
}

/**
 * How far the steps have been taken.
 * @param place For messages: the database without its password.
 * @throws BroadsideError when a newer program has taken steps that this one does not know
 */
export async function migrationState(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  place: string,
): Promise<'empty' | 'older' | 'up to date'> {
  const names = Object.keys(migrationsFor(kind));
  const done = await namesOfDone(db);
  const unknown = done.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new BroadsideError(
      'DATABASE_UNREACHABLE',
      'The database was made by a newer Broadside than this one',
      {
        place,
        hint: 'Bring this Broadside up to date, or name another database in DATABASE_URL.',
      },
    );
  }
  if (done.length === 0) return 'empty';
  return done.length < names.length ? 'older' : 'up to date';
}

/** The name of the last step that was taken; the empty text where none was. */
export async function lastMigration(db: Kysely<Tables>): Promise<string> {
  return [...(await namesOfDone(db))].sort().at(-1) ?? '';
}

export async function migrate(db: Kysely<Tables>, kind: DatabaseKind, place: string): Promise<void> {
  if ((await migrationState(db, kind, place)) === 'up to date') return;
  const migrations = migrationsFor(kind);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** Asked first because the migrator's own look at every table is slow, and almost always there is nothing to do. */
async function namesOfDone(db: Kysely<Tables>): Promise<readonly string[]> {
  const table = (await db.introspection.getTables({ withInternalKyselyTables: true })).find(
    ({ name }) => name === DEFAULT_MIGRATION_TABLE,
  );
  if (table === undefined) return [];
  const rows = await db
    .withTables<{ [DEFAULT_MIGRATION_TABLE]: { name: string } }>()
    .selectFrom(DEFAULT_MIGRATION_TABLE)
    .select('name')
    .execute();
  return rows.map(({ name }) => name);
}
