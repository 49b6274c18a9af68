// What became of the links goes in, the report comes out: by issue, with the place, what happened, and what to do.
import { isFailing, type LinkClass, type LinkState } from '../../model/link-state.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { formatPatch, paintPatch } from '../format-patch.ts';
import type { Paint } from '../paint.ts';
import type { LinkUse, WebLink } from './collect-links.ts';
import type { MendedIssue } from './mend-links.ts';

export interface LinkResult extends WebLink {
  /** Undefined when nobody came to ask it. */
  readonly state: LinkState | undefined;
  readonly isRotten: boolean;
  /** Every issue that uses it has an archived copy beside it, or gets one now. */
  readonly isKept: boolean;
}

export interface LinksRun {
  readonly results: readonly LinkResult[];
  readonly askedCount: number;
  readonly unfinishedCount: number;
  readonly mended: readonly MendedIssue[];
  /** True when the mends were only shown. */
  readonly isDryRun: boolean;
  /** What went wrong with the archive, if it did. */
  readonly archiveTrouble: readonly string[];
  /** True when the archive was asked. */
  readonly isArchiving: boolean;
}

export function linksResult(run: LinksRun): CommandResult {
  const rotten = run.results.filter(({ isRotten, isKept }) => isRotten && !isKept);
  return {
    exitCode: rotten.length > 0 ? 1 : run.unfinishedCount > 0 ? 3 : 0,
    value: runValue(run, rotten.length),
    lines: (paint) => [
      ...issueLines(run, paint),
      ...mendLines(run, paint),
      summaryLine(run, paint),
      ...nextStep(nextOf(run, rotten.length), paint),
    ],
  };
}

function runValue(run: LinksRun, rottenCount: number): object {
  return {
    addresses: run.results.length,
    asked: run.askedCount,
    unfinished: run.unfinishedCount,
    rotten: rottenCount,
    links: run.results.map(({ url, uses, state, isRotten, isKept }) => ({
      ...(state ?? { url, class: 'unasked' }),
      isRotten,
      hasArchivedCopy: isKept,
      uses: uses.map(({ issue, written, place, headline }) => ({
        path: issue.path,
        line: place.start.line,
        column: place.start.column,
        headline,
        written,
      })),
    })),
    mended: run.isDryRun ? [] : mendValues(run, 'applied'),
    proposed: run.isDryRun ? mendValues(run, 'applied') : [],
    ...(run.isDryRun && { patch: patchOf(run.mended) }),
    byHand: mendValues(run, 'byHand'),
    archiveTrouble: run.archiveTrouble,
  };
}

function mendValues({ mended }: LinksRun, which: 'applied' | 'byHand'): readonly object[] {
  return mended.flatMap((one) =>
    one[which].map(({ use, url, kind }) => ({
      path: use.issue.path,
      line: use.place.start.line,
      kind,
      from: use.written,
      to: url,
    })),
  );
}

/** What need not be told of every link. */
const QUIET: ReadonlySet<LinkClass> = new Set(['ok', 'redirected']);

function issueLines({ results }: LinksRun, paint: Paint): readonly string[] {
  const told = results.flatMap((result) =>
    result.state === undefined || QUIET.has(result.state.class)
      ? []
      : result.uses.map((use) => ({ use, result, state: result.state as LinkState })),
  );
  const byPath = Map.groupBy(told, ({ use }) => use.issue.path);
  return [...byPath].flatMap(([path, rows]) => [
    paint.strong(path),
    ...rows
      .toSorted((a, b) => (a.use.place.start.offset ?? 0) - (b.use.place.start.offset ?? 0))
      .flatMap(({ use, result, state }) => rowLines(use, result, state, paint)),
    '',
  ]);
}

const NAMES: Readonly<Record<LinkClass, string>> = {
  ok: 'good',
  moved: 'moved',
  redirected: 'redirected',
  gone: 'gone',
  'soft-404': 'gone (says otherwise)',
  refused: 'cannot tell',
  'server-error': 'server error',
  unreachable: 'no answer',
  blocked: 'not asked',
};

function rowLines(use: LinkUse, result: LinkResult, state: LinkState, paint: Paint): readonly string[] {
  const { line, column } = use.place.start;
  const colour = result.isRotten && !result.isKept ? paint.stop : paint.ask;
  const since =
    state.firstFailedAt === undefined || !isFailing(state)
      ? ''
      : `; first failed on ${state.firstFailedAt.slice(0, 10)}, ${countOf(state.failures, 'time')} in a row`;
  return [
    `  ${paint.strong(`${use.issue.path}:${line}:${column}`)}  ${colour(NAMES[state.class])}  ${use.headline}`.trimEnd(),
    `      ${use.written}`,
    `      ${state.detail}${since}`,
    `      ${paint.dim(adviceOf(result, state))}`,
  ];
}

function adviceOf({ isRotten, isKept }: LinkResult, state: LinkState): string {
  if (isKept && isRotten) return 'An archived copy stands beside it.';
  switch (state.class) {
    case 'moved':
      return `now ${state.finalUrl ?? ''} (\`links --fix\` writes it)`;
    case 'gone':
    case 'soft-404':
      return 'Look for the page on the site; `links --archive` looks for an archived copy.';
    case 'refused':
      return 'Only a browser can tell: open it yourself.';
    case 'blocked':
      return 'Such addresses are never asked; see BROADSIDE_NET_ALLOW in docs/links.md.';
    default:
      if (state.isFinal === true)
        return 'Compare the name with the site’s own; `links --archive` looks for an archived copy.';
      return isRotten
        ? 'It has failed on several days: `links --archive` looks for an archived copy.'
        : 'It may be a bad day: ask again tomorrow.';
  }
}

function mendLines({ mended, isDryRun, archiveTrouble }: LinksRun, paint: Paint): readonly string[] {
  const word = isDryRun ? paint.ask('would write') : paint.done('written');
  const lines = [
    ...(isDryRun ? paintPatch(patchOf(mended), paint) : []),
    ...mended.flatMap(({ applied, byHand }) => [
      ...applied.map(
        ({ use, url, kind }) =>
          `${word}  ${use.issue.path}:${use.place.start.line}  ${kind === 'moved' ? '' : 'archived copy '}${url}`,
      ),
      ...byHand.map(
        ({ use, url }) =>
          `${paint.ask('by hand')}  ${use.issue.path}:${use.place.start.line}  ${use.written} → ${url}`,
      ),
    ]),
    ...archiveTrouble.map((trouble) => `${paint.ask('archive')}  ${trouble}`),
  ];
  return lines.length === 0 ? [] : [...lines, ''];
}

function patchOf(mended: readonly MendedIssue[]): string {
  return formatPatch(
    mended.map(({ issue, text }) => ({ path: issue.path, before: issue.text, after: text })),
  );
}

function summaryLine({ results, askedCount, unfinishedCount }: LinksRun, paint: Paint): string {
  const counts = Map.groupBy(results, ({ state }) =>
    state === undefined ? 'not asked yet' : NAMES[state.class],
  );
  const parts = [...Object.values(NAMES), 'not asked yet'].flatMap((name) => {
    const count = counts.get(name)?.length ?? 0;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  const detail = `${askedCount - unfinishedCount} asked now, the others remembered`;
  return `${countOf(results.length, 'address', 'addresses')}: ${[...new Set(parts)].join(', ') || 'nothing to ask'}. ${paint.dim(detail)}`;
}

function nextOf(
  { results, unfinishedCount, mended, isDryRun, isArchiving }: LinksRun,
  rottenCount: number,
): string {
  if (unfinishedCount > 0) return 'run it again: it goes on where it stopped.';
  if (isDryRun) return 'run it again without --dry-run to write this.';
  if (mended.some(({ applied }) => applied.length > 0))
    return 'look at what was written, then `broadside check`.';
  if (results.some(({ state }) => state?.class === 'moved'))
    return '`broadside links --fix` writes the new addresses.';
  if (rottenCount > 0)
    return isArchiving
      ? 'no archive has these pages: look for them on their sites, or say in an update that they are gone.'
      : '`broadside links --archive` looks for archived copies of what is gone.';
  return 'nothing: all that can be told is well.';
}
