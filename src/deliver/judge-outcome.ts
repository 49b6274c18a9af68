// What came of one conversation, turned into what is written down, what is counted, what it says of the receiving domain, and whether
// it stops the run. Pure, so that every answer can stand in a table of tests.
import type { IsoInstant } from '../model/calendar.ts';
import type { DeliveryOutcome, ServerReply } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';
import type { Claim } from '../model/ports.ts';
import type { Settlement } from '../model/sending-ports.ts';
import type { DomainVerdict } from './domain-pacer.ts';
import { givenUpWords, nextAttemptAt } from './retry-policy.ts';

/** What one run did. */
export interface RunCounts {
  readonly accepted: number;
  readonly deferred: number;
  readonly rejected: number;
  readonly inDoubt: number;
}

export interface Judgement {
  readonly settlement: Settlement;
  /** Undefined: the row goes back as if nobody had touched it. */
  readonly counts?: keyof RunCounts;
  readonly domain: DomainVerdict;
  /** The run must not begin anything more. */
  readonly stop?: BroadsideError;
}

export interface Circumstances {
  readonly now: IsoInstant;
  readonly expiresAt: IsoInstant;
  /** "smtp.example.org:587". */
  readonly relay: string;
  /** The relay has taken a message of this run already. */
  readonly hasRelayAccepted: boolean;
}

export function judgeOutcome(
  claim: Claim,
  outcome: DeliveryOutcome,
  circumstances: Circumstances,
): Judgement {
  switch (outcome.kind) {
    case 'accepted':
      return { settlement: { claim, outcome }, counts: 'accepted', domain: 'accepted' };
    case 'rejected':
      return { settlement: { claim, outcome }, counts: 'rejected', domain: 'neutral' };
    case 'in-doubt':
      return { settlement: { claim, outcome }, counts: 'inDoubt', domain: 'refused' };
    case 'deferred':
      return { ...putOff(claim, outcome, circumstances), domain: blames(outcome.reply) };
    case 'not-begun':
      return { ...putOff(claim, outcome, circumstances), domain: 'refused' };
    case 'sender-refused':
      return senderRefused(claim, outcome.reply, circumstances);
  }
}

/** The row goes back as if nobody had touched it; with a time, it is put off until then. */
export function giveBack(claim: Claim, detail: string, until?: IsoInstant): Judgement {
  const outcome = { kind: 'not-begun', detail } as const;
  const settlement = { claim, outcome, ...(until === undefined ? {} : { nextAttemptAt: until }) };
  return { settlement, domain: 'neutral' };
}

/** No letter can be made for this row; no server was asked. */
export function refuse(claim: Claim, text: string): Judgement {
  return {
    settlement: { claim, outcome: { kind: 'rejected', reply: { text } } },
    counts: 'rejected',
    domain: 'neutral',
  };
}

function putOff(
  claim: Claim,
  outcome: Extract<DeliveryOutcome, { kind: 'deferred' | 'not-begun' }>,
  { now, expiresAt }: Circumstances,
): Omit<Judgement, 'domain'> {
  const { attempt, firstAttemptAt } = claim;
  const next = nextAttemptAt({ attempt, firstAttemptAt, now, expiresAt });
  if (next !== undefined) return { settlement: { claim, outcome, nextAttemptAt: next }, counts: 'deferred' };
  const last = outcome.kind === 'deferred' ? outcome.reply : { text: outcome.detail };
  const reply = { ...last, text: `${givenUpWords({ firstAttemptAt, now })}: ${last.text}` };
  return { settlement: { claim, outcome: { kind: 'rejected', reply } }, counts: 'rejected' };
}

/**
 * RFC 3463 §3.2 and §3.3: subjects 1 and 2 are the address and its mailbox (full, moved, greylisted one by one). All others are the
 * domain's system, its network, its policy: more of the same would get the same.
 */
function blames({ enhancedCode }: ServerReply): DomainVerdict {
  return enhancedCode !== undefined && /^4\.[12]\./u.test(enhancedCode) ? 'neutral' : 'refused';
}

/**
 * RFC 3463 §3.8: likely the same for every reader, so the run stops before it has asked for more of it. A row that gets such an answer
 * again, from a relay that has taken others meanwhile, has it for itself.
 */
function senderRefused(claim: Claim, reply: ServerReply, circumstances: Circumstances): Judgement {
  const isAgain = claim.lastCode?.startsWith('5.7.') === true;
  if (isAgain && circumstances.hasRelayAccepted)
    return {
      settlement: { claim, outcome: { kind: 'rejected', reply } },
      counts: 'rejected',
      domain: 'neutral',
    };
  const stop = new BroadsideError(
    'SMTP_SENDER_REFUSED',
    `${circumstances.relay} refused the sender, writing to ${claim.domain}: ${wordsOf(reply)}`,
    { place: circumstances.relay },
  );
  return { ...putOff(claim, { kind: 'deferred', reply }, circumstances), domain: 'neutral', stop };
}

function wordsOf({ code, enhancedCode, text }: ServerReply): string {
  return [code, enhancedCode, text].filter((part) => part !== undefined && part !== '').join(' ');
}
