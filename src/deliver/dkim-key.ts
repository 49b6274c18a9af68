// The text of a private key in; a key that may sign out, or why not. And its other half: the record in the DNS by which receivers
// check the signatures (RFC 6376 §3.6.1, RFC 8463 §4).
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { BroadsideError } from '../model/errors.ts';

export type DkimAlgorithm = 'rsa-sha256' | 'ed25519-sha256';

export interface DkimKey {
  readonly algorithm: DkimAlgorithm;
  /** s= and d=: lower-case A-labels (RFC 8616 §5). */
  readonly selector: string;
  readonly domain: string;
  readonly privateKey: KeyObject;
  /** Of an RSA key. */
  readonly bits?: number;
}

export interface DkimRecord {
  /** `2026a._domainkey.example.org` */
  readonly name: string;
  /** `v=DKIM1; k=rsa; p=…` */
  readonly value: string;
  /** The value cut as the DNS keeps it: a string of a TXT record has at most 255 octets (RFC 1035 §3.3.14). */
  readonly strings: readonly string[];
}

export interface DkimKeySource {
  readonly selector: string;
  readonly domain: string;
  /** PKCS #8 or PKCS #1, not encrypted. */
  readonly pem: string;
  /** For messages: the key's file. */
  readonly place?: string;
}

/** RFC 8301 §3.2: signers SHOULD use at least 2048 bits; nobody has to check more than 4096. */
export const RSA_BITS = { least: 2048, most: 4096 };
const STRING_OCTETS = 255;
/** RFC 1035 §2.3.4. */
const LABEL_OCTETS = 63;
const NAME_OCTETS = 253;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u;

/** @throws BroadsideError DKIM_KEY_INVALID. Nothing of the key is ever in its words. */
export function readDkimKey({ selector, domain, pem, place }: DkimKeySource): DkimKey {
  const invalid = (detail: string, cause?: unknown) =>
    new BroadsideError('DKIM_KEY_INVALID', detail, {
      ...(place === undefined ? {} : { place }),
      ...(cause === undefined ? {} : { cause }),
    });
  const shown = place ?? `The key of ${selector}`;
  const names = namesOf(selector, domain, invalid);
  const privateKey = readPrivateKey(pem, shown, invalid);
  if (privateKey.asymmetricKeyType === 'ed25519')
    return { ...names, algorithm: 'ed25519-sha256', privateKey };
  if (privateKey.asymmetricKeyType !== 'rsa')
    throw invalid(`${shown} is a key of the kind ${privateKey.asymmetricKeyType}, expected RSA or Ed25519`);
  const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < RSA_BITS.least || bits > RSA_BITS.most)
    throw invalid(`${shown} has ${bits} bits, expected ${RSA_BITS.least} to ${RSA_BITS.most}`);
  return { ...names, algorithm: 'rsa-sha256', privateKey, bits };
}

/** What has to stand in the DNS. */
export function dkimRecord(key: DkimKey): DkimRecord {
  const value = `v=DKIM1; k=${key.algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519'}; p=${publicKeyText(key)}`;
  return {
    name: `${key.selector}._domainkey.${key.domain}`,
    value,
    strings: Array.from({ length: Math.ceil(value.length / STRING_OCTETS) }, (_, index) =>
      value.slice(index * STRING_OCTETS, (index + 1) * STRING_OCTETS),
    ),
  };
}

/** p= of the record: RSA as SubjectPublicKeyInfo (RFC 6376 §3.6.1), Ed25519 as its 32 octets alone (RFC 8463 §4.2). */
function publicKeyText({ algorithm, privateKey }: DkimKey): string {
  const publicKey = createPublicKey(privateKey);
  if (algorithm === 'rsa-sha256') return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
}

type Invalid = (detail: string, cause?: unknown) => BroadsideError;

function readPrivateKey(pem: string, shown: string, invalid: Invalid): KeyObject {
  if (/-----BEGIN (?:RSA )?PUBLIC KEY-----/u.test(pem))
    throw invalid(`${shown} is a public key, expected the private one`);
  if (/-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/mu.test(pem))
    throw invalid(`${shown} is locked with a passphrase, expected a key without one`);
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw invalid(`${shown} holds no private key in PEM form`, cause);
  }
}

/** RFC 6376 §3.1: a selector is made of labels like a domain; RFC 8616 §5: as A-labels. */
function namesOf(selector: string, domain: string, invalid: Invalid): Pick<DkimKey, 'selector' | 'domain'> {
  const names = { selector: asLabels(selector), domain: asLabels(domain) };
  if (names.selector === undefined)
    throw invalid(`Unexpected selector ${JSON.stringify(selector)}, expected letters, digits and hyphens`);
  if (names.domain === undefined)
    throw invalid(`Unexpected domain ${JSON.stringify(domain)}, expected something like example.org`);
  if (`${names.selector}._domainkey.${names.domain}`.length > NAME_OCTETS)
    throw invalid(`The name ${selector}._domainkey.${domain} is too long for the DNS`);
  return { selector: names.selector, domain: names.domain };
}

/** Label by label: the URL parser would read the selector "2026" as an address of the network, undo %41, and drop a line's end. */
function asLabels(name: string): string | undefined {
  if (/[\p{C}\p{Z}]/u.test(name)) return undefined;
  const labels = name
    .normalize('NFC')
    .split('.')
    .map((label) => (/^[\x21-\x7e]*$/u.test(label) ? label : domainToASCII(label)).toLowerCase());
  return labels.every((label) => label.length <= LABEL_OCTETS && LABEL.test(label))
    ? labels.join('.')
    : undefined;
}
