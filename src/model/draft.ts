// What becomes an issue's Markdown: an issue, its sections and entries, before they are written. Candidates, pages, exports and old
// newsletters end here, and one writer (`intake/write-issue.ts`) sets them all in the house format.
import type { IsoDate } from './calendar.ts';
import type { SectionKind } from './issue.ts';
import type { LiveOrder } from './live-order.ts';

/**
 * Markdown of one block (a paragraph, a quote, a list, a picture's line), without blank lines around it. It is written as it is: whoever
 * makes one from foreign text has escaped what would mean something else (see `issue-format`, the silent losses).
 */
export type MarkdownBlock = string;

export interface DraftIssue {
  /** Absent in a special, which then has `title` and `slugWords`. */
  readonly number?: number;
  readonly slugWords?: string;
  readonly date: IsoDate;
  readonly title?: string;
  readonly subject?: string;
  readonly preheader?: string;
  /** BCP 47; absent: the newsletter's own. */
  readonly language?: string;
  /** Of the IANA database; absent: the newsletter's own. */
  readonly timeZone?: string;
  readonly liveOrder?: LiveOrder;
  readonly isLiveEnded?: true;
  readonly tags: readonly string[];
  readonly isDraft?: true;
  readonly lead: readonly MarkdownBlock[];
  readonly sections: readonly DraftSection[];
}

export interface DraftSection {
  readonly kind: SectionKind;
  /** Absent for entries that stand before any heading. For a live section all of it: `Live: the vote count`. Plain text. */
  readonly heading?: string;
  readonly body: readonly MarkdownBlock[];
  readonly entries: readonly DraftEntry[];
}

/** Fields that a section's kind has no use for are absent. */
export interface DraftEntry {
  /** Plain text; the writer escapes it. Empty where there is none. */
  readonly headline: string;
  /** The same as Markdown, where it has emphasis or code. The empty text: there is none, and none is missed. */
  readonly headlineMarkdown?: string;
  /** `Exclusive`. */
  readonly label?: string;
  /** Among bullets: an entry with a heading of its own. */
  readonly isHeaded?: true;
  /** Absolute. On the headline; in a listing on its first words. */
  readonly url?: string;
  /** Of a live entry, as written: `30 December, 16:40`. */
  readonly at?: string;
  readonly isKey?: true;
  /** Of an event, as written. */
  readonly when?: string;
  readonly where?: string;
  readonly language?: string;
  readonly tags: readonly string[];
  /** A program has chosen the tags, and an editor is to look at them: the line says so in a comment. */
  readonly areTagsProposed?: true;
  /**
   * What stands before the first report, or all of it where there is none. In a listing the first block goes on behind the headline
   * on its line, and has all the words where the headline is empty.
   */
  readonly body: readonly MarkdownBlock[];
  readonly reports: readonly DraftReport[];
}

export interface DraftReport {
  /** As it is to be written: the row's own name where the publisher is known. Absent: a blank that the proofreader reports. */
  readonly source?: string;
  /** `report`, `reports`, `writes`; absent in a round-up. */
  readonly verb?: string;
  /** A day, which the writer puts into the house's form, or words that stand as they are. Absent: a blank that the proofreader reports. */
  readonly date?: IsoDate | { readonly asWritten: string };
  /** The first paragraph as it stood, attribution and all: it is written as it is, in the place of source, verb, day and link. */
  readonly opening?: MarkdownBlock;
  /** On the source's name; the first report's link may stand on the headline instead. */
  readonly url?: string;
  readonly body: readonly MarkdownBlock[];
}
