// The forms in which `check` can report for other programs; the one for people is format-diagnostics.ts.
import { DESCRIPTIONS } from '../check/rules.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { formatGithub } from './format-github.ts';
import { formatMarkdown } from './format-markdown.ts';
import { formatSarif } from './format-sarif.ts';
import { formatUnix } from './format-unix.ts';
import { programVersion } from './program-version.ts';
import type { ReportFormat } from './read-report-format.ts';

/** @param value What `--json` prints. */
export function formatReport(
  format: Exclude<ReportFormat, 'pretty'>,
  diagnostics: readonly Diagnostic[],
  { texts, value }: { readonly texts: ReadonlyMap<string, string>; readonly value: unknown },
): readonly string[] {
  switch (format) {
    case 'json':
      return [JSON.stringify(value, null, 2)];
    case 'sarif':
      return [formatSarif({ diagnostics, rules: DESCRIPTIONS, texts, version: programVersion() })];
    case 'github':
      return formatGithub(diagnostics);
    case 'unix':
      return formatUnix(diagnostics);
    case 'markdown':
      return formatMarkdown(diagnostics);
  }
}
