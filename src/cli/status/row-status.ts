// `status N --in-doubt`, `--deferred`, `--rejected`: every row in that state by name; and `--address A`: did this reader get it, and how is
// that known.
import type { Delivery, DeliveryAttempt, DeliveryCounts } from '../../model/delivery.ts';
import { type CommandResult, countOf, factLines, nextStep } from '../command-result.ts';
import { shortMoment } from '../words-of-time.ts';
import type { TimeFrame } from './order-words.ts';
import { answerWords, rowLines } from './row-lines.ts';

export type NamedState = 'inDoubt' | 'deferred' | 'rejected';

const HEADINGS: Readonly<Record<NamedState, string>> = {
  inDoubt: 'in doubt: the answer to the whole message never came',
  deferred: 'refused for now',
  rejected: 'refused for good',
};

export function rowStatus(
  state: NamedState,
  counts: DeliveryCounts,
  rows: readonly Delivery[],
  { timeZone }: TimeFrame,
): CommandResult {
  const { issue } = counts;
  return {
    exitCode: 0,
    value: { issue, [state]: counts[state], deliveries: rows },
    lines: (paint) => [
      `${paint.strong(issue)}: ${countOf(rows.length, 'reader')} ${HEADINGS[state]}`,
      ...(rows.length === 0 ? [] : ['', ...rowLines(rows, timeZone, paint)]),
      ...nextStep(rows.length === 0 ? 'nothing.' : NEXT[state](issue), paint),
    ],
  };
}

const NEXT: Readonly<Record<NamedState, (issue: string) => string>> = {
  inDoubt: (issue) =>
    `look into the mail server's log for these message ids, or ask the readers; \`broadside send ${issue} --resend-in-doubt\` sends it to them once more.`,
  deferred: (issue) => `\`broadside send ${issue}\` tries those that are due; \`--missed\` all of them now.`,
  rejected: (issue) => `\`broadside send ${issue} --missed\` tries them once more, when the cause is mended.`,
};

export interface ReaderView {
  readonly issue: string;
  readonly address: string;
  /** Whether the address is among the subscribers at all, and how. */
  readonly subscriber: { readonly status: string } | undefined;
  readonly row: Delivery | undefined;
  /** Those that did not end with "accepted". */
  readonly attempts: readonly DeliveryAttempt[];
}

export function readerStatus(view: ReaderView, { timeZone }: TimeFrame): CommandResult {
  const { issue, address, subscriber, row, attempts } = view;
  const [answer, next] = answerFor(view);
  return {
    exitCode: row?.status === 'accepted' ? 0 : 3,
    value: {
      issue,
      address: row?.address ?? address,
      answer,
      subscriber: subscriber?.status ?? null,
      delivery: row ?? null,
      attempts,
    },
    lines: (paint) => [
      `${paint.strong(row?.address ?? address)}: ${answer}`,
      ...(row === undefined
        ? []
        : [
            '',
            ...factLines(
              [
                ['state', stateOf(row)],
                ['attempts', String(row.attempts)],
                ...(row.claimedAt === undefined
                  ? []
                  : [['begun', shortMoment(row.claimedAt, timeZone)] as const]),
                ...(row.settledAt === undefined
                  ? []
                  : [['answered', shortMoment(row.settledAt, timeZone)] as const]),
                ...(row.response === undefined ? [] : [['server said', answerWords(row)] as const]),
                ...(row.reason === undefined ? [] : [['reason', row.reason] as const]),
                ...(row.nextAttemptAt === undefined || row.status !== 'deferred'
                  ? []
                  : [['next', shortMoment(row.nextAttemptAt, timeZone)] as const]),
                ['message id', `<${row.messageId}>`],
                ['list', subscriber === undefined ? 'no longer a subscriber' : subscriber.status],
              ],
              paint,
            ),
          ]),
      ...(attempts.length === 0 ? [] : ['', paint.strong('Attempts')]),
      ...attempts.map(({ at, attempt, outcome, response = '', enhancedCode, responseCode }) =>
        `  ${attempt}  ${paint.dim(shortMoment(at, timeZone))}  ${outcome}  ${paint.dim(`${enhancedCode ?? responseCode ?? ''} ${response}`.trim())}`.trimEnd(),
      ),
      ...nextStep(next, paint),
    ],
  };
}

function stateOf({ status, isInDoubt }: Delivery): string {
  if (status !== 'claimed') return status;
  return isInDoubt === true ? 'in doubt' : 'on the wire';
}

/** Did this reader get it, and what can be done. */
function answerFor({ issue, subscriber, row }: ReaderView): readonly [string, string] {
  switch (row?.status) {
    case undefined:
      return subscriber === undefined
        ? ['is no subscriber', '`broadside subscribers add ADDRESS` brings in whoever asked for it.']
        : [
            `has no row for this issue (${subscriber.status})`,
            subscriber.status === 'confirmed'
              ? `\`broadside send ${issue}\` reaches whoever has none.`
              : 'nothing.',
          ];
    case 'accepted':
      return [
        'yes, as far as can be known: the next server took it',
        'if it is not there, search that server’s log for the message id, and ask the reader to look among the spam.',
      ];
    case 'claimed':
      return row.isInDoubt === undefined
        ? ['is being sent at this moment', `\`broadside status ${issue} --address\` again in a minute.`]
        : [
            'nobody knows: the connection broke after the whole message was handed over',
            `ask the reader; \`broadside send ${issue} --resend-in-doubt\` sends it once more.`,
          ];
    case 'deferred':
      return ['not yet: refused for now', `\`broadside send ${issue}\` tries again when it is due.`];
    case 'rejected':
      return ['no: refused for good', 'correct the address with the reader, if it is wrong.'];
    case 'excluded':
      return [`no: left out, ${row.reason ?? 'on purpose'}`, 'nothing.'];
    case 'pending':
      return ['not yet: not begun', `\`broadside send ${issue}\` sends it.`];
  }
}
