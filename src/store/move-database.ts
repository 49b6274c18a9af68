// Everything from one database into another, empty one; afterwards the first can be read and not changed any more, and says where to. In
// three steps, so that whatever stops it in between, there are never two that send: the new one is filled and held, the old one is
// closed for good, the new one is let go.
import { BroadsideError } from '../model/errors.ts';
import { moveStatements, releaseStatements } from './barriers.ts';
import type { CopyProgress, TableSum } from './copy-tables.ts';
import type { DatabaseLocation } from './database-location.ts';
import { fillDatabase } from './fill-database.ts';
import { openTables } from './open-tables.ts';
import { STANDING_KEYS } from './standing.ts';
import { tablePlan } from './table-plan.ts';
import { translateError } from './translate-error.ts';

export interface MoveOptions {
  readonly at: string;
  /** Asked once nobody can write any more: throws when somebody is sending. */
  readonly refuseLive: () => Promise<void>;
  readonly onProgress?: (progress: CopyProgress) => void;
}

const BUSY_TIMEOUT_MS = 5000;

/** @throws BroadsideError; then the old one is as it was, and the new one empty or (when even that failed) held */
export async function moveDatabase(
  from: DatabaseLocation,
  to: DatabaseLocation,
  { at, refuseLive, onProgress }: MoveOptions,
): Promise<readonly TableSum[]> {
  const plan = await tablePlan();
  const source = await openTables(from, { busyTimeoutMs: BUSY_TIMEOUT_MS });
  try {
    await source.begin('exclusive', plan);
    await refuseLive();
    const held = { reason: `Moving here from ${from.describe} was not finished`, heldAt: at, isOlder: false };
    const filled = await fillDatabase({ from: source, to, held, ...(onProgress && { onProgress }) });
    try {
      await source.putSetting(STANDING_KEYS.moved, JSON.stringify({ to: to.describe, movedAt: at }));
      await source.execute(moveStatements(from.kind, plan, to.describe));
      await source.commit();
    } catch (error) {
      await filled.undo();
      throw error;
    }
    await letGo(to);
    return filled.sums;
  } catch (error) {
    await source.rollback().catch(() => {});
    throw translateError(error, from.describe);
  } finally {
    await source.close();
  }
}

async function letGo(location: DatabaseLocation): Promise<void> {
  const target = await openTables(location, { busyTimeoutMs: BUSY_TIMEOUT_MS });
  try {
    await target.begin('exclusive', await tablePlan());
    await target.execute([
      ...releaseStatements(location.kind),
      `delete from settings where key = '${STANDING_KEYS.held}'`,
    ]);
    await target.commit();
  } catch (error) {
    throw new BroadsideError(
      'DATABASE_RESTORED',
      `Everything has moved to ${location.describe}, and that could not be let go yet`,
      {
        cause: error,
        place: location.describe,
        hint: 'Set DATABASE_URL to it and run `broadside restore --release`.',
      },
    );
  } finally {
    await target.close();
  }
}
