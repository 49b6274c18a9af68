// What a reader of posts has to know of the newsletter that they go into, and of how its words will be read. `cli/` hands it in, because
// reading is another room's.
import type { IsoDate } from '../../model/calendar.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import type { AttributionAsRead } from '../attribution-as-read.ts';

export interface PostHouse {
  readonly newsletter: Newsletter;
  /** The attribution with which words begin; see `parse/read-attribution.ts`. */
  readonly readAttribution: (words: string, clues: AttributionClues) => AttributionAsRead | undefined;
  /** Dates that stand in a line, in order. @param near Of the post: of the two days that 2/9/2015 may be, the one close to it is meant. */
  readonly datesIn: (line: string, near: IsoDate | undefined) => readonly FoundDate[];
  /** See `HtmlSettings`. */
  readonly cleanUrl: (url: string) => string;
  readonly mendText: (text: string) => string;
  /** Markdown of a post → HTML, by the same reader that reads issues. */
  readonly htmlOfMarkdown: (markdown: string) => string;
  /** True for the folded words of a paragraph that stands in every issue; see `foldWords`. */
  readonly isBoilerplate: (folded: string) => boolean;
}

export interface AttributionClues {
  readonly linkedWords?: string;
  readonly isFirst: boolean;
}

export interface FoundDate {
  readonly written: string;
  /** Absent where it has no year, or may be two days. */
  readonly date?: IsoDate;
}

/** Letters and figures in small letters: two writings of one paragraph are the same. */
export function foldWords(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ');
}
