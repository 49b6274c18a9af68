// One issue, told in full: what is to become of it, the sums with their meanings, why readers were not reached, who is in doubt by name,
// and what has happened to it.
import type { IsoInstant } from '../../model/calendar.ts';
import type { Delivery, DeliveryCounts } from '../../model/delivery.ts';
import type { ReasonCount, SendEvent } from '../../model/send-order.ts';
import { type CommandResult, countOf, factLines, figure, nextStep } from '../command-result.ts';
import { wrapped } from '../display-width.ts';
import type { Paint } from '../paint.ts';
import { shortMoment } from '../words-of-time.ts';
import {
  type IssueStanding,
  runWords,
  standingWords,
  stateWord,
  type TimeFrame,
  unsettled,
} from './order-words.ts';
import { reasonLines } from './reason-lines.ts';
import { rowLines } from './row-lines.ts';

export interface IssueView extends IssueStanding {
  readonly reasons: readonly ReasonCount[];
  readonly history: readonly SendEvent[];
  readonly inDoubt: readonly Delivery[];
  /** When the soonest of those who were refused for now is tried again. */
  readonly nextDueAt?: IsoInstant;
}

const STATES = ['accepted', 'deferred', 'rejected', 'excluded', 'inDoubt', 'onTheWire', 'pending'] as const;

const MEANINGS: Readonly<Record<(typeof STATES)[number], string>> = {
  accepted: 'the next server took it',
  deferred: 'refused for now; tried again later',
  rejected: 'refused for good',
  excluded: 'left out: they have left the list or chosen otherwise, or it was cancelled',
  inDoubt: 'cut off before an answer came; never sent again by itself',
  onTheWire: 'in the hands of a run, no answer yet',
  pending: 'not begun',
};

/** A screen's worth of what happened, the latest. */
const EVENTS_SHOWN = 12;
const COLUMNS = 80;

export function issueStatus(view: IssueView, frame: TimeFrame): CommandResult {
  const { counts, order, runs, reasons, history, inDoubt, nextDueAt } = view;
  return {
    exitCode: unsettled(counts) === 0 ? 0 : 3,
    value: {
      ...counts,
      state: stateWord(view),
      ...(order === undefined ? {} : { order }),
      ...(nextDueAt === undefined ? {} : { nextAttemptAt: nextDueAt }),
      runs,
      reasons,
      history,
    },
    lines: (paint) => [
      `${paint.strong(counts.issue)}: ${countOf(counts.eligible, 'subscriber')} eligible`,
      ...wrapped(standingWords(view, frame), COLUMNS - 2).map((line) => `  ${paint.dim(line)}`),
      '',
      ...factLines(
        STATES.map((state) => [nameOf(state), figure(counts[state]), meaningOf(state, view, frame)]),
        paint,
      ),
      ...headed('Why', reasonLines(reasons, paint), paint),
      ...headed('In doubt', rowLines(inDoubt, frame.timeZone, paint), paint),
      ...headed(
        'At it now',
        runs.map((run) => runLine(view, run, frame)),
        paint,
      ),
      ...headed('What happened', historyLines(history, frame, paint), paint),
      ...nextStep(nextFor(view), paint),
    ],
  };
}

function headed(heading: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : ['', paint.strong(heading), ...lines];
}

function nameOf(state: (typeof STATES)[number]): string {
  if (state === 'inDoubt') return 'in doubt';
  return state === 'onTheWire' ? 'on the wire' : state;
}

function meaningOf(
  state: (typeof STATES)[number],
  { nextDueAt }: IssueView,
  { timeZone }: TimeFrame,
): string {
  return state === 'deferred' && nextDueAt !== undefined
    ? `refused for now; tried again from ${shortMoment(nextDueAt, timeZone)} on`
    : MEANINGS[state];
}

function runLine(_: IssueView, run: IssueView['runs'][number], { timeZone }: TimeFrame): string {
  return `  ${runWords(run)} by ${run.transport}, since ${shortMoment(run.startedAt, timeZone)}`;
}

function historyLines(
  history: readonly SendEvent[],
  { timeZone }: TimeFrame,
  paint: Paint,
): readonly string[] {
  const shown = history.slice(-EVENTS_SHOWN);
  const width = Math.max(0, ...shown.map(({ event }) => event.length));
  const earlier = history.length - shown.length;
  return [
    ...(earlier > 0 ? [`  ${paint.dim(`${countOf(earlier, 'line')} before these: --json`)}`] : []),
    ...shown.flatMap(({ at, event, detail = '' }) => {
      const head = `  ${shortMoment(at, timeZone)}  ${event.padEnd(width)}  `;
      const [first = '', ...others] = wrapped(detail, COLUMNS - head.length);
      return [
        `  ${paint.dim(shortMoment(at, timeZone))}  ${event.padEnd(width)}  ${paint.dim(first)}`.trimEnd(),
        ...others.map((line) => ' '.repeat(head.length) + paint.dim(line)),
      ];
    }),
  ];
}

function nextFor({ counts, order, runs }: IssueView): string {
  const { issue, pending, deferred, inDoubt, onTheWire } = counts as DeliveryCounts;
  const hasWorker = runs.some(({ kind }) => kind === 'worker');
  switch (order?.state) {
    case undefined:
    case 'planned':
      return `\`broadside send ${issue}\` sends it.`;
    case 'scheduled':
      return hasWorker
        ? `nothing: the worker that is running sends it then. \`broadside cancel ${issue}\` takes it back.`
        : `start a \`broadside worker\`, or nobody sends it then; \`broadside worker --once\` from cron will do too.`;
    case 'paused':
      return `\`broadside resume ${issue}\` lets it go on.`;
    case 'cancelled':
      return counts.accepted > 0
        ? `\`broadside send ${issue} --missed\` sends it to those who have not got it after all.`
        : `\`broadside send ${issue}\` sends it after all.`;
    case 'sending':
      if (onTheWire > 0) return 'wait: it is being sent.';
      if (pending + deferred > 0)
        return hasWorker
          ? 'nothing: the worker that is running goes on with those who are left.'
          : `\`broadside send ${issue}\` goes on with those who are left.`;
      if (inDoubt > 0)
        return `ask those in doubt whether it came, or \`broadside send ${issue} --resend-in-doubt\`: some may get it twice.`;
      return counts.rejected > 0
        ? `nothing: everybody is settled. \`broadside status ${issue} --rejected\` names who was refused.`
        : 'nothing: everybody is settled.';
  }
}
