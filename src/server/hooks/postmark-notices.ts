// An event of Postmark's in, what it tells of a letter out. Postmark puts an envelope sender and a message id of its own in place of ours: who it was is found in the
// content that it encloses where it was told to.
import type { BounceClass, BounceVerdict } from '../../model/bounce.ts';
import { objectOf, present, textOf } from './json-of.ts';
import { failureVerdict, optOut, plainVerdict, type ReturnNotice } from './return-notice.ts';

/** Its types of bounces. What is not here is unknown. */
const TYPES: Readonly<Record<string, BounceClass>> = {
  HardBounce: 'hard',
  BadEmailAddress: 'hard',
  SoftBounce: 'soft',
  DnsError: 'soft',
  Transient: 'delayed',
  Blocked: 'sender-problem',
  DMARCPolicy: 'sender-problem',
  InboundError: 'sender-problem',
  OpenRelayTest: 'sender-problem',
  SMTPApiError: 'sender-problem',
  SpamNotification: 'sender-problem',
  TemplateRenderingFailed: 'sender-problem',
  VirusNotification: 'sender-problem',
  AutoResponder: 'auto-reply',
  ChallengeVerification: 'auto-reply',
  SpamComplaint: 'complaint',
};

export function postmarkNotices(body: unknown): readonly ReturnNotice[] {
  const event = objectOf(body);
  const kind = textOf(event['RecordType']) ?? '';
  const verdict = verdictOf(kind, event);
  const id = textOf(event['ID']) ?? `${textOf(event['MessageID']) ?? ''} ${textOf(event['ChangedAt']) ?? ''}`;
  if (verdict === undefined) return [];
  return [
    {
      channel: 'postmark',
      eventId: `${kind} ${id}`,
      verdict,
      raw: JSON.stringify(event),
      ...present({
        address: textOf(event['Email']) ?? textOf(event['Recipient']),
        enclosed: textOf(event['Content']),
      }),
    },
  ];
}

function verdictOf(kind: string, event: Readonly<Record<string, unknown>>): BounceVerdict | undefined {
  const type = textOf(event['Type']) ?? '';
  if (kind === 'SubscriptionChange') {
    const isWish =
      event['SuppressSending'] === true &&
      event['SuppressionReason'] === 'ManualSuppression' &&
      event['Origin'] === 'Recipient';
    return isWish ? optOut('SubscriptionChange', {}) : undefined;
  }
  if (kind === 'SpamComplaint') return plainVerdict('complaint', kind, { feedbackType: 'abuse', trace: {} });
  if (kind !== 'Bounce') return undefined;
  if (type === 'Unsubscribe') return optOut(type, {});
  const value = Object.hasOwn(TYPES, type) ? (TYPES[type] ?? 'unknown') : 'unknown';
  if (value === 'complaint') return plainVerdict(value, type, { feedbackType: 'abuse', trace: {} });
  if (value === 'delayed' || value === 'auto-reply') return plainVerdict(value, type, { trace: {} });
  return failureVerdict({
    taken: value as 'hard',
    word: type,
    diagnostic: textOf(event['Details']),
    address: textOf(event['Email']),
  });
}
