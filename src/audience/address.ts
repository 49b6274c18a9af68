// Text that somebody typed or exported in; one usable mail address out, or what is wrong with it. Patterns of validation
// libraries either refuse international addresses or let through what no server takes, so the rules stand here by themselves.
import { domainToASCII, domainToUnicode } from 'node:url';
import { BroadsideError } from '../model/errors.ts';
import { wireAddress } from '../model/wire-address.ts';

export type AddressReading =
  /** `address`: as given, NFC, outer blanks gone. `key`: tells two spellings of one mailbox to be the same. */
  | { readonly address: string; readonly key: string }
  /** What is wrong, in plain words, no final stop. */
  | { readonly problem: string };

/** RFC 5321 §4.5.3.1.1. */
const LOCAL_PART_OCTETS = 64;
/** RFC 5321 §4.5.3.1.2. */
const DOMAIN_OCTETS = 255;
/** RFC 5321 §4.5.3.1.3: a path of 256 octets, less its angle brackets. */
const ADDRESS_OCTETS = 254;
/** RFC 1035 §2.3.4. */
const LABEL_OCTETS = 63;

/** `atext` of RFC 5322 §3.2.3 with the non-ASCII characters of RFC 6531 §3.3. */
const DOT_ATOM =
  /^[\p{L}\p{M}\p{N}\p{S}\w!#$%&'*+/=?^`{|}~-]+(?:\.[\p{L}\p{M}\p{N}\p{S}\w!#$%&'*+/=?^`{|}~-]+)*$/u;
const DOMAIN_CHARACTERS = /^[\p{L}\p{M}\p{N}.-]+$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u;
/** Line breaks, other controls, blanks inside, invisible characters, unpaired surrogates. */
const UNSEEN = /[\p{C}\p{Z}\u115f\u1160\u3164\uffa0]|\u034f|[\ufe00-\ufe0f]/u;

/** The same of what has to be one. @throws BroadsideError ADDRESS_INVALID */
export function usableAddress(text: string): Extract<AddressReading, { address: string }> {
  const read = readAddress(text);
  if ('address' in read) return read;
  throw new BroadsideError('ADDRESS_INVALID', `${read.problem}: ${JSON.stringify(text)}`);
}

/** Reads one address. Dots and plus tags of the local part are not folded: only its owner knows what they mean. */
export function readAddress(text: string): AddressReading {
  if (text.length > 4 * ADDRESS_OCTETS)
    return { problem: 'Unexpected length, expected at most 254 characters' };
  const address = text.trim().normalize('NFC');
  if (address === '') return { problem: 'Unexpected empty address, expected name@example.org' };
  if (UNSEEN.test(address)) return { problem: 'Unexpected blank or invisible character inside the address' };
  if (address.startsWith('"'))
    return { problem: 'Unexpected quotation mark, expected an address without quotes' };
  if (/[<>,;:()[\]\\]/u.test(address)) {
    return { problem: 'Unexpected punctuation, expected one address alone, like name@example.org' };
  }
  // RFC 2047 §5 (3) forbids encoded words in addresses, but some programs decode them there.
  if (/=\?[^?]*\?[bq]\?/iu.test(address))
    return { problem: 'Unexpected encoded word, expected the address itself' };
  const parts = address.split('@');
  if (parts.length < 2) return { problem: 'Unexpected text without @, expected name@example.org' };
  if (parts.length > 2) return { problem: 'Unexpected second @, expected one address alone' };
  const [local = '', domain = ''] = parts;
  return localPartProblem(local) ?? domainProblem(domain) ?? checkedWhole(address);
}

function localPartProblem(local: string): AddressReading | undefined {
  if (local === '') return { problem: 'Nothing before the @, expected name@example.org' };
  if (octets(local) > LOCAL_PART_OCTETS)
    return { problem: 'Too long before the @, expected at most 64 characters' };
  if (!DOT_ATOM.test(local)) return { problem: 'Unexpected character or dot before the @' };
  return undefined;
}

function domainProblem(domain: string): AddressReading | undefined {
  if (domain === '') return { problem: 'Nothing after the @, expected name@example.org' };
  if (!DOMAIN_CHARACTERS.test(domain)) return { problem: 'Unexpected character after the @' };
  const ascii = domainToASCII(domain).toLowerCase();
  const labels = ascii.split('.');
  if (ascii === '') return { problem: `Unexpected domain "${domain}", expected something like example.org` };
  if (labels.length < 2)
    return { problem: 'Unexpected name without a dot after the @, expected something like example.org' };
  if (labels.some((label) => !isLabel(label))) {
    return { problem: `Unexpected domain "${domain}", expected something like example.org` };
  }
  if (/^\d+$/u.test(labels.at(-1) ?? ''))
    return { problem: 'Unexpected number after the @, expected a name like example.org' };
  if (octets(ascii) > DOMAIN_OCTETS)
    return { problem: 'Too long after the @, expected at most 255 characters' };
  return undefined;
}

/** Letters, digits and inner hyphens; and what claims to be an A-label must be one (RFC 5890 §2.3.2.1). */
function isLabel(label: string): boolean {
  if (label.length > LABEL_OCTETS || !LABEL.test(label)) return false;
  return !label.startsWith('xn--') || domainToUnicode(label) !== label;
}

function checkedWhole(address: string): AddressReading {
  const key = wireAddress(address);
  if (Math.max(octets(key), octets(address)) > ADDRESS_OCTETS) {
    return { problem: 'Unexpected length, expected at most 254 characters' };
  }
  return { address, key };
}

function octets(text: string): number {
  return new TextEncoder().encode(text).length;
}
