// What the environment says goes in, the addresses of the outside world come out. Apart from `open-delivery.ts`, so that whoever
// only asks whether there is a database need not load what opens one.
import type { Terminal } from './terminal.ts';

const DEFAULT_DATABASE_URL = 'sqlite:data/broadside.db';

export function databaseUrl(terminal: Pick<Terminal, 'env'>): string {
  return setting(terminal, 'DATABASE_URL') ?? DEFAULT_DATABASE_URL;
}

/** Undefined where there is no mail server. */
export function smtpUrl(terminal: Terminal): string | undefined {
  return setting(terminal, 'BROADSIDE_SMTP_URL');
}

/** Where letters that came back are read: a Maildir, a mailbox file, or `imaps://user:password@host/INBOX`. Undefined where nothing is. */
export function bouncesSource(terminal: Pick<Terminal, 'env'>): string | undefined {
  return setting(terminal, 'BROADSIDE_BOUNCES');
}

/** An environment variable; empty counts as not set. */
export function setting(terminal: Pick<Terminal, 'env'>, name: string): string | undefined {
  const value = terminal.env[name]?.trim();
  return value === '' ? undefined : value;
}
