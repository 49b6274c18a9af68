// An address goes in, whether its site lets programs like this one read the page comes out (RFC 9309). For pages that we choose to read; not for
// feeds, which are published for programs and were named by the operator.
import { type Fetcher, type FetchRequest, PRODUCT } from './create-fetcher.ts';
import { decodeText } from './decode-text.ts';
import type { FetchFailureReason, FetchOutcome } from './fetch-outcome.ts';
import { MOST_ROBOTS_BYTES, type RobotsRules, readRobots } from './read-robots.ts';

export interface RobotsAnswer {
  readonly isAllowed: boolean;
  /** Why not: one sentence for people, no final stop. */
  readonly reason?: string;
  /** Why the site could not be asked: the page itself would fare the same. */
  readonly failure?: FetchFailureReason;
}

export interface RobotsDesk {
  /** Asks each site once. Rejects only with the signal's reason. */
  ask(url: string, request?: Pick<FetchRequest, 'signal' | 'turn'>): Promise<RobotsAnswer>;
}

type Site =
  | { readonly rules: RobotsRules }
  | { readonly refusal: string; readonly failure?: FetchFailureReason };

/** One for each run of a command: a robots.txt is kept as long as that, which is less than the day that RFC 9309 §2.4 allows. */
export function createRobotsDesk(fetcher: Fetcher): RobotsDesk {
  const sites = new Map<string, Promise<Site>>();
  return {
    ask: async (url, request = {}) => {
      if (!URL.canParse(url)) return { isAllowed: true };
      const { origin, pathname, search } = new URL(url);
      // What is no web address is refused by the fetcher, with its own words.
      if (!/^https?:/u.test(origin)) return { isAllowed: true };
      const asked = sites.get(origin) ?? askSite(fetcher, origin, request);
      sites.set(origin, asked);
      const site = await asked.catch((error) => {
        sites.delete(origin);
        throw error;
      });
      if ('refusal' in site) {
        const { refusal: reason, failure } = site;
        return { isAllowed: false, reason, ...(failure === undefined ? {} : { failure }) };
      }
      if (site.rules.allows(pathname + search)) return { isAllowed: true };
      return { isAllowed: false, reason: `${origin}/robots.txt asks programs not to read this page` };
    },
  };
}

async function askSite(
  fetcher: Fetcher,
  origin: string,
  request: Pick<FetchRequest, 'signal' | 'turn'>,
): Promise<Site> {
  const outcome = await fetcher.fetch(`${origin}/robots.txt`, {
    ...request,
    accept: 'text/plain, */*;q=0.5',
    maxBodyBytes: MOST_ROBOTS_BYTES,
  });
  return siteOf(outcome, origin);
}

function siteOf(outcome: FetchOutcome, origin: string): Site {
  // §2.3.1.4: who cannot be asked, or fails, has forbidden everything for now.
  if (outcome.kind === 'failed')
    // §2.3.1.2: after five redirects it counts as not there.
    return outcome.reason === 'redirects' || outcome.reason === 'redirect-loop'
      ? { rules: readRobots('', PRODUCT) }
      : { refusal: `${origin}/robots.txt cannot be read: ${outcome.detail}`, failure: outcome.reason };
  const { status, bodyFault } = outcome;
  if (status >= 500 || status === 429)
    return { refusal: `${origin}/robots.txt is out of service (${status}); try again later` };
  // §2.3.1.3: not there, so nothing is forbidden.
  if (status >= 400) return { rules: readRobots('', PRODUCT) };
  if (bodyFault !== undefined && bodyFault !== 'too-large')
    return { refusal: `${origin}/robots.txt did not arrive whole; try again later` };
  const text = decodeText(outcome.body, 'text/plain; charset=utf-8');
  return { rules: readRobots(text, PRODUCT) };
}
