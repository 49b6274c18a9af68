// What a command has to say when it is done: a value for machines, lines for people, and the exit code.
import type { Paint } from './paint.ts';

/** 75 (sysexits.h: EX_TEMPFAIL) only to a mail server that hands a mail over: it keeps the mail and tries again. */
export type ExitCode = 0 | 1 | 2 | 3 | 75;

export interface CommandResult {
  readonly exitCode: ExitCode;
  /** Printed as JSON under `--json`; undefined where the command has said it already. */
  readonly value: unknown;
  readonly lines: (paint: Paint) => readonly string[];
}

/** Rows of a name, a figure or a short word, and a detail, aligned in two columns and a tail. */
export function factLines(
  rows: readonly (readonly [name: string, value: string, detail?: string])[],
  paint: Paint,
): readonly string[] {
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const valueWidth = Math.max(...rows.map(([, value, detail]) => (detail === undefined ? 0 : value.length)));
  return rows.map(([name, value, detail]) =>
    `  ${paint.dim(name.padEnd(nameWidth))}  ${detail === undefined ? value : `${value.padStart(valueWidth)}  ${paint.dim(detail)}`}`.trimEnd(),
  );
}

/** "1,204": in groups of three, as people read figures. */
export function figure(count: number): string {
  return FIGURES.format(count);
}

const FIGURES = new Intl.NumberFormat('en-US');

/** "1 issue", "1,204 issues". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

/** What to do now: always the last lines of a report. */
export function nextStep(text: string, paint: Paint): readonly string[] {
  return ['', `${paint.strong('Next:')} ${text}`];
}
