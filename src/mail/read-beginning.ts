// A stream in, its first octets out; the rest is read and let go, so that whoever writes is not broken off.
import type { Readable } from 'node:stream';
import { MOST_MAIL_BYTES } from './incoming-mail.ts';

export async function readBeginning(stream: Readable): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream) {
    if (length >= MOST_MAIL_BYTES) continue;
    const octets: Buffer = typeof piece === 'string' ? Buffer.from(piece) : piece;
    pieces.push(octets.subarray(0, MOST_MAIL_BYTES - length));
    length += octets.length;
  }
  return Buffer.concat(pieces);
}
