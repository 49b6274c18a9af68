// An issue's letter without its newsletter's files: what the ledger keeps is enough to make the mail again, on any machine.
import type { LetterFields } from '../model/message.ts';
import type { Mailbox, Newsletter } from '../model/newsletter.ts';
import type { RenderedIssue } from '../model/rendered.ts';
import { wireAddress } from '../model/wire-address.ts';
import { cleanName, cleanSubject } from './encode-header.ts';
import { type ListIdentity, listHeaders } from './list-headers.ts';

export interface Letter {
  readonly slug: string;
  readonly fields: LetterFields;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The Date field: the same for every reader. */
  readonly date: Date;
}

/** An issue as the project's files have it now. */
export interface IssueMail {
  readonly newsletter: Newsletter;
  readonly slug: string;
  readonly rendered: Pick<RenderedIssue, 'subject' | 'html' | 'text'>;
  readonly date: Date;
}

export function letterOf({ newsletter, slug, rendered, date }: IssueMail): Letter {
  const { html, text } = rendered;
  const subject = cleanSubject(rendered.subject);
  return { slug, fields: letterFields(newsletter, slug), subject, html, text, date };
}

/** @throws BroadsideError SETTINGS_INVALID for an address that no header field can hold. */
export function letterFields(
  newsletter: ListIdentity & Pick<Newsletter, 'from' | 'replyTo' | 'bounceAddress'>,
  slug: string,
): LetterFields {
  const { from, replyTo, bounceAddress, listId } = newsletter;
  return {
    from: onTheWire(from),
    ...(replyTo === undefined ? {} : { replyTo: onTheWire(replyTo) }),
    ...(bounceAddress === undefined ? {} : { bounceAddress: wireAddress(bounceAddress) }),
    listId,
    headers: listHeaders(newsletter, { slug }),
  };
}

/** The same for `send --proof`: told apart by its subject, never in the ledger. */
export function asProof(letter: Letter): Letter {
  return { ...letter, subject: `[Proof] ${letter.subject}` };
}

function onTheWire({ name, address }: Mailbox): Mailbox {
  return { name: cleanName(name), address: wireAddress(address) };
}
