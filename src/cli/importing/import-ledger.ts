// What was imported, kept in `data/imported.jsonl`: which post became which file, and a digest of what was written. By it a second run knows
// what it need not do again, and what an editor has changed since, which is never touched.
import path from 'node:path';
import { openRecordLog, type RecordLog } from '../../files/record-log.ts';

const IMPORT_LEDGER = 'data/imported.jsonl';

export interface ImportedRecord {
  /** Of the post: its program and the id that it has there. */
  readonly key: string;
  /** `issues/0294.md` */
  readonly path: string;
  /** Of the whole text, SHA-256. */
  readonly digest: string;
  /** `begun` is said before the file is written, `written` behind it: after a kill between the two the file may be there or not. */
  readonly state: 'begun' | 'written';
  /** Where a file of ours is written anew: the digest that it had. */
  readonly replaces?: string;
}

export function openImportLedger(root: string): Promise<RecordLog<ImportedRecord>> {
  return openRecordLog<ImportedRecord>(path.join(root, IMPORT_LEDGER), {
    keyOf: ({ key }) => key,
    read: (value) => (isRecord(value) ? value : undefined),
  });
}

function isRecord(value: unknown): value is ImportedRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { key, path: file, digest, state } = value as Record<string, unknown>;
  return (
    [key, file, digest].every((one) => typeof one === 'string') && (state === 'begun' || state === 'written')
  );
}
