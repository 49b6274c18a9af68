// A mail that came to the bounce address in, what it is out: begin here. Asks in the order of certainty: a delivery report, a feedback
// report, a receipt, the words of a mail server, a wish to leave, an answering machine. Changes nothing; answers nobody.
import type { BounceClass, BouncedRecipient, BounceEvidence, BounceVerdict } from '../../model/bounce.ts';
import type { ReceivedEnvelope, ReceivedMail, UnreadableMail } from '../../model/received-mail.ts';
import { findAutoReply } from './auto-reply.ts';
import { readDeliveryStatus, type StatusReport } from './delivery-status.ts';
import { readFeedbackReport } from './feedback-report.ts';
import { fieldOf } from './fields-of.ts';
import { fromAddress, hasEmptySender, isFromMailer } from './from-a-mailer.ts';
import { noticeLines, readPlainBounce } from './plain-bounce.ts';
import { oneLine } from './plain-words.ts';
import { traceOf, unsubscribeWordOf } from './trace-of.ts';

const STATUS_TYPES: readonly string[] = ['message/delivery-status', 'message/global-delivery-status'];
const RECEIPT_TYPES: readonly string[] = [
  'message/disposition-notification',
  'message/global-disposition-notification',
];

export function readBounce(
  mail: ReceivedMail | UnreadableMail,
  envelope: ReceivedEnvelope = {},
): BounceVerdict {
  if ('problem' in mail) {
    const trace = envelope.to === undefined ? {} : { envelopeRecipient: oneLine(envelope.to) };
    return { class: 'unknown', evidence: formSays(mail.problem), recipients: [], trace };
  }
  const isMailer = isFromMailer(mail, envelope);
  const report = reportIn(mail, isMailer);
  if (report !== undefined) return reported(mail, envelope, report);

  const feedback = readFeedbackReport(mail);
  if (feedback !== undefined) {
    const { mailFrom, envelopeId, ...rest } = feedback;
    return { ...rest, recipients: [], trace: traceOf(mail, envelope, { mailFrom, envelopeId }) };
  }
  const verdict = (value: BounceClass, evidence: BounceEvidence): BounceVerdict => ({
    class: value,
    evidence,
    recipients: [],
    trace: traceOf(mail, envelope),
  });
  // RFC 8098 §3.1: it was shown, or deleted; either way it had arrived.
  const receipt = mail.parts.find(({ type }) => RECEIPT_TYPES.includes(type));
  if (receipt !== undefined) return verdict('receipt', { ...formSays(receipt.type), where: 'part' });

  const bounce = isMailer ? readPlainBounce(mail) : undefined;
  const auto = findAutoReply(mail);
  if (bounce !== undefined && auto?.where !== 'Subject') {
    const mta = fromAddress(fieldOf(mail.fields, 'From') ?? '').split('@')[1];
    return {
      ...verdictOfAll(bounce.recipients),
      recipients: bounce.recipients,
      ...(mta === undefined || mta === '' ? {} : { reportingMta: oneLine(mta) }),
      trace: traceOf(mail, envelope),
    };
  }
  // An answering machine does not write the word first, and a mail without a sender, or one that a program says it wrote (RFC 3834 §5), is no wish of a
  // person's.
  const isWish = auto?.where !== 'Auto-Submitted' && !hasEmptySender(mail.fields, envelope);
  if (unsubscribeWordOf(mail.subject) !== undefined && isWish)
    return verdict('unsubscribe-by-mail', { basis: 'header', where: 'Subject', text: oneLine(mail.subject) });
  if (auto !== undefined) return verdict('auto-reply', auto);
  if (isReport(mail)) return verdict('unknown', formSays('A report without the part that tells'));
  if (isMailer) return verdict('unknown', { basis: 'nothing', where: 'text', text: oneLine(mail.text) });
  return verdict('not-a-bounce', {
    basis: 'nothing',
    where: 'From',
    text: oneLine(fieldOf(mail.fields, 'From') ?? ''),
  });
}

function formSays(text: string): BounceEvidence {
  return { basis: 'form', where: 'mail', text: oneLine(text) };
}

function isReport({ contentType }: ReceivedMail): boolean {
  return contentType.type === 'multipart/report';
}

/** A part of the whole, or its lines in the text of a mail server whose report a gateway flattened. */
function reportIn(mail: ReceivedMail, isMailer: boolean): StatusReport | undefined {
  const notice = noticeLines(mail.text).join('\n');
  const part = mail.parts.find(({ type }) => STATUS_TYPES.includes(type));
  if (part !== undefined) {
    // In a person's mail it is an enclosure: somebody shows us a bounce.
    return isReport(mail) || isMailer ? readDeliveryStatus(part.text, notice) : undefined;
  }
  if (!isMailer || !/^(?:Final|Original)-Recipient:/imu.test(mail.text) || !/^Action:/imu.test(mail.text))
    return undefined;
  return readDeliveryStatus(notice, '');
}

function reported(mail: ReceivedMail, envelope: ReceivedEnvelope, report: StatusReport): BounceVerdict {
  const { envelopeId, ...rest } = report;
  const trace = traceOf(mail, envelope, { envelopeId });
  if (report.recipients.length > 0) return { ...verdictOfAll(report.recipients), ...rest, trace };
  // An empty or garbled part: the words may still say it.
  const words = readPlainBounce(mail)?.recipients.filter((one) => one.class !== 'unknown') ?? [];
  if (words.length > 0) return { ...verdictOfAll(words), ...rest, recipients: words, trace };
  return { class: 'unknown', evidence: formSays('A delivery report without a recipient'), ...rest, trace };
}

/**
 * We write to one recipient at a time, so several are one address that was sent on. It is hard only where all of them are: as long as
 * one may get the letter, the address is good.
 */
function verdictOfAll(recipients: readonly BouncedRecipient[]): Pick<BounceVerdict, 'class' | 'evidence'> {
  const order = ['sender-problem', 'soft', 'unknown', 'delayed', 'receipt', 'hard'] as const;
  const told = order.flatMap((one) => recipients.find((recipient) => recipient.class === one) ?? [])[0];
  return told === undefined
    ? { class: 'unknown', evidence: formSays('It names no recipient') }
    : { class: told.class, evidence: told.evidence };
}
