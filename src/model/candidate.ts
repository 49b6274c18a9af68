// A story that somebody else published and that may go into an issue: what a feed says of it. One line of `issues/inbox.md`.
import type { IsoDate, IsoInstant } from './calendar.ts';

export interface Candidate {
  /** Plain text, one line, without the site's name. */
  readonly headline: string;
  /** Absolute http(s), as the feed has it, without what only tracks. */
  readonly url: string;
  /** The row's own name where the publisher is known, else what the feed calls itself. */
  readonly source?: string;
  /** Of the row in `sources.yaml`. */
  readonly sourceId?: string;
  /** Day in the newsletter's zone. */
  readonly date?: IsoDate;
  readonly publishedAt?: IsoInstant;
  /** Plain text, one paragraph, at most some 300 characters, cut between words. */
  readonly excerpt?: string;
  /** BCP 47. */
  readonly language?: string;
  /** Heading of the section that it would stand in. */
  readonly section?: string;
  readonly tags: readonly string[];
  /** Slug of the latest earlier issue that told it: "seen in No. 281". */
  readonly seenIn?: string;
  /** Where others have the same story. */
  readonly alsoAt?: readonly { readonly url: string; readonly source: string }[];
}
