// Did a mail server write this, or a person? A mail without a sender in the envelope (RFC 5321 §4.5.5), or from the names that servers
// use. Anyone can write such a name: it only decides how the words are read.
import type { ReceivedEnvelope, ReceivedMail } from '../../model/received-mail.ts';
import { fieldOf } from './fields-of.ts';

const LOCAL_PARTS: readonly string[] = [
  'daemon',
  'mail-daemon',
  'mail-system',
  'mail.daemon',
  'mailadmin',
  'maildelivery',
  'mailer',
  'mailer-daemon',
  'mailer_daemon',
  'mailerdaemon',
  'mdaemon',
  'microsoftexchange329e71ec88ae4615bbc36ab6ce41109e',
  'ndr',
  'nondelivery',
  'post_master',
  'postmaster',
  'root',
];
const NAMES: readonly string[] = [
  'mail delivery s',
  'mail delivery system',
  'mailer-daemon',
  'system administrator',
];

export function isFromMailer({ fields }: ReceivedMail, envelope: ReceivedEnvelope): boolean {
  if (hasEmptySender(fields, envelope)) return true;
  const from = (fieldOf(fields, 'From') ?? '').toLowerCase();
  const local = fromAddress(from).split('@')[0] ?? '';
  return (
    LOCAL_PARTS.includes(local) ||
    NAMES.some((name) => from.replaceAll('"', '').trimStart().startsWith(name)) ||
    fieldOf(fields, 'X-Failed-Recipients') !== undefined
  );
}

export function hasEmptySender(fields: ReceivedMail['fields'], { from }: ReceivedEnvelope): boolean {
  return from === '' || (from === undefined && fieldOf(fields, 'Return-Path') === '<>');
}

/** The address of a From field, as far as that is needed: what stands in the last brackets, else the first word with an @. */
export function fromAddress(from: string): string {
  const open = from.lastIndexOf('<');
  const close = from.indexOf('>', open);
  if (open !== -1 && close !== -1) return from.slice(open + 1, close).trim();
  return from.split(/\s/u).find((word) => word.includes('@')) ?? from.trim();
}
