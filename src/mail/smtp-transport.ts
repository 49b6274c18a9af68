// Takes composed messages to a mail server, byte for byte as they were composed. Asks the server once what it can do, then chooses: our
// own connections where it takes commands ahead of their answers (RFC 2920), nodemailer's pool otherwise or where the settings say so.
import type { MailTransport } from '../model/ports.ts';
import type { CarrierOptions } from './carrier.ts';
import { LOGIN_MECHANISMS } from './open-session.ts';
import { createPipelinedCarrier } from './pipelined-carrier.ts';
import { createPoolCarrier, poolConnection } from './pool-carrier.ts';
import { type Offer, probeServer } from './probe-server.ts';
import { refuseUnusable } from './refuse-unsent.ts';
import { createServerLimits } from './server-limits.ts';
import { openingMs, type SmtpTimeouts, TIMEOUTS } from './smtp-timeouts.ts';
import { readSmtpUrl, type SmtpSettings } from './smtp-url.ts';

/** Conversations at once, unless told. */
export const CONNECTIONS = 5;
/** Messages over one connection, unless told. */
const MESSAGES_PER_CONNECTION = 100;

/** What the URL itself says goes before. */
export interface SmtpOptions {
  /** Conversations at once. */
  readonly connections?: number;
  /** Messages after which a connection is replaced. */
  readonly messagesPerConnection?: number;
  /** Name given in EHLO; the machine's own unless told. */
  readonly helloName?: string;
  /** False: nodemailer's pool, whatever the server offers. */
  readonly usePipelining?: boolean;
  readonly timeouts?: Partial<SmtpTimeouts>;
}

/**
 * Connects once to see that the server answers and takes the login.
 * @param url See `readSmtpUrl`; or what it read.
 * @throws BroadsideError SETTINGS_INVALID, SMTP_UNREACHABLE, SMTP_TLS, SMTP_LOGIN
 */
export async function openSmtpTransport(
  url: string | SmtpSettings,
  options: SmtpOptions = {},
): Promise<MailTransport> {
  const read = typeof url === 'string' ? readSmtpUrl(url) : url;
  const settings = {
    ...(options.helloName === undefined ? {} : { helloName: options.helloName }),
    ...read,
    usePipelining: read.usePipelining && options.usePipelining !== false,
  };
  const carrierOptions: CarrierOptions = {
    settings,
    timeouts: { ...TIMEOUTS, ...options.timeouts },
    connections: read.connections ?? options.connections ?? CONNECTIONS,
    messagesPerConnection:
      read.messagesPerConnection ?? options.messagesPerConnection ?? MESSAGES_PER_CONNECTION,
  };
  const { timeouts, connections } = carrierOptions;
  const offer = await probeServer({
    connection: poolConnection(settings, timeouts),
    ...(settings.login === undefined ? {} : { login: settings.login }),
    connectMs: timeouts.connectMs,
    limitMs: openingMs(timeouts),
    server: settings.name,
  });
  const carrier = isForPipelining(settings, offer)
    ? createPipelinedCarrier(carrierOptions)
    : createPoolCarrier(carrierOptions, offer.extensions);
  const limits = createServerLimits(connections);
  return {
    name: settings.name,
    // Whoever is given no more at once has no message that waits here, claimed, while its reader may leave the list.
    get connections() {
      return limits.room;
    },
    send: async (message) => refuseUnusable(message) ?? limits.carry(() => carrier.carry(message)),
    close: () => carrier.close(),
  };
}

/** Nodemailer knows more ways of logging in than we do. */
function isForPipelining({ usePipelining, login }: SmtpSettings, { extensions, logins }: Offer): boolean {
  const canLogIn = login === undefined || LOGIN_MECHANISMS.some((mechanism) => logins.includes(mechanism));
  return usePipelining && canLogIn && extensions.includes('PIPELINING');
}
