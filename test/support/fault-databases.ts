// The two databases that fault tests run on: a SQLite file, and a PostgreSQL of the test file's own. Where there is none, its tests are
// skipped by name.
import { afterAll, describe } from 'vitest';
import type { DatabaseName } from './fault-scene.ts';
import { type PostgresOptions, startPostgres, type TestServer } from './postgres.ts';

/** What of a scene says which database it has. */
export interface OnDatabase {
  readonly database: DatabaseName;
  readonly server?: TestServer;
}

/** Defines the same tests for both. PostgreSQL is started once for the file. */
export async function onEachDatabase(
  tests: (on: OnDatabase) => void,
  options: PostgresOptions = {},
): Promise<void> {
  const server = await startPostgres(options);
  describe('SQLite', () => tests({ database: 'SQLite' }));
  if ('reason' in server) {
    describe.skip(`PostgreSQL (left out: ${server.reason})`, () => tests({ database: 'PostgreSQL' }));
    return;
  }
  afterAll(() => server.stop());
  describe('PostgreSQL', () => tests({ database: 'PostgreSQL', server }));
}
