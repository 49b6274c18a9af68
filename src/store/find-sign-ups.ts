// Which requests are to be looked at next, within the limits of the last hour: those with a low rank first, then the oldest. Whatever number waits,
// only some are read.
import { sql } from 'kysely';
import type { SignUpLimits } from '../model/audience-ports.ts';
import type { Change } from './audience-access.ts';

export interface WaitingSignUp {
  readonly id: string;
  readonly address_hash: string;
}

/** Looked at in one go, and of the front of the queue read before it is looked for by domain. */
const FOUND_ROWS = 20;
const FRONT_ROWS = 200;
/** Domains among which the lowest rank is looked for where the front of the queue is all of domains that must wait. */
const SOME_DOMAINS = 50;

export async function findWaiting(
  change: Change,
  hourAgo: string,
  limits: SignUpLimits,
): Promise<readonly WaitingSignUp[]> {
  const { transaction } = change;
  const mailed = await transaction
    .selectFrom('sign_ups')
    .select(['domain', ({ fn }) => fn.countAll().as('mails')])
    .where('mailed_at', '>', hourAgo)
    .groupBy('domain')
    .execute();
  const sum = mailed.reduce((all, { mails }) => all + Number(mails), 0);
  if (sum >= limits.mailsAnHour) return [];
  const full = mailed
    .filter(({ mails }) => Number(mails) >= limits.mailsAnHourToADomain)
    .map(({ domain }) => domain);
  if (limits.mailsAnHourToADomain < 1) return [];
  const front = await transaction
    .selectFrom('sign_ups')
    .select(['id', 'address_hash', 'domain'])
    .where(sql<boolean>`state = 'asked'`)
    .orderBy('rank')
    .orderBy('asked_at')
    .limit(FRONT_ROWS)
    .execute();
  const open = front.filter(({ domain }) => !full.includes(domain)).slice(0, FOUND_ROWS);
  return open.length > 0 || front.length < FRONT_ROWS ? open : byDomain(change, full);
}

/** From domain to domain, one look into the index each, past those that must wait. */
async function byDomain({ transaction }: Change, full: readonly string[]): Promise<readonly WaitingSignUp[]> {
  const others = full.length === 0 ? sql`` : sql` and domain not in (${sql.join(full)})`;
  const { rows } = await sql<WaitingSignUp>`
    with recursive hop(domain) as (
      select min(domain) from sign_ups where state = 'asked'
      union all
      select (select min(s.domain) from sign_ups s where s.state = 'asked' and s.domain > hop.domain)
      from hop where hop.domain is not null
    ), awake as (select domain from hop where domain is not null${others} limit ${SOME_DOMAINS})
    select s.id, s.address_hash from awake, sign_ups s where s.id = (
      select f.id from sign_ups f where f.state = 'asked' and f.domain = awake.domain order by f.rank, f.asked_at limit 1)
    order by s.rank, s.asked_at limit ${FOUND_ROWS}`.execute(transaction);
  return rows;
}
