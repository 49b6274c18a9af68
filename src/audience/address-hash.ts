// A mail address in, a name for it out that nobody can turn back without the key: so that it can be known again whom nobody writes to, and who
// was written to lately, when the address itself is gone.
import { createHmac } from 'node:crypto';

export const ADDRESS_HASH_KEY_BYTES = 32;

/**
 * HMAC-SHA256 (RFC 2104), 43 characters of base64url.
 * @param key Canonical (`readAddress`): two spellings of one mailbox have one hash.
 */
export function addressHash(key: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(key, 'utf8').digest('base64url');
}
