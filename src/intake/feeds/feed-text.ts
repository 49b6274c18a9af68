// What a feed says, before anything is made of it: the same for all its forms.

export interface FeedText {
  readonly form: 'RSS' | 'RDF' | 'Atom' | 'JSON Feed';
  /** Plain text, as is all text here. */
  readonly title: string;
  /** As written. */
  readonly language?: string;
  /** In the order of the feed. */
  readonly entries: readonly FeedEntry[];
  /** Entries that could not be read, or that a cut took away. */
  readonly lostCount: number;
  /** What was wrong with it as a whole: one sentence, no final stop. */
  readonly fault?: string;
}

export interface FeedEntry {
  readonly title: string;
  /** Absolute http(s); absent where there is none. */
  readonly url?: string;
  readonly summary: string;
  /** As written, the best first: when it was published, when it was changed. */
  readonly dates: readonly string[];
  /** As written. */
  readonly language?: string;
  readonly categories: readonly string[];
  /** Whom the feed has it from, where it gathers from others. */
  readonly source?: string;
}

export interface FeedRefusal {
  /** One sentence, no final stop. */
  readonly refusal: string;
  /** Absolute: the feeds that a page names, which was asked in their place. */
  readonly meant?: readonly string[];
}
