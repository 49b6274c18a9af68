// Events of SendGrid's in, what they tell of letters out; and whether the request is signed, which is over its time and all of its octets.
import { createPublicKey, verify } from 'node:crypto';
import type { BounceTrace, BounceVerdict } from '../../model/bounce.ts';
import { type Json, listOf, objectOf, present, textOf, withoutBrackets } from './json-of.ts';
import {
  failureVerdict,
  optOut,
  plainVerdict,
  type ReturnNotice,
  type ToldFailure,
} from './return-notice.ts';

export const SENDGRID_SIGNATURE = 'X-Twilio-Email-Event-Webhook-Signature';
export const SENDGRID_TIMESTAMP = 'X-Twilio-Email-Event-Webhook-Timestamp';

export interface SignedRequest {
  readonly body: Uint8Array;
  readonly signature: string;
  readonly timestamp: string;
}

/** @param publicKey As SendGrid shows it: base64 of the key's SubjectPublicKeyInfo. */
export function isFromSendgrid({ body, signature, timestamp }: SignedRequest, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(
      'sha256',
      Buffer.concat([Buffer.from(timestamp), body]),
      key,
      Buffer.from(signature, 'base64'),
    );
  } catch {
    return false;
  }
}

export function sendgridNotices(body: unknown): readonly ReturnNotice[] {
  return listOf(body)
    .map(objectOf)
    .flatMap((event) => {
      const verdict = verdictOf(event);
      const eventId = textOf(event['sg_event_id']);
      if (verdict === undefined || eventId === undefined) return [];
      const address = textOf(event['email']);
      return [
        {
          channel: 'sendgrid' as const,
          eventId,
          verdict,
          raw: JSON.stringify(event),
          ...present({ address }),
        },
      ];
    });
}

/** Its classes of bounces. */
const CLASSES: Readonly<Record<string, ToldFailure['taken']>> = {
  'invalid address': 'hard',
  'mailbox unavailable': 'soft',
  technical: 'soft',
  content: 'sender-problem',
  reputation: 'sender-problem',
  'frequency or volume too high': 'sender-problem',
};

function verdictOf(event: Json): BounceVerdict | undefined {
  const trace: BounceTrace = present({ messageId: withoutBrackets(textOf(event['smtp-id'])) });
  const reason = textOf(event['reason']) ?? '';
  switch (event['event']) {
    case 'spamreport':
      return plainVerdict('complaint', 'spamreport', { feedbackType: 'abuse', trace });
    case 'unsubscribe':
    case 'group_unsubscribe':
      return optOut(String(event['event']), trace);
    case 'deferred':
      return plainVerdict('delayed', textOf(event['response']) ?? 'deferred', { trace });
    case 'dropped':
      return droppedVerdict(reason, trace);
    case 'bounce':
      return failureVerdict({
        taken: takenFor(event),
        word: `${textOf(event['type']) ?? 'bounce'}: ${textOf(event['bounce_classification']) ?? ''}`,
        status: textOf(event['status']),
        diagnostic: reason,
        address: textOf(event['email']),
        trace,
      });
    default:
      return undefined;
  }
}

function takenFor(event: Json): ToldFailure['taken'] {
  const classified = (textOf(event['bounce_classification']) ?? '').toLowerCase();
  if (Object.hasOwn(CLASSES, classified)) return CLASSES[classified] ?? 'unknown';
  // It blocks on who sends.
  return event['type'] === 'blocked' ? 'sender-problem' : 'unknown';
}

/** Not tried: it knows from earlier, or did not like the letter. */
function droppedVerdict(reason: string, trace: BounceTrace): BounceVerdict {
  const words = reason.toLowerCase();
  if (words.startsWith('bounced address') || words.startsWith('invalid'))
    return failureVerdict({ taken: 'hard', word: reason, trace });
  if (words.startsWith('spam reporting'))
    return plainVerdict('complaint', reason, { feedbackType: 'abuse', trace });
  if (words.startsWith('unsubscribed')) return optOut(reason, trace);
  return failureVerdict({ taken: 'sender-problem', word: reason, trace });
}
