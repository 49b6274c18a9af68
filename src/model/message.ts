// A mail before and after it is addressed. The names are nodemailer's; the fields RFC 5322's, RFC 2369's, 2919's and 8058's.
import type { Mailbox } from './newsletter.ts';

/** All that one issue's mail says, before anyone's own values are put in. */
export interface Message {
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
  readonly to: Mailbox;
  readonly subject: string;
  /** Left out: plain text alone. */
  readonly html?: string;
  readonly text: string;
  readonly date: Date;
  /** Without angle brackets. */
  readonly messageId: string;
  /** Fields beyond those above, in order; values as they go on the wire, unfolded. */
  readonly headers: readonly HeaderField[];
}

export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

/** What of an issue's letter is neither text nor the same for every newsletter: kept in the ledger beside the texts, so that a worker needs no more. */
export interface LetterFields {
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
  /** Envelope senders are made of it, one for each reader; left out: `from` is everybody's. */
  readonly bounceAddress?: string;
  /** RFC 2919; signed links and message ids rest on it. */
  readonly listId: string;
  /** List fields, marker in place. */
  readonly headers: readonly HeaderField[];
}

/** A finished message for one recipient. */
export interface ComposedMessage {
  /** RFC 5321 envelope: one recipient per message. */
  readonly envelope: {
    readonly from: string;
    readonly to: string;
    /** Tells us of which letter a report speaks, where one is wanted (RFC 3461 §4.4 ENVID, plain ASCII). */
    readonly envelopeId?: string;
  };
  readonly messageId: string;
  /** The whole message, CRLF line ends, ready for DATA. */
  readonly raw: Uint8Array;
  /** The same octets in pieces, where not all of them are this reader's: what is everybody's is the same object in every message. */
  readonly parts?: readonly Uint8Array[];
}
