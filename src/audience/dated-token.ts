// A token that is worth something for a while: like those of `token.ts`, with the time at which it was made inside what is signed. Nothing is kept
// of it. 42 bytes in 56 characters of base64url: purpose, number of the key, an id, 48 bits of milliseconds, 144 bits of HMAC-SHA256.
import type { IsoInstant } from '../model/calendar.ts';
import { idBytes, isSigned, SIGNATURE_BYTES, signatureOf, type TokenKey } from './token.ts';

/**
 * `undo`  takes back the leaving of just now; the id is the subscriber's
 * `form`  was on a page of ours; the id is random and means nothing
 * `stats` shows figures; the id is random and means nothing
 */
export type DatedPurpose = 'undo' | 'form' | 'stats';

export interface DatedSubject {
  readonly purpose: DatedPurpose;
  /** RFC 2919 id of the list. */
  readonly listId: string;
  /** 128 bits, 22 characters of base64url. */
  readonly id: string;
  readonly at: IsoInstant;
}

export interface DatedReading {
  readonly id: string;
  readonly at: IsoInstant;
}

const PURPOSE_BYTES: Readonly<Record<DatedPurpose, number>> = { undo: 16, form: 17, stats: 18 };
const TIME_BYTES = 6;
const ID_END = 2 + 16;
const SIGNED_BYTES = ID_END + TIME_BYTES;
const LENGTH = ((SIGNED_BYTES + SIGNATURE_BYTES) * 4) / 3;

export function makeDatedToken({ purpose, listId, id, at }: DatedSubject, key: TokenKey): string {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(Date.parse(at), 0, TIME_BYTES);
  const signed = Buffer.concat([Buffer.of(PURPOSE_BYTES[purpose], key.number), idBytes(id), time]);
  return Buffer.concat([signed, signatureOf(signed, listId, key)]).toString('base64url');
}

/** Undefined when it was not made for this purpose and list with one of `keys`. Whether it is too old is for the caller to say. */
export function readDatedToken(
  token: string,
  expected: Pick<DatedSubject, 'purpose' | 'listId'>,
  keys: readonly TokenKey[],
): DatedReading | undefined {
  if (token.length !== LENGTH || !/^[\w-]+$/u.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const signed = bytes.subarray(0, SIGNED_BYTES);
  const isOurs = isSigned(signed, bytes.subarray(SIGNED_BYTES), expected.listId, keys);
  if (!isOurs || signed[0] !== PURPOSE_BYTES[expected.purpose]) return undefined;
  return {
    id: signed.subarray(2, ID_END).toString('base64url'),
    at: new Date(signed.readUIntBE(ID_END, TIME_BYTES)).toISOString(),
  };
}
