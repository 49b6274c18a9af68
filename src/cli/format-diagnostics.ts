// Diagnostics as an editor reads them: where, how bad, what, the line itself with the place marked, and how to mend it.
import type { Diagnostic } from '../model/diagnostic.ts';
import { countOf } from './command-result.ts';
import type { Paint } from './paint.ts';

const MAX_LINE_COLUMNS = 100;

/** @param texts The files' texts by path, for the line under each message. */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  paint: Paint,
): readonly string[] {
  const linesOf = new Map([...texts].map(([path, text]) => [path, text.split(/\r\n|\n|\r/u)]));
  return diagnostics.flatMap((diagnostic) => [
    ...messageLines(diagnostic, paint),
    ...sourceLines(diagnostic, linesOf.get(diagnostic.path), paint),
    ...(diagnostic.note === undefined ? [] : [`    ${diagnostic.note}`]),
    ...(diagnostic.fix === undefined
      ? []
      : [`    ${paint.done('fix:')} ${diagnostic.fix.title} ${paint.dim('(check --fix)')}`]),
    '',
  ]);
}

/** "2 errors, 1 warning" or "Nothing to mend". */
export function countDiagnostics(diagnostics: readonly Diagnostic[], paint: Paint): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  if (diagnostics.length === 0) return paint.done('Nothing to mend');
  const parts = [
    errors > 0 ? paint.stop(countOf(errors, 'error')) : '',
    warnings > 0 ? paint.ask(countOf(warnings, 'warning')) : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function messageLines(diagnostic: Diagnostic, paint: Paint): readonly string[] {
  const { path, place, severity, reason, ruleId } = diagnostic;
  const where = place === undefined ? path : `${path}:${place.start.line}:${place.start.column}`;
  const colour = severity === 'error' ? paint.stop : paint.ask;
  return [`${paint.strong(where)}  ${colour(severity)}  ${paint.dim(ruleId)}`, `    ${reason}`];
}

function sourceLines(
  diagnostic: Diagnostic,
  lines: readonly string[] | undefined,
  paint: Paint,
): readonly string[] {
  const start = diagnostic.place?.start;
  const line = start === undefined ? undefined : lines?.[start.line - 1];
  if (start === undefined || line === undefined || line.trim() === '') return [];
  const end = diagnostic.place?.end.line === start.line ? diagnostic.place.end.column : line.length + 1;
  // A long line is shown from a little before the place.
  const from = start.column - 1 > MAX_LINE_COLUMNS - 20 ? start.column - 21 : 0;
  const shown = line.slice(from, from + MAX_LINE_COLUMNS).replaceAll('\t', ' ');
  const width = Math.max(1, Math.min(end - start.column, shown.length - (start.column - 1 - from)));
  const gutter = String(start.line).padStart(4);
  return [
    paint.dim(`${gutter} | `) + shown,
    paint.dim(`${' '.repeat(gutter.length)} | `) +
      ' '.repeat(start.column - 1 - from) +
      paint.ask('^'.repeat(width)),
  ];
}
