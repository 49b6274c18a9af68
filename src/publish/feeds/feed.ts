// One feed before it is written in one of its forms.
import type { FeedItem } from './feed-items.ts';

export interface Feed {
  /** See `feed-paths.ts`. */
  readonly name: string;
  /** Plain text, never empty. */
  readonly title: string;
  /** Plain text, never empty. */
  readonly description: string;
  /** The page of the same matter, relative to the archive's root. */
  readonly homePath: string;
  readonly items: readonly FeedItem[];
  /** Names of feeds; only what is there. */
  readonly chain?: FeedChain;
}

/** RFC 5005 §4. */
export interface FeedChain {
  /** The feed to subscribe to; given by documents of the archive alone. */
  readonly current?: string;
  readonly previous?: string;
  readonly next?: string;
}
