// One issue as one finished mail, markers still in place and addressed to nobody. It is encoded here, once; what follows for each
// reader is only putting bytes in the place of bytes.
import type { MessageBuilder } from '../model/ports.ts';
import { wireAddress } from '../model/wire-address.ts';
import { cleanName, cleanSubject } from './encode-header.ts';
import type { Letter } from './letter.ts';

export interface MasterMessage {
  /** CRLF line ends; To and Message-ID are placeholders. */
  readonly raw: Uint8Array;
  /** Envelope sender (RFC 5321 §4.1.1.2). */
  readonly from: string;
}

/** RFC 2606 §2: a domain that nobody can have. */
const NOBODY = { name: '', address: 'reader@invalid' };

/**
 * The letter's own fields are cleaned again: they may come from a database.
 * @param edition `text`: for readers who want no HTML.
 */
export async function buildMasterMessage(
  letter: Letter,
  build: MessageBuilder,
  edition: 'whole' | 'text' = 'whole',
): Promise<MasterMessage> {
  const { slug, fields, subject, html, text, date } = letter;
  const from = { name: cleanName(fields.from.name), address: wireAddress(fields.from.address) };
  const raw = await build({
    from,
    ...(fields.replyTo === undefined
      ? {}
      : {
          replyTo: { name: cleanName(fields.replyTo.name), address: wireAddress(fields.replyTo.address) },
        }),
    to: NOBODY,
    subject: cleanSubject(subject),
    ...(edition === 'text' ? {} : { html }),
    text,
    date,
    messageId: `${encodeURIComponent(slug.toWellFormed())}.master@${fields.listId}`,
    headers: fields.headers,
  });
  return { raw, from: from.address };
}
