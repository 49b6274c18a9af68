// What the reading of an old newsletter's text is given, and what it gives back. How attributions, days, sections and mastheads are written
// is known in other rooms, so that knowledge comes as functions: `cli/importing` wires it, and nothing is known twice.
import type { IsoDate } from '../../model/calendar.ts';
import type { DraftIssue } from '../../model/draft.ts';
import type { ImportNote } from '../../model/imported-post.ts';
import type { SectionName } from '../../model/newsletter.ts';
import type { AttributionAsRead } from '../attribution-as-read.ts';

/** One text as it was pasted, mailed or saved: an issue, or many. */
export interface OldText {
  readonly text: string;
  /** Of the post or the mail; says number and day where the text does not. */
  readonly title?: string;
  /** `0041.txt`: its number, where nothing else says one. */
  readonly fileName?: string;
  /** The day on which it was posted, which is not always the issue's own. */
  readonly postedOn?: IsoDate;
}

export interface OldIssues {
  /** In the order of the text. */
  readonly issues: readonly DraftIssue[];
  readonly notes: readonly ImportNote[];
}

export interface OldTextReading {
  readonly sectionOrder: readonly SectionName[];
  /** Of words that the newsletter prints around every issue by itself, or that stand in many of the texts. */
  readonly isBoilerplate: (words: string) => boolean;
  /** The attribution with which the words begin. */
  readonly readAttribution: (words: string) => AttributionAsRead | undefined;
  /** `“…” (Press Association, 9th April)`. */
  readonly readClosing: (words: string) => AttributionAsRead | undefined;
  readonly findSource: (name: string) => { readonly name: string; readonly verb?: string } | undefined;
  readonly readDay: (written: string) => WrittenDay | undefined;
  /** The day that is meant in an issue of `near`; undefined where there is no such day. */
  readonly settleDay: (day: WrittenDay, near: IsoDate) => IsoDate | undefined;
  /** `Newsletter No. 41 June 06, 2005`, or a part of it; undefined for a line that says anything else. */
  readonly readMastheadLine: (line: string) => MastheadLine | undefined;
  readonly misDecoded: (
    text: string,
  ) => readonly { readonly start: number; readonly end: number; readonly meant?: string }[];
}

export interface WrittenDay {
  readonly day: number;
  readonly month: number;
  readonly year?: number;
}

export interface MastheadLine {
  readonly number?: number;
  readonly date?: string;
}

/** A line without the blanks around it; several, once they are joined. */
export interface TextLine {
  readonly text: string;
  /** An empty line stands above, or nothing. */
  readonly isAfterGap: boolean;
  /** Its end is no end: the mail says so (format=flowed). */
  readonly isSoft: boolean;
  /** From 1, in the text as it came. */
  readonly number: number;
}
