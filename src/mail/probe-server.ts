// Asks a mail server once, before anything is claimed, whether it answers, takes the login, and what it can do. A wrong password is
// then told before the first row of the ledger is touched.
import { connect, type Socket } from 'node:net';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { connectionFailure, type SmtpFailure } from './classify-failure.ts';

export interface ProbeOptions {
  readonly connection: SMTPConnectionOptions & { readonly host: string; readonly port: number };
  readonly login?: { readonly user: string; readonly password: string };
  /** How long the network may take to connect. */
  readonly connectMs: number;
  readonly server: string;
}

/**
 * @returns the extensions that the server offers once the connection is safe: `SMTPUTF8`, `PIPELINING`, `DSN` …
 * @throws BroadsideError SMTP_UNREACHABLE, SMTP_TLS, SMTP_LOGIN
 */
export async function probeServer({
  connection,
  login,
  connectMs,
  server,
}: ProbeOptions): Promise<readonly string[]> {
  let smtp: SMTPConnection | undefined;
  try {
    const socket = await connectedSocket(connection.host, connection.port, connectMs);
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
    return await extensionsOf(opened);
  } catch (error) {
    throw connectionFailure(error as SmtpFailure, server);
  } finally {
    smtp?.on('error', () => {});
    smtp?.quit();
  }
}

/** Nodemailer tells the extensions only to a way of logging in; this one says nothing to the server and is always content. */
const ASKING = 'X-BROADSIDE-ASKING';

function tellExtensions({
  auth,
  extensions,
  resolve,
}: {
  readonly auth: { readonly [key: string]: unknown };
  readonly extensions: readonly string[];
  resolve(): void;
}): void {
  (auth['tell'] as ((extensions: readonly string[]) => void) | undefined)?.(extensions);
  resolve();
}

async function extensionsOf(smtp: SMTPConnection): Promise<readonly string[]> {
  let extensions: readonly string[] = [];
  await settled((done) =>
    smtp.login({ method: ASKING, tell: (offered: readonly string[]) => (extensions = offered) }, done),
  );
  return extensions;
}

function connectedSocket(host: string, port: number, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const timer = setTimeout(
      () => socket.destroy(new Error(`no connection within ${timeoutMs / 1000} seconds`)),
      timeoutMs,
    );
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(firstOf(error));
    });
  });
}

/** Of a name with several addresses Node reports all failures at once, without words of its own. */
function firstOf(error: Error): unknown {
  return error instanceof AggregateError ? (error.errors[0] ?? error) : error;
}

function settled(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}
