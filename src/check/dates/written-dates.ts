// An issue goes in, every day that somebody wrote in it comes out: those of reports, of updates and corrections, and of live
// entries. Stands apart because four rules ask for them: can it be misread, is its form the house's, is its weekday right.
import type { IsoDate } from '../../model/calendar.ts';
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';

export interface WrittenDate {
  readonly kind: 'report' | 'note' | 'live';
  /** As written, without a time of day; of an entry with a time alone, empty. */
  readonly written: string;
  /** The day that was understood. */
  readonly date?: IsoDate;
  /** Of the attribution, note or headline that holds it. */
  readonly position: Place;
}

/** "16:40", ", 16:40", " at 4.40pm GMT": what stands behind the day in a live entry's heading, or alone. */
const TIME_OF_DAY =
  /(?:^|,? (?:at )?)\d{1,2}(?:[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]\.?m\.?)?| ?[ap]\.?m\.?)(?: (?:GMT|UTC))?$/iu;

/** Reports and live entries in the order of the text, then notes. */
export function writtenDates({ sections, corrections }: Issue): readonly WrittenDate[] {
  const entries = sections.flatMap((section) => section.entries);
  return [
    ...entries.flatMap((entry): readonly WrittenDate[] => {
      if (entry.kind === 'item') return entry.reports.flatMap((report) => dated('report', report));
      if (entry.kind !== 'live' || entry.atAsWritten === undefined) return [];
      const { atAsWritten, localDate, headlinePosition: position } = entry;
      const written = atAsWritten.replace(TIME_OF_DAY, '');
      return [{ kind: 'live', written, position, ...(localDate !== undefined && { date: localDate }) }];
    }),
    ...corrections.flatMap((note) => dated('note', note)),
  ];
}

function dated(
  kind: WrittenDate['kind'],
  { dateAsWritten, date, position }: { dateAsWritten?: string; date?: IsoDate; position: Place },
): readonly WrittenDate[] {
  if (dateAsWritten === undefined) return [];
  return [{ kind, written: dateAsWritten, position, ...(date !== undefined && { date }) }];
}
