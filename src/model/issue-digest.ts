// What the archive has to remember of an issue so that another can be compared with it: its links, its headlines, whom it
// names. Plain values only, so that it can be kept as JSON and need not be made again while the issue's text stays the same.
import type { IsoDate } from './calendar.ts';
import type { Entry } from './entry.ts';
import type { Silence } from './issue.ts';
import type { Place } from './place.ts';

export interface IssueDigest {
  /** POSIX path relative to the project. */
  readonly path: string;
  readonly slug: string;
  /** Absent in a special. */
  readonly number?: number;
  /** `NO_DATE` where there is none. */
  readonly date: IsoDate;
  readonly title: string;
  readonly isDraft: boolean;
  /** SHA-256 of the file's text in UTF-8, hex. */
  readonly textHash: string;
  /** Line of the second row of dashes, from 1; 0 where there is no front matter. */
  readonly lastFrontMatterLine: number;
  /** Where the values of `number:` and `date:` stand. */
  readonly numberPlace?: Place;
  readonly datePlace?: Place;
  readonly silences: readonly Silence[];
  /** In the order of the text. */
  readonly entries: readonly EntryDigest[];
  /** Every web link of the issue, in the order of the text. */
  readonly links: readonly LinkDigest[];
  /** Every name of a source in an attribution or a credit. */
  readonly sources: readonly SourceDigest[];
  /** Of the front matter and of all entries, as written. */
  readonly tags: readonly string[];
  /** Where each of `tags` stands, or the entry's headline where it cannot be told. */
  readonly tagPlaces: readonly (Place | undefined)[];
  /** Words of what stands outside the entries: the lead and the sections' own text. See `EntryDigest.words`. */
  readonly leadWords: string;
  /** Words of the updates and corrections that stand outside the entries, one element a note. */
  readonly leadNotes: readonly string[];
}

export interface EntryDigest {
  readonly id: string;
  readonly kind: Entry['kind'];
  readonly headline: string;
  /** Of the headline. */
  readonly place: Place;
  readonly reports: readonly {
    readonly sourceId?: string;
    readonly source: string;
    readonly date?: IsoDate;
  }[];
  /**
   * Fingerprint of what a reader reads there, without updates and corrections: letters and figures only, so that a space, a
   * capital, a mark or an address that is mended makes no difference.
   */
  readonly words: string;
  /** The same, of each update and correction in the entry. */
  readonly notes: readonly string[];
}

export interface LinkDigest {
  /** As written. */
  readonly url: string;
  /** Of `canonicalUrl`: the same for every way to write the address. */
  readonly key: string;
  readonly place: Place;
  /** Index in `entries`; absent outside of them. */
  readonly entry?: number;
  /** True on a headline or on a source's name; false inside the running text, where it is background. */
  readonly isStory: boolean;
}

export interface SourceDigest {
  readonly written: string;
  /** Absent where `sources.yaml` has no such row. */
  readonly id?: string;
  readonly place: Place;
}
