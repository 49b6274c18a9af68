// Who asks, as far as limits have to know: the address of the connection, or behind proxies that the settings name, the one that they saw. It
// is counted and forgotten, and stands in no log.
import { BlockList, isIP, isIPv6 } from 'node:net';
import { BroadsideError } from '../../model/errors.ts';

export interface TrustedProxies {
  has(address: string): boolean;
}

/** Longer chains of proxies are made up. */
const MOST_HOPS = 20;

/**
 * @param setting Addresses and networks with blanks or commas between: `127.0.0.1 ::1 10.0.0.0/8`.
 * @throws BroadsideError SETTINGS_INVALID
 */
export function readTrustedProxies(setting: string): TrustedProxies {
  const list = new BlockList();
  for (const word of setting.split(/[\s,]+/u).filter((one) => one !== '')) {
    const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/u.exec(word) ?? [];
    const version = isIP(address);
    const length = bits === undefined ? undefined : Number(bits);
    if (version === 0 || (length ?? 0) > (version === 4 ? 32 : 128))
      throw new BroadsideError(
        'SETTINGS_INVALID',
        `Unexpected "${word}", expected an address or a network such as 127.0.0.1, ::1 or 10.0.0.0/8`,
        { place: 'BROADSIDE_TRUSTED_PROXIES' },
      );
    if (length === undefined) list.addAddress(address, version === 4 ? 'ipv4' : 'ipv6');
    else list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
  }
  return { has: (address) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') };
}

/**
 * The last address on the way to us that is none of our proxies'. What stands before it may be made up by whoever asks.
 * @param remote Of the connection. @returns '' where nothing is known of it
 */
export function visitorAddress(
  remote: string | undefined,
  headers: Headers,
  proxies: TrustedProxies,
): string {
  let address = plainAddress(remote ?? '');
  const hops = forwardedFor(headers);
  while (proxies.has(address) && hops.length > 0) {
    const before = plainAddress(hops.pop() ?? '');
    if (isIP(before) === 0) break;
    address = before;
  }
  return address;
}

/** This machine, or a network of one's own (RFC 1918, RFC 4193): who speaks for others from there is a proxy that nobody has named. */
export function isUnknownProxy(
  remote: string | undefined,
  headers: Headers,
  proxies: TrustedProxies,
): boolean {
  const address = plainAddress(remote ?? '');
  return forwardedFor(headers).length > 0 && !proxies.has(address) && OWN_NETWORKS.has(address);
}

/** What limits go by: a whole IPv4 address, the /64 of an IPv6 one, which is what one connection has (RFC 6177 §2 gives more). */
export function networkOf(address: string): string {
  return isIPv6(address) ? `${ipv6Groups(address).slice(0, 4).join(':')}::/64` : address;
}

/** Nearest last. A proxy that sets neither field passes on what it was given, so only one is believed: X-Forwarded-For where it is there. */
function forwardedFor(headers: Headers): string[] {
  const old = headers.get('x-forwarded-for');
  if (old !== null) return old.split(',').slice(-MOST_HOPS);
  // RFC 7239 §4, with the ports and quotation marks of §6.
  const forwarded = headers.get('forwarded');
  if (forwarded === null) return [];
  return forwarded
    .split(',')
    .slice(-MOST_HOPS)
    .map((hop) => /(?:^|;)\s*for=("[^"]*"|[^;\s]*)/iu.exec(hop)?.[1]?.replaceAll('"', '') ?? '');
}

/** Without port, brackets, zone, and the dress of an IPv4 address in IPv6 (RFC 4291 §2.5.5.2). */
function plainAddress(text: string): string {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](?::\d+)?$/u, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/u, '$1')
    .replace(/%[\s\S]*$/u, '');
  return bare.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/iu, '');
}

function ipv6Groups(address: string): readonly string[] {
  // The URL writes every spelling the same way (WHATWG URL §3.5), without an IPv4 tail.
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const front = head === '' ? [] : head.split(':');
  if (tail === undefined) return front;
  const back = tail === '' ? [] : tail.split(':');
  return [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back];
}

const OWN_NETWORKS = readTrustedProxies('127.0.0.0/8 ::1 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7');
