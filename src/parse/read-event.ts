// In: a `###` heading of an events section and what follows it. Out: the event with its day and place.
import type { Heading, RootContent } from 'mdast';
import { daysBetween, type IsoDate, isoDate } from '../model/calendar.ts';
import type { EventEntry } from '../model/entry.ts';
import { notesOf, readBlocks } from './read-blocks.ts';
import { datePattern, readDate, settleDate } from './read-date.ts';
import { takeEntryLines } from './read-entry-lines.ts';
import { readHeadline } from './read-headline.ts';
import type { Reading } from './reading.ts';

const keptPatterns = new Map<string, RegExp>();
/** "16", before " to 18 January": the first day of a span whose month is written once. */
const SPAN_START = /(?:^|[\s(])(\d{1,2})(?:st|nd|rd|th)?\s?(?:[-–—]|to|until|till|and|&)\s?$/iu;
const SPAN_BETWEEN = /^\s?(?:[-–—]|to|until|till|and|&)\s?$/iu;
/** "12.30pm", "2.15 to 4pm", "10.10 Uhr": an hour, not a day. */
const HOUR_BEHIND =
  /^\s?(?:(?:[-–—]|to|until|till|bis)\s?\d{1,2}(?:[.:]\d{2})?\s?)?(?:[ap]\.?m\b|uhr\b|h\b)/iu;
const HOUR_BEFORE = /(?<!\p{L})(?:at|um|à|till|doors|starts?)\s$/iu;
const TWO_FIGURES = /^\d{1,2}\.\d{2}$/u;
/** The days stand at the beginning of the line. */
const MAX_CHARACTERS = 200;
/** A longer span has a year wrong. */
const MAX_SPAN_DAYS = 366;

export function readEvent(
  heading: Heading,
  nodes: readonly RootContent[],
  reading: Reading,
): Omit<EventEntry, 'id' | 'position'> {
  const lines = takeEntryLines(nodes, { kind: 'event', takesStamp: false }, reading);
  const scope: Reading =
    lines.language === undefined ? reading : { ...reading, entryLanguage: lines.language };
  const body = readBlocks(lines.nodes, scope);
  const { label, ...headline } = readHeadline(heading, scope);
  const { when, where } = lines;
  const days = when === undefined ? {} : readDays(when.written.slice(0, MAX_CHARACTERS), reading);
  return {
    kind: 'event',
    ...headline,
    ...(label === undefined ? {} : { headline: `${label}: ${headline.headline}` }),
    ...(lines.language === undefined ? {} : { language: lines.language }),
    tags: lines.tags,
    body,
    notes: notesOf(body),
    ...(when === undefined
      ? {}
      : {
          when: {
            written: when.written,
            ...days,
            position: reading.placeAt(when.start, when.end),
          },
        }),
    ...(where === undefined
      ? {}
      : { where: { written: where.written, position: reading.placeAt(where.start, where.end) } }),
  };
}

/** "Saturday 17 January 2026, 2pm to 4pm": the first day named is the event's. "16 to 18 January" has a last one too. */
function readDays(written: string, { issueDate, language }: Reading): { date?: IsoDate; lastDate?: IsoDate } {
  const [first, second] = [...written.matchAll(patternOf(language))].filter(
    (match) => !isHour(match, written),
  );
  if (first === undefined) return {};
  const settle = (words: string) => settleDate(readDate(words, language), issueDate, 'coming');
  const date = settle(first[0]);
  if (date === undefined) return {};
  const begun = SPAN_START.exec(written.slice(0, first.index))?.[1];
  if (begun !== undefined) {
    const [year, month] = date.split('-').map(Number);
    const start = isoDate(year ?? 0, month ?? 0, Number(begun));
    if (start !== undefined && start < date) return { date: start, lastDate: date };
  }
  const between = second === undefined ? '' : written.slice(first.index + first[0].length, second.index);
  if (second === undefined || !SPAN_BETWEEN.test(between)) return { date };
  const lastDate = settle(second[0]);
  if (lastDate === undefined) return { date };
  // "30 December to 2 January 2027": the year is written once, behind the second day.
  const start = /\d{4}/u.test(first[0])
    ? date
    : (settleDate(readDate(first[0], language), lastDate, 'past') ?? date);
  const isSpan = start < lastDate && daysBetween(start, lastDate) <= MAX_SPAN_DAYS;
  return isSpan ? { date: start, lastDate } : { date };
}

function isHour({ 0: words, index }: RegExpExecArray, written: string): boolean {
  if (!TWO_FIGURES.test(words)) return false;
  const end = index + words.length;
  return HOUR_BEHIND.test(written.slice(end, end + 20)) || HOUR_BEFORE.test(written.slice(0, index));
}

function patternOf(language: string): RegExp {
  const kept = keptPatterns.get(language) ?? new RegExp(datePattern(language), 'giu');
  keptPatterns.set(language, kept);
  return kept;
}
