// A complaint in the Abuse Reporting Format in, what it complains of out (RFC 5965). Whom it is about is not told here: reporters take
// addresses out (RFC 6650 §4), and our own ids in the returned message stay.
import type { BounceClass, BounceEvidence } from '../../model/bounce.ts';
import type { ReceivedMail } from '../../model/received-mail.ts';
import { fieldOf, fieldsNamed, readFieldGroups } from './fields-of.ts';
import { oneLine } from './plain-words.ts';

export interface FeedbackReport {
  readonly class: BounceClass;
  readonly evidence: BounceEvidence;
  readonly feedbackType?: string;
  readonly mailFrom?: string;
  readonly envelopeId?: string;
  readonly reportingMta?: string;
}

/** RFC 5965 §3.1: each exactly once. */
const REQUIRED = ['Feedback-Type', 'User-Agent', 'Version'] as const;

/**
 * IANA's registry of feedback types and what early drafts had. `not-spam` (RFC 6430) is praise; `auth-failure` (RFC 6591) and `dmarc`
 * tell of signatures, not of readers. What is not in the registry is kept as unknown (RFC 5965 §3.5 asks to take it as `other`, but
 * that would unsubscribe somebody for a word that nobody knows).
 */
const TYPES: Readonly<Record<string, BounceClass>> = {
  abuse: 'complaint',
  fraud: 'complaint',
  virus: 'sender-problem',
  other: 'complaint',
  'opt-out': 'complaint',
  'opt-out-list': 'complaint',
  'not-spam': 'not-a-bounce',
  'auth-failure': 'sender-problem',
  dmarc: 'sender-problem',
};

/** @param type Lower case. */
export function classOfFeedback(type: string): BounceClass {
  return Object.hasOwn(TYPES, type) ? (TYPES[type] ?? 'unknown') : 'unknown';
}

/** Of the enclosed message, whole or its header alone (RFC 5965 §2). */
const RETURNED: readonly string[] = [
  'message/rfc822',
  'message/global',
  'text/rfc822-headers',
  'message/global-headers',
];

/** undefined: the mail is no feedback report. */
export function readFeedbackReport(mail: ReceivedMail): FeedbackReport | undefined {
  const part = mail.parts.find(({ type }) => type === 'message/feedback-report');
  if (part === undefined) return readHotmailComplaint(mail);
  const fields = readFieldGroups(part.text).flat();
  const where = 'message/feedback-report';
  const unknown = (text: string): FeedbackReport => ({
    class: 'unknown',
    evidence: { basis: 'form', where, text },
  });
  for (const name of REQUIRED) {
    const count = fieldsNamed(fields, name).length;
    if (count !== 1) return unknown(`${name} stands ${count} times in it, expected once`);
  }
  if (!mail.parts.some(({ type }) => RETURNED.includes(type)))
    return unknown('There is no returned message beside it');
  const feedbackType = oneLine(fieldOf(fields, 'Feedback-Type') ?? '').toLowerCase();
  const mailFrom = fieldOf(fields, 'Original-Mail-From');
  const envelopeId = fieldOf(fields, 'Original-Envelope-Id');
  const mta = fieldOf(fields, 'Reporting-MTA');
  return {
    class: classOfFeedback(feedbackType),
    evidence: { basis: 'feedback-type', where, text: `Feedback-Type: ${feedbackType}` },
    feedbackType,
    ...(mailFrom === undefined ? {} : { mailFrom: oneLine(mailFrom).replaceAll(/[<>]/gu, '') }),
    ...(envelopeId === undefined ? {} : { envelopeId: oneLine(envelopeId) }),
    ...(mta === undefined ? {} : { reportingMta: oneLine(mta) }),
  };
}

/** Outlook.com's junk mail reports are older than the format: the message enclosed, with one field more. */
const HOTMAIL_FIELD = 'X-HmXmrOriginalRecipient';

function readHotmailComplaint({ parts }: ReceivedMail): FeedbackReport | undefined {
  const isComplaint = parts.some(
    ({ mail }) => mail !== undefined && fieldOf(mail.fields, HOTMAIL_FIELD) !== undefined,
  );
  if (!isComplaint) return undefined;
  return {
    class: 'complaint',
    evidence: { basis: 'header', where: 'returned message', text: HOTMAIL_FIELD },
    feedbackType: 'abuse',
  };
}
