// The archive as it was judged and as it is go in; what it shows of every issue now comes out, the same as `checkInArchive` finds of each. Only
// issues that have changed, and those that these touch, are judged anew.
import type { ArchiveIndex } from '../model/archive-index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { IssueDigest } from '../model/issue-digest.ts';
import { type ChangedIssue, touchedIssues } from './archive/touched-issues.ts';
import { checkInArchive } from './check-archive.ts';
import type { CheckContext } from './rule.ts';

/** @param before By path. @param changes All issues that were judged as something else, or not at all, or are no longer there. */
export function recheckArchive(
  archive: ArchiveIndex,
  context: CheckContext,
  before: ReadonlyMap<string, readonly Diagnostic[]>,
  changes: readonly ChangedIssue[],
): ReadonlyMap<string, readonly Diagnostic[]> {
  const all = archive.all();
  const told = new Map([...before].map(([path, found]) => [path, found.length === 0 ? '' : textOf(found)]));
  const touched = touchedIssues(all, changes, told);
  const changed = new Set(changes.map(({ path }) => path));
  const judge = (issue: IssueDigest): readonly Diagnostic[] => checkInArchive(issue, archive, context);
  return new Map(
    all.map((issue) => {
      const { path } = issue;
      const known = changed.has(path) || touched.has(path) ? undefined : before.get(path);
      return [path, known ?? judge(issue)];
    }),
  );
}

/** Without the name of the issue itself, which stands in each of its own. */
function textOf(found: readonly Diagnostic[]): string {
  return JSON.stringify(found.map(({ path, ...rest }) => rest));
}
