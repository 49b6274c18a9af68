// BROADSIDE_SMTP_URL in; where to connect, with which login and how safely out. Never repeats the password, in no message.
import { isIP } from 'node:net';
import { BroadsideError } from '../model/errors.ts';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314 §3.3). */
  readonly isImplicitTls: boolean;
  /** `required`: TLS with a certificate that names the host. `optional`: TLS where offered, whoever signed it. */
  readonly tls: TlsRule;
  readonly login?: { readonly user: string; readonly password: string };
  /** "smtp.example.org:587", for reports. */
  readonly name: string;
}

export type TlsRule = 'required' | 'optional';

const SETTING = 'BROADSIDE_SMTP_URL';

/**
 * @param url `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465`; `?tls=optional` for a server in the
 *   same private network that has no certificate. On this very machine TLS is optional without being asked for.
 * @throws BroadsideError SETTINGS_INVALID
 */
export function readSmtpUrl(url: string): SmtpSettings {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^smtps?:$/u.test(parsed.protocol) || parsed.hostname === '') {
    throw invalid(
      `Unexpected ${SETTING}, expected smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465`,
    );
  }
  const host = parsed.hostname.replace(/^\[|\]$/gu, '');
  const isImplicitTls = parsed.protocol === 'smtps:';
  const port = Number(parsed.port) || (isImplicitTls ? 465 : 587);
  const login = loginOf(parsed);
  return {
    host,
    port,
    isImplicitTls,
    tls: tlsOf(parsed.searchParams.get('tls'), host),
    ...(login === undefined ? {} : { login }),
    name: `${parsed.hostname}:${port}`,
  };
}

function loginOf({ username, password }: URL): SmtpSettings['login'] {
  if (username === '' && password === '') return undefined;
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    throw invalid(`Unexpected % in the user or password of ${SETTING}, expected %25 for a percent sign`);
  }
}

function tlsOf(asked: string | null, host: string): TlsRule {
  if (asked === 'required' || asked === 'optional') return asked;
  if (asked !== null)
    throw invalid(`Unexpected tls=${asked} in ${SETTING}, expected tls=required or tls=optional`);
  return isLoopback(host) ? 'optional' : 'required';
}

/** RFC 1122 §3.2.1.3, RFC 4291 §2.5.3, RFC 6761 §6.3. */
function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}

function invalid(detail: string): BroadsideError {
  return new BroadsideError('SETTINGS_INVALID', detail, { place: SETTING });
}
