// An address of the network goes in, why no connection may be made to it comes out. Whatever is not plainly the public Internet
// is refused: a link in a newsletter must never make this machine ask its own neighbours (SSRF). Only the operator can allow more.
import { BlockList, isIP, isIPv6 } from 'node:net';
import { BroadsideError } from '../model/errors.ts';

export interface AddressGuard {
  /**
   * @param host The name or literal as the address has it, without brackets: the operator may have allowed it by name.
   * @param address IPv4 or IPv6, as the resolver gave it.
   * @returns Undefined when a connection may be made.
   */
  refusal(host: string, address: string): string | undefined;
}

/** What the operator allows beyond the public Internet. Never made from the text of an issue. */
export interface AllowList {
  /** Lower case, exact or `*.example.org` for everything below it. */
  readonly hosts: readonly string[];
  /** `10.1.0.0/16`, `fd12::/48`, `127.0.0.1`. */
  readonly networks: readonly string[];
}

/** IANA special-purpose registry (RFC 6890), and what the large clouds answer their tenants from. */
const REFUSED_IPV4: readonly (readonly [network: string, what: string])[] = [
  ['0.0.0.0/8', 'unspecified'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'shared by a provider (CGNAT)'],
  ['127.0.0.0/8', 'this machine itself'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'reserved'],
  ['192.0.2.0/24', 'for documentation'],
  ['192.88.99.0/24', 'a 6to4 relay'],
  ['192.168.0.0/16', 'private'],
  ['198.18.0.0/15', 'for benchmarks'],
  ['198.51.100.0/24', 'for documentation'],
  ['203.0.113.0/24', 'for documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
  // Azure's own service for virtual machines, on a public address.
  ['168.63.129.16/32', 'a metadata service'],
];

/**
 * Only 2000::/3 is handed out (RFC 4291 §2.4), so the rest is refused whole: unspecified, loopback, IPv4-mapped and -compatible,
 * NAT64 (64:ff9b::/96, 64:ff9b:1::/48), unique local, link-local, site-local, multicast; some rows only give a part its own name.
 * Inside it, what leads elsewhere.
 */
const REFUSED_IPV6: readonly (readonly [network: string, what: string])[] = [
  ['::1/128', 'this machine itself'],
  ['::/3', 'unspecified, or wraps an IPv4 address'],
  ['fc00::/7', 'private'],
  ['fe80::/10', 'link-local'],
  ['ff00::/8', 'multicast'],
  ['4000::/2', 'reserved'],
  ['8000::/1', 'reserved'],
  ['2001::/23', 'for protocols such as Teredo'],
  ['2001:db8::/32', 'for documentation'],
  ['2002::/16', '6to4'],
  ['3fff::/20', 'for documentation'],
];

export function createAddressGuard(allow: AllowList = { hosts: [], networks: [] }): AddressGuard {
  const refused = { 4: REFUSED_IPV4.map(toNetwork), 6: REFUSED_IPV6.map(toNetwork) };
  const allowed = allow.networks.map((network) => toNetwork([network, '']));
  return {
    refusal: (host, address) => {
      // A zone (`fe80::1%eth0`) names a card of this machine, never a place on the Internet.
      const [bare = ''] = address.split('%');
      const family = isIP(bare);
      if (family !== 4 && family !== 6) return 'is no address';
      if (isAllowedHost(host.toLowerCase(), allow.hosts)) return undefined;
      if (allowed.some((network) => network.family === family && network.holds(bare))) return undefined;
      return refused[family].find((network) => network.holds(bare))?.what;
    },
  };
}

/**
 * @param text Names, addresses and networks, separated by commas or blanks: `archive.intranet, *.lab.example, 10.1.0.0/16`.
 * @throws BroadsideError SETTINGS_INVALID
 */
export function parseAllowList(text: string, settingName: string): AllowList {
  const words = text
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter((word) => word !== '');
  const networks = words.filter((word) => isNetwork(word));
  const hosts = words.filter((word) => !isNetwork(word));
  const wrong = hosts.find((host) => !/^(?:\*\.)?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/u.test(host));
  if (wrong !== undefined || hosts.some((host) => /^[\d.]+$/u.test(host))) {
    const named = wrong ?? hosts.find((host) => /^[\d.]+$/u.test(host));
    throw new BroadsideError(
      'SETTINGS_INVALID',
      `${settingName} holds "${named}", which is no name and no network`,
      {
        hint: 'Write names and networks with commas between them: archive.intranet, *.lab.example, 10.1.0.0/16',
      },
    );
  }
  return { hosts, networks };
}

function isAllowedHost(host: string, patterns: readonly string[]): boolean {
  const bare = host.replace(/\.$/u, '');
  return patterns.some((pattern) =>
    pattern.startsWith('*.') ? bare.endsWith(pattern.slice(1)) : bare === pattern,
  );
}

interface Network {
  readonly family: 4 | 6;
  readonly what: string;
  holds(address: string): boolean;
}

/** One list each, never both families in one: Node.js would hold an IPv4 address against its IPv6-mapped form. */
function toNetwork([network, what]: readonly [string, string]): Network {
  const [address = '', prefix] = network.split('/');
  const family = isIPv6(address) ? 6 : 4;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(address, prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix), type);
  return { family, what, holds: (candidate) => list.check(candidate, type) };
}

function isNetwork(word: string): boolean {
  const [address = '', prefix, ...more] = word.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/u.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32));
}
