// A publisher (or a person) that the newsletter quotes: one row of `issues/sources.yaml`.

import type { FeedSetting } from './feed-setting.ts';

export type SourceKind = 'agency' | 'newspaper' | 'broadcaster' | 'ngo' | 'official' | 'blog' | 'person';

export interface Source {
  /** `al-jazeera`: letters, digits and hyphens; names its page in the archive. */
  readonly id: string;
  /** The one right spelling. */
  readonly name: string;
  /** Spellings met in print, which are recognised and reported. */
  readonly variants: readonly string[];
  readonly kind: SourceKind;
  /** `report` (taken as a plural), `reports`, `writes` …; absent when the house has no habit yet. */
  readonly verb?: string;
  /** Hosts that may carry its articles; a host covers its subdomains. */
  readonly domains: readonly string[];
  /** Home page, an absolute http(s) URL. */
  readonly home?: string;
  /** Tells two publishers of one name apart: "Lebanon". */
  readonly qualifier?: string;
  /** In which `collect` looks for its stories. */
  readonly feeds?: readonly FeedSetting[];
}

/** A publisher as an issue names it. `id` is absent when `sources.yaml` has no such row. */
export interface SourceName {
  /** The words as written. */
  readonly written: string;
  readonly id?: string;
}
