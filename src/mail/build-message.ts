// Encodes a message once per issue: multipart/alternative, text first and HTML last (RFC 2046 §5.1.4), quoted-printable, CRLF.
// The same message always gives the same bytes: boundary and ids come from the message id, the date from the message.
import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
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
    text: message.text,
    html: message.html,
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
  return composer.compile().build();
};

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
