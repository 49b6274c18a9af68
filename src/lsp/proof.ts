// An issue as it stands in an editor, read and checked: what every request about it is answered from.

import { digestIssue } from '../check/archive/digest-issue.ts';
import { checkInArchive } from '../check/check-archive.ts';
import type { SentDigest } from '../check/rule.ts';
import type { ArchiveIndex } from '../model/archive-index.ts';
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueDigest } from '../model/issue-digest.ts';
import type { ProjectTools, Settings } from './project-tools.ts';

export interface Proof {
  /** Of the document; another version is another text. */
  readonly version: number;
  readonly settings: Settings;
  readonly issue: Issue;
  readonly digest: IssueDigest;
  /** What the text alone shows. */
  readonly own: readonly Diagnostic[];
  /** What the other issues show. */
  readonly among: readonly Diagnostic[];
  /** What the mail shows; that of an earlier text until there was time to set it again. */
  readonly mailed: readonly Diagnostic[];
}

/** What an issue is held against. */
export interface Others {
  readonly archive: ArchiveIndex;
  /** What readers have, by slug. */
  readonly sent: ReadonlyMap<string, SentDigest>;
}

/**
 * @param others Takes in the issue. Left out while it is still being read: then nothing is said that only the others can show.
 * @param before The same issue's last proof.
 */
export function proofread(
  file: { readonly path: string; readonly text: string; readonly version: number },
  settings: Settings,
  readIssue: ProjectTools['readIssue'],
  others: Others | undefined,
  before: Proof | undefined,
): Proof {
  const { issue, diagnostics } = readIssue({ path: file.path, value: file.text }, settings);
  const digest = digestIssue(issue);
  others?.archive.put(digest);
  return {
    version: file.version,
    settings,
    issue,
    digest,
    own: diagnostics,
    among: others === undefined ? [] : checkAmong(digest, settings, others),
    mailed: before?.mailed ?? [],
  };
}

export function checkAmong(
  digest: IssueDigest,
  settings: Settings,
  { archive, sent }: Others,
): readonly Diagnostic[] {
  return checkInArchive(digest, archive, { ...settings, sent });
}

export function diagnosticsOf({ own, among, mailed }: Proof): readonly Diagnostic[] {
  return [...own, ...among, ...mailed].sort(compareDiagnostics);
}
