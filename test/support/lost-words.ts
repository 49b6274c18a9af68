// A text with words of the form `w12x`, the issue that was read from it and what was said of it go in; the words that are neither in
// the issue nor reported come out.
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { Issue } from '../../src/model/issue.ts';

export function lostWords(text: string, issue: Issue, diagnostics: readonly Diagnostic[]): readonly string[] {
  const seen = wordsIn(issue);
  return [...new Set(text.match(/w\d+x/gu) ?? [])].filter(
    (word) => !seen.includes(word) && !isReported(text.indexOf(word), diagnostics),
  );
}

/** Everything that the later stages can show: all fields but the file's own text and tree. */
function wordsIn(issue: Issue): string {
  const { text: _, tree: __, frontMatter: ___, ...shown } = issue;
  return JSON.stringify(shown);
}

function isReported(offset: number, diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(
    ({ place }) => (place?.start.offset ?? 0) <= offset && offset < (place?.end.offset ?? 0),
  );
}
