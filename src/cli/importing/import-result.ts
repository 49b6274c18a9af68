// What an import has done goes in, what the command says of it comes out: figures, the most frequent notes, the next step.
import { type CommandResult, countOf, factLines, figure, nextStep } from '../command-result.ts';
import { harmless } from '../display-width.ts';
import type { Paint } from '../paint.ts';
import { IMPORT_REPORT, type ImportTally, KIND_WORDS } from './import-report.ts';
import type { OpenedExport } from './open-exports.ts';

export interface ImportEnd {
  readonly exports: readonly (Pick<OpenedExport, 'name'> & {
    readonly format: Pick<OpenedExport['format'], 'name' | 'title'>;
  })[];
  readonly tally: ImportTally;
  /** Old addresses that are led on from now on. */
  readonly redirects: number;
  readonly isDry: boolean;
  readonly isStopped: boolean;
}

const SHOWN_REASONS = 8;

export function importResult(end: ImportEnd): CommandResult {
  const { exports, tally, redirects, isDry, isStopped } = end;
  const { fates, same, pages, reasons, isBroken } = tally;
  const report = isDry || isStopped ? undefined : IMPORT_REPORT;
  return {
    exitCode: isBroken || isStopped ? 1 : 0,
    value: {
      exports: exports.map(({ name, format }) => ({ name, format: format.name })),
      isDryRun: isDry,
      isStopped,
      isWhole: !isBroken,
      issues: fates,
      same,
      pages,
      redirects,
      notes: reasons,
      ...(report === undefined ? {} : { report }),
    },
    lines: (paint) => [
      ...exports.map(({ name, format }) => `${paint.done('read')}  ${harmless(name)}: ${format.title}`),
      ...(isBroken
        ? [
            `${paint.stop('broken')}  an export could not be read to its end; what stood before it was imported`,
          ]
        : []),
      '',
      ...factLines(
        [
          [isDry ? 'would write' : 'written', figure(fates.written + fates.renewed), 'issues'],
          ['unchanged', figure(fates.unchanged), 'were imported before'],
          ...row(
            'outdated',
            fates.outdated,
            'were imported before; the export says otherwise now: `--again` writes them anew',
          ),
          ...row('edited', fates.edited, 'changed by you since, left alone'),
          ...row('removed', fates.removed, 'taken away by you since, left away; `--again` brings them back'),
          ...row(
            'in the way',
            fates['in the way'],
            'issues of that name were there, and no import wrote them: left alone',
          ),
          ...row('same', same, 'posts are the same as another; their addresses lead there'),
          ...row('pages', pages, 'pages of a site are no newsletters, and were left out'),
          ...row('addresses', redirects, 'old ones lead to the new ones, by issues/redirects.yaml'),
        ],
        paint,
      ),
      ...(reasons.length === 0 ? [] : ['']),
      ...reasonLines(reasons, paint),
      ...(isStopped ? ['', `${paint.ask('stopped')}  before the end`] : []),
      ...nextStep(nextOf(end, report), paint),
    ],
  };
}

/** What needs an editor's eye first, then by how often. */
function reasonLines(reasons: ImportTally['reasons'], paint: Paint): readonly string[] {
  const shown = [
    ...reasons.filter(({ kind }) => kind === 'look'),
    ...reasons.filter(({ kind }) => kind !== 'look'),
  ].slice(0, SHOWN_REASONS);
  const widest = Math.max(...shown.map(({ kind }) => KIND_WORDS[kind].length));
  const timesWidth = Math.max(...shown.map(({ count }) => figure(count).length)) + 1;
  const rest = reasons.length - shown.length;
  return [
    ...shown.map(({ kind, reason, count }) => {
      const name = KIND_WORDS[kind].padEnd(widest);
      const times = paint.dim(`${figure(count)}×`.padStart(timesWidth));
      return `  ${kind === 'look' ? paint.ask(name) : paint.dim(name)}  ${times}  ${harmless(reason)}`;
    }),
    ...(rest > 0 ? [paint.dim(`  and ${countOf(rest, 'more reason')}`)] : []),
  ];
}

function row(name: string, count: number, detail: string): readonly [string, string, string][] {
  return count === 0 ? [] : [[name, figure(count), detail]];
}

function nextOf({ isDry, isStopped, tally }: ImportEnd, report: string | undefined): string {
  if (isStopped) return 'run the same command again: it goes on where it stopped.';
  if (isDry) return 'run it again without `--dry-run`.';
  if (tally.isBroken)
    return `read ${report}; download the export again, and import it: nothing is imported twice.`;
  return `read ${report}, then \`broadside check\` proofreads what was imported.`;
}
