// Asks a mail server once, before anything is claimed, whether it answers, takes the login, and what it can do. A wrong password is
// then told before the first row of the ledger is touched.
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { connectionFailure, type SmtpFailure } from './classify-failure.ts';
import { connectSocket } from './connect-socket.ts';

export interface ProbeOptions {
  readonly connection: SMTPConnectionOptions & { readonly host: string; readonly port: number };
  readonly login?: { readonly user: string; readonly password: string };
  /** How long the network may take to connect. */
  readonly connectMs: number;
  /** How long all of it may take: nodemailer only notices silence, not a server that says one octet a minute. */
  readonly limitMs: number;
  readonly server: string;
}

/** How long the answer to QUIT is waited for. */
const QUIT_MS = 2000;

/** What the server offers once the connection is safe. */
export interface Offer {
  /** `SMTPUTF8`, `PIPELINING`, `DSN` … */
  readonly extensions: readonly string[];
  /** Ways of logging in, `PLAIN`, `LOGIN` … */
  readonly logins: readonly string[];
}

/**
 * @throws BroadsideError SMTP_UNREACHABLE, SMTP_TLS, SMTP_LOGIN
 */
export async function probeServer({
  connection,
  login,
  connectMs,
  limitMs,
  server,
}: ProbeOptions): Promise<Offer> {
  let smtp: SMTPConnection | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    const socket = await connectSocket({ ...connection, connectMs });
    timer = setTimeout(
      () => socket.destroy(new Error(`no answer within ${limitMs / 1000} seconds`)),
      limitMs,
    );
    const opened = new SMTPConnection({
      ...connection,
      connection: socket,
      customAuth: { [ASKING]: tellExtensions },
    });
    smtp = opened;
    await settled((done) => {
      opened.once('error', done);
      opened.connect(done);
    });
    if (login !== undefined && opened.allowsAuth) {
      await settled((done) => opened.login({ user: login.user, pass: login.password }, done));
    } else if (login !== undefined) {
      throw Object.assign(new Error('it offers no login on this connection'), { code: 'EAUTH' });
    }
    const offer = await offerOf(opened);
    await goodbye(opened);
    return offer;
  } catch (error) {
    throw connectionFailure(error as SmtpFailure, server);
  } finally {
    clearTimeout(timer);
    smtp?.on('error', () => {});
    smtp?.close();
  }
}

/** Nodemailer tells the extensions only to a way of logging in; this one says nothing to the server and is always content. */
const ASKING = 'X-BROADSIDE-ASKING';

function tellExtensions({
  auth,
  extensions,
  authMethods,
  resolve,
}: {
  readonly auth: { readonly [key: string]: unknown };
  readonly extensions: readonly string[];
  readonly authMethods: readonly string[];
  resolve(): void;
}): void {
  (auth['tell'] as ((offer: Offer) => void) | undefined)?.({ extensions, logins: authMethods });
  resolve();
}

async function offerOf(smtp: SMTPConnection): Promise<Offer> {
  let found: Offer = { extensions: [], logins: [] };
  await settled((done) => smtp.login({ method: ASKING, tell: (offer: Offer) => (found = offer) }, done));
  return found;
}

/** A server that allows one connection must have seen the end of this one before the next. */
function goodbye(smtp: SMTPConnection): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, QUIT_MS);
    smtp.on('error', () => {});
    smtp.once('end', () => {
      clearTimeout(timer);
      resolve();
    });
    smtp.quit();
  });
}

function settled(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}
