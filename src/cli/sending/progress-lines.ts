// How far a send has come, as figures, in; what is shown of it out: a few lines that are drawn over and over in a terminal, or one plain
// line for a log. Pure: what is measured, and when it is drawn, is the business of `watch-progress.ts`.
import type { SendProgress } from '../../deliver/send-progress.ts';
import { figure } from '../command-result.ts';
import { displayWidth } from '../display-width.ts';
import type { Paint } from '../paint.ts';
import { spanWords } from '../words-of-time.ts';

export interface SendFigures extends SendProgress {
  readonly slug: string;
  /** Whom this run set out to reach. */
  readonly total: number;
  /** Nothing new is begun: the answers to what is on the wire are waited for. */
  readonly isStopping?: boolean;
}

const LONGEST_BAR = 28;
const SHORTEST_BAR = 6;
/** Longer lists tell nobody anything. */
const DOMAINS_NAMED = 3;

/** The first line is as wide as `columns` allow, and as narrow as it may be with a short bar. */
export function progressLines(figures: SendFigures, paint: Paint, columns = 80): readonly string[] {
  const { total, slug, isStopping, resting } = figures;
  const done = doneOf(figures);
  const pace = [rateWords(figures), isStopping === true ? 'stopping' : timeLeft(figures)];
  const tail = [`${figure(done)} of ${figure(total)}`, ...pace.filter(isSaid)].join('   ');
  const free = columns - 1 - displayWidth(`  ${slug}    ${tail}`);
  const cells = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, free));
  const full = total === 0 ? cells : Math.floor((Math.min(done, total) / total) * cells);
  return [
    `  ${paint.strong(slug)}  ${paint.done('━'.repeat(full))}${paint.dim('─'.repeat(cells - full))}  ${tail}`,
    `  ${stateWords(figures, paint.dim).join('  ')}`,
    ...(resting.length > 0 ? [paint.dim(`  ${restWords(figures)}`)] : []),
  ];
}

/** "294: 512 of 1,204; accepted 498, deferred 14; 38/s, 18 s left". */
export function plainProgress(figures: SendFigures): string {
  const { slug, total, resting } = figures;
  return [
    `${slug}: ${figure(doneOf(figures))} of ${figure(total)}`,
    stateWords(figures, (state) => state).join(', '),
    [rateWords(figures), timeLeft(figures)].filter(isSaid).join(', '),
    resting.length > 0 ? restWords(figures) : '',
  ]
    .filter(isSaid)
    .join('; ');
}

/** Those of whom an answer, or the lack of one, is known. */
export function doneOf({ accepted, deferred, rejected, inDoubt }: SendFigures): number {
  return accepted + deferred + rejected + inDoubt;
}

/** Accepted always, the others where there are any. */
function stateWords(
  { accepted, deferred, rejected, inDoubt, onTheWire }: SendFigures,
  named: (state: string) => string,
): readonly string[] {
  const states = [
    ['accepted', accepted],
    ['deferred', deferred],
    ['rejected', rejected],
    ['in doubt', inDoubt],
    ['on the wire', onTheWire],
  ] as const;
  return states
    .filter(([state, count]) => count > 0 || state === 'accepted')
    .map(([state, count]) => `${named(state)} ${figure(count)}`);
}

function rateWords({ perSecond }: SendFigures): string {
  if (perSecond <= 0) return '';
  return perSecond >= 10 ? `${figure(Math.round(perSecond))}/s` : `${perSecond.toFixed(1)}/s`;
}

function timeLeft(figures: SendFigures): string {
  const { perSecond, total } = figures;
  const left = total - doneOf(figures);
  if (perSecond <= 0 || left <= 0) return '';
  return `${spanWords(Math.max(1, left / perSecond) * 1000)} left`;
}

function restWords({ resting }: SendFigures): string {
  const named = resting
    .slice(0, DOMAINS_NAMED)
    .map(({ domain, restMs }) => `${domain} ${spanWords(Math.max(1000, restMs))}`);
  const others = resting.length - named.length;
  return `resting: ${named.join(', ')}${others > 0 ? ` and ${figure(others)} more` : ''}`;
}

function isSaid(part: string): boolean {
  return part !== '';
}
