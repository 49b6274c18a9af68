// One conversation with a mail server, for `doctor`: how far it gets, what the certificate says, what the server offers, whether it
// takes the login and the sender. No recipient is ever named and no message begun, so nothing can go out. The password is only said
// over a connection that sending would use too.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { BroadsideError } from '../model/errors.ts';
import { connectionFailure, type SmtpFailure } from './classify-failure.ts';
import type { SmtpSettings } from './smtp-url.ts';

export interface Examination {
  /** At which the server was reached; undefined when at none. */
  readonly address?: string;
  /** Why the conversation ended early. */
  readonly failure?: BroadsideError;
  /** Undefined on a connection in the clear. */
  readonly tls?: TlsFacts;
  /** Undefined when none is set, or the connection was not safe enough to say it. */
  readonly login?: 'taken' | 'not offered';
  /** As EHLO gave them once the connection was safe: `SIZE 10240000`, `PIPELINING` … */
  readonly extensions: readonly string[];
  /** Answer to `MAIL FROM`, `250 2.1.0 Ok`. Undefined when it did not come to that. */
  readonly senderReply?: string;
}

export interface TlsFacts {
  readonly protocol: string;
  /** Signed by somebody this machine trusts, for this host, and valid today. */
  readonly isTrusted: boolean;
  /** Code of Node or OpenSSL when not: `CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID` … */
  readonly fault?: string;
  /** Instant, ISO 8601. */
  readonly validUntil?: string;
  readonly names: readonly string[];
}

export interface ExamineOptions {
  /** Of the server's name, in the order in which to try them. */
  readonly addresses: readonly string[];
  /** Wire form. */
  readonly sender: string;
  readonly timeoutMs?: number;
}

/** Nobody waits five minutes at a terminal, though a send would (RFC 5321 §4.5.3.2). */
const PATIENCE_MS = 20_000;
const LEAVE_MS = 500;
const ASKING = 'X-BROADSIDE-EXAMINING';

/** Rejects never. */
export async function examineServer(settings: SmtpSettings, options: ExamineOptions): Promise<Examination> {
  const timeoutMs = options.timeoutMs ?? PATIENCE_MS;
  const facts: { -readonly [key in keyof Examination]: Examination[key] } = { extensions: [] };
  let smtp: SMTPConnection | undefined;
  try {
    const { socket, address } = await firstConnection(options.addresses, settings.port, timeoutMs);
    facts.address = address;
    smtp = conversation(settings, socket, timeoutMs);
    await opened(smtp);
    const tls = tlsFacts(smtp);
    if (tls !== undefined) facts.tls = tls;
    // A send would stop here.
    if (settings.tls === 'required' && tls?.isTrusted !== true) return facts;
    if (settings.login !== undefined) facts.login = await loggedIn(smtp, settings.login);
    await asking(smtp, async (say) => {
      facts.extensions = extensionsIn(await say(`EHLO ${settings.helloName ?? helloNameOf(smtp)}`));
      if (/[\r\n<>]/u.test(options.sender) || facts.login === 'not offered') return;
      facts.senderReply = lastLine(await say(`MAIL FROM:<${options.sender}>`));
      await say('RSET');
    });
  } catch (error) {
    facts.failure = connectionFailure(error as SmtpFailure, settings.name);
  } finally {
    if (smtp !== undefined) await takeLeave(smtp, facts.failure === undefined);
  }
  return facts;
}

/** A server that does not answer QUIT does not keep us. */
async function takeLeave(smtp: SMTPConnection, isAlive: boolean): Promise<void> {
  smtp.on('error', () => {});
  const ended = new Promise<void>((resolve) => smtp.once('end', () => resolve()));
  const late = new AbortController();
  smtp.quit();
  if (!isAlive) return smtp.close();
  await Promise.race([ended, sleep(LEAVE_MS, undefined, { signal: late.signal }).catch(() => {})]);
  late.abort();
  smtp.close();
}

function conversation(
  { host, port, isImplicitTls, tls, helloName }: SmtpSettings,
  socket: Socket,
  timeoutMs: number,
): SMTPConnection {
  return new SMTPConnection({
    host,
    port,
    secure: isImplicitTls,
    requireTLS: tls === 'required',
    // What is wrong with a certificate is to be told, not only that something is; see `isTrusted`.
    tls: { rejectUnauthorized: false },
    ...(helloName === undefined ? {} : { name: helloName }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    logger: false,
    connection: socket,
    customAuth: { [ASKING]: handOver },
  });
}

/** The first of the addresses at which somebody answers. */
async function firstConnection(
  addresses: readonly string[],
  port: number,
  timeoutMs: number,
): Promise<{ socket: Socket; address: string }> {
  let failure: unknown = Object.assign(new Error('its name has no address'), { code: 'ENOTFOUND' });
  for (const address of addresses) {
    try {
      return { socket: await connectedSocket(address, port, timeoutMs), address };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function connectedSocket(host: string, port: number, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const timer = setTimeout(
      () => socket.destroy(new Error(`no connection within ${timeoutMs / 1000} seconds`)),
      timeoutMs,
    );
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

function opened(smtp: SMTPConnection): Promise<void> {
  return settled((done) => {
    smtp.once('error', done);
    smtp.connect(done);
  });
}

/** Nodemailer keeps its socket to itself; there is no other way to the certificate. */
function tlsFacts(smtp: SMTPConnection): TlsFacts | undefined {
  const socket = (smtp as unknown as { readonly _socket: Socket | undefined })._socket;
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerCertificate();
  const until = new Date(certificate.valid_to ?? '');
  const fault = faultOf(socket.authorizationError);
  return {
    protocol: socket.getProtocol() ?? 'TLS',
    isTrusted: socket.authorized,
    ...(socket.authorized ? {} : { fault: fault ?? 'unknown' }),
    ...(Number.isNaN(until.getTime()) ? {} : { validUntil: until.toISOString() }),
    names: namesIn(certificate.subjectaltname, certificate.subject?.CN),
  };
}

/** Typed as an error; Node gives the code alone. */
function faultOf(error: unknown): string | undefined {
  if (typeof error === 'string') return error;
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** "DNS:mail.example.org, IP Address:203.0.113.25"; the common name where there are none (RFC 6125 lets it count no more). */
function namesIn(alternative: string | undefined, common: string | string[] | undefined): readonly string[] {
  const names = (alternative ?? '').split(', ').map((name) => name.replace(/^(?:DNS|IP Address):/u, ''));
  return names.some(Boolean) ? names.filter(Boolean) : [common ?? []].flat();
}

async function loggedIn(
  smtp: SMTPConnection,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<'taken' | 'not offered'> {
  if (!smtp.allowsAuth) return 'not offered';
  await settled((done) => smtp.login({ user, pass: password }, done));
  return 'taken';
}

type Say = (command: string) => Promise<string>;

/** Nodemailer lets a way of logging in say what it likes; ours only asks, and is always content. */
async function asking(smtp: SMTPConnection, ask: (say: Say) => Promise<void>): Promise<void> {
  await settled((done) => {
    // Whatever breaks off the conversation meanwhile ends it here too.
    smtp.once('error', done);
    smtp.login({ method: ASKING, ask }, done);
  });
}

function handOver({
  auth,
  sendCommand,
  resolve,
  reject,
}: {
  readonly auth: { readonly [key: string]: unknown };
  sendCommand(command: string): Promise<{ readonly response: string }>;
  resolve(): void;
  reject(error: Error): void;
}): void {
  const ask = auth['ask'] as (say: Say) => Promise<void>;
  ask(async (command) => (await sendCommand(command)).response).then(resolve, reject);
}

function helloNameOf(smtp: SMTPConnection | undefined): string {
  return (smtp as unknown as { readonly name?: string } | undefined)?.name ?? 'localhost';
}

/** RFC 5321 §4.1.1.1: the first line is a greeting, each other names an extension. */
function extensionsIn(reply: string): readonly string[] {
  return reply
    .split(/\r?\n/u)
    .slice(1)
    .map((line) => line.replace(/^\d{3}[ -]/u, '').trim())
    .filter(Boolean);
}

function lastLine(reply: string): string {
  return reply.trim().split(/\r?\n/u).at(-1) ?? '';
}

function settled(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}
