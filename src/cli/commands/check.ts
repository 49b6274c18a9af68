// `check [ISSUE…]`: the proofreader's report, and with --fix its safe mends.
import { compileArchive } from '../../compile.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { BroadsideError } from '../../model/errors.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { countDiagnostics, formatDiagnostics } from '../format-diagnostics.ts';
import { formatPatch, paintPatch } from '../format-patch.ts';
import { type CompiledProject, compileProject, findIssue, textsOf } from '../open-project.ts';
import type { Paint } from '../paint.ts';
import { formatReport, type ReportFormat } from '../report-formats.ts';
import type { Terminal } from '../terminal.ts';
import { type MendedFile, mendedLines, mendFiles, withMendedTexts, writeFixes } from '../write-fixes.ts';

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

export async function check(
  names: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  if (options.dryRun === true && options.fix === undefined)
    throw new BroadsideError('USAGE', '--dry-run shows what --fix would do, and goes with it');
  const before = await compileProject(terminal);
  const mended = options.fix === undefined ? [] : mend(before, names);
  if (options.dryRun === undefined) await writeFixes(before.root, mended);
  const project = mended.length === 0 ? before : afterMending(before, mended);
  const diagnostics = wanted(project, names);
  const isStopped = hasErrors(diagnostics) || (options.strict === true && diagnostics.length > 0);
  const fixed = mended.flatMap(({ applied }) => applied);
  const patch = options.dryRun === undefined ? undefined : formatPatch(mended);
  const value = {
    issues: project.archive.issues.length,
    fixed,
    diagnostics,
    ...(patch === undefined ? {} : { patch }),
  };
  const { format = 'pretty' } = options;
  if (patch !== undefined && format === 'pretty' && options.json === undefined) {
    tellDryRun(mended, diagnostics, terminal);
    return { exitCode: isStopped ? 1 : 0, value, lines: (paint) => paintPatch(patch, paint) };
  }
  return {
    exitCode: isStopped ? 1 : 0,
    value,
    lines: (paint) =>
      format === 'pretty'
        ? reportLines(project, diagnostics, { mended, isStopped }, paint)
        : formatReport(format, diagnostics, { texts: textsOf(project.files), value }),
  };
}

/** Those of the named issues, or all. Settings files are always looked at: they speak for every issue. */
function wanted(project: CompiledProject, names: readonly string[]): readonly Diagnostic[] {
  if (names.length === 0) return project.diagnostics;
  const paths = new Set(names.map((name) => findIssue(project.archive.issues, name).path));
  return project.diagnostics.filter(({ path }) => paths.has(path) || path.endsWith('.yaml'));
}

/** What --fix makes of the named issues, or of all. */
function mend({ files, settings, archive }: CompiledProject, names: readonly string[]) {
  const paths = new Set(names.map((name) => findIssue(archive.issues, name).path));
  return mendFiles(
    files.issues.filter(({ path }) => paths.size === 0 || paths.has(path)),
    settings,
  );
}

/** The project as it would be. */
function afterMending(project: CompiledProject, mended: readonly MendedFile[]): CompiledProject {
  const { settings, press } = project;
  const files = { ...project.files, issues: withMendedTexts(project.files.issues, mended) };
  const archive = compileArchive(files, settings, press);
  const ofIssues = new Set(project.archive.diagnostics);
  const ofSettings = project.diagnostics.filter((one) => !ofIssues.has(one));
  return { ...project, files, archive, diagnostics: [...ofSettings, ...archive.diagnostics] };
}

/** On standard error, so that the patch alone goes through a pipe. */
function tellDryRun(
  mended: readonly MendedFile[],
  diagnostics: readonly Diagnostic[],
  terminal: Terminal,
): void {
  for (const line of mendedLines(mended, diagnostics, terminal.paint)) terminal.complain(line);
  terminal.complain(
    mended.length === 0
      ? 'There is nothing that --fix could mend.'
      : 'Nothing was written. Without --dry-run it is.',
  );
}

function reportLines(
  project: CompiledProject,
  diagnostics: readonly Diagnostic[],
  { mended, isStopped }: { mended: readonly MendedFile[]; isStopped: boolean },
  paint: Paint,
): readonly string[] {
  const fixable = diagnostics.filter(({ fix }) => fix !== undefined).length;
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
    ...(mended.length > 0 ? [''] : []),
    `${countOf(project.archive.issues.length, 'issue')} read. ${countDiagnostics(diagnostics, paint)}.`,
    ...nextStep(next, paint),
  ];
}
