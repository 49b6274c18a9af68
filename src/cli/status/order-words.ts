// What is to become of an issue, and who is at it, in a few words: "scheduled for …, in 3 days", "sending by press.example since 08:00".
// Pure; `now` is handed in.
import type { IsoInstant, TimeZone } from '../../model/calendar.ts';
import type { DeliveryCounts } from '../../model/delivery.ts';
import type { SendOrder, SendRun } from '../../model/send-order.ts';
import { countOf, figure } from '../command-result.ts';
import { momentWords, shortMoment, spanWords } from '../words-of-time.ts';

export interface IssueStanding {
  readonly counts: DeliveryCounts;
  /** Undefined where the issue was never planned. */
  readonly order: SendOrder | undefined;
  /** That may take its rows: a `send` of it, and every worker. */
  readonly runs: readonly SendRun[];
}

export interface TimeFrame {
  readonly timeZone: TimeZone;
  readonly now: IsoInstant;
}

/** Rows that something is still to come of. */
export function unsettled({ deferred, inDoubt, onTheWire, pending }: DeliveryCounts): number {
  return deferred + inDoubt + onTheWire + pending;
}

/** One word. */
export function stateWord({ counts, order }: IssueStanding): string {
  if (order === undefined) return 'not planned';
  if (order.state === 'sending' && unsettled(counts) === 0) return 'done';
  return order.state;
}

/** The same in a sentence without its end, fit to stand after "state". */
export function standingWords(standing: IssueStanding, frame: TimeFrame): string {
  const { counts, order, runs } = standing;
  const reached = countOf(counts.accepted, 'reader');
  switch (order?.state) {
    case undefined:
      return 'not planned: nobody has sent it yet';
    case 'planned':
      return 'planned: nobody has said go';
    case 'scheduled':
      return order.sendAt === undefined ? 'scheduled' : scheduledWords(order.sendAt, frame);
    case 'paused':
      return `paused: nothing is begun; ${reached} had it before`;
    case 'cancelled':
      return `cancelled: ${reached} had it before`;
    case 'sending':
      return sendingWords({ counts, order, runs }, frame);
  }
}

function scheduledWords(sendAt: IsoInstant, { timeZone, now }: TimeFrame): string {
  const ms = Date.parse(sendAt) - Date.parse(now);
  return ms > 0
    ? `scheduled for ${momentWords(sendAt, timeZone)}, in ${spanWords(ms)}`
    : `was due on ${momentWords(sendAt, timeZone)}, ${spanWords(-ms)} ago`;
}

function sendingWords(
  { counts, order, runs }: IssueStanding & { readonly order: SendOrder },
  { timeZone, now }: TimeFrame,
): string {
  const begun = order.startedAt === undefined ? undefined : shortMoment(order.startedAt, timeZone);
  if (unsettled(counts) === 0)
    return `done: everybody is settled${begun === undefined ? '' : `, begun ${begun}`}`;
  const own = runs.filter(({ kind }) => kind === 'send');
  const [first] = own.length > 0 ? own : runs;
  if (first !== undefined) {
    const others = runs.length > 1 ? ` and ${figure(runs.length - 1)} more` : '';
    return `sending by ${runWords(first)}${others}${begun === undefined ? '' : ` since ${begun}`}`;
  }
  return order.expiresAt !== undefined && order.expiresAt <= now
    ? `given up on ${shortMoment(order.expiresAt, timeZone)}: those who are left are not tried again by themselves`
    : `begun${begun === undefined ? '' : ` ${begun}`}; nobody is sending it now`;
}

/** "press.example (pid 4121)". */
export function runWords({ host, pid, kind }: SendRun): string {
  return `${kind === 'worker' ? 'the worker on ' : ''}${host} (pid ${pid})`;
}
