// What came back of late, as lines: how much of each class, why and where, what it changed, and what waits for somebody to look.
import type { KeptReturnedMail, ReturnCount } from '../../model/audience-ports.ts';
import { BOUNCE_CLASSES, type BounceClass } from '../../model/bounce.ts';
import { countOf, factLines, figure, nextStep } from '../command-result.ts';
import type { Paint } from '../paint.ts';
import { utcMinute } from '../words-of-time.ts';

export interface BounceReport {
  readonly days: number;
  readonly counts: readonly ReturnCount[];
  /** Readers who are written to no more because of it. */
  readonly suppressed: { readonly bounced: number; readonly complained: number };
  /** The newest first. */
  readonly open: readonly KeptReturnedMail[];
  /** There may be more than these. */
  readonly isOpenCut: boolean;
  /** Where it is read by itself, without a password. */
  readonly source?: string;
}

export const MEANINGS: Readonly<Record<BounceClass, string>> = {
  hard: 'no such mailbox: written to no more',
  soft: 'full, or not reachable: counted',
  'sender-problem': 'refused because of you, not of the reader',
  delayed: 'tried further',
  receipt: 'arrived, or was read',
  complaint: '“this is spam”: written to no more',
  'auto-reply': 'a machine answered',
  'unsubscribe-by-mail': 'asked to leave',
  unknown: 'not understood',
  'not-a-bounce': 'a person wrote, or something else',
};

const MOST_LINES = 8;

export function reportLines(report: BounceReport, paint: Paint): readonly string[] {
  const { days, counts, suppressed, open } = report;
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  if (all === 0 && open.length === 0)
    return [`Nothing came back in the last ${days} days.`, ...nextStep(sourceWords(report), paint)];
  const classes = BOUNCE_CLASSES.flatMap((one) => {
    const count = sumOf(counts.filter((row) => row.class === one));
    return count === 0 ? [] : [[one, figure(count), MEANINGS[one]] as const];
  });
  const failures = counts.filter(({ class: one }) => ['hard', 'soft', 'sender-problem'].includes(one));
  return [
    `${countOf(all, 'thing', 'things')} came back in the last ${days} days.`,
    '',
    ...(classes.length === 0 ? [] : factLines(classes, paint)),
    ...table(
      'Why',
      failures,
      ({ class: one, status }) => `${status === '' ? 'no status' : status} (${one})`,
      paint,
    ),
    ...table('Where', failures, ({ domain }) => (domain === '' ? 'unknown' : domain), paint),
    '',
    ...factLines(
      [
        ['suppressed', figure(suppressed.bounced), 'readers whose letters come back'],
        ['', figure(suppressed.complained), 'readers who complained'],
      ],
      paint,
    ),
    ...(open.length === 0 ? [] : ['', paint.strong('Not looked at'), ...mailLines(open, paint)]),
    ...nextStep(nextWords(report), paint),
  ];
}

export function mailLines(mails: readonly KeptReturnedMail[], paint: Paint): readonly string[] {
  const idWidth = Math.max(...mails.map(({ id }) => id.length));
  const classWidth = Math.max(...mails.map((mail) => mail.class.length));
  return mails.map((mail) => {
    const who =
      mail.address ?? (mail.subscriberId === undefined ? 'about nobody known' : 'a reader forgotten');
    const tail = mail.effect === '' ? mail.verdict.evidence.text.slice(0, 60) : mail.effect.slice(0, 80);
    return `  ${mail.id.padStart(idWidth)}  ${paint.dim(utcMinute(mail.receivedAt))}  ${mail.class.padEnd(classWidth)}  ${who}  ${paint.dim(tail)}`.trimEnd();
  });
}

function table(
  title: string,
  counts: readonly ReturnCount[],
  nameOf: (count: ReturnCount) => string,
  paint: Paint,
): readonly string[] {
  const sums = new Map<string, number>();
  for (const row of counts) sums.set(nameOf(row), (sums.get(nameOf(row)) ?? 0) + row.count);
  if (sums.size === 0) return [];
  const sorted = [...sums].sort(([, one], [, other]) => other - one);
  const rest = sorted.slice(MOST_LINES).reduce((sum, [, count]) => sum + count, 0);
  return [
    '',
    paint.strong(title),
    ...factLines(
      [
        ...sorted.slice(0, MOST_LINES).map(([name, count]) => [name, figure(count), ''] as const),
        ...(rest === 0 ? [] : [[`${sorted.length - MOST_LINES} others`, figure(rest), ''] as const]),
      ],
      paint,
    ),
  ];
}

function sumOf(counts: readonly ReturnCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function nextWords(report: BounceReport): string {
  const { open, isOpenCut, counts } = report;
  const blamed = sumOf(counts.filter(({ class: one }) => one === 'sender-problem'));
  if (open.length > 0)
    return `\`broadside bounces show ${open[0]?.id}\` shows the first of ${isOpenCut ? 'many' : countOf(open.length, 'mail')} that nobody has looked at, \`broadside bounces seen ${open[0]?.id}\` puts it away.`;
  if (blamed > 0)
    return `\`broadside doctor\`: ${countOf(blamed, 'letter was', 'letters were')} refused because of who sends.`;
  return sourceWords(report);
}

function sourceWords({ source }: BounceReport): string {
  return source === undefined
    ? 'set BROADSIDE_BOUNCES to the mailbox where letters come back to, or `broadside bounces read SOURCE`.'
    : `nothing: \`broadside worker\` and \`serve\` read ${source} every few minutes; \`broadside bounces read\` reads it now.`;
}
