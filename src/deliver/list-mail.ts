// One mail about a subscription, as `render/` has set it, in; the finished message to one address out: built, addressed and signed by itself, for no two
// of these are alike. It answers nobody and asks programs not to answer (RFC 3834 §5).
import { BroadsideError } from '../model/errors.ts';
import type { PrintedMail } from '../model/list-pages.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { MessageBuilder } from '../model/ports.ts';
import { wireAddress } from '../model/wire-address.ts';
import { createBodyHasher } from './dkim-body.ts';
import { createSigner, type Signing } from './dkim-sign.ts';
import { cleanName, cleanSubject, formatField, isOneAddress } from './encode-header.ts';
import { type ListIdentity, listHeaders } from './list-headers.ts';
import { joinFields, splitMessage } from './split-message.ts';

export interface ListMailSettings {
  readonly newsletter: ListIdentity & Pick<Newsletter, 'from' | 'replyTo' | 'bounceAddress'>;
  readonly build: MessageBuilder;
  /** Without keys nothing is signed. */
  readonly signing: Signing;
}

export interface ListMailAddressee {
  readonly address: string;
  /** The left side of the message id: the same on every attempt. */
  readonly mailKey: string;
  readonly date: Date;
}

export type ListMailComposer = (mail: PrintedMail, addressee: ListMailAddressee) => Promise<ComposedMessage>;

/** RFC 2606 §2: a domain that nobody can have. */
const NOBODY = { name: '', address: 'reader@invalid' };
/** Whoever is asked for the first time has nothing to leave yet, and mail of this kind is no issue's. */
const NOT_YET = ['List-Unsubscribe', 'List-Unsubscribe-Post', 'Feedback-ID'];
const NO_TOKENS = { unsubscribe: '', preferences: '' };

/** @throws BroadsideError SETTINGS_INVALID for an address that no header field can hold. */
export function createListMail({ newsletter, build, signing }: ListMailSettings): ListMailComposer {
  const { from, replyTo, listId, bounceAddress } = newsletter;
  const headers = [
    { name: 'Auto-Submitted', value: 'auto-generated' },
    ...listHeaders(newsletter, { slug: 'sign-up' }).filter(({ name }) => !NOT_YET.includes(name)),
  ];
  const mailbox = ({ name, address }: Newsletter['from']) => ({
    name: cleanName(name),
    address: wireAddress(address),
  });
  return async ({ subject, html, text }, { address, mailKey, date }) => {
    const messageId = `${mailKey}@${listId}`;
    const to = wireAddress(address);
    if (!isOneAddress(to))
      throw new BroadsideError(
        'ADDRESS_INVALID',
        'An address that is not one mailbox alone cannot stand in a header',
      );
    const raw = await build({
      from: mailbox(from),
      ...(replyTo === undefined ? {} : { replyTo: mailbox(replyTo) }),
      to: NOBODY,
      subject: cleanSubject(subject),
      html,
      text,
      date,
      messageId,
      headers,
    });
    // Without the reader's name: whoever asked for the mail may have typed anything there.
    const toField = formatField('To', to);
    return {
      envelope: { from: wireAddress(bounceAddress ?? from.address), to },
      messageId,
      raw: await finished(Buffer.from(raw), toField, signing),
    };
  };
}

async function finished(raw: Buffer, to: string, signing: Signing): Promise<Uint8Array> {
  const { fields, body } = splitMessage(raw);
  if (fields.filter(({ name }) => name === 'to').length !== 1)
    throw new Error('The message was not built with one field To');
  const bodyHash = createBodyHasher(body)(NO_TOKENS);
  const signatures =
    signing.keys.length === 0 ? '' : await createSigner(fields, ['to'], signing)({ to }, bodyHash);
  const header = joinFields(fields, new Map([['to', to]]));
  return Buffer.concat([Buffer.from(signatures + header), body]);
}
