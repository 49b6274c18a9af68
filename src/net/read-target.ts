// An address as written goes in; what may be asked of the web comes out, or why not. Judged by its form alone, for each redirect
// anew; whom the name belongs to is judged when it is resolved.
import { isIP } from 'node:net';
import type { Fault } from './fetch-outcome.ts';

export interface Target {
  /** Without fragment. */
  readonly url: URL;
  /** Name or literal, without brackets. */
  readonly host: string;
  readonly isLiteral: boolean;
}

/** Ports of other protocols that would take a request for one of their own (Fetch Standard, "bad port"), above 1023. */
const BAD_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
]);

/** @param base The address that led here, for a redirect. */
export function readTarget(written: string, base?: URL): Target | Fault {
  if (!URL.canParse(written, base)) return fault('address', 'it is no address');
  // WHATWG URL: figures in other scripts, 0x7f.1, 017700000001 and 2130706433 all become 127.0.0.1 here.
  const url = new URL(written, base);
  url.hash = '';
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return fault('address', `it begins with ${url.protocol}, not with http: or https:`);
  if (url.username !== '' || url.password !== '') return fault('blocked', 'it has a user name in it');
  const port = url.port === '' ? undefined : Number(url.port);
  if (port !== undefined && !isWebPort(port)) return fault('blocked', `port ${port} is not for the web`);
  const host = url.hostname.replace(/^\[|\]$/gu, '');
  return { url, host, isLiteral: isIP(host) !== 0 };
}

/** 80 and 443 always; others only where no system service listens. */
function isWebPort(port: number): boolean {
  return port === 80 || port === 443 || (port > 1023 && !BAD_PORTS.has(port));
}

function fault(reason: Fault['reason'], detail: string): Fault {
  return { reason, detail, isOfHost: false };
}
