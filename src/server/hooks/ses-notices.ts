// A notification of Amazon SES in, what it tells of a letter out. Of all its kinds only bounces and complaints count.
import { classOfFeedback } from '../../audience/bounces/feedback-report.ts';
import type { BounceTrace, BounceVerdict } from '../../model/bounce.ts';
import { type Json, listOf, objectOf, parseJson, present, textOf, withoutBrackets } from './json-of.ts';
import { failureVerdict, plainVerdict, type ReturnNotice, type ToldFailure } from './return-notice.ts';

/** Subtypes of transient bounces that speak of the letter and its sender. */
const OF_THE_LETTER: readonly string[] = ['ContentRejected', 'AttachmentRejected'];

/** @param id Of the message that brought it. */
export function sesNotices(message: string, id: string): readonly ReturnNotice[] {
  const event = objectOf(parseJson(message));
  const kind = textOf(event['notificationType']) ?? textOf(event['eventType']);
  const mail = objectOf(event['mail']);
  const trace = traceOf(mail);
  const notice = (
    verdict: BounceVerdict,
    feedbackId: unknown,
    address: string | undefined,
  ): ReturnNotice => ({
    channel: 'ses',
    eventId: textOf(feedbackId) ?? id,
    verdict,
    ...present({ address }),
    raw: message,
  });
  if (kind === 'Bounce') {
    const bounce = objectOf(event['bounce']);
    const recipient = objectOf(listOf(bounce['bouncedRecipients'])[0]);
    const address = textOf(recipient['emailAddress']);
    const verdict = failureVerdict({
      ...takenFor(bounce),
      status: textOf(recipient['status']),
      diagnostic: textOf(recipient['diagnosticCode']),
      address,
      trace,
    });
    return [notice(verdict, bounce['feedbackId'], address)];
  }
  if (kind === 'Complaint') {
    const complaint = objectOf(event['complaint']);
    const feedbackType = (textOf(complaint['complaintFeedbackType']) ?? 'abuse').toLowerCase();
    const address = textOf(objectOf(listOf(complaint['complainedRecipients'])[0])['emailAddress']);
    const verdict = plainVerdict(classOfFeedback(feedbackType), `Complaint: ${feedbackType}`, {
      feedbackType,
      trace,
    });
    return [notice(verdict, complaint['feedbackId'], address)];
  }
  return [];
}

function takenFor(bounce: Json): Pick<ToldFailure, 'taken' | 'word'> {
  const [type = '', subtype = ''] = [textOf(bounce['bounceType']), textOf(bounce['bounceSubType'])];
  const word = `${type}/${subtype}`;
  if (OF_THE_LETTER.includes(subtype)) return { taken: 'sender-problem', word };
  if (type === 'Permanent') return { taken: 'hard', word };
  return { taken: type === 'Transient' ? 'soft' : 'unknown', word };
}

/** `source` is the envelope sender as we gave it; the header is there where SES was told to pass it on. */
function traceOf(mail: Json): BounceTrace {
  const headers = listOf(mail['headers']).map(objectOf);
  const header = (name: string): string | undefined =>
    textOf(headers.find((one) => textOf(one['name'])?.toLowerCase() === name)?.['value']);
  return present({
    mailFrom: textOf(mail['source']),
    messageId: withoutBrackets(header('message-id') ?? textOf(objectOf(mail['commonHeaders'])['messageId'])),
    listUnsubscribe: header('list-unsubscribe'),
  });
}
