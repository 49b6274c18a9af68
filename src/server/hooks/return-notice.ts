// What a mail provider tells by HTTP, in the words that a mail which came back is told in. The provider has proved who it is; whom it speaks of is proved by ids of
// ours in `verdict.trace`, or by the address together with the message id of a letter that went to it.
import { judgeFailure } from '../../audience/bounces/judge-failure.ts';
import { oneLine } from '../../audience/bounces/plain-words.ts';
import type { BounceClass, BounceVerdict, RecipientClass } from '../../model/bounce.ts';

export const HOOK_CHANNELS = ['ses', 'postmark', 'mailgun', 'sendgrid'] as const;
export type HookChannel = (typeof HOOK_CHANNELS)[number];

export interface ReturnNotice {
  readonly channel: HookChannel;
  /** The provider's own, the same whenever it tells it again. */
  readonly eventId: string;
  readonly verdict: BounceVerdict;
  /** To whom the provider had to deliver. */
  readonly address?: string;
  /** The event as it came. */
  readonly raw: string;
  /** The bounce or the letter that the provider passes on, as a mail. */
  readonly enclosed?: string;
}

export interface ToldFailure {
  /** What the provider takes it for. */
  readonly taken: Extract<RecipientClass, 'hard' | 'soft' | 'sender-problem' | 'unknown'>;
  /** The provider's own word: `Permanent/General`. */
  readonly word: string;
  readonly status?: string | undefined;
  readonly diagnostic?: string | undefined;
  readonly address?: string | undefined;
  readonly trace?: BounceVerdict['trace'];
}

/** The server's own words and the provider's opinion: where they differ, the milder, as with any bounce. */
export function failureVerdict({
  taken,
  word,
  status,
  diagnostic = '',
  address,
  trace = {},
}: ToldFailure): BounceVerdict {
  const judged = judgeFailure({ status, words: diagnostic, where: 'Diagnostic-Code' });
  const order = ['sender-problem', 'soft', 'hard'] as const;
  const told = order.find((one) => one === judged.class || one === taken) ?? 'unknown';
  const evidence =
    told === judged.class
      ? judged.evidence
      : { basis: 'phrase' as const, where: 'provider', text: oneLine(word) };
  return {
    class: told,
    evidence,
    recipients: [
      {
        ...judged,
        class: told,
        evidence,
        ...(address === undefined ? {} : { originalRecipient: oneLine(address) }),
        ...(diagnostic === '' ? {} : { diagnostic: oneLine(diagnostic) }),
      },
    ],
    trace,
  };
}

/** What is no failure: a complaint, a wish to leave, a delay. */
export function plainVerdict(
  value: BounceClass,
  word: string,
  more: Pick<BounceVerdict, 'trace'> & Partial<Pick<BounceVerdict, 'feedbackType'>>,
): BounceVerdict {
  return {
    class: value,
    evidence: { basis: 'feedback-type', where: 'provider', text: oneLine(word) },
    recipients: [],
    ...more,
  };
}

/** A wish to leave that was told to the provider and not to us. */
export function optOut(word: string, trace: BounceVerdict['trace']): BounceVerdict {
  return plainVerdict('complaint', word, { feedbackType: 'opt-out', trace });
}
