// What of ours came back in a mail: the address it was sent to, ids, the returned message's own fields. Only what holds an opaque id of
// ours may lead to a subscriber, and only after its signature was looked at; here nothing is looked up.
import type { BounceTrace } from '../../model/bounce.ts';
import type { ReceivedEnvelope, ReceivedMail } from '../../model/received-mail.ts';
import { type Fields, fieldOf, readFieldGroups } from './fields-of.ts';
import { fromAddress } from './from-a-mailer.ts';
import { returnedLines } from './plain-bounce.ts';
import { oneLine } from './plain-words.ts';

/** Where mail servers note the envelope's recipient; the outermost comes first. */
const RECIPIENT_FIELDS: readonly string[] = [
  'X-Original-To',
  'Delivered-To',
  'Envelope-To',
  'X-Envelope-To',
  'X-Delivered-To',
  'X-RCPT-TO',
  'Apparently-To',
  'To',
];

export interface ReportedTrace {
  readonly envelopeId?: string | undefined;
  readonly mailFrom?: string | undefined;
}

export function traceOf(
  mail: ReceivedMail,
  envelope: ReceivedEnvelope,
  reported: ReportedTrace = {},
): BounceTrace {
  const returned = returnedFields(mail);
  const recipient =
    envelope.to ??
    RECIPIENT_FIELDS.map((name) => fieldOf(mail.fields, name)).find((value) => value !== undefined);
  // RFC 3834 §3.1.5: an answer names what it answers; the last of References is the nearest (RFC 5322 §3.6.4).
  const answered = fieldOf(mail.fields, 'In-Reply-To') ?? fieldOf(mail.fields, 'References');
  const unsubscribeWord = unsubscribeWordOf(mail.subject);
  return given({
    envelopeRecipient: recipient === undefined ? undefined : fromAddress(recipient),
    envelopeId: reported.envelopeId,
    messageId: messageIdIn(fieldOf(returned, 'Message-ID') ?? answered),
    mailFrom: reported.mailFrom ?? bracketed(fieldOf(returned, 'Return-Path')),
    listUnsubscribe: fieldOf(returned, 'List-Unsubscribe'),
    unsubscribeWord: unsubscribeWord === '' ? undefined : unsubscribeWord,
  });
}

/** '' where the subject is the bare word; undefined where it is something else. */
export function unsubscribeWordOf(subject: string): string | undefined {
  const [first = '', second = ''] = subject.slice(0, 1_000).trim().split(/\s/u, 2);
  return first.toLowerCase() === 'unsubscribe' ? second : undefined;
}

/** Of the enclosed message, else of its copy in the text. */
function returnedFields({ parts, text }: ReceivedMail): Fields {
  const enclosed = parts.find((part) => part.mail !== undefined)?.mail;
  if (enclosed !== undefined) return enclosed.fields;
  const lines = returnedLines(text).map((line) => line.replace(/^(?:> ?)/u, ''));
  return readFieldGroups(lines.join('\n')).flat();
}

function messageIdIn(value: string | undefined): string | undefined {
  const ids = (value ?? '')
    .slice(-2_000)
    .split(/[\s<>]/u)
    .filter((word) => word.includes('@'));
  return ids.at(-1);
}

function bracketed(value: string | undefined): string | undefined {
  const address = fromAddress(value ?? '');
  return address.includes('@') ? address : undefined;
}

function given(trace: Readonly<Record<keyof BounceTrace, string | undefined>>): BounceTrace {
  return Object.fromEntries(
    Object.entries(trace).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, oneLine(value)]],
    ),
  );
}
