// A summary of the audience goes in, lines of at most 80 columns come out: figures first, then small charts.
import type { AudienceSummary, Share } from '../../audience/figures/summarise-audience.ts';
import type { IssueFigures } from '../../model/audience-ports.ts';
import { factLines, figure } from '../command-result.ts';
import { cutShort, displayWidth } from '../display-width.ts';
import type { Paint } from '../paint.ts';
import type { Bars } from './bar-line.ts';

const NAME_COLUMNS = 20;
const COUNT_COLUMNS = 9;
const BAR_COLUMNS = 32;
/** Rows of a chart over time; the newest ones. */
const MOST_PERIODS = 16;
const MOST_ISSUES = 10;

export function statsLines(summary: AudienceSummary, bars: Bars, paint: Paint): readonly string[] {
  const { standing, totals, since } = summary;
  return [
    paint.strong('The list now'),
    ...factLines(
      [
        ['readers', figure(standing.confirmed), 'confirmed'],
        ['unconfirmed', figure(standing.unconfirmed), 'asked, and have not pressed the button yet'],
        ['unsubscribed', figure(standing.unsubscribed), 'left'],
        ['suppressed', figure(standing.suppressed), 'bounced, complained, or taken off by you'],
      ],
      paint,
    ),
    '',
    paint.strong(`Since ${since.slice(0, 10)}`),
    ...factLines(
      [
        ['asked', figure(totals['signed-up']), 'by the form'],
        ['confirmed', figure(totals.confirmed), 'by the link'],
        ['added', figure(totals.added), 'by you or an import'],
        ['left', figure(totals.unsubscribed), `and ${figure(totals.rejoined)} came back at once`],
        ['bounced', figure(totals.bounced)],
        ['complained', figure(totals.complained)],
        ['erased', figure(totals.erased)],
      ].map(([name = '', value = '', detail = '']) => [name, value, detail] as const),
      paint,
    ),
    ...growthLines(summary, bars, paint),
    ...issueLines(summary.issues, bars, paint),
    ...shareLines('Came back, by reason', summary.returnedByReason, bars, paint),
    ...shareLines('Came back, by domain', summary.returnedByDomain, bars, paint),
  ];
}

function growthLines(
  { periods, periodLength }: AudienceSummary,
  bars: Bars,
  paint: Paint,
): readonly string[] {
  const shown = periods.slice(-MOST_PERIODS);
  const most = Math.max(0, ...shown.map(({ confirmedAtEnd }) => confirmedAtEnd));
  if (shown.length === 0) return [];
  const word = periodLength === 'day' ? 'each day' : `each ${periodLength}, by its first day`;
  return [
    '',
    paint.strong(`Readers at the end of ${word}`),
    ...shown.map(({ from, confirmedAtEnd, joined, left }) =>
      row(from, confirmedAtEnd, most, bars, paint, changeWords(joined, left)),
    ),
  ];
}

function changeWords(joined: number, left: number): string {
  return [joined > 0 ? `+${figure(joined)}` : '', left > 0 ? `-${figure(left)}` : '']
    .filter((word) => word !== '')
    .join(' ');
}

function issueLines(issues: readonly IssueFigures[], bars: Bars, paint: Paint): readonly string[] {
  const shown = issues.slice(-MOST_ISSUES);
  if (shown.length === 0) return [];
  const mostTaken = Math.max(...shown.map(({ accepted }) => accepted));
  const mostLeft = Math.max(...shown.map(({ unsubscribed }) => unsubscribed));
  return [
    '',
    paint.strong('Letters taken, by issue'),
    ...shown.map(({ issueSlug, accepted, rejected, returned }) =>
      row(
        issueSlug,
        accepted,
        mostTaken,
        bars,
        paint,
        rejected + returned === 0 ? '' : `-${figure(rejected + returned)}`,
      ),
    ),
    ...(mostLeft === 0
      ? []
      : [
          '',
          paint.strong('Left after an issue'),
          ...shown.map(({ issueSlug, unsubscribed }) => row(issueSlug, unsubscribed, mostLeft, bars, paint)),
        ]),
  ];
}

function shareLines(title: string, shares: readonly Share[], bars: Bars, paint: Paint): readonly string[] {
  const most = Math.max(0, ...shares.map(({ count }) => count));
  return shares.length === 0
    ? []
    : ['', paint.strong(title), ...shares.map(({ name, count }) => row(name, count, most, bars, paint))];
}

function row(name: string, value: number, most: number, bars: Bars, paint: Paint, detail = ''): string {
  const shown = cutShort(name, NAME_COLUMNS);
  const padded = shown + ' '.repeat(Math.max(0, NAME_COLUMNS - displayWidth(shown)));
  return `  ${paint.dim(padded)}${figure(value).padStart(COUNT_COLUMNS)}  ${bars(value, most, BAR_COLUMNS)}${detail === '' ? '' : `  ${paint.dim(detail)}`}`.trimEnd();
}
