// What every way by which mail comes in has in common: a mail's beginning and what it is called there, one after the other, and each is marked as read only
// once it was taken.
import type { ReceivedEnvelope } from '../model/received-mail.ts';

export interface IncomingMail {
  /** `maildir`, `mbox`, `file`, `imap`, `stdin`. */
  readonly channel: string;
  /** For reports: a file's name, `number 17 of bounces.mbox`. */
  readonly name: string;
  /** Cut at MOST_MAIL_BYTES. */
  readonly raw: Uint8Array;
  readonly envelope?: ReceivedEnvelope;
}

/** Resolves once it is written down for good; what it rejects with ends the reading, and this mail and those behind it are as if nobody had come. */
export type TakeMail = (mail: IncomingMail) => Promise<void>;

export interface ReadingOptions {
  /** All mails, those too that were seen before, and none is marked: for whoever reads an archive, perhaps twice. */
  readonly isOnlyLook?: boolean;
}

/** A mail that is there and cannot be had: it stays where it is. */
export interface StuckMail {
  readonly name: string;
  /** Plain words, no final stop. */
  readonly problem: string;
}

/** Bounces say in the beginning what they are, and no more than this is kept of one. */
export const MOST_MAIL_BYTES = 1024 * 1024;
