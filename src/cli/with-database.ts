// The database of `DATABASE_URL`, open for as long as somebody works with it.
import { type Database, type OpenDatabaseOptions, openDatabase } from '../store/open-database.ts';

/** Runs `use` with the database open, and closes it whatever happens. */
export async function withDatabase<T>(
  root: string,
  url: string,
  use: (database: Database) => Promise<T>,
  options: Pick<OpenDatabaseOptions, 'busyTimeoutMs'> = {},
): Promise<T> {
  const database = await openDatabase(url, { root, ...options });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}
