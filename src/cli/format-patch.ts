// Files before and after go in, the difference as a patch comes out, in the form that `patch -p1` and `git apply` take (the unified
// format of POSIX diff -u). Its lines are painted for people, who read it before they let it be done.
import { FILE_HEADERS_ONLY, formatPatch as formatUnified, structuredPatch } from 'diff';
import type { Paint } from './paint.ts';

const CONTEXT_LINES = 3;

export interface ChangedFile {
  /** POSIX path relative to the project. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The empty text where nothing differs; else it ends with a line end. */
export function formatPatch(files: readonly ChangedFile[]): string {
  return files
    .filter(({ before, after }) => before !== after)
    .map(({ path, before, after }) =>
      formatUnified(
        structuredPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
          context: CONTEXT_LINES,
        }),
        FILE_HEADERS_ONLY,
      ),
    )
    .join('');
}

/** One line an element, without the last line end. */
export function paintPatch(patch: string, paint: Paint): readonly string[] {
  if (patch === '') return [];
  return patch
    .replace(/\n$/u, '')
    .split('\n')
    .map((line) => {
      if (/^(?:---|\+\+\+) [ab]\//u.test(line)) return paint.strong(line);
      if (line.startsWith('@@')) return paint.dim(line);
      if (line.startsWith('+')) return paint.done(line);
      return line.startsWith('-') ? paint.stop(line) : line;
    });
}
