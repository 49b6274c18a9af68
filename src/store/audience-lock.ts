// Who may change what is known of an address: one transaction at a time, whether there is a row of it yet or not. Held until the transaction
// ends, taken before any row is locked, so that nobody waits in a circle. SQLite lets one writer in at a time anyway.
import { sql } from 'kysely';
import type { Change } from './audience-access.ts';

/** Whoever adds many addresses at once keeps everyone out who changes one. */
export async function lockAllAddresses({ transaction, kind }: Change): Promise<void> {
  if (kind === 'postgres')
    await sql`select pg_advisory_xact_lock(hashtext('broadside addresses'))`.execute(transaction);
}

export async function lockAddress({ transaction, kind }: Change, addressHash: string): Promise<void> {
  if (kind !== 'postgres') return;
  await sql`select pg_advisory_xact_lock_shared(hashtext('broadside addresses'))`.execute(transaction);
  await sql`select pg_advisory_xact_lock(hashtextextended(${addressHash}, 0))`.execute(transaction);
}

/** One at a time decides about sign-ups: what was sent in the last hour is counted truly. */
export async function lockSignUps({ transaction, kind }: Change): Promise<void> {
  if (kind === 'postgres')
    await sql`select pg_advisory_xact_lock(hashtext('broadside sign-ups'))`.execute(transaction);
}
