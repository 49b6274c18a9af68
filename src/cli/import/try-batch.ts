// The same rows as `importBatch` takes, and what would become of them; nothing is written. Stands apart because it only looks, and has to remember
// which addresses came before in the file.
import { createHash } from 'node:crypto';
import { readAddress } from '../../audience/address.ts';
import type { IsoInstant } from '../../model/calendar.ts';
import {
  type ImportDoors,
  type ImportTerms,
  outlivesLeaving,
  type ReadRow,
  type RowOutcome,
  readRow,
} from './import-batch.ts';
import type { ImportRow } from './import-row.ts';

/** @param seen Addresses before these, as `markOf` has them: a number each, so that a million fit. Added to. */
export async function tryBatch(
  rows: readonly ImportRow[],
  terms: ImportTerms,
  doors: ImportDoors,
  at: IsoInstant,
  seen: Set<number>,
): Promise<readonly RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (const row of rows) {
    const read = readRow(row, terms, at);
    outcomes.push('result' in read ? read : await outcomeOf(read, doors, seen));
  }
  return outcomes;
}

async function outcomeOf(
  { row, address, standing }: ReadRow,
  doors: ImportDoors,
  seen: Set<number>,
): Promise<RowOutcome> {
  const { line } = row;
  const mark = markOf(address);
  const isAgain = seen.has(mark);
  seen.add(mark);
  const there = await doors.subscribers.find(address);
  if (standing.kind === 'unsubscribed' || standing.kind === 'suppressed')
    return there !== undefined && outlivesLeaving(there, row.unsubscribedAt)
      ? {
          line,
          address,
          result: 'duplicate',
          reason: `${standing.why}, but signed up here since: not changed`,
        }
      : { line, address, result: 'suppressed', reason: standing.why };
  const isGone =
    there?.status === 'unsubscribed' ||
    there?.status === 'suppressed' ||
    (await doors.audience.suppression(address)) !== undefined;
  if (isGone)
    return {
      line,
      address,
      result: 'suppressed',
      reason: 'left or was cut off here; no import brings them back',
    };
  if (there !== undefined || isAgain) return { line, address, result: 'duplicate' };
  return standing.kind === 'confirmed'
    ? { line, address, result: 'imported' }
    : { line, address, result: 'unconfirmed', reason: standing.why };
}

/** 48 bits: of a million addresses two have the same by a chance of 1 in 500. */
function markOf(address: string): number {
  const read = readAddress(address);
  const key = 'key' in read ? read.key : address;
  return createHash('sha256').update(key).digest().readUIntBE(0, 6);
}
