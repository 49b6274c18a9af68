// The way to the web for a command that was asked to take it; `BROADSIDE_NET_ALLOW` names addresses of one's own that it may go to.
import { createFetcher, type Fetcher, userAgent } from '../net/create-fetcher.ts';
import { parseAllowList } from '../net/guard-addresses.ts';
import type { OpenProject } from './open-project.ts';
import { programVersion } from './program-version.ts';
import type { Terminal } from './terminal.ts';

/** @throws BroadsideError SETTINGS_INVALID */
export function openFetcher(
  { settings }: Pick<OpenProject, 'settings'>,
  { env }: Pick<Terminal, 'env'>,
): Fetcher {
  const allow = parseAllowList(env['BROADSIDE_NET_ALLOW'] ?? '', 'BROADSIDE_NET_ALLOW');
  return createFetcher({ userAgent: userAgent(programVersion(), settings.newsletter.siteUrl), allow });
}
