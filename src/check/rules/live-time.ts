// A live entry has its place on the page by its time. One that cannot be read (25:10, 21h30) stays in the headline as it was typed, and
// the entry has no time at all.
import type { LiveEntry } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import { houseForm, isDayInWords } from '../dates/date-form.ts';
import { isAmbiguous, readFigures } from '../dates/date-in-figures.ts';
import { editAt, placeOfWords } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

const NOTE = 'Write the hour and the minutes with a colon between them, 21:30, from 00:00 to 23:59.';
/** So far into a headline a day and a time may reach. */
const MAX_CHARACTERS = 60;
const BEHIND_DAY = /^(?:[01]?\d|2[0-3]):[0-5]\d(?=$|[\s:,–—-])/u;
/** What looks like a time, in any of the ways in which people write one. Groups: hour, mark, minutes, half, zone. */
const LIKE_TIME =
  /(?<![\p{L}\d.,:/])(?:(\d{1,2})(?: ?([hH:.;,：]) ?(\d{1,2}))? ?(?:([ap])\.?m\b\.?)|(\d{1,2}) ?([hH:.;,：]) ?(\d{1,2})?(?![\d:]\d)|(\d{2})(\d{2}) ?(?:hrs\.?|hours|h\b|(GMT|UTC)\b))/u;

export const liveTime: IssueRule = {
  id: 'live-time',
  severity: 'warning',
  stage: 'issue',
  description:
    'The day and the time with which the heading of a live entry begins can be read: 30 December, 16:40.',
  check: (issue) =>
    issue.sections.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'live' ? findings(entry, issue) : [])),
    ),
};

function findings(entry: LiveEntry, issue: Issue): readonly Finding[] {
  if (entry.atAsWritten !== undefined && entry.localDate === undefined) return dayWithoutDate(entry, issue);
  if (entry.localTime !== undefined) return [];
  const head = entry.headline.slice(0, MAX_CHARACTERS);
  if (entry.atAsWritten !== undefined && BEHIND_DAY.test(head)) return [colonBehindDay(entry, issue)];
  const time = timeIn(head);
  if (time !== undefined) {
    const { written, mended } = time;
    const day = head.slice(0, time.index).replace(/,? ?(?:at)? ?$/u, '');
    if (day === '' || (entry.localDate === undefined && isDayInWords(day))) {
      return [unread(written, mended, entry, issue)];
    }
  }
  return entry.localDate === undefined ? misspeltDay(head, entry, issue) : [];
}

/** "30 December: 16:40: …": the day ends at the colon, and the time goes to the headline. */
function colonBehindDay({ atAsWritten = '', headlinePosition }: LiveEntry, { text }: Issue): Finding {
  const place = placeOfWords(text, headlinePosition, `${atAsWritten}:`);
  const expected = `${atAsWritten},`;
  return {
    reason: `Unexpected colon between the day and the time of a live entry, expected "${expected}"`,
    place: place ?? headlinePosition,
    actual: `${atAsWritten}:`,
    expected: [expected],
    note: 'What stands behind the colon is the headline, so the entry has a day and no time. Write a comma between the two: 30 December, 16:40.',
    ...(place !== undefined && { fix: { title: 'Write a comma', edits: [editAt(place, expected)] } }),
  };
}

/** 31 November. That 2/7 may be two days is told by `source-date-ambiguous`. */
function dayWithoutDate({ atAsWritten = '', headlinePosition }: LiveEntry, issue: Issue): readonly Finding[] {
  const figures = readFigures(atAsWritten, issue.date);
  if (figures !== undefined && isAmbiguous(figures)) return [];
  return [
    {
      reason: `Unexpected "${atAsWritten}" before a live entry, expected a day that exists`,
      place: placeOfWords(issue.text, headlinePosition, atAsWritten) ?? headlinePosition,
      actual: atAsWritten,
      note: 'There is no such day in the calendar. Correct the day or the month.',
    },
  ];
}

/** "Feburary 3: …", "30 Decmber, 16:40: …". */
function misspeltDay(head: string, entry: LiveEntry, issue: Issue): readonly Finding[] {
  const day = /^([^:,–—]{4,40})(?:, ?\d{1,2}[:.]\d{2})?(?::(?: |$)| [–—-] |$)/u.exec(head)?.[1]?.trim() ?? '';
  const form = houseForm(day, issue.date, issue.language);
  // Without its time a day in figures may be any figure.
  if (form === undefined || !isDayInWords(day)) return [];
  const [best = ''] = form.expected;
  return [unread(day, form.isCertain ? best : undefined, entry, issue, form.expected)];
}

function unread(
  written: string,
  mended: string | undefined,
  { headlinePosition }: LiveEntry,
  { text }: Issue,
  expected: readonly string[] = mended === undefined ? [] : [mended],
): Finding {
  const place = placeOfWords(text, headlinePosition, written);
  const [best] = expected;
  return {
    reason: `Unexpected "${written}" before a live entry, expected ${best === undefined ? 'a time such as 16:40' : `"${best}"`}`,
    place: place ?? headlinePosition,
    actual: written,
    ...(expected.length > 0 && { expected }),
    note: `It is not read as a time, so the entry has none. ${isDayInWords(written) ? 'Write the month as a whole word.' : NOTE}`,
    ...(mended !== undefined &&
      place !== undefined && { fix: { title: `Write "${mended}"`, edits: [editAt(place, mended)] } }),
  };
}

/** The first thing that was meant as a time and is none, with the time where it can only be that one. */
function timeIn(head: string): { written: string; index: number; mended?: string } | undefined {
  const match = LIKE_TIME.exec(head);
  if (match === null) return undefined;
  const written = match[0].trimEnd();
  const behind = head.slice(match.index + written.length);
  const time = meaning(match, behind);
  return time === undefined ? undefined : { written, index: match.index, ...time };
}

function meaning(match: RegExpExecArray, behind: string): { mended?: string } | undefined {
  const [, hourOfHalf, , minutesOfHalf, half, hour, mark = '', minutes, hours, lastMinutes, zone] = match;
  /** A colon, a dash or nothing: what stands before is no part of the sentence. */
  const isApart = /^ ?(?:$|[:–—]|- )/u.test(behind);
  if (hours !== undefined) {
    return zone !== undefined || isApart ? mendedTime(hours, lastMinutes, zone) : undefined;
  }
  if (half !== undefined) {
    // 16:40pm is plain, 9.5pm and 16:40am are not.
    const isPlain = half === 'p' ? Number(hourOfHalf) > 12 : Number(hourOfHalf) === 0;
    const isWhole = minutesOfHalf === undefined || minutesOfHalf.length === 2;
    return isPlain && isWhole ? mendedTime(hourOfHalf, minutesOfHalf) : {};
  }
  if (minutes === undefined) {
    // "12h: …"; "24h strike" is a length of time, and "7: …" a number.
    const isHour = /^h$/iu.test(mark) && isApart && Number(hour) <= 23;
    return isHour ? mendedTime(hour, '00') : undefined;
  }
  if (minutes.length === 1) return mark === ':' && isApart && Number(hour) > 9 ? {} : undefined;
  if (/^h$/iu.test(mark) || mark === '：') return mendedTime(hour, minutes);
  if (mark === ':' && isTime(hour, minutes)) {
    // "16:40Result".
    return /^\p{L}/u.test(behind) ? { mended: `${mendedTime(hour, minutes).mended}: ` } : undefined;
  }
  if (mark === ':') return {};
  // 9.75, 16,40 and the like are numbers unless they stand apart.
  return isApart ? mendedTime(hour, minutes) : undefined;
}

function mendedTime(hour = '', minutes = '00', zone?: string): { mended?: string } {
  if (!isTime(hour, minutes)) return {};
  return { mended: `${hour.padStart(2, '0')}:${minutes}${zone === undefined ? '' : ` ${zone}`}` };
}

function isTime(hour = '', minutes = ''): boolean {
  return Number(hour) <= 23 && Number(minutes) <= 59;
}
