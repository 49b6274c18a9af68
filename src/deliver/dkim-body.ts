// The body hash of one reader's message (RFC 6376 §3.7) without canonicalising or hashing the whole body again: what stands before
// the first marker was hashed once, and the digest goes on from there.
import { createHash } from 'node:crypto';
import type { MarkerName } from '../model/markers.ts';
import { canonicalBody } from './dkim-canonical.ts';
import { type MarkerPlace, markerPlaces } from './marker-places.ts';

/** @returns bh= for a reader's tokens. */
export type BodyHasher = (tokens: Readonly<Record<MarkerName, string>>) => string;

/**
 * Tokens hold no white space, so the canonical body has its markers where the tokens go.
 * @param body From the empty line on, markers in place.
 */
export function createBodyHasher(body: Uint8Array): BodyHasher {
  const text = canonicalBody(Buffer.from(body).toString('latin1').replace(/^\r\n/u, ''));
  const places = markerPlaces(text);
  const constants = constantsBetween(text, places);
  const prefix = createHash('sha256').update(text.slice(0, places[0]?.at ?? text.length), 'latin1');
  return (tokens) => {
    const hash = prefix.copy();
    for (const [index, { name, from, length }] of places.entries()) {
      hash.update(tokens[name].slice(from, from + length), 'latin1');
      hash.update(constants[index] ?? '');
    }
    return hash.digest('base64');
  };
}

/** What follows each place, up to the next one or the end. */
function constantsBetween(text: string, places: readonly MarkerPlace[]): readonly Buffer[] {
  return places.map(({ at, length }, index) =>
    Buffer.from(text.slice(at + length, places[index + 1]?.at ?? text.length), 'latin1'),
  );
}
