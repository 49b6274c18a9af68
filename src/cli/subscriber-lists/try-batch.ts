// The same rows as `importBatch` takes, and what would become of them; nothing is written. Stands apart because it only looks, and has to remember
// which addresses came before in the file.
import { createHash } from 'node:crypto';
import { readAddress } from '../../audience/address.ts';
import type { IsoInstant } from '../../model/calendar.ts';
import {
  goneFirst,
  type ImportDoors,
  type ImportTerms,
  outlivesLeaving,
  type ReadRow,
  type RowOutcome,
  readRow,
} from './import-batch.ts';
import type { ImportRow } from './import-row.ts';

/** Addresses of rows before, as `markOf` has them: a number each, so that a million fit. Added to. */
export interface SeenAddresses {
  readonly all: Set<number>;
  /** Of these, who had gone from the other program. */
  readonly gone: Set<number>;
}

export async function tryBatch(
  rows: readonly ImportRow[],
  terms: ImportTerms,
  doors: ImportDoors,
  at: IsoInstant,
  seen: SeenAddresses,
): Promise<readonly RowOutcome[]> {
  return goneFirst(
    rows.map((row) => readRow(row, terms, at)),
    async (some) => {
      const outcomes: RowOutcome[] = [];
      for (const one of some) outcomes.push(await outcomeOf(one, doors, seen));
      return outcomes;
    },
  );
}

async function outcomeOf(
  { row, address, standing }: ReadRow,
  doors: ImportDoors,
  seen: SeenAddresses,
): Promise<RowOutcome> {
  const { line } = row;
  const mark = markOf(address);
  const isAgain = seen.all.has(mark);
  seen.all.add(mark);
  const there = await doors.subscribers.find(address);
  if (standing.kind === 'unsubscribed' || standing.kind === 'suppressed') {
    if (there !== undefined && outlivesLeaving(there, row.unsubscribedAt)) {
      const reason = `${standing.why}, but signed up here since: not changed`;
      return { line, address, result: 'duplicate', reason };
    }
    seen.gone.add(mark);
    return { line, address, result: 'suppressed', reason: standing.why };
  }
  const isGone =
    seen.gone.has(mark) ||
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
  // Whoever typed their address into the form and never confirmed is confirmed by an import that says how they agreed.
  const isKnown = there !== undefined && !(there.status === 'unconfirmed' && standing.kind === 'confirmed');
  if (isKnown || isAgain) return { line, address, result: 'duplicate' };
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
