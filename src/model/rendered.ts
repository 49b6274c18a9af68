// An issue in every shape in which it leaves the house. Made once per issue, never per reader.
import type { IsoDate } from './calendar.ts';
import type { Direction } from './direction.ts';
import type { LaterText } from './later-text.ts';

/**
 * Gmail cuts a mail's HTML off near 102,400 bytes and hides the rest, the way to unsubscribe included, behind a link: measured by
 * practitioners for years, not documented by Google.
 */
export const GMAIL_CLIP_BYTES = 102_400;

/** A larger mail comes near that: the proofreader says so, and of a live page the mail gives less. 80 KB. */
export const ROOMY_MAIL_BYTES = 81_920;

export interface RenderedIssue {
  readonly slug: string;
  /** Plain text, no line break. */
  readonly subject: string;
  /** Plain text, no line break. */
  readonly preheader: string;
  /** The whole HTML document of the mail, styles inlined, markers in place. LF line ends. */
  readonly html: string;
  /** The plain-text mail, 72 columns, markers in place. LF line ends. */
  readonly text: string;
  /** HTML of the issue for its web page: what stands below the masthead. Links to images start with `../images/`. */
  readonly page: string;
  /** The same, where it need not be read to be known. */
  readonly laterPage?: LaterText;
  /** HTML of the issue for feeds: no classes, no styles, every URL absolute. */
  readonly feedHtml: string;
  /** Plain text of one or two sentences for lists and feed summaries. */
  readonly teaser: string;
  /** Plain text of all that stands before the first section, for the search. */
  readonly leadText: string;
  readonly items: readonly RenderedItem[];
  /** It has a live section, whether or not anything stands in it yet. */
  readonly isLive?: true;
  /** A print of what lists say of the issue itself (see `IssueHead`), where somebody remembers it. */
  readonly headPrint?: string;
  /** Of its title and `leadText`. */
  readonly mark?: TextMark;
}

/** By what somebody remembers of a text it is known without being read. */
export interface TextMark {
  /** The same only where all that is said is the same. */
  readonly print: string;
  readonly textBytes: number;
}

/** One entry (item, live entry, event, listing), for tag and source pages. */
export interface RenderedItem {
  readonly id: string;
  readonly kind: 'item' | 'live' | 'event' | 'listing';
  /** Plain text; never empty (a headless live entry gives its first words). */
  readonly headline: string;
  readonly direction: Direction;
  readonly url?: string;
  /** The section's heading; empty where there is none. */
  readonly section: string;
  /** The entry as on the issue's page. */
  readonly html: string;
  /** The entry for feeds: no classes, no styles, every URL absolute. */
  readonly feedHtml: string;
  /** Plain text of its first paragraph. */
  readonly summary: string;
  /** Plain text of all that it says below its headline, for the search. */
  readonly text: string;
  /** The entry's own tags and those of its issue, as written. */
  readonly tags: readonly string[];
  /** Ids of all sources it rests on, wire credits included, without repeats. */
  readonly sourceIds: readonly string[];
  /** Of its latest update or correction, where it has one. */
  readonly updated?: IsoDate;
  /** Of all this; `textBytes` is of its `text`. */
  readonly mark?: TextMark;
}

/** A file for `out/`. */
export interface OutputFile {
  /** POSIX path relative to `out/`: `site/issues/0294.html`. */
  readonly path: string;
  readonly contents: string | Uint8Array;
  /** RFC 6838, with charset for text: `text/html; charset=utf-8`. */
  readonly mediaType: string;
  /** Print of all that `contents` are made from. Where it is known `contents` may be made only when somebody asks for them. */
  readonly madeFrom?: string;
}

/** A file for `out/` that need not be made where the disk still has what was made from the same. */
export interface LaterFile extends Omit<OutputFile, 'contents'> {
  readonly madeFrom: string;
  readonly make: () => Promise<string | Uint8Array>;
  /** Absolute path of a file that has the contents already, on the disk of `out/`; it is moved into place. */
  readonly staged?: string;
}

/** A picture of `issues/images/`, measured by the one who read it. */
export interface ImageFile {
  /** POSIX path relative to `issues/`: `images/cranes.jpg`. */
  readonly path: string;
  readonly contents: Uint8Array;
  readonly mediaType: string;
  /** CSS pixels. */
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Handlebars sources, style sheets and words, by POSIX path relative to `templates/`: `email/issue.hbs`, `styles/site.css`, `words/fr.yaml`. */
export type TemplateSet = ReadonlyMap<string, TemplateFile>;

export interface TemplateFile {
  /** For messages: relative to the project, or `(built in) …` for the program's own. */
  readonly shownPath: string;
  readonly source: string;
  /** Of a project's own words: the program's, over which they are laid key by key. Other files replace the program's whole. */
  readonly beneath?: TemplateFile;
}
