// Nodemailer's pool of connections, the reference: messages go through it byte for byte as they were composed. What came of each is decided
// by watching our own message being read: nodemailer's error alone cannot tell "never sent" from "maybe arrived".
import { Readable } from 'node:stream';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import SMTPPool from 'nodemailer/lib/smtp-pool';
import type { DeliveryOutcome } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';
import type { ComposedMessage } from '../model/message.ts';
import { needsSmtpUtf8, wireAddress } from '../model/wire-address.ts';
import type { Carrier, CarrierOptions } from './carrier.ts';
import { classifyFailure, readReply, type SmtpFailure } from './classify-failure.ts';
import { withoutSmtpUtf8 } from './refuse-unsent.ts';
import { reportRequest } from './report-request.ts';
import { openingMs, type SmtpTimeouts } from './smtp-timeouts.ts';
import type { SmtpSettings } from './smtp-url.ts';

/** Small enough that the end of a large message is read only when the connection has taken what stands before it. */
const CHUNK_OCTETS = 16 * 1024;

/** @param extensions What the server offered when it was asked first. */
export function createPoolCarrier(options: CarrierOptions, extensions: readonly string[]): Carrier {
  const { settings, timeouts, connections, messagesPerConnection } = options;
  const { login, name } = settings;
  const pool = new SMTPPool({
    ...poolConnection(settings, timeouts),
    ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password } }),
    maxConnections: connections,
    maxMessages: messagesPerConnection,
    // Nodemailer would try again by itself; trying again is the ledger's business.
    maxRequeues: 0,
  });
  // The pool does not say which connection it will take; one that did not offer the extension speaks for all.
  let hasSmtpUtf8 = extensions.includes('SMTPUTF8');
  return {
    async carry(message) {
      if (needsSmtpUtf8(message.envelope.to) && !hasSmtpUtf8) return withoutSmtpUtf8(name);
      return carry(pool, message, timeouts, name, (ehlo) => {
        hasSmtpUtf8 &&= ehlo.some((line) => /^SMTPUTF8\b/iu.test(line));
      });
    },
    close: async () => pool.close(),
  };
}

/** As nodemailer wants to be told. */
export function poolConnection(
  { host, port, isImplicitTls, tls, helloName }: SmtpSettings,
  timeouts: SmtpTimeouts,
): SMTPConnectionOptions & { readonly host: string; readonly port: number } {
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
    // Only for silence, and for every step the same: the longest. Each step's own limit is kept by `carry`.
    socketTimeout: Math.max(timeouts.commandMs, timeouts.dataMs, timeouts.blockMs, timeouts.dotMs),
    logger: false,
  };
}

async function carry(
  pool: SMTPPool,
  message: ComposedMessage,
  timeouts: SmtpTimeouts,
  server: string,
  learn: (ehlo: readonly string[]) => void,
): Promise<DeliveryOutcome> {
  const abort = new AbortController();
  const watched = watchedMessage(message, timeouts, abort);
  return new Promise((resolve, reject) => {
    pool.send(watched.mail, (error, info) => {
      watched.isOver();
      if (error === null || error === undefined) {
        learn(info?.ehlo ?? []);
        resolve(answered(info?.response ?? ''));
        return;
      }
      // Of an abort nodemailer only says that there was one.
      const failure = (abort.signal.aborted ? abort.signal.reason : error) as SmtpFailure;
      const meaning = classifyFailure(failure, { ...watched.state, server });
      if (meaning instanceof BroadsideError) reject(meaning);
      else resolve(meaning);
    });
  });
}

/** Nodemailer looks at the first figure only; an answer that has two codes is none (RFC 5321 §4.2.1). */
function answered(response: string): DeliveryOutcome {
  const reply = readReply(response);
  const codes = new Set(response.split(/\r?\n/u).map((line) => line.slice(0, 3)));
  return codes.size === 1
    ? { kind: 'accepted', reply }
    : { kind: 'in-doubt', detail: `an answer has two codes: ${reply.text}` };
}

/**
 * What the pool needs of a message. It asks for the stream when it is connected and logged in, and reads it only after the
 * server's 354; the end of the stream is followed by the final dot. Each of these steps has its limit: nodemailer itself only
 * notices silence, not a server that says one octet a minute.
 */
function watchedMessage(
  { envelope, messageId, raw }: ComposedMessage,
  timeouts: SmtpTimeouts,
  abort: AbortController,
) {
  const state = { isBegun: false, isHandedOver: false, needsUtf8: needsSmtpUtf8(envelope.to) };
  const addresses = { from: wireAddress(envelope.from), to: [wireAddress(envelope.to)], size: raw.length };
  const report = reportRequest(envelope);
  let timer: NodeJS.Timeout | undefined;
  const within = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(new Error(`no answer within ${ms / 1000} seconds`)), ms);
  };
  let sent = 0;
  within(openingMs(timeouts));
  const mail = {
    // Nodemailer says it to servers that offer DSN, and to no others.
    data: { signal: abort.signal, ...(report === undefined ? {} : { dsn: report }) },
    message: {
      getEnvelope: () => ({ ...addresses }),
      messageId: () => `<${messageId}>`,
      getHeader: () => `<${messageId}>`,
      createReadStream: () => {
        state.isBegun = true;
        // RSET, MAIL, RCPT, DATA.
        within(3 * timeouts.commandMs + timeouts.dataMs);
        return new Readable({
          read() {
            const chunk = raw.subarray(sent, sent + CHUNK_OCTETS);
            sent += chunk.length;
            if (chunk.length === 0) state.isHandedOver = true;
            within(chunk.length === 0 ? timeouts.blockMs + timeouts.dotMs : timeouts.blockMs);
            this.push(chunk.length === 0 ? null : chunk);
          },
        });
      },
    },
  };
  return {
    // The pool uses nothing else of nodemailer's own message class, which would build the message a second time.
    mail: mail as unknown as Parameters<SMTPPool['send']>[0],
    state,
    isOver: () => clearTimeout(timer),
  };
}
