// Opens the port on which a running program tells how it is: figures read from its database, and whether that can be reached at all.
import type { AudienceEvent } from '../model/audience-ports.ts';
import { createOperations } from '../server/create-operations.ts';
import { createFigures, type Figures, type LedgerFigures } from '../server/figures.ts';
import { type RunningServer, serve } from '../server/listen.ts';
import type { Database } from '../store/open-database.ts';
import { readListenAddress } from './serving/listen-address.ts';

/** Nobody but this machine, on the port after Prometheus' own. */
const DEFAULT_METRICS = '127.0.0.1:9464';

/** Issues whose figures are shown beside those that are not ended. */
const RECENT_ISSUES = 5;

export interface Operations {
  readonly figures: Figures;
  /** `http://127.0.0.1:9464/` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * @param address `127.0.0.1:9464`, `:9464` (this machine), `[::1]:9464`.
 * @throws BroadsideError USAGE, PORT_IN_USE, SETTINGS_INVALID
 */
export async function openOperations(database: Database, address: string): Promise<Operations> {
  const figures = createFigures(() => ledgerFigures(database));
  const app = createOperations({ figures, isWell: async () => void (await database.runs.live()) });
  const server: RunningServer = await serve(app, readListenAddress(address, DEFAULT_METRICS));
  return { figures, url: server.url, close: () => server.close() };
}

async function ledgerFigures({
  figures,
  ledger,
  orders,
  pacing,
  runs,
  subscribers,
}: Database): Promise<LedgerFigures> {
  const [open, planned] = await Promise.all([orders.open(), ledger.issues()]);
  const slugs = new Set([
    ...open.map(({ issueSlug }) => issueSlug),
    ...planned.slice(-RECENT_ISSUES).map(({ slug }) => slug),
  ]);
  return {
    subscribers: await subscribers.count(),
    issues: await Promise.all([...slugs].map((slug) => ledger.counts(slug))),
    runs: await runs.live(),
    limits: await pacing.limits(),
    audience: await eventSums(figures),
  };
}

/** Days and issues are for `stats`; here only how often each has happened. */
async function eventSums(figures: Database['figures']): Promise<Partial<Record<AudienceEvent, number>>> {
  const sums: Partial<Record<AudienceEvent, number>> = {};
  for (const { event, count } of await figures.counts(EVER)) sums[event] = (sums[event] ?? 0) + count;
  return sums;
}

const EVER = '1970-01-01T00:00:00.000Z';
