// What a run of sending came to, told: the value for machines, lines for people, the way on. Pure.
import type { SendReport } from '../../deliver/send-issue.ts';
import type { TimeZone } from '../../model/calendar.ts';
import type { SendOrder, SendRun } from '../../model/send-order.ts';
import { countOf, factLines, figure } from '../command-result.ts';
import { failureLines, failureValue } from '../failure-report.ts';
import type { Paint } from '../paint.ts';
import { unsettled } from '../status/order-words.ts';
import { shortMoment } from '../words-of-time.ts';

export interface SentRun extends Omit<SendReport, 'state'> {
  readonly slug: string;
  /** "smtp.example.org:587" or "out/outbox"; undefined where there was nothing to send. */
  readonly transport?: string;
  /** As it stands afterwards; somebody may have paused or cancelled it. */
  readonly state: SendOrder['state'];
  /** Who else may send it. */
  readonly others: readonly SendRun[];
  readonly timeZone: TimeZone;
}

export function exitCodeOf({ counts, stoppedBy }: SentRun): 0 | 3 {
  return unsettled(counts) > 0 || stoppedBy !== undefined ? 3 : 0;
}

/** For --json. */
export function runValue({ counts, run, transport, state, nextDueAt, stoppedBy }: SentRun): object {
  return {
    ...counts,
    run,
    ...(transport === undefined ? {} : { transport }),
    state,
    ...(nextDueAt === undefined ? {} : { nextAttemptAt: nextDueAt }),
    ...(stoppedBy === undefined ? {} : { stoppedBy: failureValue(stoppedBy) }),
  };
}

/** Who got it, in a few aligned lines; a failure that stopped the run stands first. */
export function runLines(run: SentRun, paint: Paint): readonly string[] {
  const { counts, stoppedBy, transport, slug, nextDueAt, timeZone } = run;
  const again =
    nextDueAt === undefined ? 'tried again later' : `tried again from ${shortMoment(nextDueAt, timeZone)} on`;
  const rows = [
    ['accepted', counts.accepted, acceptedWords(transport)],
    ['deferred', counts.deferred, `refused for now; ${again}`],
    ['rejected', counts.rejected, 'refused for good'],
    [
      'excluded',
      counts.excluded,
      'left out: they have left the list or chosen otherwise, or it was cancelled',
    ],
    ['in doubt', counts.inDoubt, 'cut off before an answer came'],
    ['on the wire', counts.onTheWire, 'in the hands of another process'],
    ['pending', counts.pending, 'not begun'],
  ] as const;
  return [
    ...(stoppedBy === undefined ? [] : [...failureLines(stoppedBy, paint), '']),
    `${paint.strong(slug)}: ${countOf(counts.eligible, 'subscriber')} eligible, ${figure(run.run.accepted)} sent now`,
    '',
    ...factLines(
      rows
        .filter(([state, count]) => count > 0 || state === 'accepted')
        .map(([state, count, meaning]) => [state, figure(count), meaning]),
      paint,
    ),
  ];
}

function acceptedWords(transport: string | undefined): string {
  if (transport === undefined) return 'the next server took it';
  return transport.includes(':')
    ? `taken by ${transport}`
    : `written to ${transport}/ as files, for no mail server is set; they count as sent`;
}

export function nextFor({ counts, slug, isInterrupted, stoppedBy, state, others }: SentRun): string {
  if (state === 'paused') return `\`broadside resume ${slug}\` lets it go on.`;
  if (state === 'cancelled') return `\`broadside status ${slug}\` shows who had it before it was cancelled.`;
  if (isInterrupted) return `\`broadside send ${slug}\` goes on where this stopped.`;
  if (stoppedBy !== undefined)
    return `\`broadside send ${slug}\` goes on where this stopped, once that is mended.`;
  if (counts.deferred + counts.pending > 0)
    return others.some(({ kind }) => kind === 'worker')
      ? `nothing: the worker that is running reaches those who are left; \`broadside status ${slug}\` shows it.`
      : `\`broadside send ${slug}\` again, in half an hour or later, reaches those who are left; a \`broadside worker\` does so by itself.`;
  if (counts.inDoubt > 0) return `\`broadside status ${slug} --in-doubt\` names those in doubt.`;
  if (counts.eligible === 0)
    return '`broadside subscribers add ADDRESS` or `subscribers import FILE` brings in readers.';
  return `\`broadside status ${slug}\` shows who got it; sending it again reaches nobody twice.`;
}
