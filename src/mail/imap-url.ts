// `imaps://user:password@host/INBOX` in, where to read mail and with which login out. Never repeats the password, in no message.
import { isIP } from 'node:net';
import { BroadsideError } from '../model/errors.ts';

export interface ImapSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314 §3.2). */
  readonly isImplicitTls: boolean;
  /** `required`: TLS with a certificate that names the host. `optional`: TLS where offered, whoever signed it. */
  readonly tls: 'required' | 'optional';
  readonly login: { readonly user: string; readonly password: string };
  readonly mailbox: string;
  /** "imaps://mail.example.org/INBOX", for reports. */
  readonly name: string;
}

export function isImapUrl(text: string): boolean {
  return /^imaps?:\/\//iu.test(text);
}

/**
 * @param url `imaps://` (port 993) or `imap://` (port 143, STARTTLS). On this very machine TLS is optional. A mailbox is INBOX unless named.
 * @throws BroadsideError SETTINGS_INVALID
 */
export function readImapUrl(url: string): ImapSettings {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const invalid = (words: string): BroadsideError =>
    new BroadsideError('SETTINGS_INVALID', `${words}, expected imaps://USER:PASSWORD@HOST/INBOX`, {
      place: 'BROADSIDE_BOUNCES',
    });
  if (parsed === undefined || !isImapUrl(url) || parsed.hostname === '')
    throw invalid('Unexpected address of a mailbox');
  if (parsed.search !== '' || parsed.hash !== '')
    throw invalid('Unexpected ? or # in the address of a mailbox');
  const isImplicitTls = parsed.protocol === 'imaps:';
  const port = Number(parsed.port) || (isImplicitTls ? 993 : 143);
  const host = parsed.hostname.replace(/^\[|\]$/gu, '');
  let parts: readonly string[];
  try {
    parts = [parsed.username, parsed.password, parsed.pathname.slice(1)].map(decodeURIComponent);
  } catch {
    throw invalid('Unexpected % in the address of a mailbox, %25 is a percent sign');
  }
  const [user = '', password = '', path = ''] = parts;
  if (user === '' || password === '') throw invalid('No user or no password for the mailbox');
  const mailbox = path === '' ? 'INBOX' : path;
  return {
    host,
    port,
    isImplicitTls,
    tls: isLoopback(host) ? 'optional' : 'required',
    login: { user, password },
    mailbox,
    name: `${parsed.protocol}//${parsed.host}/${mailbox}`,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
