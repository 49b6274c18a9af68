// One issue as one finished mail, markers still in place and addressed to nobody. It is encoded here, once; what follows for each
// reader is only putting bytes in the place of bytes.
import type { Newsletter } from '../model/newsletter.ts';
import type { MessageBuilder } from '../model/ports.ts';
import type { RenderedIssue } from '../model/rendered.ts';
import { wireAddress } from '../model/wire-address.ts';
import { cleanHeaderText } from './encode-header.ts';
import { listHeaders } from './list-headers.ts';

export interface IssueMail {
  readonly newsletter: Newsletter;
  readonly slug: string;
  readonly rendered: Pick<RenderedIssue, 'subject' | 'html' | 'text'>;
  /** The Date field: the same for every reader. */
  readonly date: Date;
}

export interface MasterMessage {
  /** CRLF line ends; To and Message-ID are placeholders. */
  readonly raw: Uint8Array;
  /** Envelope sender (RFC 5321 §4.1.1.2). */
  readonly from: string;
}

/** RFC 2606 §2: a domain that nobody can have. */
const NOBODY = { name: '', address: 'reader@invalid' };

export async function buildMasterMessage(mail: IssueMail, build: MessageBuilder): Promise<MasterMessage> {
  const { newsletter, slug, rendered, date } = mail;
  const from = wireAddress(newsletter.from.address);
  const raw = await build({
    from: { name: cleanHeaderText(newsletter.from.name), address: from },
    ...(newsletter.replyTo === undefined
      ? {}
      : {
          replyTo: {
            name: cleanHeaderText(newsletter.replyTo.name),
            address: wireAddress(newsletter.replyTo.address),
          },
        }),
    to: NOBODY,
    subject: cleanHeaderText(rendered.subject),
    html: rendered.html,
    text: rendered.text,
    date,
    messageId: `${encodeURIComponent(slug)}.master@${newsletter.listId}`,
    headers: listHeaders(newsletter, { slug }),
  });
  return { raw, from };
}

/** The same mail for `send --proof`: told apart by its subject, never in the ledger. */
export function asProof(mail: IssueMail): IssueMail {
  return { ...mail, rendered: { ...mail.rendered, subject: `[Proof] ${mail.rendered.subject}` } };
}
