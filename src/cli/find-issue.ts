// Which issues there are, and the one that was named.

import { BroadsideError } from '../model/errors.ts';
import type { Issue } from '../model/issue.ts';
import { parseIssue } from '../parse/parse-issue.ts';
import type { OpenProject } from './open-project.ts';

/** All issues, parsed and not yet checked: for commands that only ask which there are. */
export function parseIssues({ files, settings }: OpenProject): readonly Issue[] {
  return files.issues.map((file) => parseIssue(file, settings).issue);
}

/** The issue named `294`, `0294`, `#294`, `issues/0294.md` or `2014-06-30-live-iraq`. Throws ISSUE_NOT_FOUND. */
export function findIssue<T extends Pick<Issue, 'slug' | 'number'>>(issues: readonly T[], name: string): T {
  const bare = name
    .replace(/^issues\//u, '')
    .replace(/\.(?:md|markdown|json)$/u, '')
    .replace(/^#/u, '');
  const found =
    issues.find(({ slug }) => slug === bare) ??
    issues.find(({ number }) => number !== undefined && String(number) === bare);
  if (found !== undefined) return found;
  const known = issues.slice(-5).map(({ number, slug }) => number ?? slug);
  throw new BroadsideError(
    'ISSUE_NOT_FOUND',
    `There is no issue "${name}"; the last ones are ${known.join(', ')}`,
  );
}
