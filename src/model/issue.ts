// One number of the newsletter, or a special without a number, as parsed.
import type { Root } from 'mdast';
import type { Block, Note } from './block.ts';
import type { IsoDate, TimeZone } from './calendar.ts';
import { compareText } from './compare-text.ts';
import type { Direction } from './direction.ts';
import type { Entry } from './entry.ts';
import type { LiveOrder } from './live-order.ts';
import type { Place } from './place.ts';

/** Stands for the date of an issue that has none, or none that can be read. Nothing is measured against it. */
export const NO_DATE: IsoDate = '1970-01-01';

/** A text file of the editors' ground. */
export interface IssueFile {
  /** POSIX path relative to the project: `issues/0294.md`. */
  readonly path: string;
  readonly value: string;
}

export interface Issue {
  /** File name without `.md`: `0294` or `2014-06-30-live-iraq`. Part of every address, never changed. */
  readonly slug: string;
  /** Absent in a special. */
  readonly number?: number;
  readonly date: IsoDate;
  /** "Newsletter No. 294" or the special's own title. */
  readonly title: string;
  /** RFC 5322 Subject of the mail: "Iraq Occupation Focus: Newsletter No. 294", or `subject:` from the front matter. */
  readonly subject: string;
  /** `preheader:` from the front matter: the sentence that a mail program shows beside the subject. */
  readonly preheader?: string;
  readonly language: string;
  readonly direction: Direction;
  readonly timeZone: TimeZone;
  /** From the front matter. The tags of all entries stand on the entries. */
  readonly tags: readonly string[];
  /** `draft: true`: shown in the preview, neither published nor sent. */
  readonly isDraft: boolean;
  /** In which order readers see the entries of its live sections; absent: as they are written. */
  readonly liveOrder?: LiveOrder;
  /** `live: ended`: nothing more comes, and no page of it asks for more. */
  readonly isLiveEnded?: true;
  /** What stands before the first section and item. */
  readonly lead: readonly Block[];
  readonly sections: readonly Section[];
  /** All corrections and updates of the issue, in order. */
  readonly corrections: readonly Note[];
  readonly path: string;
  /** The whole file; every offset of every place indexes it. */
  readonly text: string;
  /** The file's own tree, front matter left out, places those of `text`. */
  readonly tree: Root;
  /** Places of the front matter's keys and values, for messages about them. */
  readonly frontMatter: FrontMatter;
  /** Comments that silence a rule on a line. */
  readonly silences: readonly Silence[];
}

export interface FrontMatter {
  /** The block with both fences; absent when the file has none. */
  readonly position?: Place;
  /** Absent where there are fences. */
  readonly masthead?: Masthead;
  readonly fields: Readonly<Record<string, { readonly value: string; readonly position: Place }>>;
}

/** What a newsletter pasted as plain text has in the place of front matter: its name, number and day, as they are printed. */
export interface Masthead {
  readonly number: number;
  /** Absent where there is none, or none that can be read in one way only. */
  readonly date?: IsoDate;
  readonly dateAsWritten?: string;
  /** Of the whole, from the first of its lines to the last. */
  readonly position: Place;
  /** Of its lines that say what the front matter and `newsletter.yaml` say; any others belong to the text. */
  readonly lines: readonly Place[];
}

export type SectionKind = 'items' | 'live' | 'gallery' | 'events' | 'interest' | 'statement';

export interface Section {
  readonly kind: SectionKind;
  /** Empty for items that stand before any section heading. */
  readonly heading: string;
  /** Unique in the issue; never the id of an entry. */
  readonly anchor: string;
  readonly direction: Direction;
  /** What stands between the heading and the first entry. */
  readonly body: readonly Block[];
  readonly entries: readonly Entry[];
  readonly position: Place;
  /** Absent for the section without a heading. */
  readonly headingPosition?: Place;
  /** In a dialect: a heading over other headings, which hold what it announces. */
  readonly isOverSections?: true;
}

/** `<!-- on purpose: link-home-page (the article's own address is not known) -->` */
export interface Silence {
  readonly ruleIds: readonly string[];
  /** Empty when the editor gave none, which is itself reported. */
  readonly reason: string;
  /** The line (from 1) that it speaks of: its own, or the next when it stands alone. */
  readonly line: number;
  readonly position: Place;
}

/**
 * The latest first. Numbered issues follow their numbers, never their dates (three numbers may be posted on one day);
 * specials are laid among them by date.
 */
export function newestFirst<T extends Pick<Issue, 'number' | 'date' | 'slug'>>(
  issues: readonly T[],
): readonly T[] {
  const numbered = issues
    .filter((issue) => issue.number !== undefined)
    .sort((a, b) => (b.number ?? 0) - (a.number ?? 0));
  const specials = issues.filter((issue) => issue.number === undefined).sort((a, b) => compareKeys(b, a));
  const merged: T[] = [];
  for (const issue of numbered) {
    while (specials[0] !== undefined && specials[0].date >= issue.date) merged.push(...specials.splice(0, 1));
    merged.push(issue);
  }
  return [...merged, ...specials];
}

function compareKeys(a: Pick<Issue, 'date' | 'slug'>, b: Pick<Issue, 'date' | 'slug'>): number {
  return compareText(`${a.date} ${a.slug}`, `${b.date} ${b.slug}`);
}
