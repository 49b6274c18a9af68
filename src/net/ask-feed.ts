// The address of a feed and what is remembered of it go in, what its server answers comes out: a text, nothing new, gone, or why not. It is named by
// the operator and made for programs, so robots.txt is not asked (RFC 9309 speaks of crawlers, which find their addresses themselves).
import type { Fetcher, FetchRequest, Validators } from './create-fetcher.ts';
import { decodeFeed } from './decode-feed.ts';
import type { BodyFault, FetchOutcome } from './fetch-outcome.ts';
import { retryAfterMs } from './retry-after.ts';

export type FeedAnswer =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Where it was found in the end. */
      readonly url: string;
      /** Absent where the text is not whole: it is to be asked for again. */
      readonly validators?: Validators;
      readonly fault?: string;
      readonly movedTo?: string;
    }
  | { readonly kind: 'same'; readonly movedTo?: string }
  /** RFC 9110 §15.5.11: it is not there and will not be. */
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'failed';
      readonly detail: string;
      readonly status?: number;
      readonly retryAfterMs?: number;
    };

export interface AskFeedOptions {
  readonly validators?: Validators;
  readonly signal?: AbortSignal;
  readonly turn?: FetchRequest['turn'];
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
}

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5';

const FAULTS: Readonly<Record<BodyFault, string>> = {
  'too-large': 'it is larger than 5 MB and was read so far',
  'too-slow': 'it did not arrive in time and was read so far',
  'broken-off': 'the connection was cut and it was read so far',
  garbled: 'its compression is broken',
};

/** Rejects only with the signal's reason. */
export async function askFeed(fetcher: Fetcher, url: string, options: AskFeedOptions): Promise<FeedAnswer> {
  const { validators, signal, turn } = options;
  const outcome = await fetcher.fetch(url, {
    accept: ACCEPT,
    ...(validators !== undefined && { validators }),
    ...(signal !== undefined && { signal }),
    ...(turn !== undefined && { turn }),
  });
  if (outcome.kind === 'failed') return { kind: 'failed', detail: outcome.detail };
  const { status, headers } = outcome;
  const moved = movedTo(outcome);
  if (status === 304) return { kind: 'same', ...moved };
  if (status === 410) return { kind: 'gone' };
  if (status !== 200) {
    const waitMs = retryAfterMs(headers.get('retry-after'), options.wallClock());
    return {
      kind: 'failed',
      detail: wordsOf(status),
      status,
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    };
  }
  const { bodyFault } = outcome;
  if (bodyFault === 'garbled') return { kind: 'failed', detail: FAULTS.garbled };
  const [etag, lastModified] = [headers.get('etag'), headers.get('last-modified')];
  return {
    kind: 'text',
    text: decodeFeed(outcome.body, headers.get('content-type')),
    url: outcome.url,
    ...(bodyFault === undefined && {
      validators: {
        url: outcome.url,
        ...(etag !== undefined && { etag }),
        ...(lastModified !== undefined && { lastModified }),
      },
    }),
    ...(bodyFault !== undefined && { fault: FAULTS[bodyFault] }),
    ...moved,
  };
}

/** Only where every step on the way is for good (RFC 9110 §15.4.2, §15.4.9). */
function movedTo({ hops, url }: FetchOutcome): { readonly movedTo?: string } {
  return hops.length > 0 && hops.every(({ status }) => status === 301 || status === 308)
    ? { movedTo: url }
    : {};
}

function wordsOf(status: number): string {
  if (status === 401 || status === 407) return `it asks for a login (${status})`;
  if (status === 403) return `it refuses programs, or everybody (${status})`;
  if (status === 404) return `there is nothing at its address (${status})`;
  if (status === 429) return `it was asked too often (${status})`;
  if (status >= 500) return `its server has failed (${status})`;
  return `its server answers ${status}`;
}
