// Where letters come back to, as servers are told it before a letter is there: for questions about the sender, which SPF and relays answer by
// this address and not by From.
import type { Newsletter } from '../model/newsletter.ts';
import { wireAddress } from '../model/wire-address.ts';

/** As long as a real tag, and nobody's. */
const NOBODYS_TAG = 'a'.repeat(48);

/** Wire form; of a bounce address one like those that readers' letters have, `bounce+aaa…@example.org`. */
export function envelopeSender({ bounceAddress, from }: Pick<Newsletter, 'bounceAddress' | 'from'>): string {
  if (bounceAddress === undefined) return wireAddress(from.address);
  const address = wireAddress(bounceAddress);
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${NOBODYS_TAG}${address.slice(at)}`;
}
