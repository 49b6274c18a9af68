// Encodes a message once per issue: multipart/alternative, text first and HTML last (RFC 2046 §5.1.4), or the text alone; quoted-printable, CRLF.
// The same message always gives the same bytes: boundary and ids come from the message id, the date from the message.
import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { encodeMailbox, encodeSubject, formatField } from '../deliver/encode-header.ts';
import { joinFields, splitMessage } from '../deliver/split-message.ts';
import type { Message } from '../model/message.ts';
import type { MessageBuilder } from '../model/ports.ts';

/** A boundary that begins so can never occur in quoted-printable text (RFC 2045 §6.7, note at its end). */
const BOUNDARY_PREFIX = '=_broadside';

/** RFC 2606 §2. */
const PLACEHOLDER = 'placeholder@invalid';

export const buildMessage: MessageBuilder = async (message) => {
  const composer = new MailComposer({
    from: PLACEHOLDER,
    ...(message.replyTo === undefined ? {} : { replyTo: PLACEHOLDER }),
    to: message.to,
    subject: PLACEHOLDER,
    text: filled(withPlainLineEnds(message.text)),
    ...(message.html === undefined ? {} : { html: filled(withPlainLineEnds(message.html)) }),
    date: message.date,
    messageId: `<${message.messageId}>`,
    headers: headersOf(message),
    encoding: 'quoted-printable',
    newline: 'win',
    boundaryPrefix: BOUNDARY_PREFIX,
    baseBoundary: createHash('sha256').update(message.messageId).digest('hex').slice(0, 16),
    // Nothing that an editor or a reader wrote may make the builder read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return withOwnFields(await composer.compile().build(), message);
};

/**
 * Mailboxes and subject are written by ourselves. Nodemailer repairs an address instead of refusing it, turns A-labels back where other
 * letters stand before the @, though the signature's d= has them, and leaves what looks like an encoded word for others to decode.
 */
function withOwnFields(raw: Buffer, { from, replyTo, subject }: Message): Buffer {
  const own = new Map([
    ['from', formatField('From', encodeMailbox(from))],
    ['subject', formatField('Subject', encodeSubject(subject))],
    ...(replyTo === undefined
      ? []
      : [['reply-to', formatField('Reply-To', encodeMailbox(replyTo))] as const]),
  ]);
  const { fields, body } = splitMessage(raw);
  for (const name of own.keys())
    if (fields.filter((field) => field.name === name).length !== 1)
      throw new Error(`The message was not built with one field ${name}`);
  return Buffer.concat([Buffer.from(joinFields(fields, own)), body]);
}

/** RFC 5322 §2.3: CR stands only before LF. Servers would mend it otherwise, each in its own way, and break the signature. */
function withPlainLineEnds(text: string): string {
  return text.replaceAll(/\r\n?/gu, '\n');
}

/** RFC 2046 §5.1.4: always two forms of one letter. Nodemailer leaves an empty one out. */
function filled(text: string): string {
  return text === '' ? '\n' : text;
}

/** Fields that come as they go on the wire: only folded, not encoded. */
function headersOf({
  headers,
}: Message): { key: string; value: { prepared: true; foldLines: true; value: string } }[] {
  return headers.map(({ name, value }) => {
    // RFC 5322 §2.2: whoever made the field has to have taken these out; this is the last door.
    if (hasControls(name) || hasControls(value))
      throw new Error(`The header field ${JSON.stringify(name)} holds a control character`);
    return { key: name, value: { prepared: true, foldLines: true, value } };
  });
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
