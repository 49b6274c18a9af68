// A mail that came to us, as far as it has to be understood: its fields in order, its words, and the parts that are no running text.
// `mail/read-mail.ts` makes it of bytes; whoever judges it needs no library.
import type { HeaderField } from './message.ts';

export interface ReceivedMail {
  /** In the order of the mail, each value unfolded and undecoded. */
  readonly fields: readonly HeaderField[];
  /** The field's words with encoded words read (RFC 2047); '' where there is none. */
  readonly subject: string;
  /** Of the whole mail: `multipart/report` and `{ 'report-type': 'delivery-status' }`, names and type in lower case. */
  readonly contentType: ContentType;
  /** All running text, one part after the other, LF line ends; of HTML only where there is no plain text. */
  readonly text: string;
  /** All running text that came as HTML, as it came; absent where there is none. */
  readonly html?: string;
  /** Of `From`, words decoded; absent where there is none that can be read. */
  readonly sender?: { readonly name: string; readonly address: string };
  /** What is no running text, in order, whatever multipart it stands in. Parts of an enclosed mail are that mail's. */
  readonly parts: readonly ReceivedPart[];
  /** Only the beginning was read: the mail is too long or has too many parts. */
  readonly isCut: boolean;
}

export interface ContentType {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface ReceivedPart {
  /** `message/delivery-status`, lower case. */
  readonly type: string;
  /** Of the file that it was, where it says. */
  readonly name?: string;
  /** '' unless the type is text or message. */
  readonly text: string;
  /** Of `message/rfc822`, `message/global` and header-only parts, when not enclosed too deeply. */
  readonly mail?: ReceivedMail;
}

/** Bytes that are no mail, or one made to be expensive. It is kept all the same. */
export interface UnreadableMail {
  /** Plain words, no final stop. */
  readonly problem: string;
}

/** The conversation in which it came (RFC 5321 §3.3), where that is known. An empty `from` is the empty reverse-path. */
export interface ReceivedEnvelope {
  readonly from?: string;
  readonly to?: string;
}
