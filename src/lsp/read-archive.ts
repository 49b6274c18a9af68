// All issues of a project go into its index, one a turn of the event loop: whoever types meanwhile is answered first.
import { digestIssue } from '../check/archive/digest-issue.ts';
import type { ArchiveIndex } from '../model/archive-index.ts';
import type { IssueFile } from '../model/issue.ts';
import type { IssueDigest } from '../model/issue-digest.ts';
import { parseIssue } from '../parse/parse-issue.ts';
import type { ProjectTools, Settings } from './project-tools.ts';
import { nextTurn } from './take-turns.ts';

export interface ArchiveReading {
  readonly root: string;
  /** Of the issues to read. */
  readonly paths: readonly string[];
  readonly settings: Settings;
  readonly archive: ArchiveIndex;
  readonly readText: ProjectTools['readText'];
  /** Undefined for a text that has to be read. */
  readonly remembered: (file: IssueFile) => IssueDigest | undefined;
  /** True for an issue that stands in the editor: its text there counts. */
  readonly isOpen: (path: string) => boolean;
  /** True while somebody waits for an answer. */
  readonly isBusy: () => boolean;
  /** True when all this is no longer wanted. */
  readonly isOver: () => boolean;
  readonly onProgress?: (done: number, of: number) => void;
  /** Told of each file that cannot be read; the others are read all the same. */
  readonly onFailure: (error: unknown) => void;
}

/** One that is no longer there is taken out of the index. False when it was broken off. */
export async function readArchive(reading: ArchiveReading): Promise<boolean> {
  const { root, paths, settings, archive, remembered, isOver } = reading;
  for (const [index, path] of paths.entries()) {
    const value = await reading.readText(root, path).catch((error: unknown) => {
      reading.onFailure(error);
      return undefined;
    });
    do await nextTurn();
    while (reading.isBusy() && !isOver());
    if (isOver()) return false;
    if (reading.isOpen(path)) continue;
    if (value === undefined) archive.remove(path);
    else archive.put(remembered({ path, value }) ?? digestIssue(parseIssue({ path, value }, settings).issue));
    reading.onProgress?.(index + 1, paths.length);
  }
  return true;
}
