// `check [ISSUE…]`: the proofreader's report, and with --fix its safe mends.
import { join } from 'node:path';
import { mendText } from '../../check/mend-text.ts';
import { readIssue } from '../../compile.ts';
import { writeText } from '../../files/write-text.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { countDiagnostics, formatDiagnostics } from '../format-diagnostics.ts';
import { type CompiledProject, compileProject, findIssue, textsOf } from '../open-project.ts';
import type { Paint } from '../paint.ts';
import { formatReport, type ReportFormat } from '../report-formats.ts';
import type { Terminal } from '../terminal.ts';

export interface CheckOptions {
  readonly fix?: true;
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
  const before = await compileProject(terminal);
  const fixed = options.fix === undefined ? [] : await writeFixes(before, names);
  const project = fixed.length === 0 ? before : await compileProject(terminal);
  const diagnostics = wanted(project, names);
  const isStopped = hasErrors(diagnostics) || (options.strict === true && diagnostics.length > 0);
  const value = { issues: project.archive.issues.length, fixed, diagnostics };
  const { format = 'pretty' } = options;
  return {
    exitCode: isStopped ? 1 : 0,
    value,
    lines: (paint) =>
      format === 'pretty'
        ? reportLines(project, diagnostics, { fixed, isStopped }, paint)
        : formatReport(format, diagnostics, { texts: textsOf(project.files), value }),
  };
}

/** Those of the named issues, or all. Settings files are always looked at: they speak for every issue. */
function wanted(project: CompiledProject, names: readonly string[]): readonly Diagnostic[] {
  if (names.length === 0) return project.diagnostics;
  const paths = new Set(names.map((name) => findIssue(project.archive.issues, name).path));
  return project.diagnostics.filter(({ path }) => paths.has(path) || path.endsWith('.yaml'));
}

async function writeFixes(
  project: CompiledProject,
  names: readonly string[],
): Promise<readonly Diagnostic[]> {
  const { files, settings, archive, root } = project;
  const paths = new Set(names.map((name) => findIssue(archive.issues, name).path));
  const fixed: Diagnostic[] = [];
  for (const { path, value } of files.issues) {
    if (paths.size > 0 && !paths.has(path)) continue;
    const { text, applied } = mendText(value, (now) => readIssue({ path, value: now }, settings).diagnostics);
    if (text === value) continue;
    await writeText(join(root, path), text, { ifExists: 'replace', textBefore: value });
    fixed.push(...applied);
  }
  return fixed;
}

function reportLines(
  project: CompiledProject,
  diagnostics: readonly Diagnostic[],
  { fixed, isStopped }: { fixed: readonly Diagnostic[]; isStopped: boolean },
  paint: Paint,
): readonly string[] {
  const fixable = diagnostics.filter(({ fix }) => fix !== undefined).length;
  const next = isStopped
    ? fixable > 0
      ? `\`broadside check --fix\` mends ${countOf(fixable, 'of these by itself', 'of these by itself')}; the rest is yours.`
      : 'mend the errors, then run `broadside check` again.'
    : '`broadside preview` shows the issue as readers will get it.';
  return [
    ...formatDiagnostics(diagnostics, textsOf(project.files), paint),
    ...fixed.map(
      ({ path, place, fix }) =>
        `${paint.done('mended')}  ${path}:${place?.start.line ?? 1}  ${fix?.title ?? ''}`,
    ),
    ...(fixed.length > 0 ? [''] : []),
    `${countOf(project.archive.issues.length, 'issue')} read. ${countDiagnostics(diagnostics, paint)}.`,
    ...nextStep(next, paint),
  ];
}
