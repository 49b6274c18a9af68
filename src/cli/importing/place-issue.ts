// The text of one imported issue goes in; whether it is to be written, and where, comes out, and then it is written. What stands on the disk
// and was not written by an import, or was changed since, is never touched.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isAbsence, unreadable } from '../../files/disk-error.ts';
import type { RecordLog } from '../../files/record-log.ts';
import { writeText } from '../../files/write-text.ts';
import { sha256 } from '../../model/digest-of-text.ts';
import type { ImportedRecord } from './import-ledger.ts';

export type Fate =
  /** It was not there. */
  | 'written'
  /** It was imported before, and is as it was then. */
  | 'unchanged'
  /** It was imported before; the export or the program says something else now. */
  | 'outdated'
  /** The same, and it was asked for. */
  | 'renewed'
  /** An editor has changed it since. */
  | 'edited'
  /** An editor has taken it away since. */
  | 'removed'
  /** There is an issue that no import has written. */
  | 'in the way';

/** What stands there is what an import has written, and no editor's. */
export function isOurs(fate: Fate): boolean {
  return fate !== 'edited' && fate !== 'removed' && fate !== 'in the way';
}

export interface Placing {
  readonly root: string;
  readonly ledger: RecordLog<ImportedRecord>;
  readonly isDry: boolean;
  /** What was imported before and not changed since is written anew; what was taken away too. */
  readonly isAgain: boolean;
}

export async function placeIssue(
  { key, path: file, text }: { readonly key: string; readonly path: string; readonly text: string },
  placing: Placing,
): Promise<Fate> {
  const { root, ledger, isDry } = placing;
  const standing = await readStanding(path.join(root, file));
  const record = ledger.records.get(key);
  const fate = fateOf(standing, record, text, placing);
  if (isDry) return fate;
  const digest = digestOf(text);
  if (fate === 'written' || fate === 'renewed') {
    const replaces = standing === undefined ? {} : { replaces: digestOf(standing) };
    await ledger.append({ key, path: file, digest, state: 'begun', ...replaces });
    await writeText(
      path.join(root, file),
      text,
      standing === undefined ? { ifExists: 'refuse' } : { ifExists: 'replace', textBefore: standing },
    );
    await ledger.append({ key, path: file, digest, state: 'written' });
  } else if (fate === 'unchanged' && record?.state !== 'written')
    await ledger.append({ key, path: file, digest, state: 'written' });
  return fate;
}

function fateOf(
  standing: string | undefined,
  record: ImportedRecord | undefined,
  text: string,
  { isAgain }: Placing,
): Fate {
  if (standing === undefined) return record?.state === 'written' && !isAgain ? 'removed' : 'written';
  const digest = digestOf(standing);
  if (digest === digestOf(text)) return 'unchanged';
  if (record === undefined) return 'in the way';
  const isOurs = digest === record.digest || (record.state === 'begun' && digest === record.replaces);
  if (!isOurs) return 'edited';
  // A run that was killed between its two words was asked to renew it.
  return isAgain || record.state === 'begun' ? 'renewed' : 'outdated';
}

/** Line ends make no difference: some programs that keep versions write them anew. */
function digestOf(text: string): string {
  return sha256(text.replaceAll('\r\n', '\n'));
}

async function readStanding(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (isAbsence(error)) return undefined;
    throw unreadable(file, error);
  });
}
