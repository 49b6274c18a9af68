// What a link in a mail carries: who it is for and what it may do, signed so that nobody can make one up (RFC 8058 §3.1).
// 36 bytes in 48 characters of base64url: purpose, number of the key, an id, and 144 bits of HMAC-SHA256. It holds for ever; what
// must end has the time inside (`dated-token.ts`), or a row that says so (a sign-up).
import { createHmac, timingSafeEqual } from 'node:crypto';
import { TOKEN_LENGTH } from '../model/markers.ts';

/** What the link may do. A token of one purpose is worth nothing for another. `confirm`: the id is a sign-up's. */
export type TokenPurpose = 'unsubscribe' | 'preferences' | 'confirm';

export interface TokenKey {
  /** 1–255, never used twice. */
  readonly number: number;
  /** At least 32 random bytes. */
  readonly secret: Uint8Array;
}

export interface TokenSubject {
  readonly purpose: TokenPurpose;
  /** RFC 2919 id of the list: a token of one list is worth nothing for another. */
  readonly listId: string;
  /** 128 bits, 22 characters of base64url. */
  readonly subscriberId: string;
}

/** Those of `dated-token.ts` begin at 16. */
const PURPOSE_BYTES: Readonly<Record<TokenPurpose, number>> = { unsubscribe: 1, preferences: 2, confirm: 3 };
const ID_BYTES = 16;
export const SIGNATURE_BYTES = 18;
const SIGNED_BYTES = 2 + ID_BYTES;

/** A token of exactly TOKEN_LENGTH characters. The same subject and key always give the same one. */
export function makeToken(subject: TokenSubject, key: TokenKey): string {
  const signed = Buffer.concat([
    Buffer.of(PURPOSE_BYTES[subject.purpose], key.number),
    idBytes(subject.subscriberId),
  ]);
  return Buffer.concat([signed, signatureOf(signed, subject.listId, key)]).toString('base64url');
}

/**
 * The subscriber that the token names, or undefined when it was not made for this purpose and list with one of `keys`.
 * Old keys stay among `keys` for ever: a link in a mail of last year still lets its reader go.
 */
export function readToken(
  token: string,
  expected: Omit<TokenSubject, 'subscriberId'>,
  keys: readonly TokenKey[],
): string | undefined {
  if (token.length !== TOKEN_LENGTH || !/^[\w-]+$/u.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== SIGNED_BYTES + SIGNATURE_BYTES) return undefined;
  const signed = bytes.subarray(0, SIGNED_BYTES);
  const isOurs = isSigned(signed, bytes.subarray(SIGNED_BYTES), expected.listId, keys);
  return isOurs && signed[0] === PURPOSE_BYTES[expected.purpose]
    ? signed.subarray(2).toString('base64url')
    : undefined;
}

/** The first one, which is the newest. */
export function signingKey([key]: readonly TokenKey[]): TokenKey {
  if (key === undefined) throw new Error('There is no token key');
  return key;
}

/**
 * The keys as one setting keeps them: `1.SECRET`, several with blanks between, the first one signs.
 * SECRET is base64url of at least 32 bytes.
 */
export function readTokenKeys(setting: string): readonly TokenKey[] {
  const keys = setting.trim().split(/\s+/u).map(readTokenKey);
  if (new Set(keys.map(({ number }) => number)).size !== keys.length)
    throw new Error('Two token keys have one number');
  return keys;
}

export function formatTokenKey({ number, secret }: TokenKey): string {
  return `${number}.${Buffer.from(secret).toString('base64url')}`;
}

function readTokenKey(text: string): TokenKey {
  const [, number = '', secret = ''] = /^(\d{1,3})\.([\w-]+)$/u.exec(text) ?? [];
  const key = { number: Number(number), secret: Buffer.from(secret, 'base64url') };
  if (key.number < 1 || key.number > 255 || key.secret.length < 32)
    throw new Error('A token key cannot be read');
  return key;
}

/** @throws for what is no id of ours: 16 bytes in 22 characters of base64url. */
export function idBytes(id: string): Buffer {
  const bytes = Buffer.from(id, 'base64url');
  if (bytes.length !== ID_BYTES || bytes.toString('base64url') !== id)
    throw new Error('An id has 22 characters of base64url');
  return bytes;
}

/**
 * Whether one of the keys, the one whose number stands in the second byte, has signed it. In constant time, and with the same work where there is
 * no such key: neither how much of a guess was right nor which keys there are shows in how long the answer takes.
 */
export function isSigned(
  signed: Buffer,
  signature: Buffer,
  listId: string,
  keys: readonly TokenKey[],
): boolean {
  const key = keys.find(({ number }) => number === signed[1]);
  const isRight = timingSafeEqual(signature, signatureOf(signed, listId, key ?? NO_KEY));
  return isRight && key !== undefined;
}

const NO_KEY: TokenKey = { number: 0, secret: Buffer.from('A'.repeat(43), 'base64url') };

export function signatureOf(signed: Buffer, listId: string, key: TokenKey): Buffer {
  return createHmac('sha256', key.secret)
    .update(signed)
    .update(listId.toLowerCase(), 'utf8')
    .digest()
    .subarray(0, SIGNATURE_BYTES);
}
