// A project goes in, what the proofreader says of it comes out, without anything being built. What was found in an issue is
// remembered: as long as its text, the settings, the templates and the program stay the same, it is not looked for again.

import { createArchiveIndex } from '../check/archive/create-archive-index.ts';
import { digestIssue } from '../check/archive/digest-issue.ts';
import { checkInArchive, checkSettings } from '../check/check-archive.ts';
import { judgeIssue, preparePress } from '../compile.ts';
import type { Settings } from '../compile-settings.ts';
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.ts';
import type { Issue, IssueFile } from '../model/issue.ts';
import type { IssueDigest } from '../model/issue-digest.ts';
import type { ProjectFiles } from '../model/project.ts';
import { parseIssue } from '../parse/parse-issue.ts';
import { digestKeys, findingsKeys } from './cache-keys.ts';
import type { CheckCache } from './check-cache.ts';
import { once } from './once.ts';

export interface CheckedIssues {
  /** By path. */
  readonly issues: readonly IssueDigest[];
  /** Sorted; without those of the settings files. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * @param cache Is asked first, and told.
 * @param pathsOf Which issues are asked about, of all there are; the others are only compared with. Without it, all.
 */
export function checkFiles(
  files: ProjectFiles,
  settings: Settings,
  cache: CheckCache,
  pathsOf?: (issues: readonly IssueDigest[]) => ReadonlySet<string>,
): CheckedIssues {
  const [digestKey, findingsKey] = [digestKeys(settings), findingsKeys(files)];
  const printing = once(() => preparePress(files, settings));
  // A template that cannot be used is told of even where there is no issue to set with it.
  if (files.issues.length === 0) printing();
  const digests = new Map<string, IssueDigest>();
  const digest = (file: IssueFile, read: () => Issue): void => {
    const key = digestKey(file);
    const known = cache.digests.get(file.path, key);
    const made = known ?? digestIssue(read());
    if (known === undefined) cache.digests.put(file.path, key, made);
    digests.set(file.path, made);
  };
  const find = (file: IssueFile): readonly Diagnostic[] => {
    const key = findingsKey(file);
    const known = cache.findings.get(file.path, key);
    if (known !== undefined) return known;
    const { issue, diagnostics } = judgeIssue(file, settings, printing);
    cache.findings.put(file.path, key, diagnostics);
    // While it is here: to read it once more would take longer than all rules together.
    digest(file, () => issue);
    return diagnostics;
  };
  const digestAll = (): readonly IssueDigest[] =>
    files.issues.map((file) => {
      if (!digests.has(file.path)) digest(file, () => parseIssue(file, settings).issue);
      return digests.get(file.path) as IssueDigest;
    });

  const asked = pathsOf?.(digestAll());
  const wanted = files.issues.filter(({ path }) => asked?.has(path) ?? true);
  const own = wanted.flatMap(find);
  const issues = digestAll();
  cache.keepOnly(new Set(files.issues.map(({ path }) => path)));
  const archive = createArchiveIndex(issues);
  const among = issues
    .filter(({ path }) => asked?.has(path) ?? true)
    .flatMap((issue) => checkInArchive(issue, archive, settings));
  return {
    issues,
    diagnostics: [...own, ...checkSettings(settings, archive), ...among].sort(compareDiagnostics),
  };
}
