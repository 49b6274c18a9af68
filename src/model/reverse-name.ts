// An address in, the name under which the name system keeps what it is called: `25.113.0.203.in-addr.arpa` (RFC 1035 §3.5), or of
// IPv6 the 32 figures in reverse under `ip6.arpa` (RFC 3596 §2.5).

/** @param address IPv4 or IPv6, without a zone; anything else is a mistake of the caller. */
export function reverseName(address: string): string {
  if (!address.includes(':')) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const figures = wholeGroups(address)
    .map((group) => group.padStart(4, '0'))
    .join('');
  return `${[...figures].reverse().join('.')}.ip6.arpa`;
}

/** The eight groups, `::` filled up and an IPv4 tail (RFC 4291 §2.2) written in hexadecimal. */
export function wholeGroups(address: string): readonly string[] {
  const [head = '', tail] = withoutDots(address.toLowerCase()).split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':');
  const filling = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...filling, ...after];
}

function withoutDots(address: string): string {
  const from = address.lastIndexOf(':') + 1;
  const tail = address.slice(from);
  if (!tail.includes('.')) return address;
  const [a = 0, b = 0, c = 0, d = 0] = tail.split('.').map(Number);
  return `${address.slice(0, from)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}
