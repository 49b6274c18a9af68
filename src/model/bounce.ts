// What a mail says that came to the bounce address. It is a claim by a stranger: who it is about is found out by our own opaque ids
// in `trace` only, never by an address that stands in the mail.

/**
 * `hard`                 there is no such mailbox, or it is closed
 * `soft`                 refused for now or for this letter: full, too large, not reachable
 * `sender-problem`       refused because of who sends or what it looks like (RFC 3463 §3.8); says nothing of the subscriber
 * `delayed`              not given up yet
 * `receipt`              it arrived, went on, or was read
 * `complaint`            a feedback report (RFC 5965)
 * `auto-reply`           a program answered: out of office, "please confirm that you are a person"
 * `unsubscribe-by-mail`  sent to the `mailto:` address of List-Unsubscribe (RFC 2369 §3.2)
 * `unknown`              a bounce or a report that is not understood: kept, shown, never counted
 * `not-a-bounce`         a person wrote, or it is something else
 */
export const BOUNCE_CLASSES = [
  'hard',
  'soft',
  'sender-problem',
  'delayed',
  'receipt',
  'complaint',
  'auto-reply',
  'unsubscribe-by-mail',
  'unknown',
  'not-a-bounce',
] as const;

export type BounceClass = (typeof BOUNCE_CLASSES)[number];

/** What may be said of one recipient of a returned message. */
export type RecipientClass = Extract<
  BounceClass,
  'hard' | 'soft' | 'sender-problem' | 'delayed' | 'receipt' | 'unknown'
>;

export interface BounceVerdict {
  readonly class: BounceClass;
  /** What decided, always there. */
  readonly evidence: BounceEvidence;
  /** Of a bounce or receipt. */
  readonly recipients: readonly BouncedRecipient[];
  /** Of a complaint: RFC 5965 §7.3 and its registry, lower case. */
  readonly feedbackType?: string;
  /** Reporting-MTA (RFC 3464 §2.2.2), or the server named in the text. */
  readonly reportingMta?: string;
  readonly trace: BounceTrace;
}

export interface BounceEvidence {
  /**
   * What kind of thing it is: a status (RFC 3463), a reply code (RFC 5321 §4.2), an Action (RFC 3464 §2.3.3), a known phrase, a header
   * field, the type of a feedback report, the form of the mail, or that nothing was found.
   */
  readonly basis:
    | 'status'
    | 'reply-code'
    | 'action'
    | 'phrase'
    | 'header'
    | 'feedback-type'
    | 'form'
    | 'nothing';
  /** Where it stands: `Status`, `Diagnostic-Code`, `Auto-Submitted`, `text`, `message/feedback-report`. */
  readonly where: string;
  /** As it stands there, cut at 500 characters. */
  readonly text: string;
}

export interface BouncedRecipient {
  readonly class: RecipientClass;
  readonly evidence: BounceEvidence;
  /** As the last server knows it (RFC 3464 §2.3.2); it may be another than ours. */
  readonly finalRecipient?: string;
  /** As we gave it (RFC 3464 §2.3.1). */
  readonly originalRecipient?: string;
  readonly action?: DeliveryAction;
  /** `5.1.1`, the more telling one of the report's and the reply's. */
  readonly status?: string;
  readonly smtpCode?: number;
  /** The reply, or what the text says of this recipient, in one line cut at 500 characters. */
  readonly diagnostic?: string;
}

/** RFC 3464 §2.3.3. */
export const DELIVERY_ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
export type DeliveryAction = (typeof DELIVERY_ACTIONS)[number];

/** What of ours came back with it. Each may hold an opaque id; none of it is proof before the id's signature is. */
export interface BounceTrace {
  /** Where the bounce was sent to: our envelope sender. */
  readonly envelopeRecipient?: string;
  /** Original-Envelope-Id (RFC 3464 §2.2.1): our ENVID. */
  readonly envelopeId?: string;
  /** Without angle brackets: of the returned message, or what a reply says it replies to. */
  readonly messageId?: string;
  /** Our envelope sender as a report or the returned message tells it (RFC 5965 §3.2 Original-Mail-From). */
  readonly mailFrom?: string;
  /** List-Unsubscribe of the returned message. */
  readonly listUnsubscribe?: string;
  /** What stands behind "unsubscribe" in the subject. */
  readonly unsubscribeWord?: string;
}
