// The sums of one issue's ledger. Each state is counted in the index of its own and all rows beside them in that of their key, so a sum
// that does not balance tells of rows in no known state.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { DeliveryCounts } from '../model/delivery.ts';
import { isInDoubt } from './live-runs.ts';
import type { RunRow, Tables } from './schema.ts';

type Figures = Omit<DeliveryCounts, 'issue'>;

export async function countDeliveries(
  db: Kysely<Tables>,
  issueSlug: string,
  live: readonly Pick<Selectable<RunRow>, 'id'>[],
): Promise<DeliveryCounts> {
  const where = sql`from deliveries where issue_slug = ${issueSlug}`;
  const doubt = isInDoubt(live);
  const { rows } = await sql<{ readonly [figure in keyof Figures]: number | string }>`
    select
      (select count(*) ${where}) as eligible,
      (select count(*) ${where} and status = 'accepted') as accepted,
      (select count(*) ${where} and status = 'deferred') as deferred,
      (select count(*) ${where} and status in ('rejected', 'excluded') and status = 'rejected') as rejected,
      (select count(*) ${where} and status in ('rejected', 'excluded') and status = 'excluded') as excluded,
      (select count(*) ${where} and status = 'claimed' and ${doubt}) as "inDoubt",
      (select count(*) ${where} and status = 'claimed' and not ${doubt}) as "onTheWire",
      (select count(*) ${where} and status = 'pending') as pending`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('Counting gave no answer');
  return {
    issue: issueSlug,
    eligible: Number(row.eligible),
    accepted: Number(row.accepted),
    deferred: Number(row.deferred),
    rejected: Number(row.rejected),
    excluded: Number(row.excluded),
    inDoubt: Number(row.inDoubt),
    onTheWire: Number(row.onTheWire),
    pending: Number(row.pending),
  };
}
