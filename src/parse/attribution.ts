// What is read of an attribution, and what has to be known to read it.
import type { SourceName } from '../model/source.ts';
import type { SourceIndex } from './source-index.ts';

export interface Attribution {
  readonly source: SourceName;
  readonly verb?: string;
  /** Without its brackets. */
  readonly dateAsWritten?: string;
  /** The stretch of the words that it takes; the text of the report is what is left. */
  readonly start: number;
  readonly end: number;
}

export interface AttributionClues {
  readonly sources: SourceIndex;
  /** Words of the link with which the paragraph begins: `[The Tide](https://…) adds:`. */
  readonly linkedWords?: string;
  /** True right under the headline, where an attribution is expected. */
  readonly isFirst: boolean;
  /** Of the issue; English if nothing is said. */
  readonly language?: string;
}

export type Found = Omit<Attribution, 'start'>;
