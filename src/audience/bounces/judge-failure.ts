// Why one delivery failed: its status, its reply and its words in, one class with the thing that decided out. Where two signs
// contradict each other the milder one wins, because a subscriber who is dropped by mistake never comes back.
import type { BounceEvidence, RecipientClass } from '../../model/bounce.ts';
import { FULL_PHRASES, HARD_PHRASES, phraseIn, SENDER_PHRASES, SOFT_PHRASES } from './failure-phrases.ts';
import { oneLine, plainWords } from './plain-words.ts';

export interface FailureSigns {
  /** The Status field as it stands, comments and all. */
  readonly status?: string | undefined;
  /** The reply, or what a text says of this recipient. */
  readonly words: string;
  /** Where the words stand: `Diagnostic-Code`, `text`. */
  readonly where: string;
}

export interface FailureJudgement {
  readonly class: Extract<RecipientClass, 'hard' | 'soft' | 'sender-problem' | 'unknown'>;
  readonly evidence: BounceEvidence;
  readonly status?: string;
  readonly smtpCode?: number;
}

/**
 * RFC 3463 §3 and the IANA registry of enhanced status codes. Addresses that are none (5.1.x) and closed mailboxes are hard; what lies
 * with the sender's own address (5.1.7, 5.1.8) is the sender's; full or too large is soft. Others say too little by themselves.
 */
const MEANINGS: Readonly<Record<string, FailureJudgement['class']>> = {
  '5.1.0': 'hard',
  '5.1.1': 'hard',
  '5.1.2': 'hard',
  '5.1.3': 'hard',
  '5.1.4': 'hard',
  '5.1.6': 'hard',
  '5.1.7': 'sender-problem',
  '5.1.8': 'sender-problem',
  // RFC 7505 §4: the domain says that it takes no mail.
  '5.1.10': 'hard',
  '5.2.1': 'hard',
  '5.2.2': 'soft',
  '5.2.3': 'soft',
  '5.3.4': 'soft',
};

/** Of a bounced message: class, subject, detail; not a piece of an IP address or of a version. */
const STATUS = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)/gu;
/** RFC 5321 §4.2.3 and RFC 4954 §6, followed by the words of the reply. */
const REPLY_CODE = /(?<![\d.:])(?:4(?:21|5\d)|5(?:0[0-4]|21|3\d|5\d|71))(?=[ -])/u;
/** RFC 4954 §6: the sender should have logged in. */
const LOGIN_CODES: readonly string[] = ['530', '534', '535', '538'];
const MOST_WORDS = 4_000;

export function judgeFailure({ status, words, where }: FailureSigns): FailureJudgement {
  const reported = statusesIn(status ?? '')[0];
  const reply = words.slice(0, MOST_WORDS);
  const replied = statusesIn(reply);
  const code = REPLY_CODE.exec(reply)?.[0];
  const plain = plainWords(reply);
  const found = {
    ...optional('status', mostTelling(reported, replied[0])),
    ...(code === undefined ? {} : { smtpCode: Number(code) }),
  };
  const byStatus = (sign: string): BounceEvidence =>
    sign === reported
      ? { basis: 'status', where: 'Status', text: oneLine(status ?? sign) }
      : { basis: 'status', where, text: oneLine(lineWith(reply, sign)) };
  const byPhrase = (phrase: string): BounceEvidence => ({ basis: 'phrase', where, text: phrase });
  const verdict = (value: FailureJudgement['class'], evidence: BounceEvidence): FailureJudgement => ({
    class: value,
    evidence,
    ...found,
  });

  const all = [reported, ...replied].filter((one) => one !== undefined);
  const policy = all.find((one) => one.startsWith('5.7.'));
  if (policy !== undefined) return verdict('sender-problem', byStatus(policy));
  if (code !== undefined && LOGIN_CODES.includes(code))
    return verdict('sender-problem', { basis: 'reply-code', where, text: oneLine(lineWith(reply, code)) });
  const blaming = phraseIn(plain, SENDER_PHRASES);
  if (blaming !== undefined) return verdict('sender-problem', byPhrase(blaming));
  const transient = all.find((one) => one.startsWith('4.'));
  if (transient !== undefined) return verdict('soft', byStatus(transient));

  const full = phraseIn(plain, FULL_PHRASES);
  if (full !== undefined) return verdict('soft', byPhrase(full));
  const meanings = all.flatMap((one) => {
    const meaning = MEANINGS[one];
    return meaning === undefined ? [] : [{ one, meaning }];
  });
  // The milder of two that are both told.
  const telling = meanings.find(({ meaning }) => meaning !== 'hard') ?? meanings[0];
  if (telling !== undefined) return verdict(telling.meaning, byStatus(telling.one));

  const passing = phraseIn(plain, SOFT_PHRASES);
  const lasting = phraseIn(plain, HARD_PHRASES);
  // "550 mailbox unavailable" is RFC 5321 §4.2.3's own wording, "450 mailbox unavailable" too.
  if (code?.startsWith('4') === true)
    return verdict('soft', { basis: 'reply-code', where, text: oneLine(lineWith(reply, code)) });
  if (lasting !== undefined && passing === undefined) return verdict('hard', byPhrase(lasting));
  if (passing !== undefined) return verdict('soft', byPhrase(passing));
  const vague = all[0];
  if (vague !== undefined) return verdict('unknown', byStatus(vague));
  if (code !== undefined)
    return verdict('unknown', { basis: 'reply-code', where, text: oneLine(lineWith(reply, code)) });
  return verdict('unknown', { basis: 'nothing', where, text: oneLine(words) || 'Nothing is said' });
}

function statusesIn(text: string): readonly string[] {
  return (text.match(STATUS) ?? []).filter((one) => !one.startsWith('2'));
}

/** `5.0.0` and its like say only that it failed (RFC 3463 §3.1). */
function mostTelling(reported: string | undefined, replied: string | undefined): string | undefined {
  const isVague = reported === undefined || /^[45]\.\d+\.0$/u.test(reported);
  return isVague ? (replied ?? reported) : reported;
}

function lineWith(text: string, sign: string): string {
  return text.split('\n').find((line) => line.includes(sign)) ?? sign;
}

function optional<Key extends string>(
  key: Key,
  value: string | undefined,
): { readonly [name in Key]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [name in Key]?: string };
}
