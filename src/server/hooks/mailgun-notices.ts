// An event of Mailgun's in, what it tells of a letter out; and whether it is signed. The signature is over a time and a word said once, not over the event: so the word must
// not be taken twice.
import { createHmac } from 'node:crypto';
import type { BounceTrace, BounceVerdict } from '../../model/bounce.ts';
import { type Json, objectOf, present, textOf, withoutBrackets } from './json-of.ts';
import {
  failureVerdict,
  optOut,
  plainVerdict,
  type ReturnNotice,
  type ToldFailure,
} from './return-notice.ts';
import { isSameSecret } from './same-secret.ts';

/** Mailgun tries for eight hours to tell an event. */
export const MAILGUN_AGE_MS = 8.5 * 3_600_000;

/** @returns the word that is said once; undefined where the signature is not Mailgun's or too old. */
export function mailgunToken(body: unknown, signingKey: string, now: number): string | undefined {
  const { timestamp, token, signature } = objectOf(objectOf(body)['signature']);
  const [time = '', word = '', mark = ''] = [textOf(timestamp), textOf(token), textOf(signature)];
  if (word === '' || !(Math.abs(now - Number(time) * 1000) <= MAILGUN_AGE_MS)) return undefined;
  const expected = createHmac('sha256', signingKey).update(`${time}${word}`).digest('hex');
  return isSameSecret(mark, expected) ? word : undefined;
}

export function mailgunNotices(body: unknown): readonly ReturnNotice[] {
  const event = objectOf(objectOf(body)['event-data']);
  const verdict = verdictOf(event);
  const id = textOf(event['id']);
  if (verdict === undefined || id === undefined) return [];
  return [
    {
      channel: 'mailgun',
      eventId: id,
      verdict,
      raw: JSON.stringify(event),
      ...present({ address: textOf(event['recipient']) }),
    },
  ];
}

function verdictOf(event: Json): BounceVerdict | undefined {
  const trace = traceOf(event);
  const reason = textOf(event['reason']) ?? '';
  switch (event['event']) {
    case 'complained':
      return plainVerdict('complaint', 'complained', { feedbackType: 'abuse', trace });
    case 'unsubscribed':
      return optOut('unsubscribed', trace);
    case 'failed': {
      if (event['severity'] !== 'permanent') return plainVerdict('delayed', `failed: ${reason}`, { trace });
      // Not tried at all: it knows from earlier.
      if (reason === 'suppress-complaint')
        return plainVerdict('complaint', reason, { feedbackType: 'abuse', trace });
      if (reason === 'suppress-unsubscribe') return optOut(reason, trace);
      const status = objectOf(event['delivery-status']);
      const code = textOf(status['code']) ?? '';
      const words = textOf(status['message']) ?? textOf(status['description']) ?? '';
      return failureVerdict({
        taken: takenFor(reason),
        word: `failed: ${reason}`,
        status: textOf(status['enhanced-code']),
        diagnostic: words.startsWith(code) ? words : `${code} ${words}`,
        address: textOf(event['recipient']),
        trace,
      });
    }
    default:
      return undefined;
  }
}

function takenFor(reason: string): ToldFailure['taken'] {
  if (reason === 'bounce' || reason === 'suppress-bounce') return 'hard';
  if (reason === 'old') return 'soft';
  return reason === 'espblock' ? 'sender-problem' : 'unknown';
}

function traceOf(event: Json): BounceTrace {
  const headers = objectOf(objectOf(event['message'])['headers']);
  return present({
    mailFrom: withoutBrackets(textOf(objectOf(event['envelope'])['sender'])),
    messageId: withoutBrackets(textOf(headers['message-id'])),
  });
}
