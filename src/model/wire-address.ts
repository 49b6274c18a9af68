// An address as it goes on the wire and as two addresses are compared: the domain as lower-case A-labels (RFC 5891 §2.3.2.1),
// the local part as given, in NFC. The parser of addresses, the mail's fields and the SMTP envelope all need the same one.
import { domainToASCII } from 'node:url';

/** The wire form of a usable address (`audience/address.ts` decides what is usable); anything else comes back as it is. */
export function wireAddress(address: string): string {
  const text = address.normalize('NFC');
  const at = text.lastIndexOf('@');
  const domain = domainToASCII(text.slice(at + 1)).toLowerCase();
  return at < 1 || domain === '' ? address : `${text.slice(0, at)}@${domain}`;
}

/** What stands behind the @, as lower-case A-labels. */
export function domainOf(address: string): string {
  const wire = wireAddress(address);
  return wire.slice(wire.lastIndexOf('@') + 1);
}

/** True when the local part needs a server that speaks SMTPUTF8 (RFC 6531 §3.1). */
export function needsSmtpUtf8(address: string): boolean {
  return /[^\x20-\x7e]/u.test(address.slice(0, address.lastIndexOf('@')));
}
