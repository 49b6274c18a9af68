// What tests of the ledger do again and again: say go, claim as some run, settle.
import type { SettledOutcome } from '../../src/model/delivery.ts';
import type { Claim } from '../../src/model/ports.ts';
import type { SendRun } from '../../src/model/send-order.ts';
import type { Settlement } from '../../src/model/sending-ports.ts';
import type { Database } from '../../src/store/open-database.ts';

export const AT = '2026-01-09T08:00:00Z';
export const LATER = '2026-01-09T09:00:00Z';
export const EXPIRES = '2026-01-14T08:00:00Z';

let readers = 0;

export async function addReaders(database: Database, count: number, domain = 'example.org'): Promise<void> {
  const consent = { text: 'yes', source: 'test' };
  const all = Array.from({ length: count }, () => {
    readers += 1;
    return { address: `reader${readers}@${domain}`, status: 'confirmed' as const, consent };
  });
  await database.subscribers.addAll(all, AT);
}

export async function plan(database: Database, slug = '0012'): Promise<void> {
  await database.ledger.plan({ slug, messageIdDomain: 'example.org', textHash: 'x', subject: 's' }, AT);
}

/** A worker on another machine, so that nobody looks for its process here. */
export function workerRun(id: string, more: Partial<SendRun> = {}): SendRun {
  return { id, kind: 'worker', host: 'elsewhere', pid: 7, transport: 'smtp:25', startedAt: AT, ...more };
}

const begun = new WeakMap<Database, Set<string>>();

/** Registers the run and says go, the first time. */
export async function ready(database: Database, issueSlug: string, runId: string): Promise<void> {
  const known = begun.get(database) ?? new Set();
  begun.set(database, known);
  if (!known.has(`run ${runId}`)) await database.runs.begin(workerRun(runId));
  if (!known.has(`issue ${issueSlug}`)) await database.orders.start(issueSlug, AT, EXPIRES);
  known.add(`run ${runId}`).add(`issue ${issueSlug}`);
}

/** Claims as a run that is begun, or is begun by it, of an issue that goes. */
export async function claimRows(
  database: Database,
  issueSlug: string,
  limit: number,
  runId: string,
  at: string,
  exceptDomains: readonly string[] = [],
): Promise<readonly Claim[]> {
  await ready(database, issueSlug, runId);
  return takeRows(database, issueSlug, limit, runId, at, exceptDomains);
}

/** Claims, and nothing before it. */
export async function takeRows(
  database: Database,
  issueSlug: string,
  limit: number,
  runId: string,
  at: string,
  exceptDomains: readonly string[] = [],
): Promise<readonly Claim[]> {
  const wanted = { issueSlug, limit, exceptDomains };
  return (await database.exchange.exchange({ runId, at, settlements: [], wanted })).claims;
}

export async function settleRow(
  database: Database,
  settled: Claim,
  outcome: SettledOutcome,
  at: string,
  nextAttemptAt?: string,
): Promise<void> {
  const settlement: Settlement = {
    claim: settled,
    outcome,
    ...(nextAttemptAt === undefined ? {} : { nextAttemptAt }),
  };
  await database.exchange.exchange({ runId: settled.runId, at, settlements: [settlement] });
}
