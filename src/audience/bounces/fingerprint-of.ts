// The same mark for the same thing, however often and by whichever way it is read: so that it counts once.
import { createHash, hash } from 'node:crypto';
import { fieldOf, readFieldGroups } from './fields-of.ts';
import type { ProvedReader } from './who-is-it-about.ts';

/** What writers set and nobody changes on the way. Servers and mailboxes put fields of their own before it: these are left out. */
const FIELDS = ['Message-ID', 'Date', 'From', 'Subject'] as const;
/** Of the body: more does not tell two mails apart, and every way reads as much. */
const BODY_BYTES = 256 * 1024;
const HEADER_BYTES = 256 * 1024;

/** Hexadecimal SHA-256. Machines answer many letters with the same words and no id, so whom it is about counts too. */
export function fingerprintOfMail(raw: Uint8Array, about: ProvedReader | undefined): string {
  // Octets as characters; line ends and the blank end are the mailbox's.
  const text = Buffer.from(raw.subarray(0, HEADER_BYTES + BODY_BYTES))
    .toString('latin1')
    .replace(/^From [^\n]*\n/u, '')
    .replaceAll('\r\n', '\n');
  const gap = text.indexOf('\n\n');
  const header = text.slice(0, gap === -1 ? text.length : gap).slice(0, HEADER_BYTES);
  const body = gap === -1 ? '' : text.slice(gap + 2, gap + 2 + BODY_BYTES).trimEnd();
  const fields = readFieldGroups(header).flat();
  const known = FIELDS.map((name) => fieldOf(fields, name) ?? '');
  const mark = createHash('sha256').update(`mail\0${about?.subscriberId ?? ''}\0${about?.issueHash ?? ''}\0`);
  // Without any of them it is no mail, and all of it counts.
  mark.update(known.every((value) => value === '') ? text.trimEnd() : `${known.join('\0')}\0${body}`);
  return mark.digest('hex');
}

/** Of an event that has an id of its own: a provider's, or a row of the ledger. */
export function fingerprintOfEvent(channel: string, id: string): string {
  return hash('sha256', `event\0${channel}\0${id}`, 'hex');
}
