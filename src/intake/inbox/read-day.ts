// A day as the inbox has it goes in, its date comes out: `16 January 2026`, and what editors make of it, `16 Jan 2026` and `2026-01-16`.
import { type IsoDate, isoDate, readIsoDate } from '../../model/calendar.ts';
import { dateNames } from '../../model/month-names.ts';

export function readDay(text: string): IsoDate | undefined {
  const [, day, name = '', year] = /^(\d{1,2})(?:st|nd|rd|th)? (\p{L}{3,12})\.? (\d{4})$/iu.exec(text) ?? [];
  if (day === undefined) return readIsoDate(text);
  const month = dateNames('en').months.get(name.toLowerCase());
  return month === undefined ? undefined : isoDate(Number(year), month, Number(day));
}
