// Names and moments that Atom wants to be unlike any other.
import { hash } from 'node:crypto';
import type { IsoInstant } from '../../model/calendar.ts';
import type { Newsletter } from '../../model/newsletter.ts';

/** RFC 9562 §6.6: the namespace of domain names, which a list's id is written like (RFC 2919 §2). */
const NAMESPACE = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');

/**
 * RFC 4287 §4.2.6 asks for an address, and a list id with a name behind it is none. A UUID of version 5 (RFC 9562 §5.5) is the same
 * wherever it is reckoned, and needs no date.
 * @param name Of a feed, or an item's id.
 */
export function atomId({ listId }: Newsletter, name: string): string {
  const whole = name.startsWith(`${listId}/`) ? name : `${listId}/feeds/${name}`;
  const octets = Buffer.from(
    hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(whole)]), 'buffer').subarray(0, 16),
  );
  octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x50;
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80;
  const hex = octets.toString('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const BILLION = 1_000_000_000;

/**
 * A fraction of a second later, which the id decides: entries of one day would have one moment, and some readers keep but one of those that
 * share it (the W3C's validator warns of them).
 */
export function uniqueInstant(instant: IsoInstant, id: string): IsoInstant {
  const fraction = Number.parseInt(hash('sha256', id).slice(0, 12), 16) % BILLION;
  return instant.replace(/Z$/u, `.${String(fraction).padStart(9, '0')}Z`);
}
