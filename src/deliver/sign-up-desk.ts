// Sees to what was asked for at the front door: decides with the store which mail is next, has it made, hands it to a mail server and writes down what
// came of it. It looks every few seconds and is never woken by a request, so that nobody can tell by the time of an answer what is known of an
// address. Troubles of the sender stop it for a while; the mails wait.
import type { SignUpLimits, SignUpMail, SignUpStore } from '../model/audience-ports.ts';
import type { IsoInstant } from '../model/calendar.ts';
import type { DeliveryOutcome, ServerReply } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { PacingBudget, Relay, RunClock } from '../model/sending-ports.ts';
import { answered, chooseRelay, isRelayFailure, leaveOut, type RelayTally } from './choose-relay.ts';
import { withPatience } from './patience.ts';
import { openPostRoom, type PostRoom } from './post-room.ts';
import { nextAttemptAt } from './retry-policy.ts';

export interface SignUpDeskOptions {
  readonly signUps: Pick<SignUpStore, 'next' | 'settle' | 'look'>;
  readonly limits?: SignUpLimits;
  readonly pacing: PacingBudget;
  /** Called when the first mail is there, and again after it failed: a front door is open also while the mail server is away. */
  readonly openRelays: () => Promise<readonly Relay[]>;
  /** @param expiresAt Of the link in a mail to confirm. */
  readonly compose: (mail: SignUpMail, expiresAt: IsoInstant | undefined) => Promise<ComposedMessage>;
  readonly clock: RunClock;
  /** How often it looks while there is nothing to do; 4 seconds unless told. */
  readonly lookMs?: number;
  readonly onSettled?: (mail: SignUpMail, outcome: 'sent' | 'failed' | 'retry', detail: string) => void;
  /** Something is waited for; told at every failing attempt. */
  readonly onTrouble?: (error: BroadsideError) => void;
  /** Aborted: what is on the wire is finished and written down, then the desk closes. */
  readonly signal: AbortSignal;
}

/** A small list asks for a few a day; whoever floods the form with other people's addresses gets no further than this. */
export const SIGN_UP_LIMITS: SignUpLimits = { mailsAnHour: 500, mailsAnHourToADomain: 60 };

const LOOK_MS = 4000;
/** Mails on the wire at once: one slow answer does not hold up the next person. */
const AT_ONCE = 3;
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
const STOPPING_PATIENCE_MS = 30_000;
/** Nobody took it yet, and whoever asked for it waits. */
const SOON_MS = 60_000;
/** Some two days; a mail to somebody who is a reader already is worth no more. */
const MOST_ATTEMPTS = 8;

/** Resolves once `signal` is aborted and all is written down. @throws what is a mistake of ours */
export async function runSignUpDesk(options: SignUpDeskOptions): Promise<void> {
  const { clock, signal, lookMs = LOOK_MS } = options;
  const desk = createDesk(options);
  let pauses = 0;
  while (!signal.aborted) {
    const { trouble, hasAccepted } = await desk.round();
    if (hasAccepted) pauses = 0;
    if (trouble === undefined) {
      await clock.sleep(lookMs, signal);
      continue;
    }
    if (!(trouble instanceof BroadsideError)) throw trouble;
    options.onTrouble?.(trouble);
    await clock.sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** pauses), signal);
    pauses += 1;
  }
  await desk.settled();
}

interface Desk {
  /** Until nothing is to be done, or something fails that is no single mail's matter. */
  round(): Promise<{ readonly trouble?: unknown; readonly hasAccepted: boolean }>;
  settled(): Promise<void>;
}

function createDesk(options: SignUpDeskOptions): Desk {
  const { signUps, limits = SIGN_UP_LIMITS, clock, signal, onSettled } = options;
  let room: Promise<PostRoom> | undefined;
  /** A mail server has taken a mail: in this round; since it last refused the sender. */
  let hasAccepted = false;
  let isSenderGood = false;
  let trouble: unknown;

  const settle = async (
    mail: SignUpMail,
    outcome: Parameters<SignUpStore['settle']>[1],
    detail: string,
  ): Promise<void> => {
    await patiently(options, () => signUps.settle(mail.signUpId, outcome, clock.now()));
    onSettled?.(mail, outcome.kind, detail);
  };
  const fail = (mail: SignUpMail, detail: string) => settle(mail, { kind: 'failed', detail }, detail);
  /** A mail server that is away for hours costs nobody's mail the attempts that a greylisting server asks for. */
  const again = (mail: SignUpMail, waitMs: number, detail: string) =>
    settle(mail, { kind: 'retry', retryAt: later(clock.now(), waitMs), unheard: true }, detail);
  /** Refused for now, by whoever should take it. */
  const putOff = (mail: SignUpMail, expiresAt: IsoInstant | undefined, detail: string): Promise<void> => {
    const now = clock.now();
    const next =
      mail.attempt < MOST_ATTEMPTS
        ? nextAttemptAt({
            attempt: mail.attempt,
            firstAttemptAt: now,
            now,
            ...(expiresAt === undefined ? {} : { expiresAt }),
          })
        : undefined;
    if (next === undefined) return fail(mail, `Given up: ${detail}`);
    return settle(mail, { kind: 'retry', retryAt: next }, detail);
  };

  /** Once, whoever asks first; again after it failed. */
  const openRoom = (): Promise<PostRoom> => {
    room ??= options
      .openRelays()
      .then((relays) => openPostRoom({ relays, pacing: options.pacing, clock }))
      .catch((error: unknown) => {
        room = undefined;
        throw error;
      });
    return room;
  };

  const seeTo = async (mail: SignUpMail): Promise<void> => {
    const expiresAt = await linkEnd(options, mail);
    if (expiresAt === 'over') return fail(mail, 'Nobody waits for it any more');
    let message: ComposedMessage;
    let outcome: DeliveryOutcome;
    try {
      message = await options.compose(mail, expiresAt);
      outcome = await handOver(await openRoom(), message, options);
    } catch (error) {
      if (error instanceof BroadsideError && error.code === 'ADDRESS_INVALID')
        return fail(mail, `Not sent: ${error.message}`);
      const words = error instanceof Error ? error.message : String(error);
      if (error instanceof BroadsideError) await again(mail, SOON_MS, words);
      // Of a mistake of ours nothing is known: better no mail than two.
      else await fail(mail, words);
      throw error;
    }
    switch (outcome.kind) {
      case 'accepted':
        hasAccepted = true;
        isSenderGood = true;
        return settle(mail, { kind: 'sent' }, wordsOf(outcome.reply));
      case 'in-doubt':
        // It may have arrived, and a second one would be one too many.
        return settle(mail, { kind: 'sent', detail: `In doubt: ${outcome.detail}` }, outcome.detail);
      case 'rejected':
        return fail(mail, wordsOf(outcome.reply));
      case 'deferred':
        return putOff(mail, expiresAt, wordsOf(outcome.reply));
      case 'not-begun':
        return again(mail, SOON_MS, outcome.detail);
      case 'sender-refused': {
        const words = wordsOf(outcome.reply);
        // The same again, when others were taken meanwhile: it is about this one.
        if (mail.attempt > 1 && isSenderGood) return fail(mail, words);
        isSenderGood = false;
        await putOff(mail, expiresAt, words);
        throw new BroadsideError('SMTP_SENDER_REFUSED', `A mail about signing up was refused: ${words}`);
      }
    }
  };

  const lane = async (): Promise<void> => {
    while (!signal.aborted && trouble === undefined) {
      const mail = await patiently(options, () => signUps.next(clock.now(), limits));
      if (mail === undefined) return;
      await seeTo(mail);
    }
  };

  return {
    round: async () => {
      trouble = undefined;
      hasAccepted = false;
      await Promise.all(
        Array.from({ length: AT_ONCE }, () =>
          lane().catch((error: unknown) => {
            trouble ??= error;
          }),
        ),
      );
      return { hasAccepted, ...(trouble === undefined ? {} : { trouble }) };
    },
    settled: async () => (await room)?.settled(),
  };
}

/** When the link in it ends; `over` where it has, or where the request is done with. */
async function linkEnd(
  options: SignUpDeskOptions,
  { kind, signUpId }: SignUpMail,
): Promise<IsoInstant | 'over' | undefined> {
  if (kind === 'known') return undefined;
  const { signUps, clock } = options;
  const state = await patiently(options, () => signUps.look(signUpId, clock.now()));
  return state?.kind === 'open' ? state.expiresAt : 'over';
}

/** @throws BroadsideError of a mail server: nothing of the message was taken. */
async function handOver(
  room: PostRoom,
  message: ComposedMessage,
  { clock, signal }: SignUpDeskOptions,
): Promise<DeliveryOutcome> {
  const relay = await freeRelay(room, { clock, signal });
  if (relay === undefined) return { kind: 'not-begun', detail: 'The program ends' };
  try {
    const outcome = await relay.relay.transport.send(message);
    if (outcome.kind !== 'not-begun') answered(relay, outcome.kind === 'accepted');
    return outcome;
  } catch (error) {
    if (error instanceof BroadsideError && isRelayFailure(error)) leaveOut(relay, error, clock.monotonicMs());
    throw error;
  } finally {
    relay.open -= 1;
  }
}

/** Waits for a connection, and for what the rates allow; it is taken then. Undefined: it is to end. */
async function freeRelay(
  room: PostRoom,
  { clock, signal }: Pick<SignUpDeskOptions, 'clock' | 'signal'>,
): Promise<RelayTally | undefined> {
  while (!signal.aborted) {
    if ((await room.permits(1)) > 0) {
      const relay = chooseRelay(room.relays, clock.monotonicMs());
      if (relay !== undefined) {
        // At once, before another mail can be given the same one.
        relay.open += 1;
        relay.tokens -= 1;
        return relay;
      }
    }
    await clock.sleep(room.permitWaitMs, signal);
  }
  return undefined;
}

/** The database is waited for without end while the desk is open, and for a while once it is to close. */
function patiently<Result>(
  { clock, signal, onTrouble }: SignUpDeskOptions,
  attempt: () => Promise<Result>,
): Promise<Result> {
  return withPatience(attempt, {
    clock,
    signal,
    leftMs: (waitedMs) => (signal.aborted ? STOPPING_PATIENCE_MS - waitedMs : Number.POSITIVE_INFINITY),
    onTrouble: (error) => onTrouble?.(error),
  });
}

function later(now: IsoInstant, ms: number): IsoInstant {
  return new Date(Date.parse(now) + ms).toISOString();
}

function wordsOf({ code, enhancedCode, text }: ServerReply): string {
  return [code, enhancedCode, text].filter((part) => part !== undefined && part !== '').join(' ');
}
