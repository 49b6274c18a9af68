// A finding that is on purpose goes in, the comment that says so comes out: at the end of its line, or, where a comment would be
// taken for text there, on a line of its own. Which of them works is tried out on the issue itself.
import type { Diagnostic, TextEdit } from '../model/diagnostic.ts';
import type { Issue } from '../model/issue.ts';
import { startOf } from './positions.ts';

export interface SilenceEdit extends Omit<TextEdit, 'text'> {
  /** Before and behind the words that say why. */
  readonly before: string;
  readonly after: string;
}

/** Stands for the editor's reason while a place is tried: without one a comment has no effect. */
const TRIAL_REASON = 'a reason';

/**
 * @param diagnose What the proofreader says of a text of the issue; left out where it would take too long to ask.
 * @returns Undefined where no comment would do.
 */
export function silenceEdit(
  found: Diagnostic,
  issue: Issue,
  diagnose?: (text: string) => readonly Diagnostic[],
): SilenceEdit | undefined {
  const { text } = issue;
  const places = placesFor(found, issue);
  if (diagnose === undefined) return places[0];
  const before = diagnose(text);
  return places.find((edit) => {
    const left = diagnose(text.slice(0, edit.start) + written(edit, TRIAL_REASON) + text.slice(edit.end));
    return countOf(left, found) < countOf(before, found) && left.length < before.length;
  });
}

export function written({ before, after }: SilenceEdit, reason: string): string {
  return `${before}${reason}${after}`;
}

function countOf(diagnostics: readonly Diagnostic[], { ruleId }: Diagnostic): number {
  return diagnostics.filter((one) => one.ruleId === ruleId).length;
}

function placesFor(found: Diagnostic, { text, frontMatter }: Issue): readonly SilenceEdit[] {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const [open, close] = [`<!-- on purpose: ${found.ruleId} (`, ') -->'];
  const headEnd = frontMatter.position?.end.offset ?? 0;
  const offset = found.place === undefined ? 0 : startOf(found.place);
  if (offset < headEnd || found.place === undefined) {
    return [{ start: headEnd, end: headEnd, before: `${eol}${eol}${open}`, after: close }];
  }
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineFeed = text.indexOf('\n', offset);
  const line = text.slice(offset, lineFeed === -1 ? text.length : lineFeed);
  const lineEnd = offset + line.trimEnd().length;
  return [
    { start: lineEnd, end: lineEnd, before: ` ${open}`, after: close },
    { start: lineStart, end: lineStart, before: open, after: `${close}${eol}` },
    { start: lineStart, end: lineStart, before: open, after: `${close}${eol}${eol}` },
  ];
}
