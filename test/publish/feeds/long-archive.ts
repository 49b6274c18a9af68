// An archive that is longer than its feed: what is behind it stands in a chain of documents.
import { addDays } from '../../../src/model/calendar.ts';
import { type IssueSample, noteOf } from '../samples.ts';

const FIRST_DAY = '2013-01-03';
const ENTRIES = 3;

/** @param corrected Slug → the day of a correction. */
export function longArchive(
  count: number,
  corrected: Readonly<Record<string, string>> = {},
): readonly IssueSample[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const slug = String(number).padStart(4, '0');
    const day = corrected[slug];
    return {
      slug,
      date: addDays(FIRST_DAY, index * 7),
      tags: ['ports'],
      feedHtml: `<p>The full text of ${number}${day === undefined ? '' : ', corrected'}.</p>`,
      entries: Array.from({ length: ENTRIES }, (__, n) => ({
        id: `no-${number}-story-${n}`,
        headline: `Story ${n} of ${number}`,
        section: n === 0 ? 'Trade' : 'Harbour',
        sourceIds: ['tide'],
        ...(n === 0 && day !== undefined ? { notes: [noteOf('correction', 'Not so.', 10, day)] } : {}),
      })),
    };
  });
}
