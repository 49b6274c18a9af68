// Issues and a way to check them go in; what `check --fix` makes of each comes out, and is written, or only shown. Stands apart
// from the command because mending and writing are two steps: --dry-run leaves the second out.
import { join } from 'node:path';
import { applyFixes } from '../check/apply-fixes.ts';
import { digestIssue } from '../check/archive/digest-issue.ts';
import { mendText } from '../check/mend-text.ts';
import { readIssue } from '../compile.ts';
import type { Settings } from '../compile-settings.ts';
import { writeText } from '../files/write-text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { IssueFile } from '../model/issue.ts';
import { parseIssue } from '../parse/parse-issue.ts';
import { countOf } from './command-result.ts';
import type { Paint } from './paint.ts';

export interface MendedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** In the order in which they were mended. */
  readonly applied: readonly Diagnostic[];
}

export interface Mending {
  /** Those in which there was something to mend. */
  readonly mended: readonly MendedFile[];
  /** What could be mended, and is not: readers have the issue, and it would have other words than theirs. */
  readonly leftOut: readonly Diagnostic[];
}

/** @param sent Paths of the issues that readers have: their words stay. */
export function mendFiles(
  files: readonly IssueFile[],
  settings: Settings,
  sent: ReadonlySet<string> = new Set(),
): Mending {
  const all = files.map((file) => mendFile(file, settings, sent.has(file.path)));
  return {
    mended: all.filter(({ before, after }) => before !== after),
    leftOut: all.flatMap(({ leftOut }) => leftOut),
  };
}

function mendFile({ path, value }: IssueFile, settings: Settings, isSent: boolean) {
  let leftOut: readonly Diagnostic[] = [];
  const { text, applied } = mendText(value, (now) => {
    const { diagnostics } = readIssue({ path, value: now }, settings);
    if (!isSent) return diagnostics;
    const kept = keepingWords({ path, value: now }, diagnostics, settings);
    // The last round is the one that counts: it has seen the text as it will be.
    leftOut = diagnostics.filter((one) => one.fix !== undefined && !kept.includes(one));
    return kept;
  });
  return { path, before: value, after: text, applied, leftOut };
}

/** Those that can be mended together and leave the words as they are. */
function keepingWords(
  { path, value }: IssueFile,
  diagnostics: readonly Diagnostic[],
  settings: Settings,
): readonly Diagnostic[] {
  const wordsOf = (text: string): string => {
    const { leadWords, leadNotes, entries } = digestIssue(parseIssue({ path, value: text }, settings).issue);
    return JSON.stringify([
      leadWords,
      leadNotes,
      entries.map(({ kind, words, notes }) => [kind, words, notes]),
    ]);
  };
  const words = wordsOf(value);
  const kept: Diagnostic[] = [];
  for (const one of diagnostics) {
    if (one.fix === undefined) continue;
    // Alone, for it may be put off until another has been mended; and with the others, for two may make what neither makes.
    const isKept = [[one], [...kept, one]].every((some) => wordsOf(applyFixes(value, some).text) === words);
    if (isKept) kept.push(one);
  }
  return kept;
}

/** Throws where a file cannot be written, or was changed since it was read. */
export async function writeFixes(root: string, mended: readonly MendedFile[]): Promise<void> {
  for (const { path, before, after } of mended) {
    await writeText(join(root, path), after, { ifExists: 'replace', textBefore: before });
  }
}

/** The files with the mended texts in the place of their own. */
export function withMendedTexts(
  files: readonly IssueFile[],
  mended: readonly MendedFile[],
): readonly IssueFile[] {
  const after = new Map(mended.map((file) => [file.path, file.after]));
  return files.map((file) => ({ ...file, value: after.get(file.path) ?? file.value }));
}

/** For each file that was sent, how much was left out, and what to do about it. */
export function leftOutLines(leftOut: readonly Diagnostic[]): readonly string[] {
  return [...Map.groupBy(leftOut, ({ path }) => path)].map(([path, { length }]) => {
    const [were, they] = length === 1 ? ['was', 'the mend'] : ['were', 'they'];
    return `${countOf(length, 'mend')} ${were} left out of ${path}: it was sent, and ${they} would change its words. Write the change with a [Correction, DATE], or mend it by hand and say why.`;
  });
}

/**
 * For each file how much was mended and how, and how much is left.
 * @param left Everything that is still said.
 */
export function mendedLines(
  mended: readonly MendedFile[],
  left: readonly Diagnostic[],
  paint: Paint,
): readonly string[] {
  return mended.flatMap(({ path, applied }) => {
    const rest = left.filter((one) => one.path === path).length;
    const titles = Map.groupBy(applied, ({ fix }) => fix?.title ?? '');
    return [
      `${paint.done('mended')}  ${paint.strong(path)}  ${countOf(applied.length, 'place')}, ${rest === 0 ? 'nothing left' : `${rest} left for you`}`,
      ...[...titles].map(
        ([title, { length }]) => `    ${title}${length === 1 ? '' : paint.dim(` (${length} times)`)}`,
      ),
    ];
  });
}
