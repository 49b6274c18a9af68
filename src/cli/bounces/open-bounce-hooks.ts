// The hooks of the mail providers, opened on a database: for whoever answers over HTTP to mount below `/hooks`.
import { createFetcher, userAgent } from '../../net/create-fetcher.ts';
import { createBounceHooks } from '../../server/bounce-hooks.ts';
import type { Database } from '../../store/open-database.ts';
import { programVersion } from '../program-version.ts';
import type { Terminal } from '../terminal.ts';
import { hookSecrets } from './hook-secrets.ts';
import { openReturnDesk } from './open-return-desk.ts';

export interface HooksOptions {
  readonly listId: string;
  readonly siteUrl: string;
  /** For the log. */
  readonly tell: (words: string) => void;
}

/** A certificate of Amazon's has two kilobytes. */
const MOST_FETCHED_BYTES = 64 * 1024;

/** Undefined where no provider is set. @throws BroadsideError SETTINGS_INVALID */
export function openBounceHooks(
  database: Database,
  { listId, siteUrl, tell }: HooksOptions,
  terminal: Terminal,
): ReturnType<typeof createBounceHooks> | undefined {
  const secrets = hookSecrets(terminal);
  if (Object.keys(secrets).length === 0) return undefined;
  const fetcher = createFetcher({ userAgent: userAgent(programVersion(), siteUrl) });
  return createBounceHooks({
    secrets,
    now: () => Date.parse(terminal.now()),
    tell,
    record: async (notices) => {
      const desk = await openReturnDesk(database, { listId, now: terminal.now });
      for (const notice of notices) await desk.takeNotice(notice);
    },
    fetchText: async (url) => {
      const outcome = await fetcher.fetch(url, { maxBodyBytes: MOST_FETCHED_BYTES });
      if (outcome.kind !== 'answer' || outcome.status !== 200) throw new Error(`Nothing to read at ${url}`);
      return new TextDecoder().decode(outcome.body);
    },
  });
}
