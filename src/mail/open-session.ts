// From an address to a server that waits for a message: connection, greeting, EHLO, TLS, login. What fails here fails for every reader,
// and is thrown in nodemailer's words, so that one table says what it means.
import { hostname } from 'node:os';
import type { SmtpFailure } from './classify-failure.ts';
import { connectSocket } from './connect-socket.ts';
import type { Reply } from './reply-reader.ts';
import type { SmtpTimeouts } from './smtp-timeouts.ts';
import type { SmtpSettings } from './smtp-url.ts';
import { createWire, type Wire } from './smtp-wire.ts';

export interface Session {
  readonly wire: Wire;
  /** What this very connection offers: upper-case keyword and its parameters, upper-case too (RFC 5321 §4.1.1.1). */
  readonly extensions: ReadonlyMap<string, readonly string[]>;
}

/** @throws SmtpFailure */
export async function openSession(settings: SmtpSettings, timeouts: SmtpTimeouts): Promise<Session> {
  const wire = createWire(await connectSocket({ ...settings, ...timeouts }));
  try {
    const extensions = await greet(wire, settings, timeouts);
    if (settings.login !== undefined) await logIn(wire, extensions, settings.login, timeouts);
    return { wire, extensions };
  } catch (error) {
    wire.destroy();
    throw error;
  }
}

async function greet(
  wire: Wire,
  settings: SmtpSettings,
  timeouts: SmtpTimeouts,
): Promise<Session['extensions']> {
  const { commandMs, greetingMs } = timeouts;
  const hello = `EHLO ${settings.helloName ?? ownName(wire)}`;
  if (settings.isImplicitTls) await secure(wire, settings, greetingMs);
  const greeting = await wire.reply(greetingMs);
  if (greeting.code !== 220) throw failure('EPROTOCOL', 'Not the greeting of a mail server', greeting);
  const offered = readExtensions(await asked(wire, hello, commandMs));
  if (settings.isImplicitTls) return offered;
  if (!offered.has('STARTTLS')) {
    if (settings.tls === 'required') throw failure('ETLS', 'it offers no STARTTLS');
    return offered;
  }
  await asked(wire, 'STARTTLS', commandMs, 'ETLS');
  await secure(wire, settings, greetingMs);
  // RFC 3207 §4.2: what was offered before is forgotten.
  return readExtensions(await asked(wire, hello, commandMs));
}

async function secure(wire: Wire, { host, tls }: SmtpSettings, limitMs: number): Promise<void> {
  try {
    await wire.secure({ host, rejectUnauthorized: tls === 'required', ...serverName(host) }, limitMs);
  } catch (error) {
    const { message, code } = error as SmtpFailure;
    throw code === 'ETIMEDOUT' ? error : Object.assign(failure('ETLS', message), { originalCode: code });
  }
}

/** RFC 6066 §3: an address of figures is no name to ask for. */
function serverName(host: string): { readonly servername?: string } {
  return /^[\d.]+$|:/u.test(host) ? {} : { servername: host };
}

/** The first that the server offers and we speak. */
export const LOGIN_MECHANISMS: readonly string[] = ['PLAIN', 'LOGIN'];

async function logIn(
  wire: Wire,
  extensions: Session['extensions'],
  { user, password }: NonNullable<SmtpSettings['login']>,
  { commandMs }: SmtpTimeouts,
): Promise<void> {
  const offered = extensions.get('AUTH') ?? [];
  const mechanism = LOGIN_MECHANISMS.find((one) => offered.includes(one));
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  if (mechanism === undefined) throw failure('EAUTH', 'it offers no login on this connection');
  // RFC 4616 §2: authorization, authentication, password.
  if (mechanism === 'PLAIN')
    await asked(wire, `AUTH PLAIN ${base64(`\0${user}\0${password}`)}`, commandMs, 'EAUTH');
  else {
    await asked(wire, 'AUTH LOGIN', commandMs, 'EAUTH', 3);
    await asked(wire, base64(user), commandMs, 'EAUTH', 3);
    await asked(wire, base64(password), commandMs, 'EAUTH');
  }
}

/** @param expected First figure of the answer that lets us go on. */
async function asked(
  wire: Wire,
  command: string,
  limitMs: number,
  code = 'EPROTOCOL',
  expected = 2,
): Promise<Reply> {
  wire.write(`${command}\r\n`);
  const reply = await wire.reply(limitMs);
  if (Math.floor(reply.code / 100) !== expected) throw failure(code, 'Refused', reply);
  return reply;
}

function readExtensions({ text }: Reply): Session['extensions'] {
  const extensions = new Map<string, readonly string[]>();
  for (const line of text.toUpperCase().split('\n').slice(1)) {
    // `AUTH=PLAIN` is how it was written before RFC 2554; some servers still say both.
    const [keyword = '', ...parameters] = line.slice(4).trim().split(/[ =]+/u);
    extensions.set(keyword, [...(extensions.get(keyword) ?? []), ...parameters]);
  }
  return extensions;
}

/** RFC 5321 §4.1.1.1: a name that others can look up, or else our address. */
function ownName({ ownName: address }: Wire): string {
  const name = hostname();
  return /^[a-z\d-]+(?:\.[a-z\d-]+)+$/iu.test(name) && !/^[\d.]+$/u.test(name) ? name : address;
}

function failure(code: string, message: string, reply?: Reply): Error & SmtpFailure {
  return Object.assign(
    new Error(reply === undefined ? message : `${message}: ${reply.text}`),
    reply === undefined ? { code } : { code, response: reply.text, responseCode: reply.code },
  );
}
