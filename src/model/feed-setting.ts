// A feed that `collect` asks: one entry under `feeds:` in `issues/newsletter.yaml` or in a row of `issues/sources.yaml`.

export interface FeedSetting {
  /** Absolute http(s), as written. */
  readonly url: string;
  /** Heading of the section that its stories stand in; left out: it is guessed, story by story. */
  readonly section?: string;
  /** Of the row in `sources.yaml`; left out: told by each story's address. */
  readonly sourceId?: string;
  /** Only stories in which one of these is met; empty: all. `harbo*` is every word that begins so. */
  readonly keep: readonly string[];
  /** No story in which one of these is met. */
  readonly drop: readonly string[];
}
