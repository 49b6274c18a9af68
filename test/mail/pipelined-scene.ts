// A hostile server, one connection of our own to it, and a way to send: what the tests of our own connections begin with.
import { onTestFinished } from 'vitest';
import { openSmtpTransport, type SmtpOptions } from '../../src/mail/smtp-transport.ts';
import type { MailTransport } from '../../src/model/ports.ts';
import {
  type Deed,
  type HostileOptions,
  type HostileServer,
  type Step,
  startHostileServer,
} from '../support/hostile-server.ts';
import { shortTimeouts } from '../support/short-timeouts.ts';

export interface Scene {
  readonly server: HostileServer;
  readonly transport: MailTransport;
  /** Sends one message; its outcome's kind, or the code of what stops the run. */
  send(to?: string, octets?: number): Promise<string>;
}

export async function scene(
  options: HostileOptions = {},
  smtp: SmtpOptions & { readonly user?: string; readonly ms?: number } = {},
): Promise<Scene> {
  const server = await startHostileServer(options);
  onTestFinished(() => server.close());
  const { user = '', ms = 5000, ...more } = smtp;
  const transport = await openSmtpTransport(`smtp://${user}127.0.0.1:${server.port}`, {
    connections: 1,
    timeouts: shortTimeouts(ms),
    ...more,
  });
  onTestFinished(() => transport.close());
  return {
    server,
    transport,
    send: (to = 'ada@example.org', octets = 100) =>
      transport
        .send({
          envelope: { from: 'news@example.org', to },
          messageId: '0012.ab@example.org',
          raw: Buffer.from(`Subject: x\r\n\r\n${'A line of text.\r\n'.repeat(Math.ceil(octets / 17))}`),
        })
        .then(
          ({ kind }) => kind,
          ({ code }: { code: string }) => code,
        ),
  };
}

/** Deeds for the nth time that a step is reached on connections that carry messages; from 1. */
export function nth(deeds: Partial<Record<Step, Readonly<Record<number, Deed>>>>) {
  const times: Partial<Record<Step, number>> = {};
  return (step: Step, connection: number): Deed | undefined => {
    if (connection === 0) return undefined;
    times[step] = (times[step] ?? 0) + 1;
    return deeds[step]?.[times[step]];
  };
}
