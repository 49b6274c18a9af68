// What a section holds. Four shapes, told apart by `kind`; all have an id that never changes once it was published.
import type { PhrasingContent } from 'mdast';
import type { Block, Note, Picture } from './block.ts';
import type { IsoDate, IsoInstant } from './calendar.ts';
import type { Direction } from './direction.ts';
import type { Place } from './place.ts';
import type { SourceName } from './source.ts';

export type Entry = Item | LiveEntry | EventEntry | Listing;

interface EntryBase {
  /** Anchor on the page and part of the feed's guid: `no-294-us-military-accepts-eight-further-civilian-deaths`. */
  readonly id: string;
  /** The heading's or bullet's words, as plain text, without label, time and link. Empty when there is none. */
  readonly headline: string;
  /** The same with its emphasis and code kept. */
  readonly headlineChildren: readonly PhrasingContent[];
  /** The link on the headline, as written. */
  readonly url?: string;
  readonly direction: Direction;
  /** BCP 47, from a line `Language: ar`. */
  readonly language?: string;
  /** From the line `Tags: a, b`, as written, in order, without repeats. */
  readonly tags: readonly string[];
  /** Blocks that stand before the first report, or all of them where there is none. */
  readonly body: readonly Block[];
  /** Every update, correction and disclaimer found anywhere in the entry, in order. */
  readonly notes: readonly Note[];
  /** The whole entry. */
  readonly position: Place;
  /** The heading (or, in a listing, the first line) alone. */
  readonly headlinePosition: Place;
}

/** A `###` heading and what follows it: one story, told by one or more sources. */
export interface Item extends EntryBase {
  readonly kind: 'item';
  /** "Exclusive", from `### Exclusive: …`. */
  readonly label?: string;
  readonly reports: readonly Report[];
}

/** One source's account inside an item. */
export interface Report {
  readonly source: SourceName;
  /** As written: `reports`, `report s`; absent in a round-up. */
  readonly verb?: string;
  /** When the source published it. */
  readonly date?: IsoDate;
  /** `January 16th`, as written, without the brackets; absent when none was given. */
  readonly dateAsWritten?: string;
  /** The link on the source's name, or for the first report else the headline's. */
  readonly url?: string;
  /** `Reuters report (January 16th):`, the words of the attribution as written, markup taken off. */
  readonly attribution: string;
  /** Of the attribution. */
  readonly position: Place;
  readonly body: readonly Block[];
}

/** One timed entry of a live page. */
export interface LiveEntry extends EntryBase {
  readonly kind: 'live';
  readonly at?: IsoInstant;
  /** `30 December, 16:40`, as written. */
  readonly atAsWritten?: string;
  /** The day and time that clocks in the zone show: `2014-06-30`, `20:36`. */
  readonly localDate?: IsoDate;
  readonly localTime?: string;
  readonly byline?: Byline;
  readonly credit?: Credit;
  /** Marked `Key:`, or headed by a correction: it has the edge of a key entry. */
  readonly isKey: boolean;
  /** Marked `Key:`: it stands in the list of key moments too. */
  readonly isMoment?: true;
}

export interface Byline {
  readonly authors: readonly string[];
  readonly editors: readonly string[];
  readonly position: Place;
}

/** The agency whose text an entry rests on: `[AFP]` or `via Reuters`. */
export interface Credit {
  readonly source: SourceName;
  readonly position: Place;
}

/** Something that will happen. Its date may lie in the future. */
export interface EventEntry extends EntryBase {
  readonly kind: 'event';
  readonly when?: {
    readonly written: string;
    readonly date?: IsoDate;
    /** Where it goes on for several days: the last of them. */
    readonly lastDate?: IsoDate;
    readonly position: Place;
  };
  readonly where?: { readonly written: string; readonly position: Place };
}

/** A bullet under "Of interest to readers". Its headline is the text of its first link, or its first words. */
export interface Listing extends EntryBase {
  readonly kind: 'listing';
  readonly disclaimer?: Note;
}

/** Every picture of an entry, galleries opened, in order. */
export function picturesOf(blocks: readonly Block[]): readonly Picture[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'picture') return [block];
    if (block.kind === 'gallery') return [...block.pictures];
    if (block.kind === 'quote') return [...picturesOf(block.children)];
    return [];
  });
}

/** Every block of an entry, those of its reports included, in the order in which they stand. */
export function blocksOf(entry: Entry): readonly Block[] {
  return entry.kind === 'item'
    ? [...entry.body, ...entry.reports.flatMap((report) => report.body)]
    : entry.body;
}
