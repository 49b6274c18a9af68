// A hub and the address of a feed go in; the hub is told that the feed is new, and what it said comes out. W3C WebSub leaves open how a hub
// is told (§6, "the mechanism is up to them"); all hubs that anybody may use take the form of PubSubHubbub 0.4 §7.1.
import type { Fetcher } from './create-fetcher.ts';

export type HubAnswer =
  | { readonly kind: 'taken' }
  /** Another feed would fare the same: the hub is away, or has heard enough for now. */
  | { readonly kind: 'unsettled'; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string };

const MOST_WORDS = 200;

export async function tellHub(fetcher: Fetcher, hub: string, topic: string): Promise<HubAnswer> {
  // Some read the one name and some the other; both are the feed's own address, as the feed gives it (rel="self").
  const body = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic, 'hub.topic': topic });
  const outcome = await fetcher.fetch(hub, {
    post: { contentType: 'application/x-www-form-urlencoded', body: body.toString() },
  });
  if (outcome.kind === 'failed') return { kind: 'unsettled', detail: outcome.detail };
  const { status } = outcome;
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const said = new TextDecoder().decode(outcome.body).replace(/\s+/gu, ' ').trim().slice(0, MOST_WORDS);
  const detail = `${status}${said === '' || said.startsWith('<') ? '' : `: ${said}`}`;
  // RFC 9110 §15.5.9 and §15.6, RFC 6585 §4.
  return status >= 500 || status === 429 || status === 408
    ? { kind: 'unsettled', detail }
    : { kind: 'refused', detail };
}
