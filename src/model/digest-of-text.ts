// A text goes in, the hash by which the ledger, the archive and the cache know it again comes out.
import { createHash } from 'node:crypto';

/** Of the text in UTF-8, hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
