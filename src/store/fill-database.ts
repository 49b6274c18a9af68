// All tables of one database into another one that is empty, in one transaction that leaves it held: nothing can be sent from it before
// somebody, or the step that comes after, says so. What fails leaves it as empty as it was.
import { rm } from 'node:fs/promises';
import { BroadsideError } from '../model/errors.ts';
import { isThere } from './aside-file.ts';
import { holdStatements, releaseStatements } from './barriers.ts';
import { type CopyProgress, copyTables, type TableSum } from './copy-tables.ts';
import type { DatabaseLocation } from './database-location.ts';
import { openDatabase } from './open-database.ts';
import { openTables } from './open-tables.ts';
import { type Held, STANDING_KEYS } from './standing.ts';
import { type TablePlan, tablePlan } from './table-plan.ts';
import type { TableSession } from './table-session.ts';
import { translateError } from './translate-error.ts';

const BUSY_TIMEOUT_MS = 5000;

export interface Fill {
  readonly from: TableSession;
  readonly to: DatabaseLocation;
  readonly held: Held;
  readonly onProgress?: (progress: CopyProgress) => void;
}

export interface Filled {
  readonly sums: readonly TableSum[];
  /** For whoever finds afterwards that it must not stand: it is as empty as it was. */
  undo(): Promise<void>;
}

/**
 * @param from Inside a transaction of its own, at the newest migration.
 * @throws BroadsideError DATABASE_NOT_EMPTY, and of either database
 */
export async function fillDatabase({ from, to, held, onProgress }: Fill): Promise<Filled> {
  const isNew = to.kind === 'sqlite' && !(await isThere(to.file));
  try {
    // Makes the tables.
    await (await openDatabase(to.kind === 'sqlite' ? `sqlite:${to.file}` : to.url)).close();
    const target = await openTables(to, { busyTimeoutMs: BUSY_TIMEOUT_MS });
    try {
      const plan = await tablePlan();
      await target.begin('exclusive', plan);
      await refuseFilled(target, plan, to.describe);
      const sums = await copyTables(from, target, plan, onProgress);
      // Whoever was sending from the other database does not send from this one.
      await target.execute([`update runs set ended_at = '${held.heldAt}' where ended_at is null`]);
      await target.putSetting(STANDING_KEYS.held, JSON.stringify(held));
      await target.execute(holdStatements(to.kind));
      await target.commit();
      return { sums, undo: () => (isNew ? removeFile(to) : emptyDatabase(to)) };
    } catch (error) {
      await target.rollback().catch(() => {});
      throw error;
    } finally {
      await target.close();
    }
  } catch (error) {
    if (isNew) await removeFile(to);
    throw translateError(error, to.describe);
  }
}

async function emptyDatabase(to: DatabaseLocation): Promise<void> {
  const target = await openTables(to, { busyTimeoutMs: BUSY_TIMEOUT_MS });
  try {
    const plan = await tablePlan();
    await target.begin('exclusive', plan);
    await target.execute(releaseStatements(to.kind));
    // What readers agreed to goes only with them.
    await target.execute([`update subscribers set erased_at = 'never here' where erased_at is null`]);
    await target.execute(plan.toReversed().map(({ name }) => `delete from "${name}"`));
    await target.commit();
  } finally {
    await target.close();
  }
}

/** Settings alone are nothing: a database that was only looked at has some. They make room. */
async function refuseFilled(
  target: TableSession,
  plan: readonly TablePlan[],
  describe: string,
): Promise<void> {
  for (const table of plan.filter(({ name }) => name !== 'settings')) {
    const rows = await target.count(table);
    if (rows === 0) continue;
    throw new BroadsideError(
      'DATABASE_NOT_EMPTY',
      `${describe} holds ${rows} rows of ${table.name} already`,
      {
        place: describe,
      },
    );
  }
  await target.execute(['delete from settings']);
}

async function removeFile(location: DatabaseLocation): Promise<void> {
  if (location.kind !== 'sqlite') return;
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${location.file}${end}`, { force: true });
}
