// What every reader of a part of an issue is given: the file, the issue's own day, zone and language, the known sources, and
// a list to put what it has to report. Nothing outside this room sees it.
import type { IsoDate, TimeZone } from '../model/calendar.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LanguageScope } from './block-language.ts';
import type { SourceText } from './cut-phrasing.ts';
import type { SourceIndex } from './source-index.ts';

export interface Reading extends SourceText, LanguageScope {
  readonly path: string;
  readonly issueDate: IsoDate;
  readonly timeZone: TimeZone;
  readonly sources: SourceIndex;
  /** In a dialect: a story need not say who told it, so that only what is certain is taken for a source. */
  readonly isForeign?: true;
  /** Added to. */
  readonly diagnostics: Diagnostic[];
}
