// A project goes in, what the proofreader says of it comes out, without anything being built. What was found in an issue is
// remembered: as long as its text, the settings, the templates and the program stay the same, it is not looked for again.
import { checkInArchive, checkSettings } from '../check/check-archive.ts';
import { createArchiveIndex } from '../check/create-archive-index.ts';
import { digestIssue } from '../check/digest-issue.ts';
import { compileIssue, preparePress, type Settings } from '../compile.ts';
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest-of-text.ts';
import type { IssueFile } from '../model/issue.ts';
import type { IssueDigest } from '../model/issue-digest.ts';
import type { ProjectFiles } from '../model/project.ts';
import { parseIssue } from '../parse/parse-issue.ts';
import type { CheckCache, JudgedIssue } from './check-cache.ts';

export interface CheckedIssues {
  /** By path. */
  readonly issues: readonly IssueDigest[];
  /** Sorted; without those of the settings files. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * @param pathsOf Which issues are asked about, of all there are; the others are only compared with.
 * @param cache Is asked first, and told.
 */
export function checkFiles(
  files: ProjectFiles,
  settings: Settings,
  cache: CheckCache,
  pathsOf: (issues: readonly IssueDigest[]) => ReadonlySet<string>,
): CheckedIssues {
  const common = sha256(JSON.stringify(groundOf(files, cache.program)));
  const keyOf = ({ path, value }: IssueFile): string => sha256(`${common}\n${path}\n${value}`);
  const known = files.issues.map((file) => digested(file, keyOf(file), settings, cache));
  const issues = known.map(({ digest }) => digest);
  const wanted = pathsOf(issues);
  // A template that cannot be used is told of even where there is no issue to set with it.
  let press = files.issues.length === 0 ? preparePress(files, settings) : undefined;
  const own = files.issues.flatMap((file, index) => {
    const judged = known[index];
    if (judged === undefined || !wanted.has(file.path)) return [];
    if (judged.diagnostics !== undefined) return judged.diagnostics;
    press ??= preparePress(files, settings);
    const { diagnostics } = compileIssue(file, settings, press);
    cache.put({ ...judged, diagnostics });
    return diagnostics;
  });
  cache.keepOnly(new Set(files.issues.map(({ path }) => path)));
  const archive = createArchiveIndex(issues);
  const among = issues
    .filter(({ path }) => wanted.has(path))
    .flatMap((issue) => checkInArchive(issue, archive, settings));
  return {
    issues,
    diagnostics: [...own, ...checkSettings(settings), ...among].sort(compareDiagnostics),
  };
}

function digested(file: IssueFile, key: string, settings: Settings, cache: CheckCache): JudgedIssue {
  const known = cache.get(file.path);
  if (known?.key === key) return known;
  const judged = { key, digest: digestIssue(parseIssue(file, settings).issue) };
  cache.put(judged);
  return judged;
}

/** Everything besides an issue's own file that what is found in it depends on. */
function groundOf({ newsletter, sources, ids, strays, images, templates }: ProjectFiles, program: string) {
  return [
    program,
    newsletter.value,
    sources.value,
    ids.value,
    strays ?? [],
    images.map(({ path, mediaType, widthPx, heightPx, contents }) => [
      path,
      mediaType,
      widthPx,
      heightPx,
      contents.length,
    ]),
    [...templates].map(([name, { shownPath, source }]) => [name, shownPath, source]),
  ];
}
