// Diagnostics one a line, as compilers have printed them for fifty years: every editor can jump to them, and grep can count them.
import type { Diagnostic } from '../model/diagnostic.ts';

export function formatUnix(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ ruleId, severity, path, place, reason }) => {
    const { line, column } = place?.start ?? { line: 1, column: 1 };
    return `${path}:${line}:${column}: ${severity}: ${reason.replace(/[\r\n]+/gu, ' ')} [${ruleId}]`;
  });
}
