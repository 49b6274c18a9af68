// `check [ISSUE…]`: the proofreader's report, and with --fix its safe mends.
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { BroadsideError } from '../../model/errors.ts';
import { type CheckCache, openCheckCache } from '../check-cache.ts';
import { type CheckedIssues, checkFiles } from '../check-project.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { findIssue } from '../find-issue.ts';
import { countDiagnostics, formatDiagnostics } from '../format-diagnostics.ts';
import { formatPatch, paintPatch } from '../format-patch.ts';
import { type OpenProject, openProject } from '../open-project.ts';
import type { Paint } from '../paint.ts';
import { textsOf } from '../read-files.ts';
import type { ReportFormat } from '../read-report-format.ts';
import { readSentPaths, withSent } from '../read-sent.ts';
import { formatReport } from '../report-formats.ts';
import type { Terminal } from '../terminal.ts';
import {
  leftOutLines,
  type MendedFile,
  type Mending,
  mendedLines,
  mendFiles,
  withMendedTexts,
  writeFixes,
} from '../write-fixes.ts';

export interface CheckOptions {
  readonly fix?: true;
  /** Nothing is written; what --fix would do is shown as a patch. */
  readonly dryRun?: true;
  readonly json?: true;
  /** Warnings count as errors. */
  readonly strict?: true;
  /** Who is to read the report: `pretty` is for people. */
  readonly format?: ReportFormat;
}

interface CheckedProject extends OpenProject, Pick<CheckedIssues, 'issues'> {}

export async function check(
  names: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  if (options.dryRun === true && options.fix === undefined)
    throw new BroadsideError('USAGE', '--dry-run shows what --fix would do, and goes with it');
  const opened = await withSent(await openProject(terminal), terminal);
  const cache = await openCheckCache(opened.root);
  const before = checked(opened, names, cache);
  const { mended, leftOut } =
    options.fix === undefined ? { mended: [], leftOut: [] } : await mend(before, names, terminal);
  if (options.dryRun === undefined) await writeFixes(before.root, mended);
  const project = mended.length === 0 ? before : afterMending(opened, mended, names, cache);
  await cache.save();
  const { diagnostics } = project;
  const isStopped = hasErrors(diagnostics) || (options.strict === true && diagnostics.length > 0);
  const fixed = mended.flatMap(({ applied }) => applied);
  const patch = options.dryRun === undefined ? undefined : formatPatch(mended);
  const value = {
    issues: project.issues.length,
    fixed,
    leftOut,
    diagnostics,
    ...(patch === undefined ? {} : { patch }),
  };
  const { format = 'pretty' } = options;
  if (patch !== undefined && format === 'pretty' && options.json === undefined) {
    tellDryRun({ mended, leftOut }, diagnostics, terminal);
    return { exitCode: isStopped ? 1 : 0, value, lines: (paint) => paintPatch(patch, paint) };
  }
  return {
    exitCode: isStopped ? 1 : 0,
    value,
    lines: (paint) =>
      format === 'pretty'
        ? reportLines(project, diagnostics, { mended, leftOut, isStopped }, paint)
        : formatReport(format, diagnostics, { texts: textsOf(project.files), value }),
  };
}

/** Of the named issues, or of all. Settings files are always looked at: they speak for every issue. */
function checked(project: OpenProject, names: readonly string[], cache: CheckCache): CheckedProject {
  const { files, settings } = project;
  const { issues, diagnostics } = checkFiles(
    files,
    settings,
    cache,
    names.length === 0 ? undefined : (all) => pathsOf(all, names),
  );
  return { ...project, issues, diagnostics: [...project.diagnostics, ...diagnostics] };
}

function pathsOf(issues: CheckedIssues['issues'], names: readonly string[]): ReadonlySet<string> {
  const named = names.length === 0 ? issues : names.map((name) => findIssue(issues, name));
  return new Set(named.map(({ path }) => path));
}

/** What --fix makes of the named issues, or of all. */
async function mend(
  { root, files, settings, issues }: CheckedProject,
  names: readonly string[],
  terminal: Terminal,
): Promise<Mending> {
  const paths = pathsOf(issues, names);
  const named = files.issues.filter(({ path }) => paths.has(path));
  const all = mendFiles(named, settings);
  const concerned = new Set(all.mended.map(({ path }) => path));
  const fixable = named.filter(({ path }) => concerned.has(path));
  if (fixable.length === 0) return all;
  // That the ledger cannot be read was told when the project was opened.
  const sent = await readSentPaths(
    { root, issues: fixable },
    { env: terminal.env, complain: () => undefined },
  );
  return sent.size === 0 ? all : mendFiles(named, settings, sent);
}

/** The project as it would be. */
function afterMending(
  project: OpenProject,
  mended: readonly MendedFile[],
  names: readonly string[],
  cache: CheckCache,
): CheckedProject {
  const files = { ...project.files, issues: withMendedTexts(project.files.issues, mended) };
  return checked({ ...project, files }, names, cache);
}

/** On standard error, so that the patch alone goes through a pipe. */
function tellDryRun(
  { mended, leftOut }: Mending,
  diagnostics: readonly Diagnostic[],
  terminal: Terminal,
): void {
  for (const line of mendedLines(mended, diagnostics, terminal.paint)) terminal.complain(line);
  for (const line of leftOutLines(leftOut)) terminal.complain(line);
  terminal.complain(
    mended.length === 0
      ? 'There is nothing that --fix could mend.'
      : 'Nothing was written. Without --dry-run it is.',
  );
}

function reportLines(
  project: CheckedProject,
  diagnostics: readonly Diagnostic[],
  { mended, leftOut, isStopped }: Mending & { readonly isStopped: boolean },
  paint: Paint,
): readonly string[] {
  const fixable = diagnostics.filter(({ fix }) => fix !== undefined).length - leftOut.length;
  const mends = `\`broadside check --fix\` mends ${fixable} of these by itself; the rest is yours.`;
  const next =
    fixable > 0
      ? mends
      : isStopped
        ? 'mend the errors, then run `broadside check` again.'
        : '`broadside preview` shows the issue as readers will get it.';
  return [
    ...formatDiagnostics(diagnostics, textsOf(project.files), paint),
    ...mendedLines(mended, diagnostics, paint),
    ...leftOutLines(leftOut),
    ...(mended.length + leftOut.length > 0 ? [''] : []),
    `${countOf(project.issues.length, 'issue')} read. ${countDiagnostics(diagnostics, paint)}.`,
    ...nextStep(next, paint),
  ];
}
