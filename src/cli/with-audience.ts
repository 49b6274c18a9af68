// The readers of the project in which a command was typed, and all that may be done with them, open for as long as the command needs it.
import { findProject } from '../files/find-project.ts';
import type { Database } from '../store/open-database.ts';
import { databaseUrl } from './environment.ts';
import type { Terminal } from './terminal.ts';
import { withDatabase } from './with-database.ts';

export async function withAudience<T>(
  terminal: Terminal,
  use: (doors: Pick<Database, 'subscribers' | 'audience'>) => Promise<T>,
): Promise<T> {
  const root = await findProject(terminal.cwd);
  return withDatabase(root, databaseUrl(terminal), use);
}
