// Into which issue new items go: the one that was named, the newest draft, or, where none is open, the next number, which is made then.
import { join } from 'node:path';
import { writeText } from '../../files/write-text.ts';
import type { IsoDate } from '../../model/calendar.ts';
import { newestFirst } from '../../model/issue.ts';
import type { IssueDigest } from '../../model/issue-digest.ts';
import { findIssue } from '../find-issue.ts';
import type { DraftingDesk } from './drafting-desk.ts';
import { issueForItems, type NewIssue } from './next-issue.ts';
import { type EntryToPut, type PutEntries, putEntries, withEntries } from './put-entries.ts';

export type DraftTarget =
  | { readonly kind: 'standing'; readonly issue: Pick<IssueDigest, 'path' | 'isDraft'> }
  | { readonly kind: 'new'; readonly issue: NewIssue };

/** @throws BroadsideError ISSUE_NOT_FOUND */
export function chooseTarget(
  { archive }: DraftingDesk,
  name: string | undefined,
  date: IsoDate,
): DraftTarget {
  const issues = archive.all();
  if (name !== undefined) return { kind: 'standing', issue: findIssue(issues, name) };
  const open = openDraft(issues);
  return open === undefined
    ? { kind: 'new', issue: issueForItems(issues, date) }
    : { kind: 'standing', issue: open };
}

/** The newest numbered one; a special only where there is no other. */
export function openDraft(issues: readonly IssueDigest[]): IssueDigest | undefined {
  const drafts = newestFirst(issues.filter(({ isDraft }) => isDraft));
  return drafts.find(({ number }) => number !== undefined) ?? drafts[0];
}

/** @param isDry Nothing is written; what would be comes out all the same. */
export async function putInto(
  target: DraftTarget,
  toPut: readonly EntryToPut[],
  { project, house }: DraftingDesk,
  isDry = false,
): Promise<PutEntries> {
  const { root, settings, files } = project;
  const { path } = target.issue;
  if (target.kind === 'new') {
    const made = withEntries({ path, value: target.issue.text }, toPut, settings, house);
    if (!isDry) await writeText(join(root, path), made.text, { ifExists: 'refuse' });
    return made;
  }
  if (isDry)
    return withEntries(
      { path, value: files.issues.find((file) => file.path === path)?.value ?? '' },
      toPut,
      settings,
      house,
    );
  return putEntries({ root, path, isDraft: target.issue.isDraft }, toPut, settings, house);
}
