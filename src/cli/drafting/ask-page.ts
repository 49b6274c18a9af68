// The address of a page goes in, what could be learnt of it comes out: its facts, or why there are none. The site is asked first whether
// programs may read it.
import { canonicalHost, canonicalUrl, readWebAddress } from '../../check/links/canonical-url.ts';
import { withoutTracking } from '../../check/links/tracking-parameters.ts';
import type { PageFacts, PageScene } from '../../intake/pages/read-page.ts';
import { readPage } from '../../intake/pages/read-page.ts';
import type { RobotsDesk } from '../../net/ask-robots.ts';
import type { Fetcher } from '../../net/create-fetcher.ts';
import { decodeText } from '../../net/decode-text.ts';
import type { FetchAnswer, FetchFailureReason } from '../../net/fetch-outcome.ts';
import { isFront, isGate } from '../../net/page-signs.ts';

export type AskedPage =
  | { readonly kind: 'read'; readonly facts: PageFacts }
  /** It may be there, and could not be read: an editor has to look. */
  | { readonly kind: 'unread'; readonly url: string; readonly reason: string }
  /** There is no such page. */
  | { readonly kind: 'gone'; readonly reason: string };

export interface PageAsking extends Pick<PageScene, 'timeZone' | 'knownNames'> {
  readonly fetcher: Fetcher;
  readonly robots: RobotsDesk;
}

const GONE = new Set([404, 410]);
const GONE_FAILURES = new Set<FetchFailureReason | undefined>(['address', 'blocked', 'name-unknown']);

export async function askPage(
  written: string,
  { fetcher, robots, ...scene }: PageAsking,
): Promise<AskedPage> {
  const url = cleanAddress(written);
  const permission = await robots.ask(url);
  if (!permission.isAllowed) {
    const { reason = 'its site asks programs not to read it', failure } = permission;
    return GONE_FAILURES.has(failure) ? { kind: 'gone', reason } : { kind: 'unread', url, reason };
  }
  const outcome = await fetcher.fetch(url, { accept: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1' });
  if (outcome.kind === 'failed') {
    return GONE_FAILURES.has(outcome.reason)
      ? { kind: 'gone', reason: outcome.detail }
      : { kind: 'unread', url, reason: outcome.detail };
  }
  if (GONE.has(outcome.status))
    return { kind: 'gone', reason: `the site answers ${outcome.status}: there is no such page` };
  const refusal = refusalOf(url, outcome);
  if (refusal !== undefined) return { kind: 'unread', url, reason: refusal };
  const html = decodeText(outcome.body, outcome.headers.get('content-type'));
  const facts = readPage(html, {
    ...scene,
    url: cleanAddress(outcome.url),
    keyOf: canonicalUrl,
    hostOf: canonicalHost,
  });
  return { kind: 'read', facts: { ...facts, url: cleanAddress(facts.url) } };
}

/** Without what only tells the site where a reader came from. */
export function cleanAddress(url: string): string {
  return withoutTracking(url).url;
}

function refusalOf(asked: string, { status, url, headers, body }: FetchAnswer): string | undefined {
  if (status < 200 || status > 299)
    return `the site answers ${status}${status === 401 || status === 402 || status === 403 ? ': it lets no program in' : ''}`;
  const wanted = readWebAddress(asked);
  if (url !== asked && isGate(url)) return 'the site leads to a page to log in or agree first';
  if (wanted !== undefined && isFront(url) && !isFront(asked))
    return 'the site leads to its front page instead';
  const type = headers.get('content-type') ?? 'text/html';
  if (!/^\s*(?:text\/|application\/xhtml)/iu.test(type))
    return `it is no page but a file (${type.split(';')[0]?.trim() ?? ''})`;
  return body.length === 0 ? 'the site sends nothing' : undefined;
}
