// BROADSIDE_SMTP_URL in, one address or several with blanks between; where to connect, with which login, how safely and how much out.
// Never repeats the password, in no message.
import { isIP } from 'node:net';
import { BroadsideError } from '../model/errors.ts';
import { readRate } from '../model/read-rate.ts';

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
  /** Share of the messages, against the weights of the other servers. */
  readonly weight: number;
  /** Conversations at once. */
  readonly connections?: number;
  /** Messages after which a connection is replaced. */
  readonly messagesPerConnection?: number;
  readonly ratePerSecond?: number;
  /** False where commands must not be sent ahead of their answers though the server offers it (RFC 2920). */
  readonly usePipelining: boolean;
  /** Given in EHLO. */
  readonly helloName?: string;
}

export type TlsRule = 'required' | 'optional';

const SETTING = 'BROADSIDE_SMTP_URL';

/** What may stand behind the `?`, and how each is read. */
const QUERY = {
  weight: (text: string) => ({ weight: wholeNumber('weight', text, 1000) }),
  connections: (text: string) => ({ connections: wholeNumber('connections', text, 100) }),
  messages: (text: string) => ({ messagesPerConnection: wholeNumber('messages', text, 1_000_000) }),
  rate: (text: string) => ({ ratePerSecond: rateOf(text) }),
  tls: (text: string) => ({ tls: oneOf('tls', text, ['required', 'optional']) }),
  pipelining: (text: string) => ({ usePipelining: oneOf('pipelining', text, ['on', 'off']) === 'on' }),
  hello: (text: string) => ({ helloName: helloOf(text) }),
} as const satisfies Record<string, (text: string) => Partial<SmtpSettings>>;

/**
 * @returns at least one.
 * @throws BroadsideError SETTINGS_INVALID
 */
export function readSmtpUrls(setting: string): readonly SmtpSettings[] {
  return setting.trim().split(/\s+/u).map(readSmtpUrl);
}

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
    tls: isLoopback(host) ? 'optional' : 'required',
    ...(login === undefined ? {} : { login }),
    name: `${parsed.hostname}:${port}`,
    weight: 1,
    usePipelining: true,
    ...queryOf(parsed.searchParams),
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

function queryOf(query: URLSearchParams): Partial<SmtpSettings> {
  let settings: Partial<SmtpSettings> = {};
  for (const [key, text] of query) {
    const known = Object.keys(QUERY);
    if (!known.includes(key))
      throw invalid(`Unexpected ${JSON.stringify(key)} in ${SETTING}, expected one of ${known.join(', ')}`);
    if (query.getAll(key).length > 1)
      throw invalid(`Unexpected second ${key}= in ${SETTING}, expected it once`);
    settings = { ...settings, ...QUERY[key as keyof typeof QUERY](text) };
  }
  return settings;
}

function wholeNumber(key: string, text: string, most: number): number {
  const value = /^\d{1,9}$/u.test(text) ? Number(text) : 0;
  if (value < 1 || value > most)
    throw invalid(`Unexpected ${key}=${text} in ${SETTING}, expected a number from 1 to ${most}`);
  return value;
}

function rateOf(text: string): number {
  const rate = readRate(text);
  if (rate === undefined)
    throw invalid(
      `Unexpected rate=${text} in ${SETTING}, expected messages a second (10), a minute (600/m) or an hour (36000/h)`,
    );
  return rate;
}

function oneOf<T extends string>(key: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === text);
  if (found === undefined)
    throw invalid(
      `Unexpected ${key}=${text} in ${SETTING}, expected ${allowed.map((one) => `${key}=${one}`).join(' or ')}`,
    );
  return found;
}

/** RFC 5321 §4.1.1.1: the machine's full name, or its address in brackets. */
function helloOf(text: string): string {
  if (!/^(?=.{1,255}$)[a-z\d](?:[a-z\d.-]*[a-z\d])?$|^\[(?:IPv6:)?[\da-f.:]{2,45}\]$/iu.test(text))
    throw invalid(`Unexpected hello=${text} in ${SETTING}, expected a name like press.example.org`);
  return text;
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
