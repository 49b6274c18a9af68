// The doors that sending needs, opened from the environment: the database of `DATABASE_URL`, the mail server of
// `BROADSIDE_SMTP_URL`, or without one the outbox.
import path from 'node:path';
import { openOutbox } from '../mail/outbox-transport.ts';
import { openSmtpTransport } from '../mail/smtp-transport.ts';
import type { MailTransport } from '../model/ports.ts';
import { type Database, type OpenDatabaseOptions, openDatabase } from '../store/open-database.ts';
import { smtpUrl } from './environment.ts';
import type { Terminal } from './terminal.ts';

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

/** Runs `use` with the way out that the settings name, and closes it whatever happens. */
export async function withTransport<T>(
  root: string,
  terminal: Terminal,
  use: (transport: MailTransport) => Promise<T>,
): Promise<T> {
  const url = smtpUrl(terminal);
  const transport = url === undefined ? await outbox(root) : await openSmtpTransport(url);
  try {
    return await use(transport);
  } finally {
    await transport.close();
  }
}

/** Relative to the project's folder. */
export const OUTBOX = 'out/outbox';

/** Without a mail server nothing leaves the machine. Called in reports as it is found from the project's folder. */
async function outbox(root: string): Promise<MailTransport> {
  return { ...(await openOutbox(path.join(root, OUTBOX))), name: OUTBOX };
}
