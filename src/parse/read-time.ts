// In: the words of a live entry's heading, or the stamp at the end of its byline. Out: the time, or the day and the time, with
// which it begins. `16:40`, `4.40pm`, `30 December, 16:40`, `2 July 2014`, `6/30/2014 8:36:38 PM`.
import { type IsoDate, type IsoInstant, instantOf, localTimeOf } from '../model/calendar.ts';
import { datePattern, readDate, settleDate } from './read-date.ts';
import type { Reading } from './reading.ts';

export interface Moment {
  readonly at?: IsoInstant;
  readonly atAsWritten: string;
  readonly localDate?: IsoDate;
  /** `HH:MM`. */
  readonly localTime?: string;
  /** How many characters of the words it takes, separators behind it included. */
  readonly length: number;
}

const TIME_PATTERN = '(\\d{1,2})(?:[:.](\\d{2})(?:[:.](\\d{2}))?)?\\s*([ap]\\.?m\\b\\.?)?(?:\\s+(GMT|UTC))?';
/** Behind the time stands nothing, a colon or a dash; a time alone may also be followed by the headline itself. */
const SEPARATOR = /^\s*(?:$|:(?=\s|$)|[–—-](?=\s))\s*/u;

const keptPatterns = new Map<string, { moment: RegExp; day: RegExp }>();

function patternsOf(language: string): { moment: RegExp; day: RegExp } {
  const kept = keptPatterns.get(language);
  if (kept !== undefined) return kept;
  const date = datePattern(language);
  const made = {
    moment: new RegExp(`^(?:(${date})(?:,|\\s+at)?\\s+)?${TIME_PATTERN}(?=$|[\\s:,–—-])`, 'iu'),
    day: new RegExp(`^(${date})(?=$|[\\s:,–—-])`, 'iu'),
  };
  keptPatterns.set(language, made);
  return made;
}

/** @param previous The day of the entry above, which a time alone belongs to. */
export function readMoment(
  words: string,
  previous: IsoDate | undefined,
  reading: Reading,
): Moment | undefined {
  const { language } = reading;
  const patterns = patternsOf(language);
  const match = patterns.moment.exec(words);
  const time = match === null ? undefined : clockTime(match.slice(2, 6));
  if (match !== null && time !== undefined) {
    const separator = SEPARATOR.exec(words.slice(match[0].length))?.[0];
    const [written, day] = match;
    if (separator !== undefined || /^\s/u.test(words.slice(written.length))) {
      const length = written.length + (separator?.length ?? 1);
      const date =
        day === undefined
          ? (previous ?? reading.issueDate)
          : settleDate(readDate(day, language), reading.issueDate, 'nearest');
      if (date === undefined) return { atAsWritten: written, localTime: time.slice(0, 5), length };
      const at = instantOf(date, time, match[6] === undefined ? reading.timeZone : 'UTC');
      const local = localTimeOf(at, reading.timeZone);
      return { at, atAsWritten: written, localDate: local.date, localTime: local.time, length };
    }
  }
  const day = patterns.day.exec(words);
  const separator = SEPARATOR.exec(words.slice(day?.[0].length ?? 0))?.[0];
  if (day === null || separator === undefined) return undefined;
  const date = settleDate(readDate(day[0], language), reading.issueDate, 'nearest');
  return {
    atAsWritten: day[0],
    ...(date === undefined ? {} : { localDate: date }),
    length: day[0].length + separator.length,
  };
}

/** `HH:MM` or `HH:MM:SS`; undefined where there is no such time, or where a bare number might be anything. */
function clockTime([hours, minutes, seconds, half]: readonly (string | undefined)[]): string | undefined {
  if (minutes === undefined && half === undefined) return undefined;
  const isAfternoon = half?.toLowerCase().startsWith('p') ?? false;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (isAfternoon ? 12 : 0);
  const isTime =
    hour <= 23 &&
    Number(minutes ?? 0) <= 59 &&
    Number(seconds ?? 0) <= 59 &&
    (half === undefined || (Number(hours) >= 1 && Number(hours) <= 12));
  if (!isTime) return undefined;
  const parts = [String(hour).padStart(2, '0'), minutes ?? '00', ...(seconds === undefined ? [] : [seconds])];
  return parts.join(':');
}
