// The list of subscribers of the project in which a command was typed, open for as long as the command needs it.
import { findProject } from '../files/find-project.ts';
import type { SubscriberStore } from '../model/ports.ts';
import { databaseUrl } from './environment.ts';
import { withDatabase } from './open-delivery.ts';
import type { Terminal } from './terminal.ts';

export async function withSubscribers<T>(
  terminal: Terminal,
  use: (subscribers: SubscriberStore) => Promise<T>,
): Promise<T> {
  const root = await findProject(terminal.cwd);
  return withDatabase(root, databaseUrl(terminal), ({ subscribers }) => use(subscribers));
}
