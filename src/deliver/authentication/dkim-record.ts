// The text of a DKIM key record in (RFC 6376 §3.6.1, RFC 8463 §4); the key that it holds out, or why no receiver can use it.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readTagList } from './tag-list.ts';

export type PublishedKey =
  | {
      readonly kind: 'key';
      readonly algorithm: KeyKind;
      readonly key: KeyObject;
      /** `t=y`: the domain says that it is only trying. */
      readonly isTesting: boolean;
      /** Oddities that verifiers overlook. */
      readonly remarks: readonly string[];
    }
  /** `p=` is empty (§3.6.1). */
  | { readonly kind: 'revoked' }
  | { readonly kind: 'broken'; readonly why: string };

export type KeyKind = 'rsa' | 'ed25519';

/** RFC 8410 §4: what stands before the 32 octets of an Ed25519 key in a SubjectPublicKeyInfo. */
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const ED25519_OCTETS = 32;

export function readDkimRecord(text: string): PublishedKey {
  const { tags, faults } = readTagList(text);
  // §3.2: a list with a tag twice is void, and so is one that is no list.
  const [fault] = faults;
  if (fault !== undefined) return broken(fault);
  if (tags.has('v') && (tags.get('v') !== 'DKIM1' || [...tags.keys()][0] !== 'v'))
    return broken('it must begin with v=DKIM1, written so');
  const algorithm = tags.get('k') ?? 'rsa';
  if (algorithm !== 'rsa' && algorithm !== 'ed25519')
    return broken(`k=${algorithm} is no kind of key that verifiers know`);
  const hashes = listOf(tags.get('h'));
  if (hashes !== undefined && !hashes.includes('sha256'))
    return broken(
      `h=${tags.get('h')} does not allow sha256, and nothing else is allowed any more (RFC 8301)`,
    );
  const services = listOf(tags.get('s'));
  if (services !== undefined && !services.includes('*') && !services.includes('email'))
    return broken(`s=${tags.get('s')} is not for mail`);
  const written = tags.get('p');
  if (written === undefined) return broken('p= is missing, which holds the key');
  const encoded = written.replaceAll(/\s/gu, '');
  if (encoded === '') return { kind: 'revoked' };
  const key = readKey(encoded, algorithm);
  if (key === undefined) return broken(`p= holds no ${KEY_KINDS[algorithm]} key`);
  return {
    kind: 'key',
    algorithm,
    key,
    isTesting: listOf(tags.get('t'))?.includes('y') === true,
    remarks: [
      ...(tags.has('v') ? [] : ['it does not begin with v=DKIM1, which is allowed and rare']),
      ...(/\s/u.test(written) ? ['p= holds blanks, left by whoever cut it in parts'] : []),
    ],
  };
}

export const KEY_KINDS: Readonly<Record<KeyKind, string>> = { rsa: 'RSA', ed25519: 'Ed25519' };

/** Two keys are one when they say the same in the one form that both can be written in. */
export function isSameKey(one: KeyObject, other: KeyObject): boolean {
  return createSpki(one).equals(createSpki(other));
}

function createSpki(key: KeyObject): Buffer {
  return (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
}

function readKey(encoded: string, algorithm: KeyKind): KeyObject | undefined {
  if (!/^[a-z0-9+/]+={0,2}$/iu.test(encoded)) return undefined;
  const octets = Buffer.from(encoded, 'base64');
  if (algorithm === 'ed25519') {
    return octets.length === ED25519_OCTETS
      ? publicKey(Buffer.concat([ED25519_PREFIX, octets]), 'spki', 'ed25519')
      : undefined;
  }
  // The standard names the bare RSAPublicKey (§3.6.1); its example and the world use the SubjectPublicKeyInfo around it (erratum 3017).
  return publicKey(octets, 'spki', 'rsa') ?? publicKey(octets, 'pkcs1', 'rsa');
}

function publicKey(der: Buffer, type: 'spki' | 'pkcs1', expected: KeyKind): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: der, format: 'der', type });
    return key.asymmetricKeyType === expected ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Values with colons between; undefined where the tag is not there and its default holds. */
function listOf(value: string | undefined): readonly string[] | undefined {
  return value?.split(':').map((one) => one.trim().toLowerCase());
}

function broken(why: string): PublishedKey {
  return { kind: 'broken', why };
}
