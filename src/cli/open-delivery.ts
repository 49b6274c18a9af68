// The ways out that sending needs, opened from the environment: the mail servers of `BROADSIDE_SMTP_URL`, or without one the outbox.
import path from 'node:path';
import { openRelays } from '../mail/open-relays.ts';
import { openOutbox } from '../mail/outbox-transport.ts';
import type { MailTransport } from '../model/ports.ts';
import type { Relay } from '../model/sending-ports.ts';
import { smtpUrl } from './environment.ts';
import type { Terminal } from './terminal.ts';

export interface WayOut {
  /** At once with each server, where its address does not say less. */
  readonly connections?: number;
}

/** Runs `use` with the ways out that the settings name, and closes them whatever happens. */
export async function withRelays<T>(
  root: string,
  terminal: Terminal,
  { connections }: WayOut,
  use: (relays: readonly Relay[]) => Promise<T>,
): Promise<T> {
  const relays = await waysOut(root, terminal, connections === undefined ? {} : { connections });
  try {
    return await use(connections === undefined ? relays : relays.map((relay) => atMost(relay, connections)));
  } finally {
    await Promise.all(relays.map(({ transport }) => transport.close()));
  }
}

/** The same for who need not have them at once, and can do without for a while: opened when asked for, closed at the end. */
export async function withLaterRelays<T>(
  root: string,
  terminal: Terminal,
  use: (open: () => Promise<readonly Relay[]>) => Promise<T>,
): Promise<T> {
  let opened: readonly Relay[] = [];
  try {
    return await use(async () => {
      opened = await waysOut(root, terminal, {});
      return opened;
    });
  } finally {
    await Promise.all(opened.map(({ transport }) => transport.close()));
  }
}

/** Of `BROADSIDE_SMTP_URL`; without it, the outbox. */
async function waysOut(root: string, terminal: Terminal, { connections }: WayOut): Promise<readonly Relay[]> {
  const url = smtpUrl(terminal);
  return url === undefined
    ? [{ transport: await outbox(root), weight: 1 }]
    : openRelays(url, connections === undefined ? {} : { connections });
}

function atMost(relay: Relay, connections: number): Relay {
  const { transport } = relay;
  return {
    ...relay,
    transport: {
      name: transport.name,
      get connections() {
        return Math.min(connections, transport.connections);
      },
      send: (message) => transport.send(message),
      close: () => transport.close(),
    },
  };
}

/** Relative to the project's folder. */
export const OUTBOX = 'out/outbox';

/** Without a mail server nothing leaves the machine. Called in reports as it is found from the project's folder. */
async function outbox(root: string): Promise<MailTransport> {
  return { ...(await openOutbox(path.join(root, OUTBOX))), name: OUTBOX };
}
