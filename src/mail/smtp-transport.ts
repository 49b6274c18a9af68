// Takes composed messages to a mail server over nodemailer's pool of connections, byte for byte as they were composed. What came of
// each is decided by watching our own message being read: nodemailer's error alone cannot tell "never sent" from "maybe arrived".
import { Readable } from 'node:stream';
import SMTPPool from 'nodemailer/lib/smtp-pool';
import type { DeliveryOutcome } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { MailTransport } from '../model/ports.ts';
import { needsSmtpUtf8, wireAddress } from '../model/wire-address.ts';
import { classifyFailure, readReply, type SmtpFailure } from './classify-failure.ts';
import { probeServer } from './probe-server.ts';
import { readSmtpUrl, type SmtpSettings } from './smtp-url.ts';

/** What the URL itself says goes before. */
export interface SmtpOptions {
  /** Conversations at once; 5 unless told. */
  readonly connections?: number;
  /** Messages after which a connection is replaced; 100 unless told. */
  readonly messagesPerConnection?: number;
  /** Name given in EHLO; the machine's own unless told. */
  readonly helloName?: string;
  /** False: nodemailer's pool, whatever the server offers. */
  readonly usePipelining?: boolean;
  readonly timeouts?: Partial<SmtpTimeouts>;
}

/** Milliseconds. The defaults are what RFC 5321 §4.5.3.2 asks for at least: a last wait cut short makes duplicates. */
export interface SmtpTimeouts {
  /** For the network to connect when the server is first asked. */
  readonly connectMs: number;
  /** From connected to the greeting, and again for TLS. */
  readonly greetingMs: number;
  /** Without a byte from the server, the wait after the final dot included. */
  readonly silenceMs: number;
}

const MINUTE_MS = 60_000;
/** Small enough that the end of a large message is read only when the connection has taken what stands before it. */
const CHUNK_OCTETS = 16 * 1024;
const TIMEOUTS: SmtpTimeouts = { connectMs: 30_000, greetingMs: 5 * MINUTE_MS, silenceMs: 10 * MINUTE_MS };

/**
 * Connects once to see that the server answers and takes the login.
 * @param url See `readSmtpUrl`; or what it read.
 * @throws BroadsideError SETTINGS_INVALID, SMTP_UNREACHABLE, SMTP_TLS, SMTP_LOGIN
 */
export async function openSmtpTransport(
  url: string | SmtpSettings,
  options: SmtpOptions = {},
): Promise<MailTransport> {
  const settings = typeof url === 'string' ? readSmtpUrl(url) : url;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const connections = settings.connections ?? options.connections ?? 5;
  const connection = connectionOptions(settings, timeouts, settings.helloName ?? options.helloName);
  const extensions = await probeServer({
    connection,
    ...(settings.login === undefined ? {} : { login: settings.login }),
    connectMs: timeouts.connectMs,
    server: settings.name,
  });
  const pool = new SMTPPool({
    ...connection,
    ...(settings.login === undefined
      ? {}
      : { auth: { user: settings.login.user, pass: settings.login.password } }),
    maxConnections: connections,
    maxMessages: settings.messagesPerConnection ?? options.messagesPerConnection ?? 100,
    // Nodemailer would try again by itself; trying again is the ledger's business.
    maxRequeues: 0,
  });
  const hasSmtpUtf8 = extensions.includes('SMTPUTF8');
  return {
    name: settings.name,
    connections,
    send: async (message) => {
      if (needsSmtpUtf8(message.envelope.to) && !hasSmtpUtf8) return needsNewerServer(settings.name);
      return send(pool, message, settings.name);
    },
    close: async () => pool.close(),
  };
}

function connectionOptions(
  { host, port, isImplicitTls, tls }: SmtpSettings,
  timeouts: SmtpTimeouts,
  helloName?: string,
) {
  return {
    host,
    port,
    secure: isImplicitTls,
    requireTLS: tls === 'required',
    tls: { rejectUnauthorized: tls === 'required' },
    ...(helloName === undefined ? {} : { name: helloName }),
    // Covers the greeting and TLS as well, so it may not be shorter than both; the network gives up by itself before.
    connectionTimeout: timeouts.connectMs + 2 * timeouts.greetingMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
    logger: false,
  };
}

/** RFC 6531 §3.2: without the extension such a recipient must not be named to the server at all. */
function needsNewerServer(server: string): DeliveryOutcome {
  return {
    kind: 'rejected',
    reply: {
      text: `Not sent: the address has letters before the @ that ${server} cannot handle (it offers no SMTPUTF8)`,
    },
  };
}

async function send(pool: SMTPPool, message: ComposedMessage, server: string): Promise<DeliveryOutcome> {
  const watched = watchedMessage(message);
  return new Promise((resolve, reject) => {
    pool.send(watched.mail, (error, info) => {
      if (error === null || error === undefined) {
        resolve({ kind: 'accepted', reply: readReply(info?.response ?? '') });
        return;
      }
      const meaning = classifyFailure(error as SmtpFailure, { ...watched.state, server });
      if (meaning instanceof BroadsideError) reject(meaning);
      else resolve(meaning);
    });
  });
}

/**
 * What the pool needs of a message. It asks for the stream when it is connected and logged in, and reads it only after the
 * server's 354; the end of the stream is followed by the final dot.
 */
function watchedMessage({ envelope, messageId, raw }: ComposedMessage) {
  const state = { isBegun: false, isHandedOver: false };
  const addresses = { from: wireAddress(envelope.from), to: [wireAddress(envelope.to)], size: raw.length };
  let sent = 0;
  const mail = {
    data: {},
    message: {
      getEnvelope: () => ({ ...addresses }),
      messageId: () => `<${messageId}>`,
      getHeader: () => `<${messageId}>`,
      createReadStream: () => {
        state.isBegun = true;
        return new Readable({
          read() {
            const chunk = raw.subarray(sent, sent + CHUNK_OCTETS);
            sent += chunk.length;
            if (chunk.length === 0) state.isHandedOver = true;
            this.push(chunk.length === 0 ? null : chunk);
          },
        });
      },
    },
  };
  // The pool uses nothing else of nodemailer's own message class, which would build the message a second time.
  return { mail: mail as unknown as Parameters<SMTPPool['send']>[0], state };
}
