// Encodes a message once per issue: multipart/alternative, text first and HTML last (RFC 2046 §5.1.4), quoted-printable, CRLF.
// The same message always gives the same bytes: boundary and ids come from the message id, the date from the message.
import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { encodeMailbox, formatField } from '../deliver/encode-header.ts';
import type { Message } from '../model/message.ts';
import type { MessageBuilder } from '../model/ports.ts';

/** A boundary that begins so can never occur in quoted-printable text (RFC 2045 §6.7, note at its end). */
const BOUNDARY_PREFIX = '=_broadside';

export const buildMessage: MessageBuilder = async (message) => {
  const composer = new MailComposer({
    from: message.from,
    ...(message.replyTo === undefined ? {} : { replyTo: message.replyTo }),
    to: message.to,
    subject: message.subject,
    text: withPlainLineEnds(message.text),
    html: withPlainLineEnds(message.html),
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
  const raw = await composer.compile().build();
  return withField(
    message.replyTo === undefined
      ? raw
      : withField(raw, 'Reply-To', formatField('Reply-To', encodeMailbox(message.replyTo))),
    'From',
    formatField('From', encodeMailbox(message.from)),
  );
};

/** RFC 5322 §2.3: CR stands only before LF. Servers would mend it otherwise, each in its own way, and break the signature. */
function withPlainLineEnds(text: string): string {
  return text.replaceAll(/\r\n?/gu, '\n');
}

/**
 * Mailboxes are written by ourselves: nodemailer repairs an address instead of refusing it, and where other letters stand before the @ it
 * turns the domain's A-labels back, though the signature's d= has them.
 */
function withField(raw: Buffer, name: string, field: string): Buffer {
  const start = raw.indexOf(`\r\n${name}: `) + '\r\n'.length;
  const end = raw
    .subarray(start)
    .toString('latin1')
    .search(/\r\n(?![ \t])/u);
  if (start < '\r\n'.length || start + end > raw.indexOf('\r\n\r\n'))
    throw new Error(`The message was built without the field ${name}`);
  return Buffer.concat([
    raw.subarray(0, start),
    Buffer.from(field),
    raw.subarray(start + end + '\r\n'.length),
  ]);
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
