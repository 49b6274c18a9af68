// The envelope sender of one letter: the bounce address with a tag that says, signed, whose letter of which issue it was. Whatever comes back to it
// names its reader by that alone (B1). A variable envelope return path, as senders have done it since qmail; the tag is base32, because there are
// mail servers that change the case of a local part.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { TokenKey } from './token.ts';

export interface VerpSubject {
  /** 128 bits, 22 characters of base64url. */
  readonly subscriberId: string;
  readonly issueSlug: string;
  /** RFC 2919 id of the list: a tag of one list is worth nothing for another. */
  readonly listId: string;
}

export interface VerpReading {
  readonly subscriberId: string;
  /** See `issueHashOf`. */
  readonly issueHash: string;
}

const ID_BYTES = 16;
const ISSUE_BYTES = 4;
/** 72 bits: nobody guesses them by sending mail. */
const SIGNATURE_BYTES = 9;
const SIGNED_BYTES = 1 + ID_BYTES + ISSUE_BYTES;
/** 30 octets are 48 characters without padding (RFC 4648 §6), and no bit is left over: each tag has one spelling, but for its case. */
const TAG_LENGTH = 48;
/** RFC 5321 §4.5.3.1.1: 64 octets, less the tag and the sign before it. */
const VERP_NAME_OCTETS = 64 - TAG_LENGTH - 1;
/** Goes in front of what is signed, so that no link of `token.ts`, made with the same key, is ever a tag. */
const LABEL = 'broadside verp 1\0';
/** RFC 4648 §6, in lower case. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const TAG_AT_END = /(?:^|[+=-])([a-z2-7]{48})$/u;

/** `bounce@example.org` → `bounce+TAG@example.org`. Throws where the name is longer than VERP_NAME_OCTETS. */
export function verpAddress(
  { bounceAddress, ...subject }: VerpSubject & { readonly bounceAddress: string },
  key: TokenKey,
): string {
  const at = bounceAddress.lastIndexOf('@');
  const name = bounceAddress.slice(0, at);
  if (at < 1 || Buffer.byteLength(name) > VERP_NAME_OCTETS)
    throw new Error(`A bounce address has at most ${VERP_NAME_OCTETS} characters before the @`);
  return `${name}+${makeTag(subject, key)}${bounceAddress.slice(at)}`;
}

/** The tag alone, for ENVID (RFC 3461 §4.4). It holds nothing that xtext (§4) would write otherwise. */
export function envelopeIdOf(verpAddress: string): string {
  const end = verpAddress.lastIndexOf('@');
  return verpAddress.slice(end - TAG_LENGTH, end);
}

/**
 * What an envelope address or id says. Only the end of the local part is looked at: it may stand behind any name, after `+`, `-` or `=`, in any
 * case, in angle brackets, within an address that a forwarder made of it (SRS), or alone. Undefined where it was not made for this list with one
 * of `keys`; old keys stay among them, because bounces come late.
 */
export function readVerp(
  address: string,
  { listId }: Pick<VerpSubject, 'listId'>,
  keys: readonly TokenKey[],
): VerpReading | undefined {
  const plain = address.trim().replace(/^<|>$/gu, '');
  const at = plain.lastIndexOf('@');
  const local = (at === -1 ? plain : plain.slice(0, at)).toLowerCase();
  const tag = TAG_AT_END.exec(local.slice(-TAG_LENGTH - 1))?.[1];
  if (tag === undefined) return undefined;
  const bytes = fromBase32(tag);
  const signed = bytes.subarray(0, SIGNED_BYTES);
  const key = keys.find(({ number }) => number === signed[0]);
  // In constant time: how much of a guess was right must not show in how long the answer takes.
  if (key === undefined || !timingSafeEqual(bytes.subarray(SIGNED_BYTES), signatureOf(signed, listId, key)))
    return undefined;
  return {
    subscriberId: signed.subarray(1, 1 + ID_BYTES).toString('base64url'),
    issueHash: signed.subarray(1 + ID_BYTES).toString('hex'),
  };
}

/** Eight characters of hexadecimal: the front of the SHA-256 of an issue's slug. There are far fewer issues than that can tell apart. */
export function issueHashOf(slug: string): string {
  return hash('sha256', slug, 'hex').slice(0, 2 * ISSUE_BYTES);
}

function makeTag({ subscriberId, issueSlug, listId }: VerpSubject, key: TokenKey): string {
  const id = Buffer.from(subscriberId, 'base64url');
  if (id.length !== ID_BYTES || id.toString('base64url') !== subscriberId)
    throw new Error('A subscriber id has 22 characters of base64url');
  const signed = Buffer.concat([Buffer.of(key.number), id, Buffer.from(issueHashOf(issueSlug), 'hex')]);
  return toBase32(Buffer.concat([signed, signatureOf(signed, listId, key)]));
}

function signatureOf(signed: Buffer, listId: string, key: TokenKey): Buffer {
  return createHmac('sha256', key.secret)
    .update(LABEL)
    .update(signed)
    .update(listId.toLowerCase(), 'utf8')
    .digest()
    .subarray(0, SIGNATURE_BYTES);
}

/** Five octets are eight characters; here their count always comes out even. */
function toBase32(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 5) {
    let group = bytes.readUIntBE(at, 5);
    let letters = '';
    for (let letter = 0; letter < 8; letter += 1) {
      letters = (ALPHABET[group % 32] ?? '') + letters;
      group = Math.floor(group / 32);
    }
    text += letters;
  }
  return text;
}

function fromBase32(text: string): Buffer {
  const bytes = Buffer.alloc((text.length / 8) * 5);
  for (let at = 0; at < text.length; at += 8) {
    let group = 0;
    for (const letter of text.slice(at, at + 8)) group = group * 32 + ALPHABET.indexOf(letter);
    bytes.writeUIntBE(group, (at / 8) * 5, 5);
  }
  return bytes;
}
