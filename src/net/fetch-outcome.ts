// What comes of asking one address: an answer, or the reason why there is none. Neither is ever thrown: a page that is gone is
// news about the page, not a failure of the program.

export type FetchOutcome = FetchAnswer | FetchFailure;

export interface FetchAnswer {
  readonly kind: 'answer';
  /** The address that answered in the end, without fragment. */
  readonly url: string;
  readonly status: number;
  /** Names in lower case; a field that came several times is joined with commas. */
  readonly headers: ReadonlyMap<string, string>;
  /** Decoded; empty for HEAD. */
  readonly body: Uint8Array;
  /** Why the body is not whole. */
  readonly bodyFault?: BodyFault;
  readonly hops: readonly Hop[];
}

export type BodyFault = 'too-large' | 'too-slow' | 'garbled' | 'broken-off';

/** One redirect. */
export interface Hop {
  readonly url: string;
  readonly status: number;
  /** Absolute, resolved against `url`. */
  readonly to: string;
}

export interface FetchFailure {
  readonly kind: 'failed';
  readonly reason: FetchFailureReason;
  /** One sentence for people, no final stop. */
  readonly detail: string;
  /** Where it went wrong: the address asked, or one that it led to. */
  readonly url: string;
  /** True when every other address of that host would fare the same. */
  readonly isOfHost: boolean;
  readonly hops: readonly Hop[];
}

export type FetchFailureReason =
  /** Not http or https, a user name in it, a port that is not for the web, not an address at all. */
  | 'address'
  /** By our own guard. */
  | 'blocked'
  | 'name-unknown'
  /** The name server does not answer; the name may be right. */
  | 'name-unsettled'
  | 'refused'
  | 'unroutable'
  | 'certificate'
  | 'tls'
  | 'timeout'
  | 'redirects'
  /** It leads back to itself: often a site that wants a cookie first. */
  | 'redirect-loop'
  | 'headers-too-large'
  /** What came is not HTTP. */
  | 'garbled'
  /** The connection was closed before an answer came. */
  | 'closed';

/** A failure before it is known how it was come by. */
export type Fault = Pick<FetchFailure, 'reason' | 'detail' | 'isOfHost'>;
