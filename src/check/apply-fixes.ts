// A file's text and what was found in it go in, the mended text comes out. Fixes are taken in the order of the report; one
// that would touch what an earlier one has changed is left for the next run. The same input always gives the same text.
import { compareDiagnostics, type Diagnostic, type TextEdit } from '../model/diagnostic.ts';

/** @param diagnostics All of the one file that `text` is; those without a fix are passed over. */
export function applyFixes(
  text: string,
  diagnostics: readonly Diagnostic[],
): { text: string; applied: Diagnostic[] } {
  const applied: Diagnostic[] = [];
  const taken: TextEdit[] = [];
  for (const diagnostic of [...diagnostics].sort(compareDiagnostics)) {
    const edits = diagnostic.fix?.edits ?? [];
    if (edits.length === 0 || !edits.every((edit) => isUsable(edit, text))) continue;
    if (edits.some((edit) => taken.some((other) => collides(edit, other)))) continue;
    taken.push(...edits);
    applied.push(diagnostic);
  }
  return { text: edited(text, taken), applied };
}

/** Inside the text, and changing something. */
function isUsable({ start, end, text: replacement }: TextEdit, text: string): boolean {
  return start >= 0 && start <= end && end <= text.length && text.slice(start, end) !== replacement;
}

/** Two edits that share characters, or that begin at one place: which comes first would be a guess. */
function collides(a: TextEdit, b: TextEdit): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}

function edited(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, text: replacement } of edits.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(from, start) + replacement;
    from = end;
  }
  return result + text.slice(from);
}
