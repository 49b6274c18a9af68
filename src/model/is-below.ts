// Two names of hosts, both in the same spelling, go in.

/** True for the host itself and for all below it. */
export function isBelow(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(domain) && host.charAt(host.length - domain.length - 1) === '.');
}
