// A text goes in, the hash by which the ledger, the archive and the cache know it again comes out.
import { hash } from 'node:crypto';

/** Of the text in UTF-8, hex. */
export function sha256(text: string): string {
  return hash('sha256', text);
}

const SUM_BASE64_SIGNS = 22;

/** By which the bytes of a file are known again. */
export function sumOfBytes(contents: string | Uint8Array): string {
  return hash('sha256', contents, 'base64url').slice(0, SUM_BASE64_SIGNS);
}

/** So many bits that two texts of one archive never share them; 16 signs. */
const FINGERPRINT_BASE64_SIGNS = 16;

/** The first 96 bits of SHA-256, base64url: where thousands are kept, and only held against one another. */
export function fingerprint(text: string | Uint8Array): string {
  return hash('sha256', text, 'base64url').slice(0, FINGERPRINT_BASE64_SIGNS);
}
