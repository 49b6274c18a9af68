// Whether an issue may be sent now, and what has to be asked first. The standing of the issue in; a question, with what it means to have
// nobody who answers, or a refusal out. Pure: the whole of what protects a list from a letter at the wrong time stands in one table of tests.
import type { IsoInstant, TimeZone } from '../../model/calendar.ts';
import { BroadsideError, type ErrorCode } from '../../model/errors.ts';
import type { SendRun } from '../../model/send-order.ts';
import { countOf, figure } from '../command-result.ts';
import { type IssueStanding, unsettled } from '../status/order-words.ts';
import { momentWords, shortMoment, spanWords } from '../words-of-time.ts';
import type { Intention } from './send-flags.ts';

/** A machine that slept, a copy that was put back: what was news yesterday is not sent by itself. */
export const OVERDUE_MS = 3_600_000;

export interface SendWish {
  readonly intention: Exclude<Intention, { kind: 'proof' }>;
  readonly slug: string;
  /** "Harbour News: Newsletter No. 2". */
  readonly title: string;
  /** Letters that it would mean now, to readers in doubt not counted in. */
  readonly audience: number;
  /** Of `schedule`. */
  readonly sendAt?: IsoInstant;
  readonly timeZone: TimeZone;
  readonly now: IsoInstant;
}

export interface Question {
  readonly text: string;
  /** What it is where nobody is there to answer. */
  readonly otherwise: ErrorCode;
  /** One sentence for then, no final stop. */
  readonly refusal: string;
  readonly hint?: string;
  /** `--yes` is no answer to it: a script cannot have known. */
  readonly isForPeople?: true;
}

/**
 * A whole list as files in a folder, because a variable was not set in this window, counts as sent and reaches nobody. Where mail has gone out
 * before, that is asked of a person, and no script's `--yes` is an answer to it.
 */
export function questionWithoutServer(question: Question, folder: string): Question {
  const words = `No mail server is set, though mail was sent from here before: the letters would be written to ${folder}/ as files and count as sent`;
  return {
    ...question,
    text: `${words}. ${question.text}`,
    refusal: words,
    hint: 'Set BROADSIDE_SMTP_URL, as it was then. If files are what you want, run it at a terminal and say yes.',
    isForPeople: true,
  };
}

/** Throws SEND_UNDER_WAY or SEND_NOT_OPEN. */
export function questionBefore(wish: SendWish, standing: IssueStanding): Question {
  const { intention, title, audience } = wish;
  refuseSecond(wish.slug, standing.runs);
  refuseState(wish, standing);
  const readers = countOf(audience, 'subscriber');
  const plainly = { otherwise: 'NOT_CONFIRMED', refusal: `${title} was not sent` } as const;
  switch (intention.kind) {
    case 'schedule':
      return { ...plainly, text: `${scheduleWords(wish)}, to ${readers}?` };
    case 'missed':
      return {
        ...plainly,
        text: `Send ${title} to ${readers} who ${audience === 1 ? 'has' : 'have'} not got it?`,
      };
    case 'in doubt':
      return { ...plainly, text: doubtQuestion(title, standing.counts.inDoubt, audience) };
    case 'send':
      return questionBeforeSend(wish, standing, { ...plainly, text: `Send ${title} to ${readers}?` });
  }
}

function doubtQuestion(title: string, inDoubt: number, others: number): string {
  const doubtful = `Send ${title} once more to ${countOf(inDoubt, 'subscriber')} in doubt, who may have it already`;
  return others === 0
    ? `${doubtful}?`
    : `${doubtful}, and to ${figure(others)} who ${others === 1 ? 'has' : 'have'} not had it?`;
}

function questionBeforeSend(wish: SendWish, standing: IssueStanding, plain: Question): Question {
  const { title, timeZone, now, audience } = wish;
  const readers = countOf(audience, 'subscriber');
  const late = lateness(wish, standing);
  if (late !== undefined)
    return {
      text: `${title} ${late}; send it now to ${readers}?`,
      otherwise: 'SEND_OVERDUE',
      refusal: `${title} ${late}`,
    };
  const { order } = standing;
  if (order?.state !== 'scheduled' || order.sendAt === undefined || order.sendAt <= now) return plain;
  const planned = `${title} is scheduled for ${momentWords(order.sendAt, timeZone)}`;
  return {
    text: `${planned}; send it now instead, to ${readers}?`,
    otherwise: 'SEND_NOT_OPEN',
    refusal: planned,
    hint: `It goes out then by a \`broadside worker\`; \`broadside cancel ${wish.slug}\` takes it back.`,
    isForPeople: true,
  };
}

/** For those who find out only when they begin. */
export function underWay(slug: string, { host, pid, startedAt }: SendRun): BroadsideError {
  return new BroadsideError(
    'SEND_UNDER_WAY',
    `${slug} is being sent by process ${pid} on ${host} since ${startedAt.replace(/\.\d+Z$/u, 'Z')}`,
  );
}

/** "was due on …, 3 hours ago", "expired on …"; undefined for what is in time. */
export function lateness(
  { timeZone, now }: Pick<SendWish, 'timeZone' | 'now'>,
  { order, counts }: Pick<IssueStanding, 'order' | 'counts'>,
): string | undefined {
  if (order?.state === 'scheduled' && order.sendAt !== undefined) {
    const lateMs = Date.parse(now) - Date.parse(order.sendAt);
    return lateMs > OVERDUE_MS
      ? `was due on ${momentWords(order.sendAt, timeZone)}, ${spanWords(lateMs)} ago`
      : undefined;
  }
  const isExpired = order?.expiresAt !== undefined && order.expiresAt <= now && unsettled(counts) > 0;
  return isExpired && order.expiresAt !== undefined
    ? `was to be given up on ${shortMoment(order.expiresAt, timeZone)}`
    : undefined;
}

function refuseSecond(slug: string, runs: readonly SendRun[]): void {
  const other = runs.find((run) => run.kind === 'send' && run.issueSlug === slug);
  if (other !== undefined) throw underWay(slug, other);
}

function refuseState({ intention, slug }: SendWish, { order, counts }: IssueStanding): void {
  const state = order?.state;
  const hasBegun = order?.startedAt !== undefined;
  if (state === 'paused') throw notOpen(`${slug} is paused`, `\`broadside resume ${slug}\` lets it go on.`);
  if (intention.kind === 'schedule' && hasBegun)
    throw notOpen(
      `${slug} has begun to go out and cannot be scheduled any more`,
      `\`broadside send ${slug}\` goes on with it now.`,
    );
  if (state === 'cancelled' && hasBegun && intention.kind === 'send')
    throw notOpen(
      `${slug} was cancelled when ${countOf(counts.accepted, 'reader')} had it`,
      `\`broadside send ${slug} --missed\` sends it to those who have not.`,
    );
  if ((intention.kind === 'missed' || intention.kind === 'in doubt') && !hasBegun)
    throw notOpen(
      `${slug} has not begun to go out: nobody was missed`,
      `\`broadside send ${slug}\` sends it.`,
    );
}

function notOpen(detail: string, hint: string): BroadsideError {
  return new BroadsideError('SEND_NOT_OPEN', detail, { hint });
}

function scheduleWords({ title, sendAt, now, timeZone }: SendWish): string {
  if (sendAt === undefined) throw new Error('A schedule without a time');
  const wait = spanWords(Date.parse(sendAt) - Date.parse(now));
  return `Send ${title} on ${momentWords(sendAt, timeZone)}, in ${wait}`;
}
