// What every check may ask: the settings, the name server, the web, the database. Opened once, by what the operator said.

import { type DnsAnswer, recordsOf } from '../../model/dns-lookup.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import { createFetcher, type Fetcher, userAgent } from '../../net/create-fetcher.ts';
import { type NameServer, openNameServer } from '../../net/dns-lookup.ts';
import { parseAllowList } from '../../net/guard-addresses.ts';
import { programVersion } from '../program-version.ts';
import type { Terminal } from '../terminal.ts';

export interface DoctorOptions {
  readonly offline?: true;
  /** Name server; BROADSIDE_RESOLVER or the machine's own unless given. */
  readonly resolver?: string;
  /** Addresses with commas between from which mail leaves, where the relay's own are others. */
  readonly sendsFrom?: string;
  readonly json?: true;
}

/** Nothing of it is there under `--offline`. */
export interface OutsideWorld {
  readonly dns: NameServer;
  readonly fetcher: Fetcher;
}

export const RESOLVER = 'BROADSIDE_RESOLVER';

export async function openOutsideWorld(
  { offline, resolver }: DoctorOptions,
  newsletter: Newsletter,
  terminal: Terminal,
): Promise<OutsideWorld | undefined> {
  if (offline === true) return undefined;
  const named = resolver ?? (terminal.env[RESOLVER]?.trim() || undefined);
  const dns = await openNameServer(named, resolver === undefined ? RESOLVER : '--resolver');
  const fetcher = createFetcher({
    userAgent: userAgent(programVersion(), newsletter.siteUrl),
    allow: parseAllowList(terminal.env['BROADSIDE_NET_ALLOW'] ?? '', 'BROADSIDE_NET_ALLOW'),
    ...(named === undefined ? {} : { resolver: async (host) => addressesOrError(await dns.addresses(host)) }),
  });
  return { dns, fetcher };
}

/** As the system's own resolver fails. */
function addressesOrError(answer: DnsAnswer<string>): readonly string[] {
  if (answer.kind !== 'failed') return recordsOf(answer);
  throw Object.assign(new Error(answer.detail), { code: 'EAI_AGAIN' });
}

/** @throws BroadsideError USAGE */
export function refuseContradictions({ offline, resolver, sendsFrom }: DoctorOptions): void {
  const beside = resolver !== undefined ? '--resolver' : sendsFrom !== undefined ? '--sends-from' : undefined;
  if (offline === true && beside !== undefined)
    throw new BroadsideError('USAGE', `--offline asks no name server, so ${beside} says nothing beside it`);
}
