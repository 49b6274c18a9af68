// One change to an issue's file that nobody else's change is lost by: read, made, checked, and written only if the text is still the one
// that was read. Where somebody has saved the file in between, it is read and made again on the new text.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readIssue } from '../../compile.ts';
import type { Settings } from '../../compile-settings.ts';
import { readText } from '../../files/read-text.ts';
import { writeText } from '../../files/write-text.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { IssueFile } from '../../model/issue.ts';

export interface ChangedIssue<Change> {
  readonly change: Change;
  readonly file: IssueFile;
  /** What the proofreader says of it now, and did not before. */
  readonly fresh: readonly Diagnostic[];
  readonly isWritten: boolean;
}

const MOST_TRIES = 20;
const LONGEST_WAIT_MS = 40;

/**
 * Nothing is written where the change brings an error in that is not allowed, as blanks are in a draft.
 * @throws BroadsideError FILE_EXISTS when others save it again and again
 */
export async function changeIssue<Change extends { readonly text: string }>(
  {
    root,
    path: file,
    settings,
    isAllowed = () => false,
  }: {
    readonly root: string;
    readonly path: string;
    readonly settings: Settings;
    readonly isAllowed?: (error: Diagnostic) => boolean;
  },
  make: (file: IssueFile) => Change,
): Promise<ChangedIssue<Change>> {
  for (let tries = 1; ; tries += 1) {
    const value = await readText(root, file);
    const change = make({ path: file, value });
    const changed = { path: file, value: change.text };
    const fresh = freshDiagnostics({ path: file, value }, changed, settings);
    if (fresh.some((one) => one.severity === 'error' && !isAllowed(one)))
      return { change, file: changed, fresh, isWritten: false };
    try {
      await writeText(path.join(root, file), change.text, { ifExists: 'replace', textBefore: value });
      return { change, file: changed, fresh, isWritten: true };
    } catch (error) {
      const isTaken = error instanceof BroadsideError && error.code === 'FILE_EXISTS';
      if (!isTaken || tries === MOST_TRIES) throw error;
      await sleep(Math.random() * LONGEST_WAIT_MS);
    }
  }
}

function freshDiagnostics(before: IssueFile, after: IssueFile, settings: Settings): readonly Diagnostic[] {
  const said = new Map<string, number>();
  for (const one of readIssue(before, settings).diagnostics) {
    const key = keyOf(one);
    said.set(key, (said.get(key) ?? 0) + 1);
  }
  return readIssue(after, settings).diagnostics.filter((one) => {
    const key = keyOf(one);
    const left = said.get(key) ?? 0;
    said.set(key, left - 1);
    return left <= 0;
  });
}

/** Without its place, which an entry above moves. */
function keyOf({ ruleId, reason, actual }: Diagnostic): string {
  return JSON.stringify([ruleId, reason, actual]);
}
