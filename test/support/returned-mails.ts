// Mails as they come back, about a letter of the test's: bounces, complaints, answers of machines, wishes to leave.

export interface Returned {
  /** To whom it came back: the envelope sender of the letter. */
  readonly to: string;
  /** Tells mails apart. */
  readonly number?: number;
  readonly status?: string;
  readonly diagnostic?: string;
  readonly action?: string;
  readonly originalMailFrom?: string;
  readonly envelopeId?: string;
  readonly listUnsubscribe?: string;
  readonly messageId?: string;
  /** Of the letter, as the report names them. */
  readonly recipient?: string;
}

const crlf = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;

function returnedHeader({
  recipient = 'ada@readers.example',
  listUnsubscribe,
  messageId,
}: Returned): readonly string[] {
  return [
    'From: Harbour News <news@harbour.example.org>',
    `To: ${recipient}`,
    'Subject: Number 1',
    ...(messageId === undefined ? [] : [`Message-ID: <${messageId}>`]),
    ...(listUnsubscribe === undefined ? [] : [`List-Unsubscribe: ${listUnsubscribe}`]),
  ];
}

/** RFC 3464. */
export function bounceMail(about: Returned): string {
  const {
    to,
    number = 1,
    status = '5.1.1',
    diagnostic = `550 ${status} user unknown`,
    action = 'failed',
  } = about;
  const { recipient = 'ada@readers.example', envelopeId } = about;
  return crlf([
    'Return-Path: <>',
    `Delivered-To: ${to}`,
    'From: MAILER-DAEMON@mx.readers.example',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <bounce-${number}@mx.readers.example>`,
    'Date: Fri, 9 Jan 2026 08:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="part"',
    '',
    '--part',
    'Content-Type: text/plain',
    '',
    'Your letter came back.',
    '--part',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.readers.example',
    ...(envelopeId === undefined ? [] : [`Original-Envelope-Id: ${envelopeId}`]),
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${diagnostic}`,
    '',
    '--part',
    'Content-Type: text/rfc822-headers',
    '',
    ...returnedHeader(about),
    '',
    '--part--',
  ]);
}

/** RFC 5965. */
export function complaintMail(about: Returned & { readonly feedbackType?: string }): string {
  const { to, number = 1, originalMailFrom, feedbackType = 'abuse' } = about;
  return crlf([
    'Return-Path: <complaints@provider.example>',
    `Delivered-To: ${to}`,
    'From: complaints@provider.example',
    `To: ${to}`,
    'Subject: complaint',
    `Message-ID: <complaint-${number}@provider.example>`,
    'Date: Fri, 9 Jan 2026 08:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="part"',
    '',
    '--part',
    'Content-Type: text/plain',
    '',
    'A reader complained.',
    '--part',
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${feedbackType}`,
    'User-Agent: Provider/1.0',
    'Version: 1',
    ...(originalMailFrom === undefined ? [] : [`Original-Mail-From: <${originalMailFrom}>`]),
    '',
    '--part',
    'Content-Type: text/rfc822-headers',
    '',
    ...returnedHeader(about),
    '',
    '--part--',
  ]);
}

/** RFC 3834. */
export function autoReply({ to, number = 1 }: Returned): string {
  return crlf([
    'Return-Path: <>',
    `Delivered-To: ${to}`,
    'From: ada@readers.example',
    `To: ${to}`,
    'Subject: Automatic reply: Number 1',
    'Auto-Submitted: auto-replied',
    `Message-ID: <auto-${number}@mx.readers.example>`,
    '',
    'I am away. unsubscribe',
  ]);
}

export function leavingMail({ to, number = 1 }: Returned, word: string): string {
  return crlf([
    'Return-Path: <ada@readers.example>',
    `Delivered-To: ${to}`,
    'From: Ada <ada@readers.example>',
    `To: ${to}`,
    `Subject: unsubscribe ${word}`.trim(),
    `Message-ID: <leave-${number}@readers.example>`,
    '',
    '',
  ]);
}
