// What a writer of drafts has to know of the newsletter, and of how its words will be read. `cli/` hands it in (`cli/drafting/house-of.ts`),
// because reading is another room's.
import type { IsoDate } from '../model/calendar.ts';
import type { DayForm, DayScene } from './write-day.ts';

export interface House {
  /** BCP 47, the newsletter's own. */
  readonly language: string;
  readonly dayForm?: DayForm;
  readonly readDay: DayScene['readDay'];
  /** What the reading makes of the words with which an item's paragraph begins; undefined where it sees no source in them. */
  readonly readSource: (words: string, clues: SourceClues) => ReadSource | undefined;
}

export interface SourceClues {
  /** Of the link with which the words begin. */
  readonly linkedWords?: string;
  /** Nothing of the item is told above. */
  readonly isFirst: boolean;
  readonly language: string;
}

export interface ReadSource {
  readonly source: string;
  readonly verb?: string;
  readonly dateAsWritten?: string;
}

/** What an entry has to know of the issue that it stands in. */
export interface IssueScene {
  readonly date: IsoDate;
  /** BCP 47; absent: the newsletter's own. */
  readonly language?: string;
}
