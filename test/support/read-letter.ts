// A letter as it goes on the wire, taken apart by its octets and by a parser that knows nothing of how it was made.
import PostalMime, { type Email } from 'postal-mime';

export interface ReadLetter {
  readonly raw: Buffer;
  /** As latin1: one character an octet. */
  readonly text: string;
  readonly header: string;
  /** In order. `value` is unfolded. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly email: Email;
  values(name: string): readonly string[];
}

export async function readLetter(message: Uint8Array): Promise<ReadLetter> {
  const raw = Buffer.from(message);
  const text = raw.toString('latin1');
  const header = text.slice(0, text.indexOf('\r\n\r\n'));
  const fields = header.split(/\r\n(?![ \t])/u).map((field) => ({
    name: field.slice(0, field.indexOf(':')),
    value: field
      .slice(field.indexOf(':') + 1)
      .replaceAll(/\r\n(?=[ \t])/gu, '')
      .trim(),
  }));
  const values = (name: string) =>
    fields.filter((field) => field.name.toLowerCase() === name.toLowerCase()).map(({ value }) => value);
  return { raw, text, header, fields, email: await new PostalMime().parse(raw), values };
}

/** Every field of a signed letter but its signatures, in small letters, sorted. */
export const LETTER_FIELDS: readonly string[] = [
  'content-type',
  'date',
  'feedback-id',
  'from',
  'list-archive',
  'list-help',
  'list-id',
  'list-owner',
  'list-post',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'message-id',
  'mime-version',
  'reply-to',
  'subject',
  'to',
];
