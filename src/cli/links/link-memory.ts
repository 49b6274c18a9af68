// What was found out about addresses, kept in `data/links.jsonl`. In `data/` because since when a page has been failing cannot be
// found out afterwards, and it is what tells rot from a bad day; a file and not the database because an editor who checks links
// need not have one.
import path from 'node:path';
import { openRecordLog, type RecordLog } from '../../files/record-log.ts';
import type { LinkState } from '../../model/link-state.ts';

/** Relative to the project's folder. */
export const LINK_MEMORY = 'data/links.jsonl';

/** @throws BroadsideError FILE_UNREADABLE, FILE_UNWRITABLE */
export function openLinkMemory(root: string): Promise<RecordLog<LinkState>> {
  return openRecordLog<LinkState>(path.join(root, LINK_MEMORY), {
    keyOf: ({ url }) => url,
    read: (value) => (isLinkState(value) ? value : undefined),
  });
}

function isLinkState(value: unknown): value is LinkState {
  if (typeof value !== 'object' || value === null) return false;
  const { url, class: found, detail, checkedAt, failures, failingDays } = value as Record<string, unknown>;
  return (
    [url, found, detail, checkedAt].every((one) => typeof one === 'string') &&
    [failures, failingDays].every((one) => typeof one === 'number') &&
    URL.canParse(String(url)) &&
    !Number.isNaN(Date.parse(String(checkedAt)))
  );
}
