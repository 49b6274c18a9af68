// Diagnostics as an editor reads them: where, how bad, what, the line itself with the place marked, and how to mend it.
import { type Diagnostic, placeName } from '../model/diagnostic.ts';
import { countOf } from './command-result.ts';
import { describeFix } from './describe-fix.ts';
import { displayWidth, harmless } from './display-width.ts';
import type { Paint } from './paint.ts';
import { quoteLine } from './quote-line.ts';
import { manualUrl } from './rule-manual.ts';

const INDENT = '    ';
/** Of the lines of advice, indent included. */
const MAX_COLUMNS = 100;
const SEVERITY_WIDTH = 'warning'.length;

/** @param texts The files' texts by path, for the line under each message. */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  paint: Paint,
): readonly string[] {
  const files = [...Map.groupBy(diagnostics, ({ path }) => path)];
  return files.flatMap(([path, found]) => [
    ...(files.length > 1 && found.length > 1
      ? [`${paint.strong(path)}  ${countDiagnostics(found, paint)}`, '']
      : []),
    ...fileLines(found, texts.get(path), paint),
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

/** All of one file, in columns that are as wide as the widest of them. */
function fileLines(found: readonly Diagnostic[], text: string | undefined, paint: Paint): readonly string[] {
  const lines = text?.split(/\r\n|\n|\r/u) ?? [];
  const whereWidth = Math.max(...found.map((one) => placeName(one).length));
  const gutter = Math.max(...found.map(({ place }) => String(place?.start.line ?? 1).length));
  const told = new Set<string>();
  return found.flatMap((diagnostic) => {
    const { place, note, ruleId, severity, reason, fix } = diagnostic;
    const colour = severity === 'error' ? paint.stop : paint.ask;
    const where = paint.strong(placeName(diagnostic)) + ' '.repeat(whereWidth - placeName(diagnostic).length);
    const quoted =
      place === undefined ? [] : quoteLine(lines[place.start.line - 1] ?? '', place, gutter, paint);
    // Thirty findings of one rule need its advice once.
    const isTold = note === undefined || told.has(`${ruleId} ${note}`);
    told.add(`${ruleId} ${note}`);
    return [
      `${where}  ${colour(severity.padEnd(SEVERITY_WIDTH))}  ${paint.link(manualUrl(ruleId), paint.dim(ruleId))}`,
      INDENT + harmless(reason),
      ...quoted.map((line) => INDENT + line),
      ...(isTold ? [] : wrapped(harmless(note))),
      ...(fix === undefined || text === undefined
        ? []
        : [`${INDENT}${paint.done('fix:')} ${describeFix(fix, text)}`]),
      '',
    ];
  });
}

/** Advice in lines that can be read at a glance; a message is one line, however long, so that it can be searched for. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || displayWidth(`${line} ${word}`) > MAX_COLUMNS) lines.push(INDENT + word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
