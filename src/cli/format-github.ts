// Diagnostics as GitHub Actions' workflow commands: printed in a job, they stand as notes beside the lines of a pull request.
import type { Diagnostic } from '../model/diagnostic.ts';

export function formatGithub(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ ruleId, severity, path, place, reason, note }) => {
    const properties = [
      ['file', path],
      ['line', place?.start.line],
      ['endLine', place?.end.line],
      // GitHub shows columns only where the note begins and ends on one line.
      ...(place?.start.line === place?.end.line
        ? [
            ['col', place?.start.column],
            ['endColumn', place?.end.column],
          ]
        : []),
      ['title', ruleId],
    ].flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escapedProperty(String(value))}`]));
    const message = note === undefined ? reason : `${reason}\n${note}`;
    return `::${severity} ${properties.join(',')}::${escaped(message)}`;
  });
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
