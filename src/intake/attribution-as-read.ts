// What the reading of issues sees as an attribution at the beginning of words, as intake is told of it: `cli/` hands the reading in, because it
// is another room's.

export interface AttributionAsRead {
  /** As written. */
  readonly source: string;
  /** `sources.yaml` has it. */
  readonly isKnown: boolean;
  readonly verb?: string;
  readonly dateAsWritten?: string;
  /** The stretch of the words that it takes. */
  readonly start: number;
  readonly end: number;
}
