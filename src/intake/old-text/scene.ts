// What everything that reads one old newsletter has at hand.
import type { NameContext } from './cut-name.ts';
import type { Notes } from './notes.ts';
import type { OldText, OldTextReading } from './old-text.ts';
import type { FigureOrder } from './read-old-day.ts';

export interface Scene {
  readonly about: OldText;
  readonly reading: OldTextReading;
  readonly names: NameContext;
  readonly notes: Notes;
  readonly order: FigureOrder;
  /** The first of the text, whose number its title may say. */
  readonly isOnly: boolean;
}
