// An author's mistake, told so that the author can mend it. Never thrown: every stage collects them and hands them on.
// The words (reason, place, actual, expected, note, url) are vfile-message's.
import { compareText } from './compare-text.ts';
import type { Place } from './place.ts';

export type Severity = 'error' | 'warning';

export interface Diagnostic {
  /** Id of the rule, which is also its file, its fixture folder and its manual entry: `source-unknown`. */
  readonly ruleId: string;
  /** Errors block `build` and `send`; warnings do not, unless `--strict`. */
  readonly severity: Severity;
  /** One sentence, no final stop: "Unexpected X, expected Y". */
  readonly reason: string;
  /** POSIX path relative to the project: `issues/0294.md`. */
  readonly path: string;
  readonly place?: Place;
  /** The offending words, as written. */
  readonly actual?: string;
  /** What could stand there instead, best first. */
  readonly expected?: readonly string[];
  /** How to mend it, in one or two sentences. */
  readonly note?: string;
  readonly fix?: Fix;
}

/** A mend that cannot change the meaning. Edits of one fix never overlap. */
export interface Fix {
  /** What it does, in the imperative: "Write the source's own name". */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Replaces the characters from `start` to `end` (offsets from 0, end exclusive) with `text`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** `issues/newsletter.yaml:3:7`, or the file alone where no place in it is known. */
export function placeName({ path, place }: Pick<Diagnostic, 'path' | 'place'>): string {
  return place === undefined ? path : `${path}:${place.start.line}:${place.start.column}`;
}

/** By path, then place, then rule: the order in which a report prints. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.path, b.path) ||
    (a.place?.start.line ?? 0) - (b.place?.start.line ?? 0) ||
    (a.place?.start.column ?? 0) - (b.place?.start.column ?? 0) ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.reason, b.reason)
  );
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
