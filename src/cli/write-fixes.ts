// Issues and a way to check them go in; what `check --fix` makes of each comes out, and is written, or only shown. Stands apart
// from the command because mending and writing are two steps: --dry-run leaves the second out.
import { join } from 'node:path';
import { mendText } from '../check/mend-text.ts';
import { readIssue, type Settings } from '../compile.ts';
import { writeText } from '../files/write-text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { IssueFile } from '../model/issue.ts';
import { countOf } from './command-result.ts';
import type { Paint } from './paint.ts';

export interface MendedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** In the order in which they were mended. */
  readonly applied: readonly Diagnostic[];
}

/** Those in which there was something to mend. */
export function mendFiles(files: readonly IssueFile[], settings: Settings): readonly MendedFile[] {
  return files.flatMap(({ path, value }): readonly MendedFile[] => {
    const { text, applied } = mendText(value, (now) => readIssue({ path, value: now }, settings).diagnostics);
    return text === value ? [] : [{ path, before: value, after: text, applied }];
  });
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
